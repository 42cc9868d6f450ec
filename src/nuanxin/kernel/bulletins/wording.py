"""Wording 用语: days and spans said in the language that is active, for texts the kernel itself prints."""

from datetime import date

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nuanxin.plain.periods import BEGINNING, Period

_QUARTERS = (
    _("first quarter of %(year)s"),
    _("second quarter of %(year)s"),
    _("third quarter of %(year)s"),
    _("fourth quarter of %(year)s"),
)


def english() -> bool:
    """Return whether English is active."""
    return (get_language() or "zh-hans").startswith("en")


def said_day(day: date) -> str:
    """Say a day as an official document does: 2024年5月31日, no leading zeros; 31 May 2024."""
    return f"{day.day} {day:%B} {day.year}" if english() else f"{day.year}年{day.month}月{day.day}日"


def said_span(period: Period) -> str:
    """Say a period: a year, a quarter, a month, up to a day, or from one day to another."""
    first, last, text = period.first, period.last, str(period)
    if first == BEGINNING:
        return gettext("up to %(day)s") % {"day": said_day(last)}
    if "/" in text:
        return gettext("%(first)s to %(last)s") % {"first": said_day(first), "last": said_day(last)}
    if "Q" in text:
        return str(_QUARTERS[first.month // 3]) % {"year": first.year}
    if "-" in text:
        return f"{first:%B} {first.year}" if english() else f"{first.year}年{first.month}月"
    return text if english() else f"{text}年"


def joined(number: str, unit: str) -> str:
    """Write a number and its unit, apart only where the unit is a Latin word."""
    return f"{number}{' ' if unit and unit.isascii() and unit != '%' else ''}{unit}"
