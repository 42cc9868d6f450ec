"""What a form costs 报表成本: cells somebody still types into it, and what was typed elsewhere for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from nuanxin.kernel.bulletins.forms.binding import bindings_of
from nuanxin.kernel.bulletins.forms.models import FilledCell, FormVersion
from nuanxin.kernel.figures.burden import Burden, burden
from nuanxin.kernel.figures.catalogue import all_figures
from nuanxin.plain.periods import Period


@dataclass(frozen=True, slots=True)
class FormCost:
    """What a form costs for a period.

    ``filled`` cells were filled from records, ``left`` stayed blank: those somebody types, or leaves.
    ``elsewhere`` is what was typed, once for all, for the figures in it in its period (of one as of a
    day: in that month); ``before`` in the span before.
    """

    period: Period
    filled: int
    left: int
    elsewhere: Burden
    before: Burden


def cost_of(version: FormVersion, period: Period, cells: Iterable[FilledCell]) -> FormCost:
    """Return what a version costs for a period, given the cells of the copy filled for it. One statement."""
    known = {each.id for each in all_figures()}
    asks = [each.ask(period) for each in bindings_of(version.bindings) if each.figure in known]
    reasons = [each.reason for each in cells]
    left = sum(map(bool, reasons))
    return FormCost(period, len(reasons) - left, left, *burden(asks, within=period))
