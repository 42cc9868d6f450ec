"""Estimates 约数: amounts that are not exact (约5, 3万余, 近百, >60, 5-6) as doubts with what they may mean.

An estimate of one number is taken as that number with its precision, which stays with the record. What may
be either of two numbers is a doubt, and alike ones (all 5-6 of a column) are one question.
"""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.doubts import ABOUT, AT_LEAST, AT_MOST, NEARLY, Doubt, Option, tellable
from nuanxin.kernel.intake.faults import CellError

Read = Callable[[str], int]
Say = Callable[[int], str]

_BEFORE = {
    ABOUT: ("大约", "大概", "约", "≈", "~", "∼"),
    NEARLY: ("将近", "接近", "近"),
    AT_LEAST: ("不少于", "不低于", "至少", "超过", "多于", "大于", "超", "逾", "上", ">=", "≥", ">"),
    AT_MOST: ("不超过", "不多于", "至多", "最多", "小于", "少于", "不足", "<=", "≤", "<"),
}
_AFTER = {
    ABOUT: ("左右", "上下"),
    AT_LEAST: ("以上", "有余", "余", "多", "+"),
    AT_MOST: ("以内", "以下", "不到"),
}
_PREFIX = {word: kind for kind, words in _BEFORE.items() for word in words}
_SUFFIX = {word: kind for kind, words in _AFTER.items() for word in words}
_STARTS = re.compile("|".join(map(re.escape, sorted(_PREFIX, key=len, reverse=True))))
_ENDS = re.compile("(.*)(" + "|".join(map(re.escape, sorted(_SUFFIX, key=len, reverse=True))) + ")")
_INNER = re.compile(r"([\d.,零〇一二三四五六七八九十百千万亿两]+)([余多])(.*)")
_RANGE = re.compile(
    r"(\d[\d.,]*[万亿]?)([^\d.,万亿\-—~∼至到]*)(?:-+|—+|~|∼|至|到)(\d[\d.,]*[万亿]?)([^\d.,]*)"
)
_TWO = re.compile(r"(\d[\d.,]*\D+?)[/、,;](\d[\d.,]*\D+)")
_BRACKETED = re.compile(r"\((\d[\d.,]*\D*)\)")


@tellable
def estimate(text: str, read: Read, say: Say) -> Doubt | None:
    """Return what is doubtful about an amount that is not plainly a number; None where it is no estimate.

    ``read`` reads the plain part and raises CellError; ``say`` prints base units in the column's unit.
    """
    for find in (_range, _two, _bracketed, _about):
        try:
            if doubt := find(text, read, say):
                return doubt
        except CellError:
            continue
    return None


def _about(text: str, read: Read, say: Say) -> Doubt | None:
    rest, mark, precision = _stripped(text)
    if not precision:
        return None
    amount = read(rest)
    says = {
        ABOUT: _("about %(amount)s"),
        NEARLY: _("nearly %(amount)s"),
        AT_LEAST: _("%(amount)s or more"),
        AT_MOST: _("at most %(amount)s"),
    }[precision]
    taken = Option(precision, says % {"amount": say(amount)}, amount, precision)
    return Doubt(
        "estimate",
        mark,
        _("%(text)s is an estimate.") % {"text": text},
        [taken],
        _("Take it as an estimate, or write the exact number: 约6万（60312）."),
        sure=taken,
    )


def _stripped(text: str) -> tuple[str, str, str]:
    """Return the plain part of an estimate, its mark as a question is named by, and its precision."""
    if found := _STARTS.match(text):
        rest, precision = text[found.end() :], _PREFIX[found[0]]
        inner, _mark, _more = _stripped(rest)
        return inner or rest, f"{found[0]}…", precision
    if found := _ENDS.fullmatch(text):
        return found[1], f"…{found[2]}", _SUFFIX[found[2]]
    if found := _INNER.fullmatch(text):
        return found[1] + found[3], f"…{found[2]}…", AT_LEAST
    return "", "", ""


def _range(text: str, read: Read, say: Say) -> Doubt | None:
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    low_number, low_unit, high_number, unit = found.groups()
    low, high = read(low_number + (low_unit or unit)), read(high_number + unit)
    if low >= high:
        return None
    options = [
        Option("low", _("the lower one: %(amount)s or more") % {"amount": say(low)}, low, AT_LEAST),
        Option("high", _("the upper one: at most %(amount)s") % {"amount": say(high)}, high, AT_MOST),
    ]
    said = _("%(text)s names two ends, not one number.") % {"text": text}
    return Doubt("amount_range", "…-…", said, options, _("Say which end counts, or write the exact number."))


def _two(text: str, read: Read, say: Say) -> Doubt | None:
    """3.5公里/2处: two measures in one cell; those that the column can count are offered."""
    found = _TWO.fullmatch(text)
    if not found:
        return None
    options = []
    for at, part in enumerate(found.groups(), 1):
        try:
            amount = read(part)
        except CellError:
            continue
        options.append(Option(f"part{at}", part, amount))
    if not options:
        return None
    units = "/".join("…" + re.sub(r"[\d.,]", "", part) for part in found.groups())
    said = _("%(text)s holds two measures.") % {"text": text}
    return Doubt("two_measures", units, said, options, _("Say which one counts here, or split the column."))


def _bracketed(text: str, read: Read, say: Say) -> Doubt | None:
    """（5） may be minus five, as bookkeepers write it, or five in brackets."""
    found = _BRACKETED.fullmatch(text)
    if not found:
        return None
    amount = read(found[1])
    options = [Option("negative", say(-amount), -amount), Option("positive", say(amount), amount)]
    said = _("%(text)s stands in brackets.") % {"text": text}
    return Doubt(
        "bracketed", "（…）", said, options, _("Say whether it is negative, or write it with a sign.")
    )
