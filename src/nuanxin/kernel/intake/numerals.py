"""Numerals 中文数字: 一百八十二, 廿三, 一点五亿, 两万三 as exact numbers; what is no number stays none."""

import re
from decimal import Decimal

_DIGITS = {digit: at for at, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "俩": 2}
_DIGITS |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_LARGE = {"万": 10_000, "亿": 10**8}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_WORDS = "".join((*_DIGITS, *_SMALL, *_LARGE, *_TENS))
NUMERAL = f"[{_WORDS}]+(?:点[{''.join(_DIGITS)}]+[百千万亿]*)?"
"""A pattern of what may be a Chinese numeral."""

_SPELT = re.compile(f"[{''.join(_DIGITS)}]+")


def number_of(text: str) -> Decimal | None:
    """Return the number a Chinese numeral means, None where it is none or is not well formed.

    二〇二四 is read digit by digit; a last digit counts in the place below the one before it (一万二).
    """
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if _SPELT.fullmatch(text):
        return Decimal("".join(str(_DIGITS[digit]) for digit in text))
    whole, point, rest = text.partition("点")
    if point and whole in ("零", "〇"):
        whole = ""
    if not point:
        found = _whole(whole)
        return None if found is None else Decimal(found)
    part = _SPELT.match(rest)
    number, scale = _whole(whole) if whole else 0, _scale(rest[part.end() :]) if part else None
    if part is None or number is None or scale is None or any(word in whole for word in "万亿"):
        return None
    decimals = "".join(str(_DIGITS[digit]) for digit in part[0])
    return Decimal(f"{number}.{decimals}") * scale


def _scale(text: str) -> int | None:
    scale = 1
    for word in text:
        if word not in _SMALL and word not in _LARGE:
            return None
        scale *= _SMALL.get(word) or _LARGE[word]
    return scale


def _whole(text: str) -> int | None:
    """Read 亿, 万 and what stands below them; each part must be smaller than the one before it."""
    for word, factor in (("亿", 10**8), ("万", 10_000)):
        if word in text:
            above, _word, below = text.rpartition(word)
            high, low = _whole(above), _below(below, factor)
            return None if high is None or low is None or low >= factor else high * factor + low
    return _thousands(text)


def _below(text: str, factor: int) -> int | None:
    if not text:
        return 0
    if len(text) == 1 and text in _DIGITS and _DIGITS[text]:
        return _DIGITS[text] * factor // 10
    return _whole(text.lstrip("零〇"))


def _thousands(text: str) -> int | None:
    """Read up to 9,999: digits and 千, 百, 十, falling."""
    total, unit, digit = 0, 10_000, None
    for word in text:
        if word in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[word]
        else:
            if _SMALL[word] >= unit or (digit is None and total) or digit == 0:
                return None
            unit = _SMALL[word]
            total, digit = total + unit * (1 if digit is None else digit), None
    if not digit:
        return total or None
    last = text[-2:-1]
    return total + (digit * unit // 10 if last in _SMALL and last not in "十拾" else digit)
