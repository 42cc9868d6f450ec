"""Writes of the green channel: each allows, keeps, and thereby posts."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.green_channel.models import Declaration


@action("green_channel.record_declarations", zh="登记出口报关单", en="record export declarations")
def record_declarations(act: Act, rows: Rows) -> Kept:
    """Keep export declarations by number, with net weight, value and day of release."""
    allow(act.by.actor, "clerk", areas_of(rows))
    firms = ensure(act, "organisation", {row.values["firm"] for row in rows})
    return act.keep(
        Declaration,
        (
            Declaration(
                key=said["number"],
                area=said["area"],
                row=row.number,
                firm_id=firms[said["firm"]],
                goods=said["goods"] or "",
                trucks=said["trucks"],
                weight_g=said["weight"],
                value_fen=said["value"],
                released_on=said["released_on"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )
