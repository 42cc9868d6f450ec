"""Recounting a range 复算: every leaf hash of a seq range computed anew, fast, outside Django.

Rows come from the database as Arrow, DuckDB writes each portable line and hashes it, and the result is
compared with the stored hash and, byte for byte, with the sealed file; workers do so side by side.
Nothing is hashed by the database itself, whose keeper could teach it to lie.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pyarrow as pa
from pyarrow import csv

from nuanxin.kernel.ledger.lines import ENTRY_FIELDS

_LINE = "concat('\x00NX1|', " + ", '|', ".join(f'"{name}"' for name in ENTRY_FIELDS) + ")"
_WRONG = f'SELECT count(*) FROM entries WHERE unhex(sha256({_LINE})) IS DISTINCT FROM "hash"'

PIECE = "65536"
"""How many entries are looked at together."""


@dataclass(frozen=True, slots=True)
class Range:
    """A range of entries to recount; ``hashes`` is its sealed hash file, if it is sealed.

    ``database`` is the path of a SQLite file, or what psycopg connects to PostgreSQL with.
    """

    database: Path | dict[str, Any]
    first: int
    last: int
    hashes: Path | None = None


def sound(asked: Range) -> bool:
    """Return whether all entries of a range are there and every hash is right.

    False says only that something is wrong (also where a cell is not even a number); finding the
    place is the slow way's work.
    """
    from adbc_driver_sqlite import dbapi as sqlite  # here: it loads what a start does without

    try:
        return _recounted(asked)
    except (sqlite.Error, psycopg.Error, duckdb.Error, pa.ArrowInvalid, OSError):
        return False


def _recounted(asked: Range) -> bool:
    sealed = asked.hashes.read_bytes() if asked.hashes else None
    counted = 0
    with _engine().cursor() as engine:
        for entries in _read(asked):
            engine.register("entries", entries)
            if engine.execute(_WRONG).fetchall() != [(0,)]:
                return False
            kept = b"".join(map(_content, entries.column("hash").chunks))
            if sealed is not None and sealed[counted * 32 :][: len(kept)] != kept:
                return False
            counted += entries.num_rows
    return counted == asked.last - asked.first + 1 and (sealed is None or len(sealed) == counted * 32)


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    """Return the engine of this process, without threads: opening one takes longer than a small range.

    Each range has a cursor of its own on it.
    """
    return duckdb.connect(config={"threads": 1})


def _content(hashes: pa.Array) -> memoryview:
    """Return the bytes of hashes, all of them 32 bytes long, as they lie in memory."""
    content = memoryview(hashes.buffers()[2])
    return content[hashes.offset * 32 : (hashes.offset + len(hashes)) * 32]


def _read(asked: Range) -> Iterator[pa.Table]:
    """Yield the entries of a range in order, in pieces that a processor's cache can hold."""
    if isinstance(asked.database, dict):
        yield _read_postgresql(asked.database, asked)
        return
    from adbc_driver_sqlite import StatementOptions
    from adbc_driver_sqlite import dbapi as sqlite

    with sqlite.connect(f"file:{asked.database}?mode=ro") as connection, connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{StatementOptions.BATCH_ROWS.value: PIECE})
        cursor.execute(_query(asked, '"hash"'))
        for piece in cursor.fetch_record_batch():
            yield pa.Table.from_batches([piece])


def _query(asked: Range, hashed: str) -> str:
    names = ", ".join(f'"{name}"' for name in ENTRY_FIELDS)
    return (
        f"SELECT {names}, {hashed} FROM ledger_entry WHERE seq BETWEEN {asked.first} AND {asked.last} "
        "ORDER BY seq"
    )


def _read_postgresql(parameters: dict[str, Any], asked: Range) -> pa.Table:
    """Read a range by COPY, which is the quickest way out of PostgreSQL, hashes as hexadecimal."""
    whole = pa.BufferOutputStream()
    asking = _query(asked, "encode(hash, 'hex')")
    with (
        psycopg.connect(**parameters) as connection,
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({asking}) TO STDOUT (FORMAT csv)".encode()) as pieces,
    ):
        for piece in pieces:
            whole.write(piece)
    types = {name: pa.int64() for name in ENTRY_FIELDS} | {"hash": pa.string()}
    if not whole.tell():
        return pa.table({name: pa.array([], type=kind) for name, kind in types.items()})
    entries = csv.read_csv(
        pa.BufferReader(whole.getvalue()),
        read_options=csv.ReadOptions(column_names=list(types), use_threads=False),
        convert_options=csv.ConvertOptions(column_types=types),
    )
    with _engine().cursor() as engine:
        engine.register("read", entries)
        return engine.sql('SELECT * REPLACE (unhex("hash") AS "hash") FROM read').to_arrow_table()
