"""Snapshots 快照: what a question sees, whichever engine answers it.

Sealed segments of this installation, the entries not sealed yet, and, for a province, the sealed
segments of the cities whose copies lie in one folder (``NUANXIN_CITIES``).
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.models import Segment
from nuanxin.kernel.ledger.segments import Files

END = 1 << 62
MOST_PIECES = 32
CITY = 10**15
"""What an entry of the n-th city carries n times on top of its own seq, among rows drilled."""


@cache
def no_tail() -> pa.Table:
    """Return no entries. Made when first asked for: Arrow loads much that a start can do without."""
    return segments.entries_table([])


class SegmentDamaged(Exception):
    """A sealed file is missing or is not what was sealed; ``nuanxin verify`` says more."""


class ManyLedgers(Exception):
    """A look back was asked for where several cities' ledgers are read: one seq cannot date them all."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a question sees: whole segments, one cut by ``as_of`` perhaps, the tail, and cities' segments."""

    sealed: tuple[Files, ...]
    tail: pa.Table
    as_of: int
    cut: Files | None = None
    cities: tuple[tuple[Files, ...], ...] = ()

    @property
    def whole(self) -> tuple[Files, ...]:
        """Every segment read whole: the cities', then this installation's."""
        return tuple(chain(*self.cities, self.sealed))


_look: ContextVar[dict[int | None, Snapshot] | None] = ContextVar("look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Let all that is asked meanwhile see the ledger as at the first question: one page, one moment."""
    token = _look.set({})
    try:
        yield
    finally:
        _look.reset(token)


class Reader:
    """Takes snapshots; keeps the tail it has read and knows the files it has checked. Threads share it."""

    def __init__(self) -> None:
        self._tail = no_tail()
        self._checked: set[Files] = set()
        self._digests: dict[Files, tuple[bytes, bytes]] = {}
        self._lock = threading.Lock()

    def snapshot(self, as_of: int | None = None) -> Snapshot:
        """Return the ledger as it is now, or as it was when entry ``as_of`` was its last.

        Within ``one_look`` the same question gets the same snapshot. Raises ManyLedgers for a look
        back where cities are read too.
        """
        look = _look.get()
        if look is None:
            return self._fresh(as_of)
        if as_of not in look:
            look[as_of] = self._fresh(as_of)
        return look[as_of]

    def _fresh(self, as_of: int | None) -> Snapshot:
        until = END if as_of is None else as_of
        copies = tuple(sealed_in(city) for city in cities())
        if copies and as_of is not None:
            raise ManyLedgers(
                _("Entry %(seq)d is of one ledger; unset NUANXIN_CITIES to look back in this one.")
                % {"seq": as_of}
            )
        home = segments.folder()
        spans = Segment.objects.order_by("number").values_list("first_seq", "last_seq")
        sealed = [Files(home, *span) for span in spans]
        whole = tuple(each for each in sealed if each.last <= until)
        cut = next((each for each in sealed if each.first <= until < each.last), None)
        start = sealed[-1].last + 1 if sealed else 1
        tail = self._unsealed(start).slice(0, max(0, until - start + 1)) if until >= start else no_tail()
        return Snapshot(whole, tail, min(until, start - 1) + tail.num_rows, cut, copies)

    def _unsealed(self, start: int) -> pa.Table:
        """Return the entries from ``start`` on. They never change, so that only new ones are read again.

        Those of a transaction that is still open are shown to it, and not kept.
        """
        with self._lock:
            kept = self._tail
            first = kept["seq"][0].as_py() if kept.num_rows else start
            if not first <= start <= first + kept.num_rows:
                kept, first = no_tail(), start
            kept = kept.slice(start - first)
            fresh = segments.read_entries(start + kept.num_rows)
            if fresh:
                kept = pa.concat_tables([kept, segments.entries_table([row[:-1] for row in fresh])])
            if not connection.in_atomic_block:
                self._tail = kept if kept["seq"].num_chunks < MOST_PIECES else kept.combine_chunks()
            return kept

    def sound(self, sealed: Files) -> Files:
        """Return a segment's files after checking, once a process, that they are as sealed."""
        if sealed not in self._checked:
            for path, digest in zip((sealed.rows, sealed.cube), self._sealed_as(sealed), strict=True):
                if not path.exists() or segments.file_digest(path) != digest:
                    raise SegmentDamaged(_what_is_wrong(path))
            self._checked.add(sealed)
        return sealed

    def _sealed_as(self, sealed: Files) -> tuple[bytes, bytes]:
        """Return the digests of a segment's rows and cube: the database's own, or a city's manifest's.

        The database is asked for all segments at once: a process's first question opens each of them.
        """
        home = segments.folder()
        if sealed.folder != home:
            told = json.loads(sealed.manifest.read_bytes())
            return bytes.fromhex(told["rows_digest"]), bytes.fromhex(told["cube_digest"])
        if sealed not in self._digests:
            kept = Segment.objects.values_list("first_seq", "last_seq", "rows_digest", "cube_digest")
            self._digests |= {
                Files(home, first, last): (bytes(rows), bytes(cube)) for first, last, rows, cube in kept
            }
        return self._digests[sealed]


def _what_is_wrong(path: Path) -> str:
    if path.parent == segments.folder():
        return f"{path.name} is not what was sealed; run `nuanxin verify`"
    return _("%(path)s is not what the city sealed; copy the city's segments again.") % {"path": path}


def cities() -> list[Path]:
    """Return the folders of the cities read besides, by name; none unless ``NUANXIN_CITIES`` says where."""
    store: Path | None = settings.NUANXIN["cities"]
    return sorted(path for path in store.iterdir() if path.is_dir()) if store else []


def where(row: int) -> tuple[str, int]:
    """Return the city's name and the seq there of a row drilled with a city's number on top."""
    return cities()[row // CITY - 1].name, row % CITY


def sealed_in(city: Path) -> tuple[Files, ...]:
    """Return a city's segments by their manifests, from its first entry on; SegmentDamaged at a gap."""
    spans = sorted(tuple(map(int, path.stem.split("-"))) for path in city.glob("*-*.json"))
    found = tuple(Files(city, first, last) for first, last in spans)
    start = 1
    for each in found:
        if each.first != start:
            raise SegmentDamaged(
                _("%(city)s: no segment begins at entry %(start)d; copy the city's segments again.")
                % {"city": city, "start": start}
            )
        start = each.last + 1
    return found
