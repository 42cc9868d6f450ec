"""Pauses 暂停开放: days on which a place announced that it will not open, until when, and why.

A pause holds for whole days: what opened the evening before stays open past midnight as its hours say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from nuanxin.plain.words import Words

REASONS = {
    "heating_repair": Words("供暖维修", "the heating is being mended"),
    "repairs": Words("房屋或设备维修", "the house or its equipment is being mended"),
    "no_water_or_power": Words("停水停电", "there is no water or no power"),
    "rebuilding": Words("装修改造", "it is being rebuilt"),
    "no_staff": Words("暂无人值守", "there is nobody to keep it"),
    "holiday": Words("放假", "it is on holiday"),
    "other_use": Words("场地临时他用", "the room is used for something else"),
    "weather": Words("恶劣天气", "bad weather"),
    "other": Words("其他原因", "other reasons"),
}
"""Why a place may pause, in words for everybody: a closed list, so that no text of a person is published."""
LONGEST_KNOWN = timedelta(days=3660)
"""A pause that ends later than this is told as one without an end."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Days a place does not open: from the first to the last, None until further notice, and the reason."""

    first: date
    last: date | None
    reason: str

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Paused") -> bool:
        """Whether two pauses have a day in common."""
        return (other.last is None or self.first <= other.last) and (
            self.last is None or other.first <= self.last
        )

    @property
    def over_on(self) -> date | None:
        """The first day after it; None where nobody knows."""
        if self.last is None or self.last - self.first > LONGEST_KNOWN:
            return None
        return self.last + timedelta(1)


def paused_on(pauses: Iterable[Paused], day: date) -> Paused | None:
    """Return the pause that holds on a day; None where none does."""
    return next((each for each in pauses if each.holds(day)), None)


def days_without(pauses: Iterable[Paused], first: date, count: int) -> Iterator[date]:
    """Yield days from the first on, so many of them, leaving out those of a pause."""
    day: date | None = first
    for _each in range(count):
        while day is not None and (paused := paused_on(pauses, day)) is not None:
            day = paused.over_on
        if day is None:
            return
        yield day
        day += timedelta(1)
