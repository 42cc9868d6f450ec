"""Rows of a ground as pages get them: demand, stations and candidates, in the reader's language."""

from collections.abc import Iterable

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.plans.declare import Json
from nuanxin.programmes.stations.planning.ground import UNKNOWN_COST, UNKNOWN_SEATS, Ground, Spots
from nuanxin.programmes.stations.planning.openings import COMING

FEN = 100
PLACES = 6
"""Digits of a degree: 0.1 m."""


class Rows:
    """The rows of a ground as JSON; the names of its towns are looked up once."""

    def __init__(self, ground: Ground) -> None:
        codes = {int(area) for spots in (ground.demand, ground.sites) for area in spots.areas}
        self.ground, self.towns = ground, names(codes, get_language() or "zh-hans")

    def demand(self, row: int) -> Json:
        """Return a demand point."""
        spots = self.ground.demand
        weights = self.ground.banded(spots.amounts[row])
        return {**self._spot(spots, row), "kind": spots.kinds[row], "weights": weights.tolist()}

    def site(self, place: int) -> Json:
        """Return a station in use, or a candidate; it is open in a band where it is half of it or more."""
        spots, cost = self.ground.sites, int(self.ground.costs[place])
        seats = int(self.ground.seats[place])
        open_ = 2 * self.ground.banded(spots.amounts[place]) >= self.ground.banded(
            np.ones(len(self.ground.bands), np.int64)
        )
        found = {**self._spot(spots, place), "open": open_.tolist()}
        found["seats"] = None if seats == UNKNOWN_SEATS else seats
        if spots.ids[place].startswith(COMING):
            found["name"] = _("%(name)s (being fitted out)") % {"name": found["name"]}
        if place < self.ground.existing:
            return {**found, "source": "station"}
        return {
            **found,
            "source": spots.kinds[place],
            "cost_yuan": None if cost == UNKNOWN_COST else cost / FEN,
        }

    def sites(self, places: Iterable[int]) -> list[Json]:
        """Return stations or candidates."""
        return [self.site(place) for place in places]

    def _spot(self, spots: Spots, row: int) -> Json:
        area = int(spots.areas[row])
        return {
            "id": spots.ids[row],
            "name": spots.names[row],
            "area": area,
            "town": self.towns[area],
            "longitude": round(float(spots.points[row, 0]), PLACES),
            "latitude": round(float(spots.points[row, 1]), PLACES),
        }
