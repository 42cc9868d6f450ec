"""Lunar days 农历: 农历八月十五, 腊月二十三, 2024年（农历）五月初三, as days of the solar calendar."""

import re
from dataclasses import dataclass
from datetime import date

from borax.calendars.lunardate import LunarDate

_NUMBERS = {word: at for at, word in enumerate("一二三四五六七八九", 1)}
_MONTHS = _NUMBERS | {"正": 1, "十": 10, "十一": 11, "十二": 12, "冬": 11, "腊": 12}
_MONTHS |= {str(number): number for number in range(1, 13)}
_DAYS = "|".join(
    (
        "初[一二三四五六七八九十]",
        "十[一二三四五六七八九]?",
        "[二廿]十?[一二三四五六七八九]?",
        "三十",
        r"\d{1,2}",
    )
)
_LUNAR = re.compile(
    rf"(?P<named>\(?(?:农历|阴历|旧历)\)?)?(?:(?P<year>\d{{4}})年)?(?P<again>\(?(?:农历|阴历|旧历)\)?)?"
    rf"(?P<leap>闰)?(?P<month>十[一二]|[正一二三四五六七八九十冬腊]|1[0-2]|[1-9])月(?P<day>{_DAYS})[日号]?"
)


@dataclass(frozen=True, slots=True)
class Lunar:
    """A day of the lunar calendar as written; ``year`` is None where none is named."""

    text: str
    year: int | None
    month: int
    day: int
    leap: bool

    def in_year(self, year: int) -> date | None:
        """Return the solar day it is in a lunar year, None where that year has no such day."""
        try:
            found = LunarDate(year, self.month, self.day, int(self.leap)).to_solar_date()
        except ValueError:
            return None
        return date(found.year, found.month, found.day)


def lunar(text: str) -> Lunar | None:
    """Return the lunar day a text names: one that says 农历, or that only lunar months and days have."""
    found = _LUNAR.fullmatch(text)
    if not found:
        return None
    said = found["named"] or found["again"] or found["month"] in "正冬腊" or found["day"].startswith("初")
    day = _day(found["day"])
    if not said or not day:
        return None
    year = int(found["year"]) if found["year"] else None
    return Lunar(text, year, _MONTHS[found["month"]], day, bool(found["leap"]))


def _day(text: str) -> int:
    if text.isdecimal():
        return int(text)
    text = text.removeprefix("初").replace("廿十", "廿").replace("廿", "二十")
    if len(text) == 2 and text[0] == "二" and text[1] in _NUMBERS:
        return 0
    tens, ten, ones = text.rpartition("十")
    return (_NUMBERS.get(tens, 1) * 10 if ten else 0) + _NUMBERS.get(ones, 0)
