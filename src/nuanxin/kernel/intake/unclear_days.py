"""Unclear days 不确定的日期: what names a month, a year, a span or a plan where one day is needed.

Each becomes a doubt whose options say what the day would be and how precisely it is then known.
Doubts of one form (every 2024年5月 of a column) are one question.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.doubts import MONTH, YEAR, Doubt, Option, tellable
from nuanxin.kernel.intake.lunar import lunar

FIRST_YEAR, LAST_YEAR = 1900, 2200

_MONTH = re.compile(r"(\d{4})[.\-/年](\d{1,2})(?:月份?)?(?:[底初末]|[上中下]旬)?")
_SIX = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(\d{4})(?:年度?)?[底初末]?")
_DAY = re.compile(r"(\d{4})[.\-/年](\d{1,2})[.\-/月](\d{1,2})[日号]?")
_SHORT_YEAR = re.compile(r"'?(\d{2})[.\-/年](\d{1,2})[.\-/月](\d{1,2})[日号]?")
_NO_YEAR = re.compile(r"(\d{1,2})月(?:(\d{1,2})[日号]?|份?[底初末]?|[上中下]旬)")
_SPAN = re.compile(r"(\d{4}[.\-/年].+?)(?:-+|—+|~|∼|至|到)(.{1,11})")
_PLANNED = re.compile(r"(?:拟于?|计划于?|预计于?|力争)(.+?)(?:完成|开工|完工|启用)?")
_OPEN = frozenset(("长期", "长期有效", "至今", "永久", "永久有效", "无期限", "无固定期限"))


@tellable
def unclear(text: str, years: Sequence[int] = ()) -> Doubt | None:
    """Return what is doubtful about a text that names no single day, None where it names no time at all.

    ``text`` has no blanks and its numerals are digits; ``years`` are those the title speaks of.
    """
    for find in (_open, _lunar, _month, _short_year, _no_year, _span, _planned):
        if doubt := find(text, years):
            return doubt
    return None


@tellable
def month_as_number(number: float) -> Doubt | None:
    """Return the doubt of 2024.05 or 2024.1 as a number: a number drops the nought of 2024.10."""
    text, year = f"{number:.15g}", int(number)
    if not known(year):
        return None
    month = text.partition(".")[2]
    if not month:
        return _year_doubt(text, year)
    if month == "1":
        options = [*_ends(year, 10, "october_"), *_ends(year, 1, "january_")]
        said = _("%(text)s, kept as a number, may be October or January.") % {"text": text}
        return Doubt("month_number", text, said, options, _remedy())
    return _month_doubt(text, year, int(month)) if len(month) <= 2 and 1 <= int(month) <= 12 else None


def known(year: int) -> bool:
    """Return whether a year is one that a sheet may speak of."""
    return FIRST_YEAR <= year <= LAST_YEAR


def _remedy() -> str:
    return _("Choose the day it counts on, or write the day as well: 2024.5.1.")


def _ends(year: int, month: int, prefix: str = "") -> Iterator[Option]:
    """Yield the first and the last day of a month, each known to the month."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    words = {"month": f"{year}-{month:02}"}
    yield Option(f"{prefix}first", _("the first day of %(month)s") % words, first, MONTH)
    yield Option(f"{prefix}last", _("the last day of %(month)s") % words, last, MONTH)


def _year_ends(year: int) -> Iterator[Option]:
    words = {"year": str(year)}
    yield Option("first", _("the first day of %(year)s") % words, date(year, 1, 1), YEAR)
    yield Option("last", _("the last day of %(year)s") % words, date(year, 12, 31), YEAR)


def _month_doubt(text: str, year: int, month: int) -> Doubt:
    said = _("%(text)s names a month or a year, and this column needs a day.") % {"text": text}
    first, last = _ends(year, month)
    return Doubt("month", "2024.5", said, [first, last], _remedy(), sure=first)


def _year_doubt(text: str, year: int) -> Doubt:
    said = _("%(text)s names a month or a year, and this column needs a day.") % {"text": text}
    return Doubt("year", "2024", said, list(_year_ends(year)), _remedy())


def _month(text: str, _years: Sequence[int]) -> Doubt | None:
    found = _MONTH.fullmatch(text) or _SIX.fullmatch(text)
    if found and known(int(found[1])) and 1 <= int(found[2]) <= 12:
        return _month_doubt(text, int(found[1]), int(found[2]))
    found = _YEAR.fullmatch(text)
    return _year_doubt(text, int(found[1])) if found and known(int(found[1])) else None


def _short_year(text: str, _years: Sequence[int]) -> Doubt | None:
    """24/5/1: the year comes first here, though some programs write the day first."""
    found = _SHORT_YEAR.fullmatch(text)
    if not found:
        return None
    one, two, three = map(int, found.groups())
    days = {"year_first": _day(2000 + one, two, three)}
    if len(found[3]) == 2:
        days["day_first"] = _day(2000 + three, two, one)
    options = [Option(code, day.isoformat(), day) for code, day in days.items() if day]
    if not options:
        return None
    said = _("%(text)s has a year of two digits.") % {"text": text}
    form = "24/5/1" if len(days) == 1 else "24/05/12"
    return Doubt("short_year", form, said, options, _("Write the year with four digits: 2024.5.1."))


def _no_year(text: str, years: Sequence[int]) -> Doubt | None:
    found = _NO_YEAR.fullmatch(text)
    if not found or not 1 <= (month := int(found[1])) <= 12:
        return None
    now = timezone.localdate().year
    options = list[Option]()
    for year in years or (now, now - 1):
        if found[2] is None:
            options += _ends(year, month, f"y{year}_")
        elif day := _day(year, month, int(found[2])):
            said_day = _("it is %(year)s: %(day)s") % {"year": str(year), "day": day.isoformat()}
            options.append(Option(f"y{year}", said_day, day))
    said = _("%(text)s names no year.") % {"text": text}
    return Doubt("no_year", "5月1日", said, options, _("Write the year as well: 2024.5.1."))


def _span(text: str, _years: Sequence[int]) -> Doubt | None:
    found = _SPAN.fullmatch(text)
    if not found or not (_DAY.fullmatch(found[1]) or _MONTH.fullmatch(found[1])):
        return None
    start, end = _one_end(found[1]), _one_end(_completed(found[1], found[2]))
    if not start or not end:
        return None
    options = [
        Option(
            "from", _("its first day, %(day)s") % {"day": start[0].value}, start[0].value, start[0].precision
        ),
        Option("to", _("its last day, %(day)s") % {"day": end[-1].value}, end[-1].value, end[-1].precision),
    ]
    said = _("%(text)s names a span of time, and this column needs one day.") % {"text": text}
    return Doubt("span", "2024.5.1-5.30", said, options, _("Say which end counts, or write one day."))


def _completed(start: str, end: str) -> str:
    """Return the end of a span with the year, and the month, that only its start names."""
    parts = re.findall(r"\d+", start)
    own = re.findall(r"\d+", end)
    if not own or len(own[0]) == 4:
        return end
    return "-".join((*parts[: max(len(parts) - len(own), 1)], *own))


def _one_end(text: str) -> list[Option]:
    """Return the days that an end of a span may be: one, or the ends of its month or year."""
    if (found := _DAY.fullmatch(text)) or (found := _DAY.fullmatch(f"{text}日")):
        day = _day(*map(int, found.groups()))
        return [Option("day", text, day)] if day else []
    doubt = _month(text, ())
    return list(doubt.options) if doubt else []


def _planned(text: str, years: Sequence[int]) -> Doubt | None:
    found = _PLANNED.fullmatch(text)
    if not found:
        return None
    ends = _one_end(found[1])
    if not ends and (inner := _no_year(found[1], years)):
        ends = list(inner.options)
    if not ends:
        return None
    options = [Option("not_yet", _("not yet: leave it blank"), None), *ends]
    said = _("%(text)s is a plan, not something that has happened.") % {"text": text}
    return Doubt("planned", "拟2024年", said, options, _("Leave it blank until it has happened."))


def _open(text: str, _years: Sequence[int]) -> Doubt | None:
    if text not in _OPEN:
        return None
    options = [Option("no_end", _("no end: leave it blank"), None)]
    said = _("%(text)s is no day.") % {"text": text}
    return Doubt("open_end", text, said, options, _("Leave it blank where there is no end."))


def _lunar(text: str, years: Sequence[int]) -> Doubt | None:
    if (found := lunar(text)) is None:
        return None
    now = timezone.localdate().year
    days = [(year, found.in_year(year)) for year in ([found.year] if found.year else years or (now, now - 1))]
    options = [Option(f"y{year}", day.isoformat(), day) for year, day in days if day]
    if not options:
        return None
    said = _("%(text)s is a day of the lunar calendar.") % {"text": text}
    return Doubt(
        "lunar", found.text if len(options) > 1 else "农历", said, options, _("Write the solar day.")
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if known(year) else None
    except ValueError:
        return None
