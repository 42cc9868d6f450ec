"""Segments 封存段: sealed ranges of entries as immutable, sorted Parquet, with hashes and a month cube.

A segment is four files named after its range: rows (zstd Parquet sorted by measure, day, area,
seq), hashes (32 bytes an entry in seq order), cube (sums by measure, area, month and kind) and a
manifest. A fifth proves nothing itself but spares proofs their time: the root of each 1,024 hashes.
They are written beside, flushed, renamed, and only then entered in the ledger, so a crash leaves at
most files nobody refers to.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from django.conf import settings
from django.db import connection

from nuanxin.kernel.ledger.lines import ENTRY_FIELDS, Hash, entry_line, leaf_hash
from nuanxin.kernel.ledger.merkle import block_roots, root

Engine = duckdb.DuckDBPyConnection
ROW_GROUP = 122_880
LARGEST = 1_000_000
BLOCK = 1024
"""Hashes under one block root: an entry's proof reads one block and the roots."""
_NARROW = {
    "kind": pa.int16(),
    "measure": pa.int32(),
    "occurred": pa.int32(),
    "record_kind": pa.int32(),
    "row": pa.int32(),
}
SCHEMA = pa.schema([(name, _NARROW.get(name, pa.int64())) for name in ENTRY_FIELDS])
"""The columns of an entry in Arrow and Parquet: the names and order of its portable line."""

CUBE = """
SELECT measure, area, occurred // 100 AS month, kind, sum(quantity)::HUGEINT::BIGINT AS quantity,
  count(*) FILTER (kind <> 1) - count(*) FILTER (kind = 1) AS signed, count(*) AS lines
FROM entries GROUP BY ALL ORDER BY measure, area, month, kind
"""


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a sealed range, and their names."""

    folder: Path
    first: int
    last: int

    @property
    def stem(self) -> str:
        """The name the files share: the range, in twelve digits each."""
        return f"{self.first:012d}-{self.last:012d}"

    @property
    def rows(self) -> Path:
        """The entries, sorted for reading."""
        return self.folder / f"{self.stem}.parquet"

    @property
    def hashes(self) -> Path:
        """The leaf hashes, 32 bytes each, in seq order."""
        return self.folder / f"{self.stem}.hash"

    @property
    def blocks(self) -> Path:
        """The roots of each block of hashes, 32 bytes each; made again wherever they are not there."""
        return self.folder / f"{self.stem}.blocks"

    @property
    def cube(self) -> Path:
        """The sums by measure, area, month and kind."""
        return self.folder / f"{self.stem}.cube.parquet"

    @property
    def manifest(self) -> Path:
        """What the other files must be: ranges, digests, root."""
        return self.folder / f"{self.stem}.json"


def folder() -> Path:
    """Return the folder of sealed segments, made if need be."""
    path: Path = settings.NUANXIN["data"] / "segments"
    path.mkdir(parents=True, exist_ok=True)
    return path


def files(first: int, last: int) -> Files:
    """Return the files of a sealed range."""
    return Files(folder(), first, last)


def sweep() -> None:
    """Remove what a crash left half-written; whoever seals alone may call it."""
    for path in folder().glob("*.fresh"):
        path.unlink()


def entries_table(rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Return entries, given as tuples in the order of the portable line, as an Arrow table."""
    columns = list(zip(*rows, strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def read_entries(first: int, last: int | None = None, limit: int | None = None) -> list[tuple[Any, ...]]:
    """Read entries of a seq range from the database: the line's fields, then the leaf hash."""
    upper = "" if last is None else f" AND seq <= {int(last)}"
    some = "" if limit is None else f" LIMIT {int(limit)}"
    names = ", ".join(f'"{name}"' for name in (*ENTRY_FIELDS, "hash"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM ledger_entry WHERE seq >= %s{upper} ORDER BY seq{some}", [first])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for a range: the root and the digest of each file."""

    root: bytes
    rows_digest: bytes
    hashes_digest: bytes
    cube_digest: bytes


def write_segment(digest: Hash, first: int, last: int) -> Written:
    """Write the files of a range from the database's entries; leftovers of a crash are replaced.

    Raises ValueError where the database does not hold the whole range.
    """
    rows = read_entries(first, last)
    if len(rows) != last - first + 1:
        raise ValueError(f"entries {first} to {last} are not all there: {len(rows)} found")
    return write_files(
        digest,
        files(first, last),
        entries_table([row[:-1] for row in rows]),
        [bytes(row[-1]) for row in rows],
    )


def write_files(digest: Hash, target: Files, entries: pa.Table, hashes: Sequence[bytes]) -> Written:
    """Write the files of a range from its entries and their leaf hashes, both in the order of seq."""
    _write_parquet(target, entries)
    _durable(target.hashes, b"".join(hashes))
    blocks = block_roots(digest, hashes, BLOCK)
    _durable(target.blocks, b"".join(blocks))
    written = Written(
        root(digest, blocks), file_digest(target.rows), file_digest(target.hashes), file_digest(target.cube)
    )
    _durable(target.manifest, manifest_of(target, written))
    _flush_folder(target.folder)
    return written


def read_block(target: Files, index: int) -> list[bytes]:
    """Return the hashes of the block that the entry ``index`` (0-based in its range) lies in.

    Raises FileNotFoundError where the range's hashes are missing.
    """
    with target.hashes.open("rb") as file:
        file.seek(index // BLOCK * BLOCK * 32)
        return in_hashes(file.read(BLOCK * 32))


def read_block_roots(digest: Hash, target: Files, top: bytes) -> list[bytes]:
    """Return the block roots under a segment's root: the kept ones if they make it, else made anew."""
    kept = in_hashes(target.blocks.read_bytes()) if target.blocks.exists() else []
    if kept and root(digest, kept) == top:
        return kept
    return block_roots(digest, in_hashes(target.hashes.read_bytes()), BLOCK)


def in_hashes(content: bytes) -> list[bytes]:
    """Return the hashes of 32 bytes that lie end to end in ``content``."""
    return [content[at : at + 32] for at in range(0, len(content), 32)]


def _write_parquet(target: Files, entries: pa.Table) -> None:
    with opened_engine() as engine:
        engine.register("entries", entries)
        for query, path, groups in (
            ("SELECT * FROM entries ORDER BY measure, occurred, area, seq", target.rows, ROW_GROUP),
            (CUBE, target.cube, ROW_GROUP),
        ):
            fresh = path.with_suffix(".fresh")
            engine.execute(
                f"COPY ({query}) TO '{fresh}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {groups})"
            )
            _flush(fresh)
            fresh.rename(path)


def manifest_of(target: Files, written: Written) -> bytes:
    """Return the exact bytes of a manifest: range, root and digests as the ledger's row has them."""
    facts = {"first_seq": target.first, "last_seq": target.last, **asdict(written)}
    return json.dumps(facts, indent=1, default=bytes.hex).encode("ascii")


def file_digest(path: Path) -> bytes:
    """Return the SHA-256 of a file, read in pieces."""
    total = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            total.update(piece)
    return total.digest()


def _durable(path: Path, content: bytes) -> None:
    fresh = path.with_name(path.name + ".fresh")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def opened_engine() -> Engine:
    """Open what reads and writes segments; that takes longer than reading a small one: one reads them all."""
    return duckdb.connect(config={"threads": 2})


def rows_agree(engine: Engine, digest: Hash, target: Files) -> bool:
    """Return whether a segment's rows are the ones its hashes were taken over (reads all of them)."""
    names, fresh = ", ".join(f'"{name}"' for name in ENTRY_FIELDS), bytearray()
    engine.execute(f"SELECT {names} FROM read_parquet('{target.rows}') ORDER BY seq")
    while rows := engine.fetchmany(ROW_GROUP):
        fresh += b"".join(leaf_hash(digest, entry_line(row)) for row in rows)
    return fresh == target.hashes.read_bytes()


def cube_agrees(engine: Engine, target: Files) -> bool:
    """Return whether a segment's cube is the sum of its rows (reads all of them)."""
    engine.execute(f"CREATE OR REPLACE VIEW entries AS SELECT * FROM read_parquet('{target.rows}')")
    kept = f"SELECT * FROM read_parquet('{target.cube}')"
    apart = f"SELECT count(*) FROM ((({CUBE}) EXCEPT ALL ({kept})) UNION ALL (({kept}) EXCEPT ALL ({CUBE})))"
    return engine.execute(apart).fetchone() == (0,)
