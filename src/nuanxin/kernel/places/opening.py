"""Open now 正在开放: what a week of hours means at a moment, holidays and announced pauses followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from nuanxin.kernel.places.hours import Week
from nuanxin.kernel.places.pauses import Paused, days_without, paused_on
from nuanxin.kernel.rules.calendar import HERE, year_of

_AHEAD_DAYS = 15
"""A place shut for longer is not said to open on a day."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a place is open, and the next moment that changes (None: not within a fortnight).

    ``paused`` is the pause it is shut by, where one was announced; days of a pause are no part of the
    fortnight.
    """

    open: bool
    changes: datetime | None
    paused: Paused | None = None


def opening(week: Week, moment: datetime, pauses: Sequence[Paused] = ()) -> Opening:
    """Return whether a place is open at a moment by its hours and pauses, and until or from when."""
    now = moment.astimezone(HERE)
    spans = _joined(_spans(week, now, pauses))
    for first, last in spans:
        if first <= now < last:
            return Opening(True, last if last < now + timedelta(days=_AHEAD_DAYS - 1) else None)
    paused = paused_on(pauses, now.date())
    return Opening(False, next((first for first, _last in spans if first > now), None), paused)


def _spans(week: Week, now: datetime, pauses: Sequence[Paused]) -> list[tuple[datetime, datetime]]:
    """Return the spans that begin from yesterday on, a fortnight of them."""
    found = []
    for day in days_without(pauses, now.date() - timedelta(1), _AHEAD_DAYS + 1):
        start = datetime.combine(day, time(), HERE)
        holiday = week.holiday is not None and start.date() in year_of(start.year).off
        for first, last in week.of_day(start.weekday(), holiday=holiday):
            found.append((start + timedelta(minutes=first), start + timedelta(minutes=last)))
    return found


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Join spans that meet: from midnight to midnight, day after day, is one."""
    joined: list[tuple[datetime, datetime]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
