"""Workdays 工作日: counting them. Without a calendar of holidays, Monday to Friday are workdays."""

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5


def workdays_after(day: date, count: int, off: Container[date] = (), on: Container[date] = ()) -> date:
    """Return the day that is so many workdays after a day, that day itself not counted.

    ``off`` are weekdays that are holidays, ``on`` weekend days that are worked 调休.
    """
    while count > 0:
        day += timedelta(days=1)
        worked = day in on or (day.weekday() < SATURDAY and day not in off)
        count -= worked
    return day
