"""Engines 计算引擎: the questions figures come down to, and the choice of who answers them.

Every answer is exact and fresh: it sees the last committed entry and no half of a transaction.
DuckDB answers in this process and is the default; Spark reads the same sealed Parquet for a province
(``NUANXIN_ENGINE``). Both give the same numbers: the same tests stand for both.
"""

import os
import shutil
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.figures import clauses
from nuanxin.kernel.figures.crosstabs import crosstabs
from nuanxin.kernel.figures.leaves import Leaf
from nuanxin.kernel.figures.snapshots import CITY, ManyLedgers, Reader, SegmentDamaged, Snapshot
from nuanxin.kernel.ledger.segments import Files

__all__ = [
    "Engine",
    "EngineMissing",
    "ManyLedgers",
    "SegmentDamaged",
    "Snapshot",
    "engine",
    "forget_engine",
    "lacking",
]


Tell = Callable[[Snapshot, list[Leaf]], dict[Leaf, int]]


class EngineMissing(Exception):
    """The engine asked for is not known, or not installed; the message says what to do."""


class Engine(Reader, ABC):
    """Answers questions over a snapshot; safe to share between threads."""

    # what each engine does its own way

    @abstractmethod
    def _table(self, sealed: tuple[Files, ...]) -> str:
        """Return what to read the rows of segments from, in SQL; their digests are checked."""

    @abstractmethod
    def _run(self, snapshot: Snapshot, sql: str) -> list[tuple[Any, ...]]:
        """Run SQL that may read the snapshot's unsealed entries as ``tail``."""

    @abstractmethod
    def _additive(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        """Return the sums and signed counts asked for, which are at least one."""

    @abstractmethod
    def rows(
        self, snapshot: Snapshot, leaf: Leaf, limit: int | None = None, offset: int = 0
    ) -> tuple[int, list[int]]:
        """Return how many entries stand behind a leaf, and the seqs of a page, newest day first.

        Entries of the n-th city read besides carry n times ``CITY`` on top of their seq.
        """

    def newest_rows(
        self, snapshot: Snapshot, leaves: Sequence[Leaf], limit: int
    ) -> dict[Leaf, tuple[int, list[int]]]:
        """Return for many leaves what ``rows`` says of each: how many entries, and the newest ones."""
        return {each: self.rows(snapshot, each, limit) for each in dict.fromkeys(leaves)}

    def close(self) -> None:
        """Let go of what is held outside this process's memory."""

    # what they share

    def _source(self, snapshot: Snapshot, columns: str) -> str:
        """Return SQL for every row of a snapshot."""
        parts = [
            f"SELECT {columns.replace('seq', f'seq + {number * CITY} AS seq')} FROM {self._table(sealed)}"
            for number, sealed in enumerate(snapshot.cities, 1)
            if sealed
        ]
        if snapshot.sealed:
            parts.append(f"SELECT {columns} FROM {self._table(snapshot.sealed)}")
        if snapshot.cut:
            parts.append(
                f"SELECT {columns} FROM {self._table((snapshot.cut,))} WHERE seq <= {snapshot.as_of}"
            )
        if snapshot.tail.num_rows or not parts:
            parts.append(f"SELECT {columns} FROM tail")
        return " UNION ALL ".join(parts)

    def _behind(self, snapshot: Snapshot, leaf: Leaf) -> str:
        """Return SQL for the rows of a leaf, to be selected from."""
        every = self._source(snapshot, "seq, kind, measure, area, occurred, quantity")
        return f"(SELECT * FROM ({every}) WHERE {clauses.within(leaf)})"

    def aggregate(self, snapshot: Snapshot, leaves: Sequence[Leaf]) -> dict[Leaf, int]:
        """Return the value of each leaf; nothing found is 0."""
        asked = list(dict.fromkeys(leaves))
        alike: dict[Tell, list[Leaf]] = {
            self._additive: [leaf for leaf in asked if leaf.additive],
            self._distinct: [leaf for leaf in asked if leaf.aggregate == "distinct" and leaf.kind is None],
            self._tabulated: [leaf for leaf in asked if leaf.kind is not None],
        }
        told = [tell(snapshot, some) for tell, some in alike.items() if some]
        return {leaf: value for some in told for leaf, value in some.items()}

    def _distinct(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        """Return the parties of leaves, which are at least one."""
        return self._tabulated(snapshot, leaves)

    def _tabulated(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        """Return what month sums cannot tell from rows, many leaves by one pass."""
        found = dict.fromkeys(leaves, 0)
        for each in crosstabs(leaves, lambda leaf: leaf.days):
            columns = f"kind, measure, area, occurred, quantity, {each.of}"
            found |= each.values(self._run(snapshot, each.sql(self._source(snapshot, columns))))
        return found

    def grouped(self, snapshot: Snapshot, leaf: Leaf, key: str) -> dict[int, int]:
        """Return a leaf split by an SQL expression over ``area``, ``occurred`` or ``kind``."""
        every = self._source(snapshot, f"kind, measure, area, occurred, quantity, {leaf.of}")
        found = self._run(snapshot, clauses.grouped(leaf, every, key))
        return {int(slot): int(value) for slot, value in found}

    def newest(
        self,
        snapshot: Snapshot,
        narrowed: Mapping[str, Sequence[tuple[int, int]]],
        before: int,
        limit: int,
    ) -> list[int]:
        """Return the seqs below ``before`` of this installation's newest entries, newest first.

        ``narrowed``: for a column (area, measure, kind) the ranges its value must lie in. Sealed
        segments are asked from the newest on, only until there are enough.
        """
        columns, found = ", ".join(("seq", *narrowed)), list[int]()
        where = " AND ".join([f"seq < {int(before)}", *map(clauses.ranged, narrowed.items())])
        for source in ("tail", *self._backwards(snapshot)):
            sql = f"SELECT seq FROM (SELECT {columns} FROM {source}) WHERE {where} ORDER BY seq DESC"
            found += [int(seq) for (seq,) in self._run(snapshot, f"{sql} LIMIT {limit - len(found)}")]
            if len(found) >= limit:
                break
        return found

    def _backwards(self, snapshot: Snapshot) -> Iterator[str]:
        """Yield what to read some sealed segments from, newest first, each time twice as many."""
        left, some = snapshot.sealed, 1
        while left:
            yield self._table(left[-some:])
            left, some = left[:-some], some * 2


MADE = {
    "duckdb": ("nuanxin.kernel.figures.on_duckdb", "DuckEngine"),
    "spark": ("nuanxin.kernel.figures.on_spark", "SparkEngine"),
}
"""The engines there are: where each is written. One that is not chosen is not imported."""

_engine: Engine | None = None
_making = threading.Lock()


def lacking() -> str:
    """Return what the engine chosen by ``NUANXIN_ENGINE`` lacks here and the remedy, or nothing."""
    chosen = settings.NUANXIN["engine"]
    if chosen not in MADE:
        return _("NUANXIN_ENGINE is %(chosen)r; set it to one of: %(known)s") % {
            "chosen": chosen,
            "known": ", ".join(MADE),
        }
    if chosen == "spark" and find_spec("pyspark") is None:
        return _(
            "NUANXIN_ENGINE is spark and pyspark is not installed; run "
            "`pip install --require-hashes -r requirements/spark.lock`, or unset NUANXIN_ENGINE"
        )
    if chosen == "spark" and not _java():
        return _(
            "NUANXIN_ENGINE is spark and there is no Java; install 17 or newer "
            "(`apt-get install default-jre-headless`) or name it in JAVA_HOME, or unset NUANXIN_ENGINE"
        )
    return ""


def _java() -> str | None:
    """Return the Java that Spark would start, looked for as Spark does."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(str(Path(home) / "bin" / "java")) if home else shutil.which("java")


def engine() -> Engine:
    """Return this process's engine, made at the first question; EngineMissing with what to do about it."""
    global _engine
    with _making:
        if _engine is None:
            if fault := lacking():
                raise EngineMissing(fault)
            room, name = MADE[settings.NUANXIN["engine"]]
            made: Engine = getattr(import_module(room), name)()
            _engine = made
        return _engine


def forget_engine() -> None:
    """Drop what this process has read; for tests and after a restore."""
    global _engine
    with _making:
        if _engine is not None:
            _engine.close()
        _engine = None
