"""Claim: the same 40 figures by Django's ORM take tens of times longer, and give the same answers.

The peers hold the same entries without hashes or triggers, under an index on measure, day and area.
Wall time on both sides, since PostgreSQL works in other processes; everything warm, the same run.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import child, peers
from bench.claim import Claim
from bench.clock import Spent, spent
from bench.ledgers import book
from bench.sizes import sizes, target, told

NAME = "figures"
SETTINGS = "bench.peer_settings"


def claims() -> Iterator[Claim]:
    """Ask the 40 of the book, of SQLite, and of PostgreSQL where it is installed."""
    folder = book(sizes().book)
    os.environ["NUANXIN_BENCH_SQLITE"] = str(peers.sqlite_peer(folder))
    yield _claim("SQLite", "sqlite_peer", folder, ">= 50")
    if peers.postgres_programs() is None:
        sys.stderr.write("PostgreSQL is not installed here: the comparison with it is left out.\n")
        return
    with peers.postgres_peer(folder) as socket:
        os.environ["NUANXIN_BENCH_POSTGRES"] = socket
        yield _claim("PostgreSQL", "postgres_peer", folder, ">= 10")


def _claim(name: str, database: str, folder: Path, to_reach: str) -> Claim:
    found = child.call(
        "bench.django_orm:measure", folder, settings=SETTINGS, database=database, repeats=sizes().repeats
    )
    return Claim(
        claim=f"40 mixed figures, equal answers, against Django's ORM on indexed {name}",
        value=found["peer_wall_s"] / found["wall_s"],
        unit="times faster (wall)",
        to_reach=target(to_reach),
        peer=f"Django ORM on {name} {found['version']}: {found['peer_wall_s']:.3f} s wall",
        size=told(sizes().book),
        cpu_s=found["cpu_s"],
        packages=("duckdb", "Django", "psycopg"),
    )


def measure(database: str, repeats: int) -> dict[str, float | str]:
    """Return what the 40 cost on both sides; refuse where one answer differs."""
    from bench.orm import answered as by_orm
    from bench.questions import answered, declare, mixed

    declare()
    questions = mixed()
    ours: Spent[list[list[str]]] = spent(lambda: answered(questions))
    theirs = spent(lambda: by_orm(database, questions))
    for question, mine, other in zip(questions, ours.result, theirs.result, strict=True):
        if mine != other:
            raise RuntimeError(f"{question}: {mine[:6]} here, {other[:6]} by the ORM")
    ours = spent(lambda: answered(questions), repeats)
    theirs = spent(lambda: by_orm(database, questions), min(repeats, 3))
    return {
        "wall_s": ours.wall_s,
        "cpu_s": ours.cpu_s,
        "peer_wall_s": theirs.wall_s,
        "version": _version(database),
    }


def _version(database: str) -> str:
    from django.db import connections

    query = "SELECT sqlite_version()" if database == "sqlite_peer" else "SHOW server_version"
    with connections[database].cursor() as cursor:
        cursor.execute(query)
        return str(cursor.fetchone()[0])
