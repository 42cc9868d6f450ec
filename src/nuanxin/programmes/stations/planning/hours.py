"""Bands of hours 时段: when each begins and ends, and whether a place is open in it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.planning.measures import BANDS, WORDS

WEDNESDAY = 2
"""The working day that stands for all."""
_STEP = 30


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


def open_by_band(hours: str, on: date) -> tuple[bool, ...]:
    """Return for each band whether a place of these hours is open in half of it or more, on a working day.

    Hours nobody registered are taken as the rule ``stations.usual_hours`` says.
    """
    known = hours or str(rule("stations.usual_hours", on).value)
    return _open(known, tuple((band.first, band.last) for band in bands(on)))


@lru_cache(maxsize=4096)
def _open(hours: str, spans: tuple[tuple[int, int], ...]) -> tuple[bool, ...]:
    week = parse_hours(hours)
    found = []
    for first, last in spans:
        minutes = range(first * 60, last * 60, _STEP)
        opened = sum(week.open_at((WEDNESDAY + m // 1440) % 7, m % 1440) for m in minutes)
        found.append(2 * opened >= len(minutes))
    return tuple(found)
