"""Writes of what plans are made from: demand, places where a station could be, rooms on offer decided on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.intake.points import located_fields, points_of
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.pages import DecisionRefused
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.work.actions import open_order
from nuanxin.programmes.stations.models import Candidate, Demand, Offer
from nuanxin.programmes.stations.planning.measures import BANDS
from nuanxin.programmes.stations.work import STATION_OPENING


@action("stations.record_demand", zh="登记户外作业需求", en="record demand for stations")
def record_demand(act: Act, rows: Rows) -> Kept:
    """Keep demand, each by its name in its area.

    Raises RowsRefused for points that cannot be read and for a road without its other end, each row named.
    Demand nobody put a number to yet is kept; a plan leaves it out and says so.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    located = located_fields(rows)
    ends = points_of([_turned_to(row, "to_longitude", "to_latitude") for row in rows])
    between = read_each(rows, _between)
    read_each(rows, lambda row: _ended(row, ends[row.number]))
    return act.keep(
        Demand,
        (
            Demand(
                **_placed(row, located[row.number]),
                to_longitude=(ends[row.number] or (None, None))[0],
                to_latitude=(ends[row.number] or (None, None))[1],
                via=between[row.number],
                origin=row.values["origin"] or "",
                **{name: row.values[name] for name in (*BANDS, "surveyed_on", "ended_on")},
            )
            for row in rows
        ),
    )


@action("stations.record_candidates", zh="登记可设驿站的公共建筑", en="record public buildings for stations")
def record_candidates(act: Act, rows: Rows) -> Kept:
    """Keep places where a station could be, each by its name in its area. Raises RowsRefused as above."""
    allow(act.by.actor, "clerk", areas_of(rows))
    located = located_fields(rows)
    return act.keep(
        Candidate,
        (
            Candidate(
                **_placed(row, located[row.number]),
                address=row.values["address"] or "",
                **{
                    name: row.values[name]
                    for name in ("floor_m2", "seats", "cost_fen", "looked_at_on", "ended_on")
                },
            )
            for row in rows
        ),
    )


def _placed(row: Row, located: Mapping[str, Any]) -> dict[str, Any]:
    said = row.values
    key = f"{said['area']}|{said['name']}"
    named = {"key": key, "area": said["area"], "row": row.number, "name": said["name"]}
    return {**named, "kind": said["kind"] or "other", **located}


def _turned_to(row: Row, longitude: str, latitude: str) -> Row:
    """Return a row whose point is another one of its points, in the same system."""
    said = row.values
    point = {"longitude": said.get(longitude), "latitude": said.get(latitude), "crs": said.get("crs")}
    return replace(row, values={**said, **point})


def _between(row: Row) -> str:
    """Return the points a road passes, in WGS-84, as their column keeps them."""
    found = []
    for part in (row.values["via"] or "").replace("；", ";").split(";"):
        if not part.strip():
            continue
        pair = part.replace("，", ",").replace(",", " ").split()
        if len(pair) != 2:
            said = _("“%(text)s” is no point between the ends.") % {"text": part.strip()}
            raise CellError(said, _("Write longitude and latitude, points parted by semicolons."))
        point = _turned_to(replace(row, values={**row.values, "x": pair[0], "y": pair[1]}), "x", "y")
        (where,) = points_of([point]).values()
        if where:
            found.append(f"{where[0]} {where[1]}")
    return ";".join(found)


def _ended(row: Row, end: tuple[float, float] | None) -> None:
    if (row.values["via"] or row.values["kind"] == "road") and end is None and row.values["longitude"]:
        raise CellError(_("The road has one end only."), _("Give longitude and latitude of its other end."))


@action("stations.visit_offer", zh="踏勘提供的空间", en="visit a room on offer")
def visit_offer(act: Act, offer: int, reason: str = "") -> Offer:
    """Keep that a room was visited today. Raises NotAllowed; DecisionRefused where it was, or was decided."""
    found = _undecided(offer)
    allow(act.by.actor, "clerk", {found.area})
    if found.visited_on:
        raise DecisionRefused(_("“%(name)s” was visited already.") % {"name": found.name})
    found.visited_on = _today(act)
    return _kept(act, found)


@action("stations.decline_offer", zh="不采用提供的空间", en="decline a room on offer")
def decline_offer(act: Act, offer: int, reason: str) -> Offer:
    """Decline a room for a reason. Raises NotAllowed; DecisionRefused without, or where it was decided."""
    found = _undecided(offer)
    allow(act.by.actor, "clerk", {found.area})
    if not reason.strip():
        raise DecisionRefused(_("A room is declined for a reason; write it."))
    found.declined_on = _today(act)
    found.reason = reason.strip()[: Offer._meta.get_field("reason").max_length]
    return _kept(act, found)


@action("stations.reopen_offer", zh="重新考虑提供的空间", en="put a room on offer again")
def reopen_offer(act: Act, offer: int, reason: str = "") -> Offer:
    """Put a declined room on offer again. Raises NotAllowed; DecisionRefused where it was not declined."""
    found = Offer.objects.get(pk=offer)
    allow(act.by.actor, "clerk", {found.area})
    if found.withdrawn or not found.declined_on:
        raise DecisionRefused(_("“%(name)s” was not declined.") % {"name": found.name})
    found.declined_on, found.reason = None, ""
    return _kept(act, found)


@action("stations.take_offer", zh="采用提供的空间", en="take a room on offer")
def take_offer(act: Act, offer: int, reason: str = "") -> Offer:
    """Take a room outside a plan, and open the work order of its station, as a plan that is taken does.

    Raises NotAllowed; DecisionRefused for a room nobody has visited, and where it was decided.
    """
    found = _undecided(offer)
    allow(act.by.actor, STATION_OPENING.opened_by, {found.area})
    if found.visited_on is None:
        raise DecisionRefused(_("Visit the room first; nobody takes one unseen."))
    found.taken_on = _today(act)
    _kept(act, found)
    open_order.within(act, STATION_OPENING.name, "offer", found)
    return found


def _undecided(offer: int) -> Offer:
    found = Offer.objects.get(pk=offer)
    if found.withdrawn or found.taken_on or found.declined_on:
        raise DecisionRefused(_("“%(name)s” is not on offer any more.") % {"name": found.name})
    return found


def _kept(act: Act, found: Offer) -> Offer:
    found.row = None
    act.keep(Offer, [found])
    return found


def _today(act: Act) -> date:
    return datetime.fromtimestamp(act.at / 1e6, UTC).astimezone(HERE).date()
