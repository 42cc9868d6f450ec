"""Statements 语句: SQL handed to the database's driver itself, on the path that every act takes.

Django's cursor costs some eight microseconds a statement, and an act has six of them beside one
flush of a tenth of a millisecond. Each database is met in its own way: SQLite takes rows one by one
and lets one transaction write; PostgreSQL takes many by COPY and lets many write, so that writers of
the ledger ask for one lock first.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Any

from django.db import connections

WRITERS = 0x6E78_6C65_6467_6572
"""The key of PostgreSQL's advisory lock for whoever appends to the ledger ("nxledger" in ASCII)."""

_FEW = 8
"""Up to so many rows one INSERT is quicker than COPY, which asks the server twice."""

_MOST_DAYS = 10_000
_TRUTHS: dict[Any, int] = {False: 0, True: 1}

Values = Sequence[Any]

sqlite3.register_adapter(date, date.isoformat)


class Statements:
    """The driver's connection of this thread as it is now: make one where a transaction begins."""

    __slots__ = ("_driver", "_sqlite", "errors")

    def __init__(self) -> None:
        here = connections["default"]
        if here.connection is None:
            here.connect()
        self._driver: Any = here.connection
        self._sqlite = here.vendor == "sqlite"
        self.errors = here.wrap_database_errors
        """A context that turns the driver's errors into Django's."""

    def alone(self) -> None:
        """Wait until no other transaction writes to the ledger, and keep others out until this one ends.

        SQLite's transactions begin so (BEGIN IMMEDIATE); PostgreSQL is asked here. What is read
        afterwards is what the writer before has committed.
        """
        if not self._sqlite:
            self._driver.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])

    def rows(self, sql: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Run a statement, its values marked ``%s``, and return its rows."""
        found: list[tuple[Any, ...]] = self._driver.execute(self._marked(sql), values).fetchall()
        return found

    def run_each(self, sql: str, rows: Iterable[Values]) -> None:
        """Run a statement, its values marked ``%s``, for each row of values."""
        self._driver.cursor().executemany(self._marked(sql), rows)

    def insert(self, table: str, columns: tuple[str, ...], rows: Sequence[Values]) -> None:
        """Insert rows, given as the values of columns, in their order."""
        if self._sqlite:
            columns, taken = _as_taken(columns, rows)
            self.run_each(_insertion(table, columns, 1), taken)
            return
        if 0 < len(rows) <= _FEW:
            self._driver.execute(_insertion(table, columns, len(rows)), list(chain.from_iterable(rows)))
            return
        with self._driver.cursor() as cursor, cursor.copy(_copy(table, columns)) as lines:
            for row in rows:
                lines.write_row(row)

    def _marked(self, sql: str) -> str:
        return sql.replace("%s", "?") if self._sqlite else sql


class _Days(dict[Any, Any]):
    """The texts that SQLite keeps of days; what is none stays as it is."""

    def __missing__(self, value: Any) -> Any:
        found = value.isoformat() if type(value) is date else value
        if len(self) < _MOST_DAYS:
            self[value] = found
        return found


_texts = _Days()


def _as_taken(columns: tuple[str, ...], rows: Sequence[Values]) -> tuple[tuple[str, ...], Iterable[Values]]:
    """Return columns and rows in types that SQLite's driver takes at once.

    For a day, a truth and NULL it looks for an adapter each time, which costs more than all else; columns
    that are NULL throughout are left out, as none of the tables has another default.
    """
    if len(rows) <= _FEW:
        return columns, rows
    names: list[str] = []
    taken: list[Iterable[Any]] = []
    for name, first, values in zip(columns, rows[0], zip(*rows, strict=True), strict=True):
        if first is None and values.count(None) == len(values):
            continue
        names.append(name)
        if type(first) is date:
            taken.append(map(_texts.__getitem__, values))
        else:
            taken.append(map(_TRUTHS.get, values, values) if type(first) is bool else values)
    return tuple(names), zip(*taken, strict=True)


@cache
def _insertion(table: str, columns: tuple[str, ...], number: int) -> str:
    marks = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * number)
    return f'INSERT INTO "{table}" ({_names(columns)}) VALUES {marks}'


def _copy(table: str, columns: tuple[str, ...]) -> str:
    return f'COPY "{table}" ({_names(columns)}) FROM STDIN'


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
