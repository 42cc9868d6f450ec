"""Rows of a ground as pages get them: demand, stations and candidates, in the reader's language."""

from collections.abc import Iterable

import numpy as np
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.plans.declare import Json
from nuanxin.programmes.stations.planning.ground import (
    COMING,
    UNKNOWN_COST,
    UNKNOWN_SEATS,
    Ground,
    Spots,
    whose,
)

FEN = 100
PLACES = 6
"""Digits of a degree: 0.1 m."""


def _several(name: str, points: int) -> str:
    """Return what demand is called; with the number of its stretches, where it has some."""
    if points == 1:
        return name
    return ngettext("%(name)s (%(n)d stretch)", "%(name)s (%(n)d stretches)", points) % {
        "name": name,
        "n": points,
    }


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
            coming = spots.ids[place].startswith(COMING)
            return {**found, "source": "coming" if coming else "station"}
        return {
            **found,
            "source": spots.kinds[place],
            "cost_yuan": None if cost == UNKNOWN_COST else cost / FEN,
        }

    def sites(self, places: Iterable[int]) -> list[Json]:
        """Return stations or candidates."""
        return [self.site(place) for place in places]

    def stations(self) -> Json:
        """Return how many stations are in use, and how many are being fitted out and count as open."""
        coming = len(self.ground.coming)
        return {"in_use": self.ground.existing - coming, "coming": coming}

    def places(self, rows: Iterable[int]) -> list[Json]:
        """Return demand by what it is called, the points of one road together, and how many these are."""
        spots, found = self.ground.demand, dict[str, list[int]]()
        for row in rows:
            found.setdefault(whose(spots.ids[row]), []).append(row)
        return [
            {"name": _several(spots.named(mine[0]), len(mine)), "points": len(mine)}
            for mine in found.values()
        ]

    def _spot(self, spots: Spots, row: int) -> Json:
        area = int(spots.areas[row])
        return {
            "id": spots.ids[row],
            "name": spots.named(row),
            "area": area,
            "town": self.towns[area],
            "longitude": round(float(spots.points[row, 0]), PLACES),
            "latitude": round(float(spots.points[row, 1]), PLACES),
        }
