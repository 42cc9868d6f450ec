"""Many rows at once, and one writer at a time, in the way of each database.

SQLite takes rows one by one and lets one transaction write; PostgreSQL takes them by COPY and many
transactions write, so that writers of the ledger ask for one lock first.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

WRITERS = 0x6E78_6C65_6467_6572
"""The key of PostgreSQL's advisory lock for whoever appends to the ledger ("nxledger" in ASCII)."""

_FEW = 8
"""Up to so many rows one INSERT is quicker than COPY, which asks the server twice."""


def one_writer() -> None:
    """Wait until no other transaction writes to the ledger, and keep others out until this one ends.

    SQLite's transactions begin so (BEGIN IMMEDIATE); PostgreSQL is asked here. What is read
    afterwards is what the writer before has committed.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])


def insert_rows(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, given as the values of columns, in their order."""
    names = ", ".join(f'"{column}"' for column in columns)
    marks = f"({', '.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES {marks}', rows)
        elif len(rows) <= _FEW:
            every = ", ".join([marks] * len(rows))
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) VALUES {every}', [cell for row in rows for cell in row]
            )
        else:
            _copy(cursor, f'COPY "{table}" ({names}) FROM STDIN', rows)


def _copy(cursor: Any, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.wrap_database_errors, cursor.copy(statement) as lines:
        for row in rows:
            lines.write_row(row)
