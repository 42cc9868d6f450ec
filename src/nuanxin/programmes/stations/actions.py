"""Writes of the stations: each allows, keeps, and thereby posts."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.programmes.stations.models import Station


@action("stations.register", zh="登记驿站", en="register stations")
def register_stations(act: Act, rows: Rows) -> Kept:
    """Keep the register of stations, each by its number."""
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(
        Station,
        (
            Station(
                key=said["number"],
                area=said["area"],
                row=row.number,
                name=said["name"] or "",
                kind=said["kind"] or "",
                address=said["address"] or "",
                opened_on=said["opened_on"],
                closed_on=said["closed_on"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )
