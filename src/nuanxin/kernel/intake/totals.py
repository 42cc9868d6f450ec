"""Totals 合计核对: typed sums checked against the rows they stand for; a wrong one is a find, never a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from nuanxin.kernel.intake.amounts import Scale, shown
from nuanxin.kernel.intake.faults import Find
from nuanxin.kernel.intake.marks import partial


@dataclass(frozen=True, slots=True)
class Total:
    """A 合计, 小计 or 总计 row: its number, label, how many facts stood above it, and its amounts."""

    row: int
    label: str
    above: int
    amounts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summed:
    """A numeric column to check: its field, heading and scale, and each fact's amount in order.

    ``unread`` are the places of amounts nobody can tell yet; ``at`` is the column's place, A being 0.
    """

    field: str
    heading: str
    scale: Scale
    amounts: Sequence[int]
    unread: frozenset[int] = frozenset()
    at: int = 0


Span = tuple[int, int]
"""From which fact to before which one a total may sum."""


def wrong_totals(totals: Sequence[Total], columns: Sequence[Summed], rows: Sequence[int]) -> list[Find]:
    """Return a find for each typed total that no reading of the sheet's rows can make.

    A 小计 may stand below or above its rows; a 合计 may sum the sheet or its own block; told is the reading
    nearest to what is typed. A total over an amount that nobody can tell yet is not judged. ``rows`` are
    the numbers of the facts' rows.
    """
    finds: list[Find] = []
    for column in columns:
        sums = [0, *accumulate(column.amounts)]
        for place, total in enumerate(totals):
            said = total.amounts.get(column.field)
            if said is None:
                continue
            spans = _readings(totals, place, len(column.amounts))
            if any(begin <= at < end for at in column.unread for begin, end in spans):
                continue
            if all(said != sums[end] - sums[begin] for begin, end in spans):
                begin, end = min(spans, key=lambda span: abs(said - (sums[span[1]] - sums[span[0]])))
                finds.append(_find(total, column, said, sums[end] - sums[begin], rows[begin:end]))
    return sorted(finds, key=lambda find: find.row)


def _readings(totals: Sequence[Total], place: int, end: int) -> list[Span]:
    """Return the spans of facts a total may mean, the likeliest first.

    Totals of one kind all stand below their rows, or, where the first has none above it, above them.
    """
    total = totals[place]
    like = [other for other in totals if partial(other.label) == partial(total.label)]
    if like[0].above == 0:
        near, own = ((total.above, _after(some, total, end)) for some in (totals, like))
    else:
        near, own = ((_before(some, total), total.above) for some in (totals, like))
    if partial(total.label):
        return [near, own]
    return [(0, end), own] if len(like) == 1 or total is like[-1] else [own, (0, end)]


def _before(totals: Sequence[Total], total: Total) -> int:
    return max((other.above for other in totals if other.row < total.row), default=0)


def _after(totals: Sequence[Total], total: Total, end: int) -> int:
    return min((other.above for other in totals if other.row > total.row), default=end)


def _find(total: Total, column: Summed, said: int, likely: int, rows: Sequence[int]) -> Find:
    unit, letters = column.scale.unit, get_column_letter(column.at + 1)
    words = {
        "label": total.label,
        "column": column.heading,
        "said": shown(said, unit),
        "sum": shown(likely, unit),
        "apart": shown(abs(said - likely), unit),
        "cells": f"{letters}{rows[0]}:{letters}{rows[-1]}" if rows else letters,
    }
    more = _("%(label)s of %(column)s says %(said)s; %(cells)s sum to %(sum)s, %(apart)s less.")
    less = _("%(label)s of %(column)s says %(said)s; %(cells)s sum to %(sum)s, %(apart)s more.")
    return Find(total.row, (more if said > likely else less) % words)
