"""Checks 核对: what must add up before it is printed, computed from exact values."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import Answer, Ask
from nuanxin.kernel.figures.catalogue import all_checks, figure
from nuanxin.kernel.figures.declare import Check
from nuanxin.kernel.figures.shown import printed_value
from nuanxin.plain.units import UNITS


@dataclass(frozen=True, slots=True)
class Checked:
    """A check asked for one area and period: what the parts make and how far the total is off.

    ``difference`` is total minus parts in base units: positive where the parts are short;
    ``printed_difference`` the same of the rounded numbers as printed.
    """

    check: Check
    total: Citation
    parts: Fraction
    difference: Fraction
    printed_difference: Fraction = Fraction()

    @property
    def passed(self) -> bool:
        """Whether the parts make the total exactly."""
        return self.difference == 0

    @property
    def rounding_shows(self) -> bool:
        """Whether readers who add up the printed parts miss the printed total by rounding alone."""
        return self.passed and self.printed_difference != 0


def due_checks(cited: Iterable[Citation]) -> list[tuple[Check, Citation]]:
    """Return the checks a text calls for: those whose total it cites, with that citation."""
    totals = {check.total: check for check in all_checks()}
    return [(totals[each.figure], each) for each in cited if each.figure in totals]


def asks_of(check: Check, total: Citation) -> list[Ask]:
    """Return the questions of a check: the total first, then its parts."""
    ask = total.ask
    return [ask, *(Ask(part, ask.area, ask.period) for part in check.parts)]


def run_check(check: Check, total: Citation, answers: dict[Ask, Answer], rounding: str = "") -> Checked:
    """Compare a total with its parts, exactly and as printed; an absent value counts as nothing."""
    values = {ask: answers[ask].value or Fraction() for ask in asks_of(check, total)}
    whole, *rest = values.values()
    made = sum(rest, Fraction())
    printed, *others = [_printed(ask, value, rounding) for ask, value in values.items()]
    return Checked(check, total, made, whole - made, printed - sum(others, Fraction()))


def _printed(ask: Ask, value: Fraction, rounding: str) -> Fraction:
    """Return the printed number in base units."""
    asked = figure(ask.figure)
    return Fraction(printed_value(asked, value, rounding)) * UNITS[asked.unit].factor


def quantity(value: Fraction, figure_id: str, language: str) -> str:
    """Return a quantity in the largest unit of the figure's base that it reaches, exactly printed."""
    return in_base(value, UNITS[figure(figure_id).unit].base, language)


def in_base(value: Fraction, base: str, language: str) -> str:
    """Return so many of a base unit in the largest unit of it that they reach, exactly printed."""
    units = sorted((unit for unit in UNITS.values() if unit.base == base), key=lambda unit: -unit.factor)
    unit = next((each for each in units if abs(value) >= each.factor), units[-1])
    scale = 10**unit.scale if language.startswith("en") else 1
    number = value / unit.factor * scale
    if language.startswith("en"):
        if abs(number) >= 1_000_000:
            return f"{_exact(number / 1_000_000)} million {unit.en}"
        return f"{_exact(number)} {unit.en}".strip()
    return f"{_exact(number)}{unit.label}"


def _exact(number: Fraction) -> str:
    """Return a fraction as a decimal with up to six digits, without trailing zeros."""
    text = f"{float(number):,.6f}" if number.denominator != 1 else f"{number.numerator:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
