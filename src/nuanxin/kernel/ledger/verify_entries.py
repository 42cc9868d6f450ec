"""Entries under verification 分录核验: recounted side by side, walked one by one where something is amiss."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from django.db import connection
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.findings import Book, Finding, Progress, span
from nuanxin.kernel.ledger.lines import entry_line, hash_function, leaf_hash
from nuanxin.kernel.ledger.models import Ledger
from nuanxin.kernel.ledger.recount import Range, sound

CHUNK = 500_000
SMALL = CHUNK // 10
"""Up to so many entries starting workers takes longer than the work."""


_EXTENT = """
SELECT (SELECT min(seq) FROM ledger_entry), (SELECT max(seq) FROM ledger_entry),
  (SELECT first_seq + entries - 1 FROM ledger_act ORDER BY number DESC LIMIT 1)
"""


class Recount:
    """The recount of all entries, begun at once; meanwhile other things may be looked at."""

    def __init__(self, book: Book, workers: int) -> None:
        self._book = book
        low, high, accounted = _extent()
        self._gapped = high is not None and (low, high) != (1, accounted)
        self._ranges = [] if self._gapped else list(_ranges(book, high or 0))
        self._pool = _pool(book, high or 0, workers)
        self._verdicts: list[Future[bool]] = []
        self._read: tuple[Path | None, bytes] = None, b""

    def __enter__(self) -> Self:
        """Begin."""
        here = [] if self._pool else [_done(sound_here(asked)) for asked in self._ranges]
        self._verdicts = here or [self._pool.submit(sound, each) for each in self._ranges if self._pool]
        return self

    def __exit__(self, *what: object) -> None:
        """End, also where something went wrong."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def findings(self, progress: Progress) -> Iterator[Finding]:
        """Yield a finding for each entry that is missing or not as it was written."""
        if self._gapped:
            yield from walked(self._book, iter_entries(), 1, None)
        for number, (asked, verdict) in enumerate(zip(self._ranges, self._verdicts, strict=True), 1):
            if not verdict.result():
                rows = segments.read_entries(asked.first, asked.last)
                yield from walked(self._book, rows, asked.first, asked)
            progress(_("entries"), number, len(self._ranges))

    def leaves(self, first: int, count: int) -> bytes:
        """Return the leaf hashes of ``count`` entries from ``first`` on, as the database holds them.

        A sealed range that was found sound holds the same in its hash file, which is read instead.
        """
        at = bisect_right(self._ranges, first, key=lambda asked: asked.first) - 1
        asked = self._ranges[at] if at >= 0 else None
        if asked is None or asked.hashes is None or first + count - 1 > asked.last:
            return _leaves(first, count)
        if not self._verdicts[at].result():
            return _leaves(first, count)
        start = (first - asked.first) * 32
        return self._content(asked.hashes)[start : start + count * 32]

    def _content(self, path: Path) -> bytes:
        if self._read[0] != path:
            self._read = path, path.read_bytes()
        return self._read[1]


def _done(verdict: bool) -> Future[bool]:
    made: Future[bool] = Future()
    made.set_result(verdict)
    return made


def _pool(book: Book, high: int, workers: int) -> Executor | None:
    """Return who recounts: nobody but us where there is little, or where the algorithm is another.

    Reading SQLite and hashing leave the interpreter free for other threads; reading PostgreSQL does not.
    """
    if high <= SMALL or book.algorithm != "sha256":
        return None
    if connection.vendor == "sqlite":
        return ThreadPoolExecutor(workers)
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _extent() -> tuple[int | None, int | None, int | None]:
    """Return the first and last seq there are, and the last one that the acts account for."""
    with connection.cursor() as cursor:
        cursor.execute(_EXTENT)
        low, high, accounted = cursor.fetchone()
    return low, high, accounted


def _leaves(first: int, count: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash FROM ledger_entry WHERE seq >= %s AND seq < %s ORDER BY seq", [first, first + count]
        )
        hashes = [row[0] for row in cursor.fetchall()]
    return b"".join(bytes(each) for each in hashes if isinstance(each, bytes | memoryview))


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
