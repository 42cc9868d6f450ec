"""Totals 合计核对: typed sums checked against the rows they stand for; a wrong one is a find, never a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _

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
    """A numeric column to check: its field, its heading, its scale, and each fact's amount in order."""

    field: str
    heading: str
    scale: Scale
    amounts: Sequence[int]


def wrong_totals(totals: Sequence[Total], columns: Sequence[Summed]) -> list[Find]:
    """Return a find for each typed total that no reading of the sheet's rows can make.

    A 小计 may stand below or above its rows; a 合计 may sum the sheet or its own block.
    """
    finds: list[Find] = []
    for column in columns:
        sums = [0, *accumulate(column.amounts)]
        for place, total in enumerate(totals):
            said = total.amounts.get(column.field)
            if said is None:
                continue
            likely, *others = _readings(totals, place, sums)
            if said != likely and said not in others:
                finds.append(_find(total, column, said, likely))
    return sorted(finds, key=lambda find: find.row)


def _readings(totals: Sequence[Total], place: int, sums: Sequence[int]) -> list[int]:
    """Return the sums a total may mean, the likeliest first.

    Totals of one kind all stand below their rows, or, where the first has none above it, above them.
    """
    total, end = totals[place], len(sums) - 1
    like = [other for other in totals if partial(other.label) == partial(total.label)]
    if like[0].above == 0:
        near, own = (sums[_after(some, total, end)] - sums[total.above] for some in (totals, like))
    else:
        near, own = (sums[total.above] - sums[_before(some, total)] for some in (totals, like))
    if partial(total.label):
        return [near, own]
    return [sums[-1], own] if len(like) == 1 or total is like[-1] else [own, sums[-1]]


def _before(totals: Sequence[Total], total: Total) -> int:
    return max((other.above for other in totals if other.row < total.row), default=0)


def _after(totals: Sequence[Total], total: Total, end: int) -> int:
    return min((other.above for other in totals if other.row > total.row), default=end)


def _find(total: Total, column: Summed, said: int, likely: int) -> Find:
    unit = column.scale.unit
    words = {
        "label": total.label,
        "column": column.heading,
        "said": shown(said, unit),
        "sum": shown(likely, unit),
        "apart": shown(abs(said - likely), unit),
    }
    more = _("%(label)s of %(column)s says %(said)s; the rows sum to %(sum)s, %(apart)s less.")
    less = _("%(label)s of %(column)s says %(said)s; the rows sum to %(sum)s, %(apart)s more.")
    return Find(total.row, (more if said > likely else less) % words)
