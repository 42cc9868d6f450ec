"""Scales 刻度: the one unit a chart, a map and its table share, so that their numbers stay short."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from django.utils.translation import gettext as _

from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.shown import ROUGH
from nuanxin.plain.rounding import rounded
from nuanxin.plain.units import UNITS, Unit
from nuanxin.web.templatetags.wording import english

MILLION = 1_000_000
FINEST = 4
RULE = "half_up"


@dataclass(frozen=True, slots=True)
class Scale:
    """How values are printed together: base units in one, digits after the point, the unit in words."""

    factor: Fraction
    decimals: int
    unit: str

    def said(self, value: Fraction | None) -> str:
        """Print a value without its unit; one too small for the digits gets as many as show it."""
        if value is None:
            return "—"
        number, decimals = value / self.factor, self.decimals
        while number and not rounded(number, decimals, RULE) and decimals < FINEST:
            decimals += 1
        return f"{rounded(number, decimals, RULE):,f}".replace("-", "−")

    def finer(self, values: Iterable[Fraction]) -> "Scale":
        """Return a scale with up to two more digits, if they print every value exactly.

        Parts printed exactly add up before the reader's eyes.
        """
        known = [value / self.factor for value in values]
        for decimals in range(self.decimals, self.decimals + 3):
            if all((value * 10**decimals).denominator == 1 for value in known):
                return replace(self, decimals=decimals)
        return self

    def bound(self, value: Fraction) -> str:
        """Print a round number of the legend."""
        return f"{float(value / self.factor):,.10g}"


def scale_of(figure: Figure, highest: Fraction) -> Scale:
    """Return the scale for a figure whose largest value is ``highest`` base units.

    English prints 万 and 亿 multiplied out, and millions as such; a figure printed as "over" or
    "about" a round number is drawn exactly, in its unit without 万.
    """
    unit = UNITS[figure.unit]
    if figure.display in ROUGH and unit.scale:
        unit = UNITS.get(unit.label[1:], unit)
    if not english():
        return Scale(unit.factor, figure.decimals, unit.label)
    return _english(unit, figure.decimals, highest)


def _english(unit: Unit, decimals: int, highest: Fraction) -> Scale:
    factor = unit.factor / 10**unit.scale
    if unit.scale and highest / factor >= MILLION:
        return Scale(factor * MILLION, 2, _("million %(unit)s") % {"unit": unit.en})
    return Scale(factor, max(0, decimals - unit.scale), unit.en)
