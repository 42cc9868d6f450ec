"""Filters that say values in the reader's language."""

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.access.roles import role_name
from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.shown import show
from nuanxin.kernel.ledger.acts import all_actions
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import Head
from nuanxin.kernel.ledger.seals import short_code
from nuanxin.kernel.ledger.wording import called
from nuanxin.plain.periods import BEGINNING, Period

register = template.Library()
_LATIN = re.compile(r"([A-Za-z]+)")
_WHOLE = re.compile(
    r"\d\d:\d\d-(?:次日)?\d\d:\d\d|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2} [A-Z][a-z]{2,8} \d{4}"
)
"""What is read as one: a span of hours, a day."""


def language() -> str:
    """Return the language the reader sees, Chinese where none is active."""
    return get_language() or "zh-hans"


def english() -> bool:
    """Return whether the reader sees English."""
    return language().startswith("en")


@register.filter
def said(declared: Any) -> str:
    """Return a declared name (anything with ``zh`` and ``en``) in the reader's language."""
    return called(declared) if declared else ""


@register.filter
def in_language(thing: object, field: str) -> str:
    """Return ``field_zh`` or ``field_en`` of a kept text, as the reader's language asks."""
    return str(getattr(thing, f"{field}_{'en' if english() else 'zh'}"))


def joined_unit(number: str, unit: str) -> str:
    """Write a number and its unit, apart only where the unit is a Latin word."""
    return f"{number}{' ' if unit and unit.isascii() and unit != '%' else ''}{unit}"


def signed(identity: str, difference: Fraction) -> str:
    """Print a difference in a figure's own unit with its sign: +61, −3.2."""
    text = str(show(figure(identity), abs(difference), language()))
    return f"{'+' if difference > 0 else '−'}{text}" if difference else "±0"


@register.filter
def day(value: date | int | None) -> str:
    """Say a day, given as a date or as yyyymmdd: 2024年5月31日, 31 May 2024."""
    if not value:
        return ""
    if isinstance(value, int):
        value = date(value // 10_000, value // 100 % 100, value % 100)
    return (
        f"{value.day} {value:%B} {value.year}" if english() else f"{value.year}年{value.month}月{value.day}日"
    )


@register.filter
def moment(microseconds: int | None) -> str:
    """Say a moment kept as microseconds since 1970 (UTC) in local time, to the minute."""
    if not microseconds:
        return ""
    at = timezone.localtime(datetime.fromtimestamp(microseconds // 1_000_000, UTC))
    return f"{day(at.date())} {at:%H:%M}"


QUARTERS = (
    _("first quarter of %(year)s"),
    _("second quarter of %(year)s"),
    _("third quarter of %(year)s"),
    _("fourth quarter of %(year)s"),
)


@register.filter
def span(period: Period) -> str:
    """Say a period in words: a year, a quarter, a month, up to a day, or from one day to another."""
    first, last, text = period.first, period.last, str(period)
    if first == BEGINNING:
        return gettext("up to %(day)s") % {"day": day(last)}
    if "/" in text:
        return gettext("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    if "Q" in text:
        return str(QUARTERS[first.month // 3]) % {"year": first.year}
    if "-" in text:
        return f"{first:%B} {first.year}" if english() else f"{first.year}年{first.month}月"
    return text if english() else f"{text}年"


@register.filter
def grouped(value: int | Fraction | None) -> str:
    """Print a whole number with its thousands apart; an exact fraction with at most four decimals."""
    if value is None:
        return "—"
    if isinstance(value, Fraction) and value.denominator != 1:
        return f"{float(value):,.4f}".rstrip("0").rstrip(".")
    return f"{int(value):,}"


@register.filter
def spelt(number: str) -> SafeString:
    """Set the Latin words of a printed number small: over, about, million. The digits are the hero."""
    return mark_safe(_LATIN.sub(r"<small>\1</small>", escape(number)))  # noqa: S308 (escaped before)


@register.filter
def hexed(value: bytes | memoryview | None) -> str:
    """Print bytes as lower-case hex."""
    return bytes(value).hex() if value is not None else ""


@register.filter
def shortened(value: bytes | memoryview | None) -> str:
    """Print the first and last digits of a hash, enough to compare by eye."""
    text = hexed(value)
    return f"{text[:8]}…{text[-8:]}" if len(text) > 20 else text


@register.filter
def measure_name(number: int) -> str:
    """Return the name of a measure by its number, or the number where none is declared any more."""
    try:
        return said(measure(number))
    except KeyError:
        return str(number)


@register.filter
def figure_name(identity: str) -> str:
    """Return the name of a figure by its id, or the id where none is declared any more."""
    try:
        return said(figure(identity))
    except KeyError:
        return identity


@register.filter
def verb_name(verb: str) -> str:
    """Return the name of an act's verb, or the verb where no action declares it any more."""
    known = {each.verb: each for each in all_actions()}
    return said(known[verb]) if verb in known else verb


@register.filter
def role_word(role: str) -> str:
    """Return what a role is called."""
    return role_name(role)


@register.filter
def unbroken(text: str) -> SafeString:
    """Return a text whose spans of hours and days are not broken at the end of a line."""
    kept = _WHOLE.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(text))
    return mark_safe(kept)  # noqa: S308 - escaped above


@register.filter
def head_code(head: Head) -> str:
    """Return the short code of a sealed head."""
    return short_code(head)


@register.filter
def area_code(code: int) -> str:
    """Return an area's code in its shortest form."""
    return short(code)
