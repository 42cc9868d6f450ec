"""The ground 底数 of a plan: demand, stations and candidates as arrays, and how far each is from each."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.packing import packed, unpacked
from nuanxin.planners.siting import Reach
from nuanxin.programmes.stations.planning.measures import BANDS
from nuanxin.programmes.stations.planning.wording import numbered

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Places = NDArray[np.int32]
UNKNOWN_COST = UNKNOWN_SEATS = -1
COMING = "coming:"
"""What the id of a station begins with that is being fitted out and counts as open."""
SINCE_SEATS = ("seats", "usual_seats", "stays_a_seat", "seat_search", "fading")
Spot = tuple[str, str, str, int, float, float, tuple[int, ...]]
"""One of them: id, name, kind, area, longitude, latitude, amounts by hour."""


@dataclass(frozen=True, slots=True)
class Spots:
    """Demand, or sites, row by row: ids and names, areas (int64), points (n, 2) in degrees WGS-84.

    ``amounts`` (n, 24) is demand in person-times in each hour of a day, or whether a site is open in it
    (0 or 1); ``kinds`` is the kind of demand, or where a candidate is from. A name is blank where nobody
    gave one: `named` says it in the language in use.
    """

    ids: list[str]
    names: list[str]
    kinds: list[str]
    areas: Ints
    points: Floats
    amounts: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def named(self, row: int) -> str:
        """Return what a row is called: as somebody called it, else by its number."""
        return self.names[row] or numbered(self.ids[row])

    def kept(self, which: Flags) -> "Spots":
        """Return only the rows that are marked."""
        rows = np.flatnonzero(which)
        ids, names, kinds = ([each[row] for row in rows] for each in (self.ids, self.names, self.kinds))
        return Spots(ids, names, kinds, self.areas[rows], self.points[rows], self.amounts[rows])

    def rows(self) -> list["Spot"]:
        """Return the spots one by one."""
        places = zip(self.areas.tolist(), self.points.tolist(), self.amounts.tolist(), strict=True)
        named = zip(self.ids, self.names, self.kinds, places, strict=True)
        return [
            (identity, name, kind, area, longitude, latitude, tuple(amounts))
            for identity, name, kind, (area, (longitude, latitude), amounts) in named
        ]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a plan is made from.

    ``sites`` are the stations in use, ``existing`` of them, then the candidates; ``costs`` (int64) what
    each costs in fen a year, `UNKNOWN_COST` where nobody said. ``reach`` holds metres from site to
    demand. ``apart`` (n, 2) are pairs of candidates too near to each other. ``streets`` is the digest of
    the network (blank: straight lines), ``made_up`` whether it is invented; ``backup_worth`` what a second
    station in reach is worth beside a first. ``bands`` (24) is the place of each hour's band (-1: none).
    ``left_out`` is what could not be counted, with the remedy. ``seats`` (int64) is how many fit into each
    site, `UNKNOWN_SEATS` where nobody said: then ``usual_seats`` count; a seat takes ``stays_a_seat`` in an
    hour, and is looked for ``seat_search`` times the minutes away. ``fading`` is what a way of up to twice,
    and of up to three times the minutes is worth beside one within them.
    """

    demand: Spots
    sites: Spots
    existing: int
    costs: Ints
    reach: Reach
    apart: Places
    streets: str
    made_up: bool
    speed_m_s: float
    backup_worth: float
    bands: Places
    left_out: list[dict[str, str]]
    seats: Ints
    usual_seats: int
    stays_a_seat: float
    seat_search: float
    fading: list[float]

    @property
    def seated(self) -> Ints:
        """Seats of each site, the usual ones where nobody said."""
        return np.where(self.seats == UNKNOWN_SEATS, self.usual_seats, self.seats)

    @property
    def candidates(self) -> range:
        """The numbers of the candidates among the sites."""
        return range(self.existing, len(self.sites))

    def banded(self, hours: Ints) -> Ints:
        """Return amounts by hour (…, 24) summed by band of hours (…, 4)."""
        return np.asarray(hours @ (self.bands[:, None] == np.arange(len(BANDS))), np.int64)

    @property
    def coming(self) -> Places:
        """The numbers of the stations that count as open and are being fitted out yet."""
        coming = [each for each, name in enumerate(self.sites.ids) if name.startswith(COMING)]
        return np.array(coming, np.int32)

    def site(self, name: str) -> int:
        """Return the number of a site by its id; KeyError where there is none."""
        if name not in self.sites.ids:
            raise KeyError(name)
        return self.sites.ids.index(name)

    def packed(self) -> bytes:
        """Return it as bytes to be kept."""
        content: dict[str, Any] = {
            "existing": self.existing,
            "costs": self.costs,
            "reach_starts": self.reach.starts,
            "reach_items": self.reach.items,
            "reach_metres": self.reach.metres,
            "apart": self.apart,
            "streets": self.streets,
            "made_up": self.made_up,
            "speed_m_s": self.speed_m_s,
            "backup_worth": self.backup_worth,
            "bands": self.bands,
            "left_out": self.left_out,
            **{name: getattr(self, name) for name in SINCE_SEATS},
        }
        for name, spots in (("demand", self.demand), ("sites", self.sites)):
            content |= {f"{name}_{field}": getattr(spots, field) for field in Spots.__slots__}
        return packed(content)


def whose(identity: str) -> str:
    """Return whose point an id is: the points of one road are all of one record of demand."""
    return ":".join(identity.split(":")[:2])


def ground_of(content: bytes) -> Ground:
    """Return the ground that was packed; papers from before seats were counted know of none."""
    found = unpacked(content)
    fields = Spots.__slots__
    spots = [Spots(**{each: found[f"{name}_{each}"] for each in fields}) for name in ("demand", "sites")]
    reach = Reach(found["reach_starts"], found["reach_items"], found["reach_metres"], len(spots[1]))
    names = ("costs", "apart", "streets", "made_up", "speed_m_s", "backup_worth", "bands", "left_out")
    rest = {name: found[name] for name in names}
    unknown = np.full(len(spots[1]), UNKNOWN_SEATS, np.int64)
    rest |= {
        name: found.get(name, none)
        for name, none in zip(SINCE_SEATS, (unknown, 0, 0.0, 0.0, []), strict=True)
    }
    return Ground(spots[0], spots[1], found["existing"], reach=reach, **rest)


def ground_of_plan(plan: Plan) -> Ground:
    """Return the ground of a kept plan; the last few asked for are held in memory."""
    return _held(plan.pk, plan.inputs)


@lru_cache(maxsize=4)
def _held(number: int, _inputs: str) -> Ground:
    return ground_of(bytes(Plan.objects.select_related("papers").get(pk=number).papers.inputs))
