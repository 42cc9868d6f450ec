"""Clauses: the SQL that engines share. DuckDB's dialect is spoken; an engine of another one translates."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nuanxin.kernel.figures.leaves import Leaf

SIGNED = "count(*) FILTER (WHERE kind <> 1) - count(*) FILTER (WHERE kind = 1)"
CUBES = """
SELECT measure, month, area, CAST(sum(quantity) AS BIGINT) AS quantity, CAST(sum(signed) AS BIGINT) AS signed
FROM {cubes} GROUP BY measure, month, area ORDER BY measure, month, area"""
"""The month cubes of segments, added up cell by cell."""

JOINED = """{asked} d JOIN {source} r ON r.measure = d.measure AND r.area BETWEEN d.low AND d.high
AND r.{time} BETWEEN d.opening AND d.closing"""
"""Entries, or cells, beside the stretches they lie in."""

SUMMED = "SELECT d.id, sum(r.quantity) AS quantity, {signed} AS signed FROM {joined} GROUP BY d.id"
PARTIES = """
SELECT id, count(*) AS parties FROM (SELECT d.id, r.{of} FROM {joined} WHERE r.{of} IS NOT NULL
GROUP BY d.id, r.{of} HAVING sum(r.quantity) > 0) GROUP BY id"""
"""Sums, and parties on whom something stands, of what is joined."""


NEWEST = """
SELECT d.id, count(*), max(r.occurred * {shift} + r.seq, {limit}) FROM {joined} GROUP BY d.id"""
"""How many entries lie in each stretch, and the newest of them: day and seq as one number."""

SHIFT = 10**11
"""What a day is multiplied by so that a seq fits behind it."""


class Stretch(NamedTuple):
    """A line to join with: a leaf's number, a measure, both ends of areas and of days or months."""

    id: int
    measure: int
    low: int
    high: int
    opening: int
    closing: int


def stretches(leaves: Iterable[Leaf], times: Iterable[Sequence[tuple[int, int]]]) -> list[Stretch]:
    """Return the leaves as lines to join with; ``times`` are each leaf's spans of days or months."""
    return [
        Stretch(number, measure, *area, *time)
        for number, (leaf, spans) in enumerate(zip(leaves, times, strict=True))
        for measure in leaf.measures
        for area in leaf.spans
        for time in spans
    ]


def days(leaves: Sequence[Leaf]) -> list[Stretch]:
    """Return the whole span of days of each leaf, as lines to join with."""
    return stretches(leaves, ([(leaf.first, leaf.last)] for leaf in leaves))


def within(leaf: Leaf) -> str:
    """Return the condition that an entry lies in a leaf."""
    spans = " OR ".join(f"area BETWEEN {low} AND {high}" for low, high in leaf.spans) or "false"
    kind = "" if leaf.kind is None else f" AND kind = {leaf.kind}"
    return (
        f"measure IN ({', '.join(map(str, leaf.measures))}) AND ({spans}) "
        f"AND occurred BETWEEN {leaf.first} AND {leaf.last}{kind}"
    )


def ranged(narrowed: tuple[str, Sequence[tuple[int, int]]]) -> str:
    """Return the condition that a column lies in one of some ranges."""
    column, ranges = narrowed
    within_one = " OR ".join(f"{column} BETWEEN {int(low)} AND {int(high)}" for low, high in ranges)
    return f"({within_one or 'false'})"


def grouped(leaf: Leaf, source: str, key: str) -> str:
    """Return SQL for (slot, value) of a leaf split by an expression."""
    inner = f"SELECT *, {key} AS slot FROM ({source}) WHERE {within(leaf)}"
    if leaf.aggregate != "distinct":
        value = "sum(quantity)" if leaf.aggregate == "sum" else SIGNED
        return f"SELECT slot, {value} FROM ({inner}) GROUP BY slot"
    return (
        f"SELECT slot, count(*) FROM (SELECT slot, {leaf.of} FROM ({inner}) WHERE {leaf.of} IS NOT NULL "
        f"GROUP BY slot, {leaf.of} HAVING sum(quantity) > 0) GROUP BY slot"
    )
