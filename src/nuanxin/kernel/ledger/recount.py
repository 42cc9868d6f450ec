"""Recounting a range 复算: every leaf hash of a seq range computed anew, fast, outside Django.

Worker processes run this. Rows come from the database as Arrow, DuckDB writes each portable line and
hashes it, and the result is compared with the stored hash and, byte for byte, with the sealed file.
Nothing is hashed by the database itself, whose keeper could teach it to lie.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import adbc_driver_sqlite.dbapi as sqlite
import duckdb
import psycopg
import pyarrow as pa
from pyarrow import csv

from nuanxin.kernel.ledger.lines import ENTRY_FIELDS

_LINE = "concat('\x00NX1|', " + ", '|', ".join(f'"{name}"' for name in ENTRY_FIELDS) + ")"
_WRONG = f'SELECT count(*) FROM entries WHERE unhex(sha256({_LINE})) IS DISTINCT FROM "hash"'


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
    try:
        entries = _read(asked)
    except (sqlite.Error, psycopg.Error, pa.ArrowInvalid, OSError):
        return False
    if entries.num_rows != asked.last - asked.first + 1:
        return False
    with duckdb.connect(config={"threads": 1}) as engine:
        engine.register("entries", entries)
        try:
            found = engine.execute(_WRONG).fetchone()
        except duckdb.Error:
            return False
    return found == (0,) and (asked.hashes is None or _same(entries, asked.hashes))


def _read(asked: Range) -> pa.Table:
    if isinstance(asked.database, dict):
        return _read_postgresql(asked.database, asked)
    with sqlite.connect(f"file:{asked.database}?mode=ro") as connection, connection.cursor() as cursor:
        cursor.execute(_query(asked, '"hash"'))
        return cursor.fetch_arrow_table()


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
    with duckdb.connect(config={"threads": 1}) as engine:
        engine.register("read", entries)
        return engine.sql('SELECT * REPLACE (unhex("hash") AS "hash") FROM read').to_arrow_table()


def _same(entries: pa.Table, path: Path) -> bool:
    try:
        sealed = path.read_bytes()
    except OSError:
        return False
    at = 0
    for chunk in entries.column("hash").chunks:
        for value in (chunk,):
            piece = b"".join(value.to_pylist())
            if sealed[at : at + len(piece)] != piece:
                return False
            at += len(piece)
    return at == len(sealed)
