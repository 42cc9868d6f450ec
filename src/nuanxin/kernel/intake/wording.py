"""Wording 值的说法: a parsed value as a question says it, in the language in use."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.intake.amounts import unit_words
from nuanxin.kernel.intake.declare import Column
from nuanxin.plain.units import UNITS


def value_words(column: Column, value: Any) -> str:
    """Return a value of a column in words: an area's name, an amount with its unit, a choice's word."""
    if value is None or value == "":
        return _("(blank)")
    if column.kind == "area":
        return full_name(int(value), get_language() or "")
    if column.kind == "yes_no":
        return _("yes") if value else _("no")
    if column.kind == "choice" and column.choices:
        return next((word for word, code in column.choices.items() if code == value), str(value))
    if column.kind == "quantity":
        unit = UNITS[column.unit]
        return f"{plain_number(Fraction(int(value)) / unit.factor)} {unit_words(unit)}"
    return str(value)


def plain_number(value: Fraction) -> str:
    """Return a number with at most four decimals, without needless zeros."""
    return f"{Decimal(round(value * 10_000)).scaleb(-4).normalize():f}"
