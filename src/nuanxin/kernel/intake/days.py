"""Days 日期: a cell that means one day, as offices write it; never guessed where a month is all it says."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from unicodedata import normalize

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.doubts import Doubt
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.numerals import NUMERAL, number_of
from nuanxin.kernel.intake.odd_cells import Unread
from nuanxin.kernel.intake.unclear_days import known, month_as_number, unclear

EPOCH = date(1899, 12, 30)
"""Day 0 of the 1900 date system as spreadsheets count it (ECMA-376 part 1, 18.17.4.1)."""
EPOCH_1904 = date(1904, 1, 1)
"""Day 0 of the 1904 date system, which workbooks begun on a Macintosh have."""

_FIRST_SERIAL_DAY, _LAST_SERIAL_DAY = date(1920, 1, 1), date(2099, 12, 31)
"""Serial numbers taken for days. Others are more likely a quantity in the wrong column."""

_TIME = r"(?:[ T]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
_DAY = re.compile(rf"(\d{{4}})[.\-/年](\d{{1,2}})[.\-/月](\d{{1,2}})[日号.]?{_WEEKDAY}{_TIME}")
_WRITTEN = re.compile(rf"({NUMERAL})(?=[年月日号])")
_SPACES = re.compile(r"\s+(?!\d{1,2}:)|\s+$")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_NOTHING = frozenset(("", "/", "-", "--", "—", "——", "无", "未定"))


def read_day(cell: object, epoch: date = EPOCH, years: Sequence[int] = ()) -> date | None:
    """Return the day a cell means, None where it says that there is none; CellError with a remedy.

    Understood: real dates, 2024.5.1, 2024-05-01, 2024/5/1, 2024年5月1日, 二〇二四年五月一日, 20240501
    and the serial numbers of spreadsheets, counted from ``epoch``. A month, a year, a span, a plan, a
    lunar day and a year of two digits, or none, raise Doubt; ``years`` are those the title speaks of.
    """
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell, epoch)
    if isinstance(cell, Unread):
        raise cell.fault()
    text = _SPACES.sub("", _UNSEEN.sub("", normalize("NFKC", str(cell)))).strip()
    if text in _NOTHING:
        return None
    if found := _DAY.fullmatch(text):
        return _day(text, *map(int, found.groups()))
    if text.isdecimal() and (day := _from_digits(text, epoch)):
        return day
    digits = _WRITTEN.sub(_in_digits, text) if "初" not in text else text
    if digits != text and (found := _DAY.fullmatch(digits)):
        return _day(text, *map(int, found.groups()))
    raise unclear(text, years) or unclear(digits, years) or _not_a_day(text)


def day_reader(epoch: date = EPOCH, years: Sequence[int] = ()) -> Callable[[object], date | None]:
    """Return ``read_day`` with a memory, for what is doubtful too: a column has few different days."""
    known_days: dict[object, date | CellError | None] = {}

    def read(cell: object) -> date | None:
        if type(cell) is date:
            return cell
        if cell in known_days and not isinstance(cell, bool):
            found = known_days[cell]
        else:
            found = _or_error(cell)
            if len(known_days) < 100_000:
                known_days[cell] = found
        if isinstance(found, CellError):
            raise found.with_traceback(None)
        return found

    def _or_error(cell: object) -> date | CellError | None:
        try:
            return read_day(cell, epoch, years)
        except CellError as error:
            return error

    return read


def _in_digits(found: re.Match[str]) -> str:
    number = number_of(found[1])
    return found[1] if number is None or number != int(number) else str(int(number))


def _from_digits(text: str, epoch: date) -> date | None:
    """Read 20240501, or a serial number kept as text; None where it may be a month or a year."""
    if len(text) == 8:
        return _day(text, int(text[:4]), int(text[4:6]), int(text[6:]))
    return None if len(text) in (4, 6) else _from_number(int(text), epoch)


def _from_number(number: float, epoch: date) -> date:
    whole = int(number) if number == number and abs(number) < 1e15 else 0
    if 19_000_101 <= whole <= 22_001_231 and whole == number:
        return _day(str(whole), whole // 10_000, whole // 100 % 100, whole % 100)
    if (_FIRST_SERIAL_DAY - epoch).days <= whole <= (_LAST_SERIAL_DAY - epoch).days:
        return epoch + timedelta(days=whole)
    doubt: Doubt | None = month_as_number(number) if 1900 <= whole <= 2200 else None
    if doubt is None and whole == number and 190_001 <= whole <= 220_012:
        doubt = unclear(str(whole))
    raise doubt or _not_a_day(f"{number:.15g}")


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        found = date.min
    if not known(found.year):
        raise CellError(
            _("There is no day %(text)s.") % {"text": text},
            _("Look the day up and write it as 2024.5.1."),
        )
    return found


def _not_a_day(text: str) -> CellError:
    return CellError(
        _("%(text)s is not a day.") % {"text": text},
        _("Write one day, with a year of four digits: 2024.5.1."),
    )
