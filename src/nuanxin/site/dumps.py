"""A database as pieces: SQLite page for page, PostgreSQL table by table; and back.

Both are taken in one read transaction while others write. Both cut so that what has not changed
since the last backup makes the same pieces: SQLite by place in the file, PostgreSQL by number of rows.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from nuanxin.site import tables
from nuanxin.site.pieces import Pieces, cut, write_pieces

LINES = 20_000
"""Rows of a PostgreSQL table in one piece."""


def dump(store: Pieces) -> dict[str, Any]:
    """Put this installation's database into a store and return what ``load`` needs to find it."""
    if connection.vendor == "sqlite":
        return {"kind": "sqlite", "pieces": _sqlite_pieces(store)}
    found = _postgresql_tables(store)
    return {"kind": "postgresql", "migrations": _applied(), "tables": found}


def load(store: Pieces, found: dict[str, Any]) -> None:
    """Bring a database back from a store, whole or not at all; it must not be there yet.

    Raises PieceDamaged where the store has lost something.
    """
    if found["kind"] == "sqlite":
        write_pieces(sqlite_file(), map(store.get, found["pieces"]))
    else:
        _load_postgresql(store, found)


def sqlite_file() -> Path:
    """Return the path of this installation's SQLite file."""
    return Path(str(connection.settings_dict["NAME"]))


def _sqlite_pieces(store: Pieces) -> list[str]:
    """Copy the file by SQLite's own backup, in one read transaction, and keep the copy's pieces."""
    copy = store.folder / "database.fresh"
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.unlink(missing_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"file:{sqlite_file()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
        return store.put(cut(copy))
    finally:
        copy.unlink(missing_ok=True)


def _applied() -> dict[str, list[str]]:
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: [name for _app, name in names] for app, names in groupby(applied, key=lambda each: each[0])}


def _postgresql_tables(store: Pieces) -> list[dict[str, Any]]:
    given = connection.get_connection_params()
    reach = {name: given[name] for name in given if name not in ("cursor_factory", "context")}
    with psycopg.connect(**reach) as session:
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        session.read_only = True
        return [_table(session, store, model) for model in (*tables.APPENDED, *tables.rewritten())]


def _table(session: Any, store: Pieces, model: Any) -> dict[str, Any]:
    columns = [field.column for field in model._meta.concrete_fields]
    names, key = ", ".join(f'"{column}"' for column in columns), model._meta.pk.column
    query = f'COPY (SELECT {names} FROM "{model._meta.db_table}" ORDER BY "{key}") TO STDOUT'
    with session.cursor() as cursor, cursor.copy(query) as lines:
        return {"table": model._meta.db_table, "columns": columns, "pieces": store.put(_pieces(lines))}


def _pieces(lines: Any) -> Iterator[bytes]:
    """Join the lines of a COPY by a fixed number, so that a table that only grows repeats its pieces."""
    gathered: list[bytes] = []
    for line in lines:
        gathered.append(bytes(line))
        if len(gathered) == LINES:
            yield b"".join(gathered)
            gathered = []
    if gathered:
        yield b"".join(gathered)


def _load_postgresql(store: Pieces, found: dict[str, Any]) -> None:
    """Make the tables as they were when the backup was taken, fill them at once, then migrate onwards."""
    executor = MigrationExecutor(connection)
    known = executor.loader.graph.nodes
    executor.migrate(
        [(app, names[-1]) for app, names in found["migrations"].items() if (app, names[-1]) in known]
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute('DELETE FROM "django_content_type"')
        for each in found["tables"]:
            names = ", ".join(f'"{column}"' for column in each["columns"])
            with cursor.copy(f'COPY "{each["table"]}" ({names}) FROM STDIN') as copy:
                for digest in each["pieces"]:
                    copy.write(store.get(digest))
        tables.reset_sequences("default")
    call_command("migrate", interactive=False, verbosity=0)
