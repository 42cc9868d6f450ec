"""Laying ledgers down: a *book* (database and segments, every digest right, a signed head) or an
*archive* (segments only, for what no single database of this size needs to hold).

Run as children of ``bench.ledgers``; the data folder is the one being laid.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import adbc_driver_sqlite.dbapi as sqlite
import duckdb
import pyarrow as pa

from bench.synthetic import ENTRIES_AN_ACT, hashed_sql, plain
from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.lines import act_line, genesis, hash_function

DIGEST = hash_function("sha256")
LAID = "1"
"""To be raised where acts or segments are laid down in another way."""

AT = 1_735_689_600_000_000
_FENCES = (
    "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'ledger_entry' AND type IN ('trigger', 'index')"
)


def lay_archive(entries: int) -> None:
    """Lay sealed segments of a million entries each, and their rows in an otherwise empty database."""
    _migrate()
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        _enter(list(pool.map(_segment, *zip(*_ranges(entries), strict=True))))


def lay_book(entries: int) -> None:
    """Lay a whole ledger: entries, acts, segments, head; ``verify`` finds nothing wrong with it."""
    lay_archive(entries)
    _fill(entries)
    _write_acts(entries)
    from nuanxin.kernel.ledger.seals import seal

    seal()


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", "ledger", verbosity=0)


def _ranges(entries: int) -> Iterator[tuple[int, int, int]]:
    for first in range(1, entries + 1, segments.LARGEST):
        yield first, min(first + segments.LARGEST - 1, entries), entries


def hashed(first: int, last: int, of: int) -> pa.Table:
    """Return a range of the synthetic entries with their hashes."""
    with duckdb.connect(config={"threads": 1}) as engine:
        return engine.sql(hashed_sql(first, last, of)).to_arrow_table()


def _segment(first: int, last: int, of: int) -> tuple[int, int, segments.Written]:
    entries, target = hashed(first, last, of), segments.files(first, last)
    return (
        first,
        last,
        segments.write_files(DIGEST, target, plain(entries), entries.column("hash").to_pylist()),
    )


def _enter(written: list[tuple[int, int, segments.Written]]) -> None:
    from nuanxin.kernel.ledger.models import Segment

    Segment.objects.bulk_create(
        Segment(
            number=number,
            first_seq=first,
            last_seq=last,
            root=files.root,
            rows_digest=files.rows_digest,
            hashes_digest=files.hashes_digest,
            cube_digest=files.cube_digest,
        )
        for number, (first, last, files) in enumerate(written, 1)
    )


def _fill(entries: int) -> None:
    """Write the entries into the database, its triggers and indexes set aside meanwhile."""
    from django.db import connection

    with connection.cursor() as cursor:
        fences = cursor.execute(_FENCES).fetchall()
        kinds = {True: "TRIGGER", False: "INDEX"}
        for name, sql in fences:
            if sql:
                cursor.execute(f'DROP {kinds["TRIGGER" in sql[:16]]} "{name}"')
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        with sqlite.connect(f"file:{path}") as direct:
            for bounds in _ranges(entries):
                _ingest(direct, hashed(*bounds))
    with connection.cursor() as cursor:
        for _name, sql in fences:
            if sql:
                cursor.execute(sql)


def _ingest(direct: "sqlite.Connection", entries: pa.Table) -> None:
    with direct.cursor() as cursor:
        cursor.adbc_ingest("ledger_entry", entries, mode="append")
    direct.commit()


def _write_acts(entries: int) -> None:
    """Chain an act to every thousand entries, from a hundred worksheets."""
    from nuanxin.kernel.ledger.models import Act, Ledger, Source

    identity = "00000000-0000-4000-8000-000000000000"
    Ledger.objects.create(identity=identity, algorithm="sha256")
    sheets = Source.objects.bulk_create(
        Source(id=n + 1, kind="sheet", digest=sha256(b"%d" % n).digest(), name=f"{n}.xlsx", part="1")
        for n in range(100)
    )
    before, acts = genesis(DIGEST, identity, "sha256"), list[Act]()
    for number, (first, leaves) in enumerate(_leaves(entries), 1):
        act = Act(
            number=number,
            verb="bench.lay",
            actor=1,
            at=AT + number,
            source=sheets[number % 100],
            first_seq=first,
            entries=len(leaves) // 32,
            digest=DIGEST(leaves),
        )
        act.hash = before = DIGEST(before + act_line(DIGEST, act, act.source))
        acts.append(act)
    Act.objects.bulk_create(acts, batch_size=1_000)


def _leaves(entries: int) -> Iterator[tuple[int, bytes]]:
    for first, last, _of in _ranges(entries):
        content, size = segments.files(first, last).hashes.read_bytes(), 32 * ENTRIES_AN_ACT
        for at in range(0, len(content), size):
            yield first + at // 32, content[at : at + size]
