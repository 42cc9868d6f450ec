"""Leaves: the few kinds of sum a figure comes down to, as plain data for an engine.

A leaf asks for the sum, the signed count or the distinct parties of some measures, in some ranges
of area codes, between two days. Whole months of sums and counts can be answered from the month
cubes of sealed segments; the rest reads rows.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from nuanxin.plain.periods import Period

AGGREGATES = ("sum", "count", "distinct")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One aggregate over entries.

    ``measures`` are numbers, ``spans`` ranges of 12-digit codes with both ends included, ``first``
    and ``last`` days as yyyymmdd, ``of`` what distinct counts ("subject" or "counterpart"), ``kind``
    the one kind of entry it keeps to, or None for all.
    """

    aggregate: str
    measures: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    first: int
    last: int
    of: str = "subject"
    kind: int | None = None

    @property
    def additive(self) -> bool:
        """Whether month sums can answer it."""
        return self.aggregate != "distinct" and self.kind is None

    @property
    def days(self) -> tuple[tuple[int, int], ...]:
        """The whole span of days."""
        return ((self.first, self.last),)

    def months(self) -> tuple[int, int] | None:
        """Return the first and last month (yyyymm) lying wholly inside, or None."""
        return _split(self.first, self.last)[0]

    def edges(self) -> tuple[tuple[int, int], ...]:
        """Return the spans of days (yyyymmdd) that whole months leave over."""
        return _split(self.first, self.last)[1]


@lru_cache(1_000)
def _split(first: int, last: int) -> tuple[tuple[int, int] | None, tuple[tuple[int, int], ...]]:
    """Split a span of days into whole months and what they leave over."""
    opening, closing = _day(first), _day(last)
    start = opening if opening.day == 1 else _next_month(opening)
    after = _next_month(closing)
    end = after if after == closing + timedelta(days=1) else closing.replace(day=1)
    if start >= end:
        return None, ((first, last),)
    edges = list[tuple[int, int]]()
    if opening < start:
        edges.append((first, number(start - timedelta(days=1))))
    if end <= closing:
        edges.append((number(end), last))
    return (_month(start), _month(end - timedelta(days=1))), tuple(edges)


def leaf(
    aggregate: str,
    measures: tuple[int, ...],
    spans: tuple[tuple[int, int], ...],
    period: Period,
    of: str,
    kind: int | None = None,
) -> Leaf:
    """Return the leaf for a period; ValueError for an aggregate there is none of."""
    if aggregate not in AGGREGATES:
        raise ValueError(f"{aggregate!r} is none of {', '.join(AGGREGATES)}")
    return Leaf(aggregate, measures, spans, number(period.first), number(period.last), of, kind)


def number(day: date) -> int:
    """Return a day as yyyymmdd."""
    return day.year * 10_000 + day.month * 100 + day.day


def _day(value: int) -> date:
    return date(value // 10_000, value // 100 % 100, value % 100)


def _month(day: date) -> int:
    return day.year * 100 + day.month


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
