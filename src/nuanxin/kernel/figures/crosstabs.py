"""Crosstabs 交叉计算: many leaves answered by one pass over the rows, area by area and span by span.

Leaves of the same measures whose areas lie apart become the lines of one grouping, their spans of
days its columns. A table of a hundred counties and twelve months is read once, not 1,200 times.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nuanxin.kernel.figures.leaves import Leaf

Spans = tuple[tuple[int, int], ...]
Times = Callable[[Leaf], Spans]
SIGNED = "count(*) FILTER (WHERE kind <> 1 AND {days}) - count(*) FILTER (WHERE kind = 1 AND {days})"
_WIDEST = 64


@dataclass(slots=True)
class Crosstab:
    """Leaves of one kind: ``lines`` are areas apart from one another, ``columns`` spans of days."""

    aggregate: str
    measures: tuple[int, ...]
    of: str
    kind: int | None
    lines: list[Spans] = field(default_factory=list)
    columns: list[Spans] = field(default_factory=list)
    cells: dict[tuple[int, int], Leaf] = field(default_factory=dict)
    _taken: list[tuple[int, int]] = field(default_factory=list)

    def takes(self, leaf: Leaf, times: Spans) -> bool:
        """Take a leaf in, if its areas are a line already or lie apart from every line."""
        if leaf.spans not in self.lines:
            if not all(_apart(self._taken, span) for span in leaf.spans):
                return False
            self.lines.append(leaf.spans)
            self._taken = sorted([*self._taken, *leaf.spans])
        if times not in self.columns:
            if len(self.columns) == _WIDEST:
                return False
            self.columns.append(times)
        self.cells[self.lines.index(leaf.spans), self.columns.index(times)] = leaf
        return True

    def sql(self, source: str) -> str:
        """Return SQL for (line, value of each column) over a source with ``kind`` and ``of``'s column."""
        inner = f"SELECT *, {self._line()} AS line FROM ({source}) WHERE {self._within()}"
        days = [_days(column) for column in self.columns]
        if self.aggregate != "distinct":
            said = [self._sum(each) for each in days]
            return f"SELECT line, {', '.join(said)} FROM ({inner}) GROUP BY line"
        sums = ", ".join(f"sum(quantity) FILTER (WHERE {each}) AS t{n}" for n, each in enumerate(days))
        known = ", ".join(f"count(*) FILTER (WHERE t{n} > 0)" for n in range(len(days)))
        return (
            f"SELECT line, {known} FROM (SELECT line, {self.of}, {sums} FROM ({inner}) "
            f"WHERE {self.of} IS NOT NULL GROUP BY line, {self.of}) GROUP BY line"
        )

    def values(self, rows: Iterable[Sequence[Any]]) -> dict[Leaf, int]:
        """Return what each leaf comes to; one without rows is 0."""
        found = {line: values for line, *values in rows if line is not None}
        return {
            leaf: int(found[line][column] or 0) if line in found else 0
            for (line, column), leaf in self.cells.items()
        }

    def _sum(self, days: str) -> str:
        if self.aggregate == "count":
            return SIGNED.format(days=days)
        return f"sum(quantity) FILTER (WHERE {days})"

    def _within(self) -> str:
        low, high = self._taken[0][0], max(high for _low, high in self._taken)
        first = min(first for column in self.columns for first, _last in column)
        last = max(last for column in self.columns for _first, last in column)
        kind = "" if self.kind is None else f" AND kind = {self.kind}"
        return (
            f"measure IN ({', '.join(map(str, self.measures))}) AND area BETWEEN {low} AND {high} "
            f"AND occurred BETWEEN {first} AND {last}{kind}"
        )

    def _line(self) -> str:
        """Return SQL for the line an area lies in, by halving: a hundred areas cost seven comparisons."""
        owners = {span: line for line, spans in enumerate(self.lines) for span in spans}
        return _halved([(low, high, owners[low, high]) for low, high in self._taken])


def crosstabs(leaves: Iterable[Leaf], times: Times) -> list[Crosstab]:
    """Return the crosstabs that together answer leaves; ``times`` gives each leaf's spans of days."""
    found = dict[tuple[object, ...], list[Crosstab]]()
    for leaf in leaves:
        if not (spans := times(leaf)) or not leaf.spans:
            continue
        alike = (leaf.aggregate, leaf.measures, leaf.of, leaf.kind)
        known = found.setdefault(alike, [])
        if not any(each.takes(leaf, spans) for each in known):
            fresh = Crosstab(*alike)
            fresh.takes(leaf, spans)
            known.append(fresh)
    return [each for some in found.values() for each in some]


def _apart(taken: Sequence[tuple[int, int]], span: tuple[int, int]) -> bool:
    at = bisect_left(taken, span)
    before, after = taken[at - 1 : at], taken[at : at + 1]
    return (not before or at == 0 or before[0][1] < span[0]) and (not after or span[1] < after[0][0])


def _halved(spans: Sequence[tuple[int, int, int]]) -> str:
    if len(spans) == 1:
        low, high, line = spans[0]
        return f"CASE WHEN area BETWEEN {low} AND {high} THEN {line} END"
    middle = len(spans) // 2
    return (
        f"CASE WHEN area < {spans[middle][0]} THEN {_halved(spans[:middle])} "
        f"ELSE {_halved(spans[middle:])} END"
    )


def _days(spans: Spans) -> str:
    return "(" + " OR ".join(f"occurred BETWEEN {first} AND {last}" for first, last in spans) + ")"
