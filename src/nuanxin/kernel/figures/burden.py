"""The burden 填报负担: how many fields people typed for a figure, in how many places; what it costs.

A typed field is a cell of a source line (a sheet's row, a form, a report) whose value went into a record
that the figure's rows come from. A new record counts the filled cells of its line, a changed one the fields
that changed; a line taken again unchanged counts nothing, and a line behind several figures counts once for
each of them and once for all together. Lines count in the months in which their facts fall.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from nuanxin.kernel.figures.answers import Ask, leaves_of, parts
from nuanxin.kernel.ledger.measures import all_measures
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.plain.ranges import Range


@dataclass(frozen=True, slots=True)
class Burden:
    """What was typed: lines, fields, how many of those changed what was typed before, and the places.

    A place is a worksheet of a file of one name, or the deed where there is no file.
    """

    lines: int = 0
    fields: int = 0
    again: int = 0
    places: int = 0


Span = tuple[int, int, int, int, int]
"""Measure, first and last area, first and last month."""


def burden(asks: Iterable[Ask], within: Period | None = None) -> tuple[Burden, Burden]:
    """Return what was typed for some figures together, in their periods and in the spans before them.

    ``within`` is one span for all of them instead: what was typed in it, and in the span before it.
    """
    now, before = set[Span](), set[Span]()
    for ask in asks:
        period = within or ask.period
        period = _month(period) if period.first == BEGINNING else period
        now.update(_spans(ask, period))
        before.update(_spans(ask, period.before()))
    found = _found({1: now, 2: before})
    return found.get(1, Burden()), found.get(2, Burden())


def newest_burden(areas: Iterable[Range], until: int) -> tuple[int, Burden, Burden]:
    """Return the newest month (yyyymm), none after ``until``, in which anything was typed for areas.

    With it what was typed for every measure there in that month, and in the one before; 0 where nothing
    ever was. One statement.
    """
    values = [f"({each.number}, {low}, {high})" for each in all_measures() for low, high in areas]
    if not values:
        return 0, Burden(), Burden()
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST.format(values=", ".join(values), until=int(until)) + _COUNTED)
        found = {row[0]: (row[1], Burden(*map(int, row[2:]))) for row in cursor.fetchall()}
    month, now = found.get(1, (0, Burden()))
    return month, now, found[2][1] if 2 in found else Burden()


def _month(period: Period) -> Period:
    """Return the last month of a span without a beginning: that is what was added to a stock."""
    return Period.parse(f"{period.last:%Y-%m}")


def _spans(ask: Ask, period: Period) -> Iterator[Span]:
    """Yield where the rows of a figure lie in a period; what it is compared with was typed for others."""
    first, last = (day.year * 100 + day.month for day in (period.first, period.last))
    for leaf in leaves_of(ask):
        for measure in leaf.measures:
            yield from ((measure, low, high, first, last) for low, high in leaf.spans)
    for part in parts(ask):
        if part.role != "base":
            yield from _spans(part.ask, period)


def _found(asked: dict[int, set[Span]]) -> dict[int, Burden]:
    """Ask for everything in one statement; its numbers are our own, so they stand in it as they are."""
    values = [
        f"({which}, 0, {', '.join(map(str, span))})"
        for which, spans in asked.items()
        for span in sorted(spans)
    ]
    if not values:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED.format(values=", ".join(values)) + _COUNTED)
        return {row[0]: Burden(*map(int, row[2:])) for row in cursor.fetchall()}


_COUNTED = """
lots AS (SELECT DISTINCT a.which, a.month, t.act_id, t.lot, t.lines, t.fields, t.again FROM asked a
  JOIN ledger_typedlot t ON t.measure = a.measure AND t.month BETWEEN a.opening AND a.closing
  AND t.area BETWEEN a.low AND a.high),
placed AS (SELECT l.which, l.month, coalesce(s.kind || '|' || s.name || '|' || s.part, a.verb) AS place,
  sum(l.lines) AS lines, sum(l.fields) AS fields, sum(l.again) AS again FROM lots l
  JOIN ledger_act a ON a.number = l.act_id LEFT JOIN ledger_source s ON s.id = a.source_id
  GROUP BY 1, 2, 3)
SELECT which, month, sum(lines), sum(fields), sum(again), count(*) FROM placed GROUP BY which, month
"""
"""Each lot once for each question, added up by places, then over them."""

_ASKED = "WITH asked(which, month, measure, low, high, opening, closing) AS (VALUES {values}),"

_NEWEST = """
WITH reach(measure, low, high) AS (VALUES {values}),
newest AS (SELECT max(found.month) AS month FROM (SELECT (SELECT t.month FROM ledger_typedlot t
  WHERE t.measure = r.measure AND t.month <= {until} AND t.area BETWEEN r.low AND r.high
  ORDER BY t.month DESC LIMIT 1) AS month FROM reach r) found),
turns AS (SELECT 1 AS which, month FROM newest WHERE month IS NOT NULL UNION ALL
  SELECT 2, CASE WHEN month % 100 = 1 THEN month - 89 ELSE month - 1 END FROM newest
  WHERE month IS NOT NULL),
asked AS (SELECT u.which, u.month, r.measure, r.low, r.high, u.month AS opening, u.month AS closing
  FROM turns u CROSS JOIN reach r),"""
"""The newest month is sought backwards along the index, a step or two for each measure."""
