"""Installations of tests: a data folder each, with its SQLite file or a PostgreSQL database of its own.

NUANXIN_DATABASE names a database of the cluster tests run on (``make postgresql``); without it every
installation stands on SQLite.
"""

import os
import shutil
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from nuanxin.site.databases import database

CLUSTER = os.environ.get("NUANXIN_DATABASE", "")


def named(folder: Path, cluster: str = CLUSTER) -> str:
    """Return the URL of an installation's database; nothing where it stands on SQLite."""
    if not cluster:
        return ""
    name = "installation_" + sha256(str(folder).encode()).hexdigest()[:16]
    return urlunsplit(urlsplit(cluster)._replace(path=f"/{name}"))


def database_of(folder: Path) -> dict[str, Any]:
    """Return the settings of an installation's database."""
    return database(named(folder), folder)


def make_database(url: str, like: str = "") -> None:
    """Make a database anew, empty or as a copy of another that nobody is connected to."""
    name, template = urlsplit(url).path[1:], urlsplit(like).path[1:] or "template0"
    with closing(psycopg.connect(url_of_postgres(url), autocommit=True)) as session:
        for statement in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {} TEMPLATE {}"):
            session.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(url: str) -> None:
    """Drop a database with whoever is connected to it."""
    with closing(psycopg.connect(url_of_postgres(url), autocommit=True)) as session:
        name = sql.Identifier(urlsplit(url).path[1:])
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def url_of_postgres(url: str) -> str:
    """Return the URL of the database ``postgres`` on the server of another."""
    return urlunsplit(urlsplit(url)._replace(path="/postgres"))


def prepare(folder: Path) -> None:
    """Have an installation's database there, empty; SQLite needs nothing."""
    if url := named(folder):
        make_database(url)


def copy(source: Path, target: Path) -> None:
    """Copy an installation, database and all."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    if url := named(target):
        make_database(url, like=named(source))


def remove(folder: Path) -> None:
    """Drop an installation's database; the folder goes with the test."""
    if url := named(folder):
        drop_database(url)
