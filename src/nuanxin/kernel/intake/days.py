"""Days 日期: a cell that means one day, as offices write it; never guessed where a month is all it says."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from unicodedata import normalize

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.faults import CellError

EPOCH = date(1899, 12, 30)
"""Day 0 of the 1900 date system as spreadsheets count it (ECMA-376 part 1, 18.17.4.1)."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
_SERIALS = range(7_306, 73_051)
"""Serial numbers taken for days: 1920 to 2099. Others are more likely a quantity in the wrong column."""

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DAY = re.compile(rf"(\d{{4}})\s*[.\-/年]\s*(\d{{1,2}})\s*[.\-/月]\s*(\d{{1,2}})\s*[日号.]?{_TIME}")
_MONTH = re.compile(r"\d{4}\s*[.\-/年]\s*\d{1,2}\s*月?份?[底初末]?|\d{4}年?")
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TEN = "[一二三四五六七八九十]"
_WRITTEN = re.compile(rf"([〇零○一二三四五六七八九]{{4}})年({_TEN}{{1,2}})月({_TEN}{{1,3}})[日号]")
_NOTHING = frozenset(("", "/", "-", "--", "—", "——", "无", "未定"))


def read_day(cell: object) -> date | None:
    """Return the day a cell means, None where it says that there is none; CellError with a remedy.

    Understood: real dates, 2024.5.1, 2024-05-01, 2024/5/1, 2024年5月1日, 二〇二四年五月一日, 20240501
    and the serial numbers of spreadsheets. A month, a year, a range and a two-digit year are refused.
    """
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    text = normalize("NFKC", str(cell)).strip()
    if text in _NOTHING:
        return None
    if found := _DAY.fullmatch(text):
        return _day(text, *map(int, found.groups()))
    if text.isdecimal():
        return _from_number(int(text))
    if written := _WRITTEN.fullmatch(text):
        year, month, day = written.groups()
        return _day(text, int(year.translate(_DIGITS)), _tens(month), _tens(day))
    raise _not_a_day(text)


def day_reader() -> Callable[[object], date | None]:
    """Return ``read_day`` with a memory: a column has few different days."""
    known: dict[object, date | None] = {}

    def read(cell: object) -> date | None:
        if type(cell) is date:
            return cell
        if cell in known and not isinstance(cell, bool):
            return known[cell]
        day = read_day(cell)
        if len(known) < 100_000:
            known[cell] = day
        return day

    return read


def _from_number(number: float) -> date:
    whole = int(number) if number == number and abs(number) < 1e15 else 0
    if 19_000_101 <= whole <= 22_001_231 and whole == number:
        return _day(str(whole), whole // 10_000, whole // 100 % 100, whole % 100)
    if whole in _SERIALS:
        return EPOCH + timedelta(days=whole)
    raise _not_a_day(f"{number:.15g}")


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        found = date.min
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellError(
            _("There is no day %(text)s.") % {"text": text},
            _("Look the day up and write it as 2024.5.1."),
        )
    return found


def _tens(text: str) -> int:
    """Read 一 to 九十九 (days and months)."""
    if "十" not in text:
        return int(text.translate(_DIGITS))
    tens, ones = (part.translate(_DIGITS) for part in text.split("十", 1))
    return int(tens or 1) * 10 + int(ones or 0)


def _not_a_day(text: str) -> CellError:
    if _MONTH.fullmatch(text):
        return CellError(
            _("%(text)s names a month or a year, and this column needs a day.") % {"text": text},
            _("Write the day as well: 2024.5.1."),
        )
    return CellError(
        _("%(text)s is not a day.") % {"text": text},
        _("Write one day, with a year of four digits: 2024.5.1."),
    )
