"""Writes of the grid: each allows, keeps, and thereby posts."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.grid.models import Hazard


@action("grid.record_hazards", zh="登记问题隐患", en="record hazards")
def record_hazards(act: Act, rows: Rows) -> Kept:
    """Keep hazard reports by number, with whoever dealt with each and whoever verified it."""
    allow(act.by.actor, "clerk", areas_of(rows))
    numbers = {row.values[role] for row in rows for role in ("handler", "verifier")} - {None}
    officers = ensure(act, "person", numbers)
    return act.keep(
        Hazard,
        (
            Hazard(
                key=said["number"],
                area=said["area"],
                row=row.number,
                kind=said["kind"] or "",
                place=said["place"] or "",
                found_on=said["found_on"],
                handler_id=officers.get(said["handler"]),
                handled_on=said["handled_on"],
                verifier_id=officers.get(said["verifier"]),
                verified_on=said["verified_on"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )
