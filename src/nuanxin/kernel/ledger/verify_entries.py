"""Entries under verification 分录核验: recounted in parallel, walked one by one where something is amiss."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.findings import Book, Finding, Progress, span
from nuanxin.kernel.ledger.lines import entry_line, hash_function, leaf_hash
from nuanxin.kernel.ledger.models import Ledger
from nuanxin.kernel.ledger.recount import Range, sound

CHUNK = 500_000
SMALL = CHUNK // 10
"""Up to so many entries starting worker processes takes longer than the work."""


def verify_entries(book: Book, workers: int, progress: Progress) -> list[Finding]:
    """Recount all entries; return a finding for each one that is missing or not as it was written."""
    low, high, count = _extent()
    if count and (low, high) != (1, count):
        return list(walked(book, iter_entries(), 1, None))
    ranges = list(_ranges(book, high))
    findings: list[Finding] = []
    for number, (asked, good) in enumerate(_verdicts(book, ranges, high, workers), 1):
        if not good:
            findings += walked(book, segments.read_entries(asked.first, asked.last), asked.first, asked)
        progress(_("entries"), number, len(ranges))
    return findings


def _extent() -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(seq), 0), coalesce(max(seq), 0), count(*) FROM ledger_entry")
        low, high, count = cursor.fetchone()
    return low, high, count


def _verdicts(book: Book, ranges: Sequence[Range], high: int, workers: int) -> Iterator[tuple[Range, bool]]:
    """Recount ranges, here or in worker processes; those know only the first algorithm."""
    if high <= SMALL or book.algorithm != "sha256":
        yield from ((asked, sound_here(asked)) for asked in ranges)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from zip(ranges, pool.map(sound, ranges), strict=True)


def _ranges(book: Book, high: int) -> Iterator[Range]:
    """Cut the entries there are into ranges: each sealed one with its hash file, then the tail."""
    database, following = _reached(), 1
    for segment in book.sealed:
        last = min(segment.last_seq, high)
        if segment.first_seq == following <= last:
            yield Range(database, following, last, segments.files(segment.first_seq, segment.last_seq).hashes)
            following = last + 1
    while following <= high:
        end = min(high, following + CHUNK - 1)
        yield Range(database, following, end)
        following = end + 1


def _reached() -> Path | dict[str, Any]:
    """Return how a worker process reaches the database of this one."""
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"]))
    given = connection.get_connection_params()
    return {name: given[name] for name in given if name not in ("cursor_factory", "context")}


def sound_here(asked: Range) -> bool:
    """Recount a range in this process, through the database connection already open."""
    rows = segments.read_entries(asked.first, asked.last)
    digest = hash_function(Ledger.objects.get().algorithm)
    if [row[0] for row in rows] != list(range(asked.first, asked.last + 1)):
        return False
    if any(_problem(digest, row) for row in rows):
        return False
    return asked.hashes is None or _read(asked.hashes) == b"".join(bytes(row[-1]) for row in rows)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def iter_entries() -> Iterator[tuple[Any, ...]]:
    """Read all entries in order of seq, a batch at a time, whatever their numbers are."""
    batch = segments.read_entries(-(1 << 63), None, limit=CHUNK)
    while batch:
        yield from batch
        batch = segments.read_entries(batch[-1][0] + 1, None, limit=CHUNK)


def walked(
    book: Book, rows: Sequence[tuple[Any, ...]] | Iterator[tuple[Any, ...]], first: int, asked: Range | None
) -> Iterator[Finding]:
    """Name every entry that is missing, too many, or not what its hash or its sealed hash says."""
    sealed = _sound_hashes(book, asked)
    expected = first
    for row in rows:
        seq = row[0]
        if seq > expected:
            yield Finding(span("entry", expected, seq - 1), _("the entry is missing"))
        if seq < expected:
            yield Finding(f"entry {seq}", _("the entries are numbered from 1"))
        problem = _problem(book.digest, row)
        at = (seq - first) * 32
        if not problem and sealed and sealed[at : at + 32] != bytes(row[-1]):
            problem = _("the row is not the one that was sealed")
        if problem:
            yield Finding(f"entry {seq}", problem)
        expected = max(expected, seq + 1)
    if asked is not None and expected <= asked.last:
        yield Finding(span("entry", expected, asked.last), _("the entry is missing"))


def _problem(digest: Any, row: tuple[Any, ...]) -> str:
    if not all(cell is None or isinstance(cell, int) for cell in row[:-1]):
        return _("a field is not a whole number")
    kept = row[-1]
    if not isinstance(kept, bytes | memoryview) or leaf_hash(digest, entry_line(row[:-1])) != bytes(kept):
        return _("the row is not what its hash says")
    return ""


def _sound_hashes(book: Book, asked: Range | None) -> bytes:
    """Return a segment's hash file where it is the one that was sealed; nothing else tells of rows."""
    if asked is None or asked.hashes is None:
        return b""
    segment = next(each for each in book.sealed if each.first_seq == asked.first)
    content = _read(asked.hashes)
    return content if sha256(content).digest() == bytes(segment.hashes_digest) else b""
