"""Recounting a range 复算: every leaf hash of a seq range computed anew, fast, outside Django.

Worker processes run this. Rows come from SQLite as Arrow, DuckDB writes each portable line and
hashes it, and the result is compared with the stored hash and, byte for byte, with the sealed file.
"""

from dataclasses import dataclass
from pathlib import Path

import adbc_driver_sqlite.dbapi as sqlite
import duckdb
import pyarrow as pa

from nuanxin.kernel.ledger.lines import ENTRY_FIELDS

_LINE = "concat('\x00NX1|', " + ", '|', ".join(f'"{name}"' for name in ENTRY_FIELDS) + ")"
_WRONG = f'SELECT count(*) FROM entries WHERE unhex(sha256({_LINE})) IS DISTINCT FROM "hash"'


@dataclass(frozen=True, slots=True)
class Range:
    """A range of entries to recount; ``hashes`` is its sealed hash file, if it is sealed."""

    database: Path
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
    except (sqlite.Error, pa.ArrowInvalid, OSError):
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
    names = ", ".join(f'"{name}"' for name in (*ENTRY_FIELDS, "hash"))
    query = f"SELECT {names} FROM ledger_entry WHERE seq BETWEEN {asked.first} AND {asked.last} ORDER BY seq"
    with sqlite.connect(f"file:{asked.database}?mode=ro") as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetch_arrow_table()


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
