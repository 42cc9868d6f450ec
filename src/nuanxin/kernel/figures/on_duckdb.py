"""The DuckDB engine: in this process, no server. The only one most installations need.

Sums and counts over whole months come from the running sums of the cubes; part months, distinct
counts and rows come from the sorted Parquet; the tail comes straight from the database as Arrow.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from nuanxin.kernel.figures import clauses
from nuanxin.kernel.figures.clauses import SIGNED, Stretch
from nuanxin.kernel.figures.crosstabs import crosstabs
from nuanxin.kernel.figures.engine import Engine
from nuanxin.kernel.figures.leaves import Leaf
from nuanxin.kernel.figures.running import Cells, RunningSums
from nuanxin.kernel.figures.snapshots import Snapshot
from nuanxin.kernel.ledger.segments import Files

MOST_PARTS = 8
_ASKED = pa.schema(
    [("id", pa.int32()), ("measure", pa.int32())]
    + [(name, pa.int64()) for name in ("low", "high", "opening", "closing")]
)


class Part(NamedTuple):
    """The running sums of segments that follow one another."""

    sealed: tuple[Files, ...]
    sums: RunningSums


class DuckEngine(Engine):
    """One in-process DuckDB and the running sums it has read."""

    def __init__(self) -> None:
        super().__init__()
        self._duck = duckdb.connect(config={"threads": 2})
        self._parts: tuple[Part, ...] = ()
        self._past: list[Part] = []

    def _running(self, sealed: tuple[Files, ...]) -> list[RunningSums]:
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
            self._parts = (*shared, Part(rest, self._read(rest)))
            return [part.sums for part in self._parts]

    def _looked_back(self, sealed: tuple[Files, ...]) -> RunningSums:
        found = next((part for part in self._past if part.sealed == sealed), None)
        if found is None:
            found = Part(sealed, self._read(sealed))
            self._past = [*self._past[1 - MOST_PARTS :], found]
        return found.sums

    def _read(self, sealed: tuple[Files, ...]) -> RunningSums:
        """Read the cubes of segments, checking each file's digest first."""
        paths = ", ".join(f"'{self.sound(each).cube}'" for each in sealed)
        sql = clauses.CUBES.format(cubes=f"read_parquet([{paths}])")
        return RunningSums.of(self._duck.cursor().execute(sql).fetchnumpy())

    def _table(self, sealed: tuple[Files, ...]) -> str:
        paths = ", ".join(f"'{self.sound(each).rows}'" for each in sealed)
        return f"read_parquet([{paths}])"

    def _run(self, snapshot: Snapshot, sql: str, **tables: pa.Table) -> list[tuple[Any, ...]]:
        cursor = self._duck.cursor()
        try:
            cursor.register("tail", snapshot.tail)
            for name, table in tables.items():
                cursor.register(name, table)
            return cursor.execute(sql).fetchall()
        finally:
            cursor.close()

    def _additive(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        quantity, signed = self._from_cubes(snapshot, leaves)
        for number, more, lines in self._from_rows(snapshot, leaves):
            quantity[number] += int(more)
            signed[number] += int(lines)
        edges = self._edges(snapshot, leaves)
        values = zip(leaves, quantity, signed, strict=True)
        return {
            leaf: (count if leaf.aggregate == "count" else total) + edges.get(leaf, 0)
            for leaf, total, count in values
        }

    def _edges(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        """Return what sealed rows hold for the days of leaves that their whole months leave over."""
        found = dict[Leaf, int]()
        if snapshot.whole:
            for each in crosstabs(leaves, lambda leaf: leaf.edges()):
                found |= each.values(
                    self._run(snapshot, each.sql(f"SELECT * FROM {self._table(snapshot.whole)}"))
                )
        return found

    def _from_cubes(self, snapshot: Snapshot, leaves: list[Leaf]) -> tuple[list[int], list[int]]:
        """Return each leaf's quantity and signed count over the whole months of sealed entries."""
        quantity, signed, cells, owners = [0] * len(leaves), [0] * len(leaves), list[Cells](), list[int]()
        for number, leaf in enumerate(leaves):
            if months := leaf.months():
                own = [Cells(each, *span, *months) for each in leaf.measures for span in leaf.spans]
                cells += own
                owners += [number] * len(own)
        for sums in self._running(snapshot.whole) if cells else ():
            for owner, total, count in zip(owners, *sums.sums(cells), strict=True):
                quantity[owner] += total
                signed[owner] += count
        return quantity, signed

    def _from_rows(self, snapshot: Snapshot, leaves: list[Leaf]) -> list[tuple[Any, ...]]:
        """Return (leaf's number, quantity, signed count) of the entries of no cube."""
        parts = []
        if snapshot.tail.num_rows:
            parts.append(_joined("tail"))
        if snapshot.cut:
            rows = self._table((snapshot.cut,))
            parts.append(_joined(f"(SELECT * FROM {rows} WHERE seq <= {snapshot.as_of})"))
        if not parts:
            return []
        sql = f"SELECT id, sum(quantity), sum(signed) FROM ({' UNION ALL '.join(parts)}) GROUP BY id"
        return self._run(snapshot, sql, days=_as_table(clauses.days(leaves)))

    def rows(
        self, snapshot: Snapshot, leaf: Leaf, limit: int | None = None, offset: int = 0
    ) -> tuple[int, list[int]]:
        """Return how many entries stand behind a leaf, and the seqs of a page, newest day first."""
        source = self._behind(snapshot, leaf)
        page = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
        found = self._run(
            snapshot,
            f"SELECT seq, count(*) OVER () FROM {source} ORDER BY occurred DESC, seq DESC{page}",
        )
        total = found[0][1] if found else self._run(snapshot, f"SELECT count(*) FROM {source}")[0][0]
        return int(total), [int(seq) for seq, _total in found]

    def newest_rows(
        self, snapshot: Snapshot, leaves: Sequence[Leaf], limit: int
    ) -> dict[Leaf, tuple[int, list[int]]]:
        """Return how many entries stand behind each of many leaves, and the newest: in one pass."""
        asked = list(dict.fromkeys(leaves))
        if snapshot.cities or any(each.kind is not None for each in asked):
            return super().newest_rows(snapshot, asked, limit)
        numbers = sorted({number for each in asked for number in each.measures})
        if not numbers:
            return {}
        where = f"measure IN ({', '.join(map(str, numbers))})"
        source = f"(SELECT * FROM ({self._source(snapshot, 'seq, measure, area, occurred')}) WHERE {where})"
        joined = clauses.JOINED.format(asked="days", source=source, time="occurred")
        sql = clauses.NEWEST.format(joined=joined, shift=clauses.SHIFT, limit=int(limit))
        found = {
            int(number): (int(total), [int(each % clauses.SHIFT) for each in newest])
            for number, total, newest in self._run(snapshot, sql, days=_as_table(clauses.days(asked)))
        }
        return {leaf: found.get(number, (0, [])) for number, leaf in enumerate(asked)}


def _joined(source: str) -> str:
    joined = clauses.JOINED.format(asked="days", source=source, time="occurred")
    return clauses.SUMMED.format(joined=joined, signed=SIGNED)


def _beginning(parts: Iterable[Part], sealed: tuple[Files, ...]) -> Iterator[Part]:
    """Yield the parts that lie at the beginning of a range of segments, one after another."""
    at = 0
    for part in parts:
        if sealed[at : at + len(part.sealed)] != part.sealed:
            return
        yield part
        at += len(part.sealed)


def _as_table(lines: list[Stretch]) -> pa.Table:
    columns = list(zip(*lines, strict=True)) or [()] * len(_ASKED)
    return pa.Table.from_arrays(
        [pa.array(column, type=field.type) for column, field in zip(columns, _ASKED, strict=True)],
        schema=_ASKED,
    )
