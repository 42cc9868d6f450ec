"""Showing a figure 显示: rounded once, from the exact value, in the words of a language."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from nuanxin.kernel.figures.declare import Figure
from nuanxin.plain.rounding import rounded
from nuanxin.plain.units import UNITS

ABSENT = "—"
ROUGH = ("at_least", "about")
"""Displays that print a value by whole steps."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as printed: what stands before the number, the number, after it, and the unit."""

    prefix: str
    number: str
    suffix: str
    unit: str

    def __str__(self) -> str:
        """Return the whole as one text."""
        gap = " " if self.unit.isascii() and self.unit not in ("", "%") else ""
        return f"{self.prefix}{self.number}{self.suffix}{gap}{self.unit}"


def printed_value(figure: Figure, value: Fraction, rounding: str = "") -> Decimal:
    """Return the number printed, in the figure's unit: rounded once from the exact value.

    ``value`` is in base units; ``rounding`` overrides the figure's own rule. What is less than one step of
    a figure printed roughly is printed as it is: nobody writes "over 0".
    """
    unit, decimals = UNITS[figure.unit], figure.decimals
    if _is_less_than_a_step(figure, value):
        decimals += unit.scale
    elif figure.display == "at_least":
        value = Fraction(value // figure.step * figure.step)
    elif figure.display == "about":
        value = Fraction((value / figure.step + Fraction(1, 2)) // 1 * figure.step)
    return rounded(value / unit.factor, decimals, rounding or figure.rounding)


def _is_less_than_a_step(figure: Figure, value: Fraction) -> bool:
    return figure.display in ROUGH and abs(value) < figure.step


def show(figure: Figure, value: Fraction | None, language: str, rounding: str = "") -> Shown:
    """Return a figure's value as printed in a language; an absent value is a dash."""
    unit = UNITS[figure.unit]
    if value is None:
        return Shown("", ABSENT, "", "")
    number, small = printed_value(figure, value, rounding), _is_less_than_a_step(figure, value)
    is_exact = small or (figure.display == "at_least" and value % figure.step == 0)
    display = "exact" if is_exact else figure.display
    if language.startswith("en"):
        before = {"at_least": "over ", "about": "about "}.get(display, "")
        return Shown(before, _english(number, unit.scale), "", unit.en)
    label = unit.label
    if small and unit.scale:
        number, label = number.scaleb(unit.scale), label[1:]
    text = f"{number:,f}" if abs(number) >= 10_000 else f"{number:f}"
    return _chinese(display, text, label)


def _chinese(display: str, text: str, unit: str) -> Shown:
    """Put 余 after the number, and after 万 or 亿 where the unit begins with one: 20万余人次."""
    if display == "about":
        return Shown("约", text, "", unit)
    if display != "at_least":
        return Shown("", text, "", unit)
    if unit[:1] in "万亿" and len(unit) > 1:
        return Shown("", text, f"{unit[0]}余", unit[1:])
    return Shown("", text, "余", unit)


def _english(number: Decimal, scale: int) -> str:
    """Return a number in English: 万 and 亿 multiplied out, millions in words."""
    whole = number.scaleb(scale)
    if scale and abs(whole) >= 1_000_000:
        return f"{_plain(whole / 1_000_000)} million"
    return f"{_plain(whole) if scale else whole:,f}"


def _plain(number: Decimal) -> Decimal:
    """Drop the zeros after the point that multiplying out leaves behind."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text else Decimal(text)
