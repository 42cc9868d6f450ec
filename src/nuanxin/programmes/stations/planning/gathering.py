"""Gathering 汇集: demand, stations and candidates of an area, read from the registers into arrays."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import span
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.planners.siting import reach_of_points
from nuanxin.programmes.stations.models import Candidate, Demand, Offer, Station
from nuanxin.programmes.stations.pausing.checking import paused_stations
from nuanxin.programmes.stations.planning.asking import Asked
from nuanxin.programmes.stations.planning.ground import (
    COMING,
    UNKNOWN_COST,
    UNKNOWN_SEATS,
    Floats,
    Ground,
    Places,
    Spot,
    Spots,
)
from nuanxin.programmes.stations.planning.hours import band_of_hours, by_hour, open_by_hour
from nuanxin.programmes.stations.planning.measures import BANDS, HOURS
from nuanxin.programmes.stations.planning.openings import Openings, openings_of
from nuanxin.programmes.stations.planning.roads import METRES_A_DEGREE, along, line_of, shared
from nuanxin.programmes.stations.planning.travel import speed_m_s, ways
from nuanxin.programmes.stations.queries import in_use

BESIDE_DEGREES = 0.06
"""Stations just outside the demand serve it too."""
NEVER = (0,) * len(HOURS)
"""The hours of a station that is announced closed on the day."""
MOST_CANDIDATES = 5_000
FEN = 100


@dataclass(slots=True)
class Gathering:
    """Rows as they come in, one spot each; what has no point is left out and named."""

    area: int
    on: date
    rows: list[Spot] = field(default_factory=list)
    costs: list[int] = field(default_factory=list)
    seats: list[int] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)

    def spots(self) -> Spots:
        """Return the rows as arrays."""
        columns = list(zip(*self.rows, strict=True)) or [()] * 7
        ids, names, kinds, areas, longitudes, latitudes, amounts = columns
        points = np.column_stack((np.array(longitudes, float), np.array(latitudes, float)))
        return Spots(
            list(ids),
            list(names),
            list(kinds),
            np.array(areas, np.int64),
            points,
            np.array(amounts, np.int64).reshape(len(ids), len(HOURS)),
        )

    def take(self, spot: Spot, cost: int | None, seats: int | None) -> None:
        """Take a site, with what it costs in fen a year and how many fit in; None where nobody said."""
        self.rows.append(spot)
        self.costs.append(UNKNOWN_COST if cost is None else cost)
        self.seats.append(UNKNOWN_SEATS if seats is None else seats)

    def placed(self, record: Any, page: str) -> bool:
        """Return whether a record has a point; it is named where it has none."""
        if record.longitude is None:
            said = _("“%(name)s” has no point.") % {"name": record.name}
            self._leave_out(
                record, page, said, _("Enter its longitude and latitude, with whose map they are from.")
            )
        return record.longitude is not None

    def counted(self, demand: Demand) -> bool:
        """Return whether anybody said how many people are there; demand is named where nobody did."""
        some = any(getattr(demand, band) for band in BANDS)
        if not some:
            said = _("“%(name)s” says of no hours how many people there are.") % {"name": demand.name}
            self._leave_out(demand, "demand", said, _("Enter person-times a day."))
        return some

    def _leave_out(self, record: Any, page: str, said: str, remedy: str) -> None:
        told = {"key": record.key, "name": record.name, "page": page, "said": said, "remedy": remedy}
        self.left_out.append(told)

    def opened(self, record: Any) -> tuple[int, ...]:
        """Return for each hour whether a place is open, as numbers."""
        return tuple(map(int, open_by_hour(record.opening_hours, self.on)))


def demand_of(gathering: Gathering, asked: Asked) -> Spots:
    """Return the demand of an area that holds today, roads as points along them, and what was drawn."""
    standing = Q(ended_on=None) | Q(ended_on__gt=gathering.on)
    rows = _within(Demand, gathering.area).filter(standing, surveyed_on__lte=gathering.on)
    step = float(str(rule("stations.road_step", gathering.on).value))
    bands = band_of_hours(gathering.on)
    for each in rows.filter(kind__in=asked.kinds).order_by("key"):
        if gathering.placed(each, "demand") and gathering.counted(each):
            gathering.rows += _points(each, step, bands)
    for number, drawn in enumerate(asked.drawn, 1):
        place = (gathering.area, drawn.longitude, drawn.latitude)
        gathering.rows.append((f"drawn:{number}", drawn.name, "drawn", *place, by_hour(drawn.amounts, bands)))
    return gathering.spots()


def _points(demand: Demand, step_m: float, bands: Sequence[int]) -> Iterable[Spot]:
    """Yield a demand as points; its people are shared out among them, and over the hours of each band."""
    start = (float(demand.longitude or 0), float(demand.latitude or 0))
    end = (demand.to_longitude, demand.to_latitude)
    known = None if end[0] is None or end[1] is None else (end[0], end[1])
    places = along(line, step_m) if len(line := line_of(start, demand.via, known)) > 1 else [start]
    parts = zip(*(shared(getattr(demand, band) or 0, len(places)) for band in BANDS), strict=True)
    for number, ((longitude, latitude), amounts) in enumerate(zip(places, parts, strict=True), 1):
        name = f"demand:{demand.pk}" if len(places) == 1 else f"demand:{demand.pk}:{number}"
        yield name, demand.name, demand.kind, demand.area, longitude, latitude, by_hour(amounts, bands)


def stations_of(gathering: Gathering, demand: Floats, *, paused: Collection[int] = ()) -> None:
    """Take the stations in use in the area, and those just beside the demand.

    Those in ``paused`` (ids) are open at no hour.
    """
    here = Q(area__range=span(gathering.area))
    if len(demand):
        (west, south), (east, north) = demand.min(axis=0), demand.max(axis=0)
        here |= Q(
            longitude__range=(west - BESIDE_DEGREES, east + BESIDE_DEGREES),
            latitude__range=(south - BESIDE_DEGREES, north + BESIDE_DEGREES),
        )
    for each in Station.objects.filter(here, in_use(gathering.on), withdrawn=False).order_by("key"):
        if gathering.placed(each, "stations"):
            point = (float(each.longitude or 0), float(each.latitude or 0))
            hours = NEVER if each.pk in paused else gathering.opened(each)
            gathering.take((each.key, each.name, "station", each.area, *point, hours), 0, each.seats)


def coming_of(gathering: Gathering, openings: Openings) -> None:
    """Take the stations of earlier plans that are being fitted out: the next plan adds to them."""
    for each in openings.coming:
        if gathering.placed(each, "stations"):
            point = (float(each.longitude or 0), float(each.latitude or 0))
            identity = f"{COMING}{each.record_kind}:{each.pk}"
            spot = (identity, each.name, "station", each.area, *point, gathering.opened(each))
            gathering.take(spot, 0, each.seats)


def candidates_of(gathering: Gathering, asked: Asked, demand: Floats, openings: Openings) -> None:
    """Take the candidates asked for: rooms on offer, public buildings, a grid, pins."""
    found: list[tuple[str, str, Any]] = []
    if "offers" in asked.sources:
        offers = _within(Offer, gathering.area).filter(offered_on__lte=gathering.on, taken_on=None)
        found += [("offer", "offers", each) for each in offers.filter(declined_on=None).order_by("key")]
    if "buildings" in asked.sources:
        standing = Q(ended_on=None) | Q(ended_on__gt=gathering.on)
        buildings = _within(Candidate, gathering.area).filter(standing, looked_at_on__lte=gathering.on)
        found += [("building", "candidates", each) for each in buildings.order_by("key")]
    for source, page, each in found:
        if not openings.has(each) and gathering.placed(each, page):
            point = (float(each.longitude), float(each.latitude))
            name = f"{source}:{each.pk}"
            spot = (name, each.name, f"{source}s", each.area, *point, gathering.opened(each))
            gathering.take(spot, each.cost_fen, each.seats)
    new_cost = int(str(rule("stations.grid_cost", gathering.on).value)) * FEN
    if "grid" in asked.sources:
        for name, longitude, latitude in _grid(demand, asked, gathering.on):
            spot = (name, "", "grid", gathering.area, longitude, latitude, (1,) * len(HOURS))
            gathering.take(spot, new_cost, None)
    for number, pin in enumerate(asked.pinned, 1):
        point = (pin.longitude, pin.latitude)
        spot = (f"pin:{number}", pin.name, "pin", gathering.area, *point, (1,) * len(HOURS))
        gathering.take(spot, new_cost if pin.cost_yuan is None else pin.cost_yuan * FEN, pin.seats)


def _grid(demand: Floats, asked: Asked, on: date) -> list[tuple[str, float, float]]:
    """Return a grid's points near enough to demand; the same place has the same name in every plan."""
    if not len(demand):
        return []
    tall = asked.grid_m / METRES_A_DEGREE
    wide = tall / np.cos(np.radians(round(float(np.median(demand[:, 1])), 1)))
    steps = np.array([wide, tall])
    low, high = np.floor(demand.min(axis=0) / steps), np.ceil(demand.max(axis=0) / steps)
    if (high - low + 1).prod() > 40 * MOST_CANDIDATES:
        raise PlanRefused([_too_fine(asked.grid_m)])
    columns, lines = (np.arange(a, b + 1) for a, b in zip(low, high, strict=True))
    cells = np.array([(x, y) for x in columns for y in lines])
    points = cells * steps
    reach_m = asked.minutes * 60 * speed_m_s(asked.by, on)
    near = np.diff(reach_of_points(points, demand, reach_m).starts) > 0
    if int(near.sum()) > MOST_CANDIDATES:
        raise PlanRefused([_too_fine(asked.grid_m)])
    return [
        (f"grid:{asked.grid_m}:{int(x)}:{int(y)}", float(point[0]), float(point[1]))
        for (x, y), point in zip(cells[near], points[near], strict=True)
    ]


def _too_fine(metres: int) -> Fault:
    said = _("A grid of %(metres)d m has more points than a plan chooses from.") % {"metres": metres}
    return Fault("grid_m", said, _("Take a wider grid."))


def rows_for(area: int, asked: Asked, on: date, *, lasting: bool = True) -> tuple[Spots, Gathering, int]:
    """Return demand, sites, and how many of these count as open: the rows of a ground, no way measured yet.

    A plan is for what is ``lasting``: stations being fitted out count as open, and so do those announced
    closed for a time. Otherwise the day counts as it is: neither does.
    Raises PlanRefused where there is nothing to plan with.
    """
    gathering = Gathering(area, on)
    demand = demand_of(gathering, asked)
    if not len(demand):
        remedy = _("Hand in the demand sheet first, or draw demand on the map.")
        raise PlanRefused([Fault("", _("No demand is registered here."), remedy)])
    places = Gathering(area, on, left_out=gathering.left_out)
    openings = openings_of(area)
    stations_of(places, demand.points, paused=() if lasting else paused_stations(None, on))
    if lasting:
        coming_of(places, openings)
    existing = len(places.rows)
    candidates_of(places, asked, demand.points, openings)
    return demand, places, existing


def ground_for(area: int, asked: Asked, on: date, *, lasting: bool = True) -> Ground:
    """Return the ground of a plan of an area, or of a count of one day where it need not be ``lasting``.

    Raises PlanRefused where there is nothing to plan with.
    """
    demand, places, existing = rows_for(area, asked, on, lasting=lasting)
    sites = places.spots()
    measured, speed = ways(demand.points, on), speed_m_s(asked.by, on)
    farthest = float(str(rule("travel.farthest", on).value)) * 60 * speed
    net = measured.network
    return Ground(
        demand,
        sites,
        existing,
        np.array(places.costs, np.int64),
        measured.reach(demand.points, sites.points, farthest),
        _apart(sites.points, existing, asked.apart_m),
        net.digest if net else "",
        bool(net and net.made_up),
        speed,
        float(str(rule("stations.backup_worth", on).value)),
        np.array(band_of_hours(on), np.int32),
        places.left_out,
        np.array(places.seats, np.int64),
        int(str(rule("stations.usual_seats", on).value)),
        float(str(rule("stations.stays_a_seat", on).value)),
        float(str(rule("stations.seat_search", on).value)),
        [float(str(rule(f"stations.worth_{far}", on).value)) for far in ("farther", "farthest")],
    )


def _apart(points: Floats, existing: int, apart_m: int | None) -> Places:
    """Return the pairs of sites, one of them new at least, that stand nearer to each other than they may."""
    if apart_m is None or len(points) == existing:
        return np.zeros((0, 2), np.int32)
    near = reach_of_points(points, points, float(apart_m))
    one = np.repeat(np.arange(len(points)), np.diff(near.starts))
    pairs = np.column_stack((one, near.items))
    return pairs[(one < near.items) & (near.items >= existing)].astype(np.int32)


def _within(model: Any, area: int) -> Any:
    return model.objects.filter(area__range=span(area), withdrawn=False)
