"""Comparing 比对: whether what was read is what was meant, letting pass what only looks different."""

import re
from datetime import date, datetime
from typing import Any
from unicodedata import normalize

_UNSEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_DOTS = re.compile("[•‧・∙⋅･．]")


def agrees(value: Any, precision: str, got: Any, got_precision: str) -> bool:
    """Return whether a read value is the one meant, with the same precision.

    Days of a month or year agree where that month or year does; texts agree in one form of
    widths, spaces and dots.
    """
    if value is None and got is None:
        return True  # the precision then only says whether it is blank, "/" or 无
    if precision != got_precision:
        return False
    if isinstance(got, datetime):
        got = got.date()
    if isinstance(got, date):
        return isinstance(value, str) and got.isoformat().startswith(value)
    if isinstance(value, str) and isinstance(got, str):
        return folded(value) == folded(got)
    return type(value) is type(got) and bool(value == got)


def folded(text: str) -> str:
    """Return a text in one form: widths folded, dots alike, no spaces."""
    return _DOTS.sub("·", _UNSEEN.sub("", normalize("NFKC", text)))


def finds_sum(said: str, expected: dict[str, Any]) -> bool:
    """Return whether a sentence names both numbers of a wrong sum."""
    numbers = {_plain(number) for number in re.findall(r"-?\d[\d,]*(?:\.\d+)?", said)}
    return {_plain(expected["said"]), _plain(expected["true"])} <= numbers


def _plain(number: str) -> str:
    bare = number.replace(",", "")
    return (bare.rstrip("0").rstrip(".") if "." in bare else bare) or "0"
