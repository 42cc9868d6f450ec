"""Finding 就近查找: the places of a register held in memory, those nearest to a point or called something.

What is held follows the register, its pauses and the day: every change of a record carries a newer act, so
the newest act among their records tells whether what is held still stands. Both have an index on the act.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from unicodedata import normalize

from django.db.models import Q, Subquery
from django.utils.timezone import localdate

from nuanxin.kernel.areas.tree import names, path
from nuanxin.kernel.places.hours import ALWAYS, parse_hours
from nuanxin.kernel.places.models import Located, Pause
from nuanxin.kernel.places.near import Points
from nuanxin.kernel.places.opening import Opening, opening
from nuanxin.kernel.places.pauses import Paused, paused_on
from nuanxin.kernel.places.slips import nearly

MOST_FOR_SLIPS = 5_000
"""In a larger register slips of the pen are not sought: one search would hold up the others."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as visitors see it; ``has`` are the fields that say yes, ``number`` its record's.

    Without a point it has no degrees. ``pauses`` are the announced days it is shut, in order, those not over.
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
    pauses: tuple[Paused, ...] = ()

    def opening(self, now: datetime) -> Opening | None:
        """Return whether it is open at a moment; None where its hours are unknown and no pause holds."""
        return open_at(self.hours, now, self.pauses)

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
            return fits(Near(self.located[at], None, self.located[at].opening(now)))

        for each in self.points.nearest(longitude, latitude, count, keep):
            spot = self.located[each.at]
            found.append(Near(spot, each.metres, spot.opening(now)))
        return found

    def called(self, text: str, now: datetime) -> list[Near]:
        """Return the places whose name, address, number or areas hold every word of a text, by number."""
        words = plainly(text).split()
        return [
            Near(spot, None, spot.opening(now))
            for spot, known in zip(self.spots, self.texts, strict=True)
            if all(word in known for word in words)
        ]

    def nearly_called(self, text: str, now: datetime) -> list[Near]:
        """Return the places called so with a letter of each word wrong; none in a very large register."""
        words = [nearly(word) for word in plainly(text).split()]
        if not words or len(self.spots) > MOST_FOR_SLIPS:
            return []
        return [
            Near(spot, None, spot.opening(now))
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


def open_at(hours: str, now: datetime, pauses: tuple[Paused, ...] = ()) -> Opening | None:
    """Return whether a place of these hours and pauses is open at a moment, to the minute.

    None where no hours are known and no pause holds.
    """
    if not hours:
        paused = paused_on(pauses, localdate(now))
        return Opening(False, None, paused) if paused else None
    return _open_at(hours, now.replace(second=0, microsecond=0), pauses)


@lru_cache(maxsize=4096)
def _open_at(hours: str, now: datetime, pauses: tuple[Paused, ...]) -> Opening:
    return opening(parse_hours(hours), now, pauses)


def pauses_of(
    model: type[Pause] | None, day: date, places: Iterable[int] | None = None
) -> dict[int, tuple[Paused, ...]]:
    """Return the pauses not over by a day, by the number of the place's record, in order; one statement.

    ``places`` are the numbers asked for (None: all). Without a model there are none.
    """
    found: dict[int, tuple[Paused, ...]] = {}
    if model is None:
        return found
    standing = model._default_manager.filter(Q(until=None) | Q(until__gte=day), withdrawn=False)
    if places is not None:
        standing = standing.filter(**{f"{model.of}__in": list(places)})
    rows = standing.order_by("since").values_list(f"{model.of}_id", "since", "until", "reason")
    for place, *said in rows:
        found[place] = (*found.get(place, ()), Paused(*said))
    return found


Standing = Callable[[date], Q]
"""The condition that tells which places of a register are in use on a day."""


_SHOWN = ("key", "name", "area", "address", "opening_hours", "longitude", "latitude", "pk")


class _Shelf:
    """What of a register is held, up to which act and for which day, and how it is looked up."""

    def __init__(
        self, model: type[Located], standing: Standing, shows: tuple[str, ...], pauses: type[Pause] | None
    ) -> None:
        self.model, self.standing, self.shows, self.pauses = model, standing, shows, pauses
        self.held: tuple[tuple[Any, date], Book] | None = None

    def book(self) -> Book:
        """Return the places as they stand now."""
        stamp, held = (self._newest(), localdate()), self.held
        if held is None or held[0] != stamp:
            held = self.held = stamp, self._load(stamp[1])
        return held[1]

    def _newest(self) -> Any:
        """Return the newest act among the records and among their pauses, in one statement."""
        records = self.model._default_manager.order_by("-act_id")
        if self.pauses is None:
            return records.values_list("act_id", flat=True).first()
        newest = self.pauses._default_manager.order_by("-act_id").values("act_id")[:1]
        return records.annotate(paused=Subquery(newest)).values_list("act_id", "paused").first()

    def _load(self, day: date) -> Book:
        pauses = pauses_of(self.pauses, day - timedelta(1))  # as last night's hours do
        shown = (*_SHOWN, *self.shows)
        model: Any = self.model
        in_use = model._default_manager.filter(self.standing(day), withdrawn=False)
        rows = in_use.order_by("key").values_list(*shown)
        return Book([_spot(row, self.shows, pauses) for row in rows])


_shelves: dict[type[Located], Callable[[], Book]] = {}


def keep_at_hand(
    model: type[Located],
    standing: Standing,
    shows: tuple[str, ...],
    pauses: type[Pause] | None = None,
) -> None:
    """Make a register's places findable: those in use on the day, with the yes-or-no fields they show.

    ``pauses`` are the records of the days they are shut, where the programme keeps any.
    """
    _shelves[model] = _Shelf(model, standing, shows, pauses).book


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


def _spot(row: tuple[Any, ...], shows: tuple[str, ...], pauses: dict[int, tuple[Paused, ...]]) -> Spot:
    key, name, area, address, hours, longitude, latitude, number, *said = row
    has = tuple(name for name, yes in zip(shows, said, strict=True) if yes)
    known = pauses.get(number, ())
    return Spot(key, name, area, address, hours, longitude, latitude, has, number, known)
