"""Every write of power inspection."""

from collections.abc import Mapping

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.power_inspection.models import CheckUp, Hazard

Ids = Mapping[str, int]


@action("power_inspection.record_check_ups", zh="登记配电室体检", en="record check-ups")
def record_check_ups(act: Act, rows: Rows) -> Kept:
    """Keep check-ups, one a room and day.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  power.check_ups.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    firms = ensure(act, "organisation", _names(rows, "firm"))
    people = ensure(act, "person", _names(rows, "checked_by"))
    return act.keep(CheckUp, (_check_up(row, firms, people) for row in rows))


@action("power_inspection.record_hazards", zh="登记用电隐患", en="record hazards")
def record_hazards(act: Act, rows: Rows) -> Kept:
    """Keep hazards by their number, with who fixed them and who looked afterwards.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  power.hazards_found, power.hazards_cleared.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    firms = ensure(act, "organisation", _names(rows, "firm"))
    people = ensure(act, "person", _names(rows, "fixed_by") | _names(rows, "verified_by"))
    return act.keep(Hazard, (_hazard(row, firms, people) for row in rows))


def _names(rows: Rows, field: str) -> set[str]:
    return {row.values[field] for row in rows if row.values[field]}


def _check_up(row: Row, firms: Ids, people: Ids) -> CheckUp:
    said = row.values
    return CheckUp(
        key=f"{said['area']}|{said['firm']}|{said['room']}|{said['checked_on']}",
        area=said["area"],
        row=row.number,
        firm_id=firms[said["firm"]],
        room=said["room"],
        checked_on=said["checked_on"],
        checked_by_id=people[said["checked_by"]],
    )


def _hazard(row: Row, firms: Ids, people: Ids) -> Hazard:
    said = row.values
    copied = ("area", "number", "room", "found_on", "fixed_on", "verified_on")
    return Hazard(
        key=said["number"],
        row=row.number,
        firm_id=firms[said["firm"]],
        fixed_by_id=people.get(said["fixed_by"]),
        verified_by_id=people.get(said["verified_by"]),
        matter=said["matter"] or "",
        grade=said["grade"] or "",
        **{field: said[field] for field in copied},
    )
