"""Hours 钟点: the bands demand is told by, its people shared out over them, and when a place is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.planning.measures import BANDS, HOURS, WORDS

WEDNESDAY = 2
"""The working day that stands for all."""
_STEP = 10


@dataclass(frozen=True, slots=True)
class Band:
    """A band of hours: from which to which hour of the day, past 24 into the next."""

    name: str
    words: Words
    first: int
    last: int

    @property
    def said(self) -> str:
        """Its hours as a clock shows them."""
        return f"{self.first:02}:00–{self.last % 24:02}:00"


def bands(on: date) -> tuple[Band, ...]:
    """Return the bands of hours that hold on a day."""
    found = []
    for name in BANDS:
        first, last = rule(f"stations.band_{name}", on).bounds
        found.append(Band(name, WORDS[name], int(first), int(last)))
    return tuple(found)


def band_of_hours(on: date) -> tuple[int, ...]:
    """Return for each hour of the day the place of its band; -1 where none has it, the first where two do."""
    found = [-1] * len(HOURS)
    for place, band in reversed(list(enumerate(bands(on)))):
        for hour in range(band.first, band.last):
            found[hour % len(HOURS)] = place
    return tuple(found)


def by_hour(amounts: Sequence[int], bands_of: Sequence[int]) -> tuple[int, ...]:
    """Return amounts by band shared out evenly over the hours of each, in whole numbers that add up to it."""
    found = [0] * len(HOURS)
    for place, amount in enumerate(amounts):
        mine = [hour for hour in HOURS if bands_of[hour] == place]
        for number, hour in enumerate(mine):
            found[hour] = amount * (number + 1) // len(mine) - amount * number // len(mine)
    return tuple(found)


def open_by_hour(hours: str, on: date) -> tuple[bool, ...]:
    """Return for each hour whether a place of these hours is open in half of it or more, on a working day.

    Hours nobody registered are taken as the rule ``stations.usual_hours`` says.
    """
    return _open(hours or str(rule("stations.usual_hours", on).value))


@lru_cache(maxsize=4096)
def _open(hours: str) -> tuple[bool, ...]:
    week = parse_hours(hours)
    opened = [sum(week.open_at(WEDNESDAY, 60 * hour + m) for m in range(0, 60, _STEP)) for hour in HOURS]
    return tuple(2 * _STEP * each >= 60 for each in opened)
