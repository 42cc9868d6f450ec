"""Rooms on offer 提供空间: a sheet of them is kept; one declined has a reason; a blank decides nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.intake.points import located_fields
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.stations.models import Offer


@action("stations.record_offers", zh="登记提供空间", en="record rooms on offer")
def record_offers(act: Act, rows: Rows) -> Kept:
    """Keep rooms on offer, each by its name in its area; what was decided stands where a sheet is blank.

    Raises RowsRefused for points and opening hours that cannot be read, and for a room declined without a
    reason, each row named.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    if "reason" not in act.by.absent:
        read_each(rows, _with_reason)
    stand = Offer.objects.filter(key__in=map(_key, rows), withdrawn=False)
    known = {each.key: each for each in stand}
    rows = [_still_decided(row, known[_key(row)]) if _key(row) in known else row for row in rows]
    located = located_fields(rows)
    hosts = ensure(act, "organisation", {row.values["offered_by"] for row in rows} - {None})
    return act.keep(Offer, (_offer(row, located[row.number], hosts) for row in rows))


def _with_reason(row: Row) -> None:
    if row.values["declined_on"] and not row.values["reason"]:
        said = _("The room is declined, and nobody says why.")
        raise CellError(said, _("Write the reason; whoever offered it will ask."))


def _key(row: Row) -> str:
    return f"{row.values['area']}|{row.values['name']}"


def _still_decided(row: Row, stood: Offer) -> Row:
    """Return a row with what was decided of its room, as far as it says nothing of that itself."""
    kept: dict[str, Any] = {"visited_on": row.values["visited_on"] or stood.visited_on}
    if not row.values["taken_on"] and not row.values["declined_on"]:
        kept |= {"taken_on": stood.taken_on, "declined_on": stood.declined_on}
        kept["reason"] = row.values["reason"] or stood.reason
    return replace(row, values={**row.values, **kept})


def _offer(row: Row, located: Mapping[str, Any], hosts: Mapping[str, int]) -> Offer:
    said = row.values
    copied = (
        "floor_m2",
        "seats",
        "street_front",
        "cost_fen",
        "offered_on",
        "visited_on",
        "taken_on",
        "declined_on",
    )
    return Offer(
        key=_key(row),
        area=said["area"],
        row=row.number,
        name=said["name"],
        offered_by_id=hosts.get(said["offered_by"]),
        address=said["address"] or "",
        reason=said["reason"] or "",
        **located,
        **{name: said[name] for name in copied},
    )
