"""The DuckDB engine 计算引擎: sealed segments, their cubes and the unsealed tail, read as one.

Every answer is exact and fresh: it sees the last committed entry and no half of a transaction.
Sums and counts over whole months come from the running sums of the cubes; part months, distinct
counts and rows come from the sorted Parquet; the tail comes straight from the database as Arrow.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
from django.db import connection

from nuanxin.kernel.figures.leaves import Leaf
from nuanxin.kernel.figures.running import Cells, RunningSums
from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.models import Segment

END = 1 << 62
MOST_PARTS, MOST_PIECES = 8, 32
_NO_TAIL = segments.entries_table([])
_SPEC = pa.schema(
    [("id", pa.int32()), ("measure", pa.int32())]
    + [(name, pa.int64()) for name in ("low", "high", "opening", "closing")]
)


class SegmentDamaged(Exception):
    """A sealed file is missing or is not what was sealed; ``nuanxin verify`` says more."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a question sees: whole segments, one cut by ``as_of`` perhaps, and the tail."""

    sealed: tuple[tuple[int, int], ...]
    tail: pa.Table
    as_of: int
    cut: tuple[int, int] | None = None


class _Part(NamedTuple):
    """The running sums of segments that follow one another."""

    sealed: tuple[tuple[int, int], ...]
    sums: RunningSums


class Engine:
    """One in-process DuckDB and the running sums it has read; safe to share between threads."""

    def __init__(self) -> None:
        self._duck = duckdb.connect(config={"threads": 2})
        self._parts: tuple[_Part, ...] = ()
        self._past: list[_Part] = []
        self._tail = _NO_TAIL
        self._checked: set[tuple[int, int]] = set()
        self._lock = threading.Lock()

    # what there is to read

    def snapshot(self, as_of: int | None = None) -> Snapshot:
        """Return the ledger as it is now, or as it was when entry ``as_of`` was its last."""
        until = END if as_of is None else as_of
        rows = list(Segment.objects.order_by("number").values_list("first_seq", "last_seq"))
        whole = tuple(row for row in rows if row[1] <= until)
        cut = next((row for row in rows if row[0] <= until < row[1]), None)
        start = rows[-1][1] + 1 if rows else 1
        tail = self._unsealed(start).slice(0, max(0, until - start + 1)) if until >= start else _NO_TAIL
        return Snapshot(whole, tail, min(until, start - 1) + tail.num_rows, cut)

    def _unsealed(self, start: int) -> pa.Table:
        """Return the entries from ``start`` on. They never change, so that only new ones are read again.

        Those of a transaction that is still open are shown to it, and not kept.
        """
        with self._lock:
            kept = self._tail
            first = kept["seq"][0].as_py() if kept.num_rows else start
            if not first <= start <= first + kept.num_rows:
                kept, first = _NO_TAIL, start
            kept = kept.slice(start - first)
            fresh = segments.read_entries(start + kept.num_rows)
            if fresh:
                kept = pa.concat_tables([kept, segments.entries_table([row[:-1] for row in fresh])])
            if not connection.in_atomic_block:
                self._tail = kept if kept["seq"].num_chunks < MOST_PIECES else kept.combine_chunks()
            return kept

    def _running(self, sealed: tuple[tuple[int, int], ...]) -> list[RunningSums]:
        """Return running sums that together cover segments; what was read before is used again.

        A seal adds a part for what is new, and many parts become one. A look back at some earlier
        state shares the parts it can and keeps the rest for the next look.
        """
        with self._lock:
            shared = tuple(_beginning(self._parts, sealed))
            rest = sealed[sum(len(part.sealed) for part in shared) :]
            if not rest:
                return [part.sums for part in shared]
            if len(shared) < len(self._parts):
                return [*(part.sums for part in shared), self._looked_back(rest)]
            if len(shared) == MOST_PARTS:
                shared, rest = (), sealed
            self._parts = (*shared, _Part(rest, self._read(rest)))
            return [part.sums for part in self._parts]

    def _looked_back(self, sealed: tuple[tuple[int, int], ...]) -> RunningSums:
        found = next((part for part in self._past if part.sealed == sealed), None)
        if found is None:
            found = _Part(sealed, self._read(sealed))
            self._past = [*self._past[1 - MOST_PARTS :], found]
        return found.sums

    def _read(self, sealed: tuple[tuple[int, int], ...]) -> RunningSums:
        """Read the cubes of segments, checking each file's digest first."""
        paths = ", ".join(f"'{self._sound(*each).cube}'" for each in sealed)
        return RunningSums.of(self._duck.cursor().execute(_CUBES.format(paths)).fetchnumpy())

    def _sound(self, first: int, last: int) -> segments.Files:
        """Return a segment's files after checking, once a process, that they are as sealed."""
        target = segments.files(first, last)
        if (first, last) not in self._checked:
            kept = Segment.objects.get(first_seq=first)
            for path, digest in ((target.rows, kept.rows_digest), (target.cube, kept.cube_digest)):
                if not path.exists() or segments.file_digest(path) != bytes(digest):
                    raise SegmentDamaged(f"{path.name} is not what was sealed; run `nuanxin verify`")
            self._checked.add((first, last))
        return target

    def _source(self, snapshot: Snapshot, columns: str) -> str:
        """Return SQL for every row of a snapshot; the tail is registered as ``tail``."""
        whole = [f"'{self._sound(*each).rows}'" for each in snapshot.sealed]
        parts = [f"SELECT {columns} FROM tail"]
        if whole:
            parts.append(f"SELECT {columns} FROM read_parquet([{', '.join(whole)}])")
        if snapshot.cut:
            path = self._sound(*snapshot.cut).rows
            parts.append(f"SELECT {columns} FROM read_parquet('{path}') WHERE seq <= {snapshot.as_of}")
        return " UNION ALL ".join(parts)

    def _run(self, snapshot: Snapshot, sql: str, **tables: pa.Table) -> list[tuple[Any, ...]]:
        cursor = self._duck.cursor()
        try:
            cursor.register("tail", snapshot.tail)
            for name, table in tables.items():
                cursor.register(name, table)
            return cursor.execute(sql).fetchall()
        finally:
            cursor.close()

    # answers

    def aggregate(self, snapshot: Snapshot, leaves: Sequence[Leaf]) -> dict[Leaf, int]:
        """Return the value of each leaf; nothing found is 0."""
        asked = list(dict.fromkeys(leaves))
        answers = self._additive(snapshot, [leaf for leaf in asked if leaf.additive])
        return answers | self._distinct(snapshot, [leaf for leaf in asked if not leaf.additive])

    def _additive(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        if not leaves:
            return {}
        quantity, signed = self._from_cubes(snapshot, leaves)
        for number, more, lines in self._from_rows(snapshot, leaves):
            quantity[number] += int(more)
            signed[number] += int(lines)
        values = zip(leaves, quantity, signed, strict=True)
        return {leaf: count if leaf.aggregate == "count" else total for leaf, total, count in values}

    def _from_cubes(self, snapshot: Snapshot, leaves: list[Leaf]) -> tuple[list[int], list[int]]:
        """Return each leaf's quantity and signed count over the whole months of sealed entries."""
        quantity, signed, cells, owners = [0] * len(leaves), [0] * len(leaves), list[Cells](), list[int]()
        for number, leaf in enumerate(leaves):
            if months := leaf.months():
                own = [Cells(each, *span, *months) for each in leaf.measures for span in leaf.spans]
                cells += own
                owners += [number] * len(own)
        for sums in self._running(snapshot.sealed) if cells else ():
            for owner, total, count in zip(owners, *sums.sums(cells), strict=True):
                quantity[owner] += total
                signed[owner] += count
        return quantity, signed

    def _from_rows(self, snapshot: Snapshot, leaves: list[Leaf]) -> list[tuple[Any, ...]]:
        """Return (leaf's number, quantity, signed count) of what the cubes do not cover."""
        parts = []
        if snapshot.sealed:
            parts += [
                self._edge(snapshot, number, leaf) for number, leaf in enumerate(leaves) if leaf.edges()
            ]
        if snapshot.tail.num_rows:
            parts.append(_ROWS.format(source="tail"))
        if snapshot.cut:
            path = self._sound(*snapshot.cut).rows
            parts.append(
                _ROWS.format(source=f"(SELECT * FROM read_parquet('{path}') WHERE seq <= {snapshot.as_of})")
            )
        if not parts:
            return []
        sql = f"SELECT id, sum(quantity), sum(signed) FROM ({' UNION ALL '.join(parts)}) GROUP BY id"
        return self._run(snapshot, sql, days=_spec(leaves))

    def _edge(self, snapshot: Snapshot, number: int, leaf: Leaf) -> str:
        """Return SQL for the days of a leaf that its whole months leave over, in sealed rows."""
        paths = ", ".join(f"'{self._sound(*each).rows}'" for each in snapshot.sealed)
        days = " OR ".join(f"occurred BETWEEN {low} AND {high}" for low, high in leaf.edges())
        return (
            f"SELECT {number} AS id, sum(quantity) AS quantity, {_SIGNED} AS signed "
            f"FROM read_parquet([{paths}]) "
            f"WHERE {_within(leaf, dated=False)} AND ({days}) HAVING count(*) > 0"
        )

    def _distinct(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        if not leaves:
            return {}
        parts = [
            f"SELECT {number} AS id, count(*) AS parties FROM (SELECT {leaf.of} FROM "
            f"({self._source(snapshot, 'measure, area, occurred, quantity, ' + leaf.of)}) "
            f"WHERE {_within(leaf)} AND {leaf.of} IS NOT NULL GROUP BY {leaf.of} HAVING sum(quantity) > 0)"
            for number, leaf in enumerate(leaves)
        ]
        found = dict(self._run(snapshot, " UNION ALL ".join(parts)))
        return {leaf: int(found[number]) for number, leaf in enumerate(leaves)}

    def rows(
        self, snapshot: Snapshot, leaf: Leaf, limit: int | None = None, offset: int = 0
    ) -> tuple[int, list[int]]:
        """Return how many entries stand behind a leaf, and the seqs of a page, newest day first."""
        every = self._source(snapshot, "seq, measure, area, occurred, quantity")
        source = f"(SELECT * FROM ({every}) WHERE {_within(leaf)})"
        page = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
        found = self._run(
            snapshot,
            f"SELECT seq, count(*) OVER () FROM {source} ORDER BY occurred DESC, seq DESC{page}",
        )
        total = found[0][1] if found else self._run(snapshot, f"SELECT count(*) FROM {source}")[0][0]
        return int(total), [int(seq) for seq, _total in found]

    def grouped(self, snapshot: Snapshot, leaf: Leaf, key: str) -> dict[int, int]:
        """Return a leaf split by an SQL expression over ``area``, ``occurred`` or ``kind``."""
        every = self._source(snapshot, f"kind, measure, area, occurred, quantity, {leaf.of}")
        inner = f"SELECT *, {key} AS slot FROM ({every}) WHERE {_within(leaf)}"
        if leaf.additive:
            value = "sum(quantity)" if leaf.aggregate == "sum" else _SIGNED
            sql = f"SELECT slot, {value} FROM ({inner}) GROUP BY slot"
        else:
            sql = (
                f"SELECT slot, count(*) FROM (SELECT slot, {leaf.of} FROM ({inner}) "
                f"WHERE {leaf.of} IS NOT NULL GROUP BY ALL HAVING sum(quantity) > 0) GROUP BY slot"
            )
        return {int(slot): int(value) for slot, value in self._run(snapshot, sql)}


_SIGNED = "count(*) FILTER (kind <> 1) - count(*) FILTER (kind = 1)"
_CUBES = """
SELECT measure, month, area, sum(quantity)::BIGINT AS quantity, sum(signed)::BIGINT AS signed
FROM read_parquet([{}]) GROUP BY ALL ORDER BY ALL"""
_ROWS = """
SELECT d.id, sum(r.quantity) AS quantity,
  count(*) FILTER (r.kind <> 1) - count(*) FILTER (r.kind = 1) AS signed
FROM days d JOIN {source} r ON r.measure = d.measure AND r.area BETWEEN d.low AND d.high
AND r.occurred BETWEEN d.opening AND d.closing GROUP BY d.id"""


def _beginning(parts: Iterable[_Part], sealed: tuple[tuple[int, int], ...]) -> Iterator[_Part]:
    """Yield the parts that lie at the beginning of a range of segments, one after another."""
    at = 0
    for part in parts:
        if sealed[at : at + len(part.sealed)] != part.sealed:
            return
        yield part
        at += len(part.sealed)


def _within(leaf: Leaf, *, dated: bool = True) -> str:
    spans = " OR ".join(f"area BETWEEN {low} AND {high}" for low, high in leaf.spans) or "false"
    days = f" AND occurred BETWEEN {leaf.first} AND {leaf.last}" if dated else ""
    return f"measure IN ({', '.join(map(str, leaf.measures))}) AND ({spans}){days}"


def _spec(leaves: list[Leaf]) -> pa.Table:
    """Return the leaves as a table to join rows with: one line a measure and area range."""
    rows = [
        (number, measure, low, high, leaf.first, leaf.last)
        for number, leaf in enumerate(leaves)
        for measure in leaf.measures
        for low, high in leaf.spans
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(_SPEC)
    return pa.Table.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(columns, _SPEC, strict=True)],
        schema=_SPEC,
    )


_engine: Engine | None = None
_making = threading.Lock()


def engine() -> Engine:
    """Return this process's engine, made at the first question."""
    global _engine
    with _making:
        if _engine is None:
            _engine = Engine()
        return _engine


def forget_engine() -> None:
    """Drop what this process has read; for tests and after a restore."""
    global _engine
    with _making:
        _engine = None
