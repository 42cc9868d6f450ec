"""Finding 就近查找: the places of a register held in memory, those nearest to a point or called something.

What is held follows the register and the day: every change of a record carries a newer act, so the newest act
among its records tells whether what is held still stands. A findable register has an index on its act.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from django.db.models import Q
from django.utils.timezone import localdate

from nuanxin.kernel.areas.tree import names, path
from nuanxin.kernel.places.hours import ALWAYS, parse_hours
from nuanxin.kernel.places.models import Located
from nuanxin.kernel.places.near import Points
from nuanxin.kernel.places.opening import Opening, opening
from nuanxin.kernel.places.slips import nearly

MOST_FOR_SLIPS = 5_000
"""In a larger register slips of the pen are not sought: one search would hold up the others."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as visitors see it; ``has`` are the fields that say yes, ``number`` its record's.

    Without a point it has no degrees.
    """

    key: str
    name: str
    area: int
    address: str
    hours: str
    longitude: float | None
    latitude: float | None
    has: tuple[str, ...]
    number: int

    @property
    def always(self) -> bool:
        """Whether it is open day and night, holidays too."""
        return self.hours == ALWAYS


@dataclass(frozen=True, slots=True)
class Near:
    """A place found: how far it is in metres (None: nobody asked from where), and whether it is open."""

    spot: Spot
    metres: float | None
    opening: Opening | None


class Book:
    """The places of a register that are in use, with their points ready to be asked."""

    def __init__(self, spots: list[Spot]) -> None:
        self.spots = spots
        self.areas = _areas_called({spot.area for spot in spots})
        self.texts = [
            plainly(f"{each.key} {each.name} {each.address} {self.areas[each.area]}") for each in spots
        ]
        self.located = [spot for spot in spots if spot.longitude is not None]
        self.located_texts = [
            text for spot, text in zip(spots, self.texts, strict=True) if spot.longitude is not None
        ]
        self.points = Points(
            [spot.longitude or 0.0 for spot in self.located], [spot.latitude or 0.0 for spot in self.located]
        )

    def nearest(
        self,
        longitude: float,
        latitude: float,
        now: datetime,
        count: int = 20,
        fits: Callable[[Near], bool] = lambda _near: True,
        text: str = "",
    ) -> list[Near]:
        """Return the nearest places that fit and are called by every word of a text, the nearest first."""
        found: list[Near] = []
        words = plainly(text).split()

        def keep(at: int) -> bool:
            if not all(word in self.located_texts[at] for word in words):
                return False
            return fits(Near(self.located[at], None, open_at(self.located[at].hours, now)))

        for each in self.points.nearest(longitude, latitude, count, keep):
            spot = self.located[each.at]
            found.append(Near(spot, each.metres, open_at(spot.hours, now)))
        return found

    def called(self, text: str, now: datetime) -> list[Near]:
        """Return the places whose name, address, number or areas hold every word of a text, by number."""
        words = plainly(text).split()
        return [
            Near(spot, None, open_at(spot.hours, now))
            for spot, known in zip(self.spots, self.texts, strict=True)
            if all(word in known for word in words)
        ]

    def nearly_called(self, text: str, now: datetime) -> list[Near]:
        """Return the places called so with a letter of each word wrong; none in a very large register."""
        words = [nearly(word) for word in plainly(text).split()]
        if not words or len(self.spots) > MOST_FOR_SLIPS:
            return []
        return [
            Near(spot, None, open_at(spot.hours, now))
            for spot, known in zip(self.spots, self.texts, strict=True)
            if all(word.search(known) for word in words)
        ]


def plainly(text: str) -> str:
    """Return a text as it is searched: full-width letters are plain ones, and capitals do not matter."""
    return normalize("NFKC", text).casefold()


def _areas_called(codes: set[int]) -> dict[int, str]:
    """Return what people call an area by: its names and those of the areas it lies in, in both languages."""
    paths = {code: [each.code for each in path(code)] or [code] for code in codes}
    every = {each for codes in paths.values() for each in codes}
    chinese, english = names(every, "zh-hans"), names(every, "en")
    return {
        code: " ".join(dict.fromkeys(word for each in above for word in (chinese[each], english[each])))
        for code, above in paths.items()
    }


def open_at(hours: str, now: datetime) -> Opening | None:
    """Return whether a place of these hours is open at a moment, to the minute; None where none are known."""
    return _open_at(hours, now.replace(second=0, microsecond=0)) if hours else None


@lru_cache(maxsize=4096)
def _open_at(hours: str, now: datetime) -> Opening:
    return opening(parse_hours(hours), now)


Standing = Callable[[date], Q]
"""The condition that tells which places of a register are in use on a day."""


class _Shelf:
    """What of a register is held, up to which act and for which day, and how it is looked up."""

    def __init__(self, model: type[Located], standing: Standing, shows: tuple[str, ...]) -> None:
        self.model, self.standing, self.shows = model, standing, shows
        self.held: tuple[tuple[int | None, date], Book] | None = None

    def book(self) -> Book:
        """Return the places as they stand now."""
        records = self.model._default_manager.order_by("-act_id")
        stamp = records.values_list("act_id", flat=True).first(), localdate()
        held = self.held
        if held is None or held[0] != stamp:
            held = self.held = stamp, _load(self.model, self.standing(stamp[1]), self.shows)
        return held[1]


_shelves: dict[type[Located], Callable[[], Book]] = {}


def keep_at_hand(model: type[Located], standing: Standing, shows: tuple[str, ...]) -> None:
    """Make a register's places findable: those in use on the day, with the yes-or-no fields they show."""
    _shelves[model] = _Shelf(model, standing, shows).book


def book(model: type[Located]) -> Book:
    """Return the places of a register; KeyError where nobody made them findable."""
    return _shelves[model]()


@contextmanager
def standing_in(model: type[Located], places: Book) -> Iterator[None]:
    """Let other places stand in for those of a register as long as the block runs, as trials of size do."""
    kept = _shelves[model]
    _shelves[model] = lambda: places
    try:
        yield
    finally:
        _shelves[model] = kept


def _load(model: Any, in_use: Q, shows: tuple[str, ...]) -> Book:
    shown = ("key", "name", "area", "address", "opening_hours", "longitude", "latitude", "pk", *shows)
    rows = model._default_manager.filter(in_use, withdrawn=False).order_by("key").values_list(*shown)
    return Book([_spot(row, shows) for row in rows])


def _spot(row: tuple[Any, ...], shows: tuple[str, ...]) -> Spot:
    key, name, area, address, hours, longitude, latitude, number, *said = row
    has = tuple(name for name, yes in zip(shows, said, strict=True) if yes)
    return Spot(key, name, area, address, hours, longitude, latitude, has, number)
