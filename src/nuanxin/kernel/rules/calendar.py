"""The working calendar 工作日历: the holidays and make-up days of the State Council's yearly notices.

The library ``chinesecalendar`` holds the years whose notice it has seen. A city's rule pack may say a
year itself, or correct one, with the notice as its source: ``calendar.off.2027`` and
``calendar.worked.2027``, whose values are days with spaces between them. Of a year nobody knows the holidays
that fall on the same days every year are known (rule ``calendar.fixed``), the rest is taken as Monday to
Friday, and whoever asks is told so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import ZoneInfo

from chinese_calendar import holidays, workdays
from django.conf import settings

from nuanxin.kernel.rules.catalogue import RuleUnknown, rule
from nuanxin.kernel.rules.declare import RuleFault
from nuanxin.plain.workdays import SATURDAY, workdays_after

HERE = ZoneInfo(settings.TIME_ZONE)
"""The clock people here read: days begin and end by it."""

_WORKDAYS_A_YEAR = 240
"""No year has fewer; so many workdays reach into the next year at most once."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year's holidays on weekdays or weekends, its worked weekend days, and whether a notice says so."""

    off: frozenset[date]
    worked: frozenset[date]
    known: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A day that is so many workdays ahead; not ``certain`` where a year on the way has no notice yet."""

    on: date
    certain: bool


def year_of(year: int) -> Year:
    """Return what is known of a year: the city's rule pack first, then the library.

    Raises RuleFault where a pack's days cannot be read.
    """
    library = _library().get(year) or Year(_fixed(year), frozenset(), known=False)
    off, worked = _said("off", year), _said("worked", year)
    return Year(
        library.off if off is None else off,
        library.worked if worked is None else worked,
        library.known or off is not None,
    )


def due_after(day: date, count: int) -> Due:
    """Return the day that is ``count`` workdays after a day, that day itself not counted."""
    years = [year_of(each) for each in range(day.year, day.year + 2 + count // _WORKDAYS_A_YEAR)]
    off = frozenset[date]().union(*(year.off for year in years))
    worked = frozenset[date]().union(*(year.worked for year in years))
    on = workdays_after(day, count, off, worked)
    return Due(on, all(year.known for year in years[: on.year - day.year + 1]))


def is_workday(day: date) -> bool:
    """Return whether a day is worked, as far as is known."""
    year = year_of(day.year)
    return day in year.worked or (day.weekday() < SATURDAY and day not in year.off)


@cache
def _library() -> dict[int, Year]:
    return {
        year: Year(_of(year, holidays), _of(year, workdays), known=True)
        for year in {day.year for day in holidays}
    }


def _fixed(year: int) -> frozenset[date]:
    """Return the holidays of a year that fall on the same days every year; none before there was a rule."""
    try:
        said = rule("calendar.fixed", date(year, 1, 1))
    except RuleUnknown:
        return frozenset()
    return frozenset(date.fromisoformat(f"{year:04}-{each}") for each in str(said.value).split())


def _of(year: int, days: Iterable[date]) -> frozenset[date]:
    return frozenset(day for day in days if day.year == year)


def _said(what: str, year: int) -> frozenset[date] | None:
    identity = f"calendar.{what}.{year}"
    try:
        said = rule(identity, date(year, 1, 1))
    except RuleUnknown:
        return None
    try:
        days = frozenset(map(date.fromisoformat, str(said.value).split()))
    except ValueError as error:
        raise RuleFault(f"rule pack {said.pack}, rule {identity}: write days such as {year}-01-01") from error
    return days
