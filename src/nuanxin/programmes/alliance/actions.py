"""Writes of the alliance: each allows, keeps, and thereby posts."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.alliance.models import HouseholdPairing, Pairing, Service


@action("alliance.record_services", zh="登记企业服务", en="record services to firms")
def record_services(act: Act, rows: Rows) -> Kept:
    """Keep services to firms, one a firm, day and kind."""
    allow(act.by.actor, "clerk", areas_of(rows))
    firms = ensure(act, "organisation", {row.values["firm"] for row in rows})
    return act.keep(
        Service,
        (
            Service(
                key=f"{said['firm']}|{said['served_on']}|{said['kind']}",
                area=said["area"],
                row=row.number,
                firm_id=firms[said["firm"]],
                kind=said["kind"],
                way=said["way"] or "",
                served_on=said["served_on"],
                settled=said["settled"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )


@action("alliance.pair_firms", zh="登记村企结对", en="pair firms with villages")
def pair_firms(act: Act, rows: Rows) -> Kept:
    """Keep pairings of firms with villages, with their end where they have ended."""
    allow(act.by.actor, "clerk", areas_of(rows))
    firms = ensure(act, "organisation", {row.values["firm"] for row in rows})
    return act.keep(
        Pairing,
        (
            Pairing(
                key=f"{said['firm']}|{said['area']}|{said['started_on']}",
                area=said["area"],
                row=row.number,
                firm_id=firms[said["firm"]],
                started_on=said["started_on"],
                ended_on=said["ended_on"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )


@action("alliance.pair_households", zh="登记结对帮扶", en="pair households with helpers")
def pair_households(act: Act, rows: Rows) -> Kept:
    """Keep pairings of needy households, known by number only, with helping organisations."""
    allow(act.by.actor, "clerk", areas_of(rows))
    households = ensure(act, "household", {row.values["household"] for row in rows})
    helpers = ensure(act, "organisation", {row.values["helper"] for row in rows})
    return act.keep(
        HouseholdPairing,
        (
            HouseholdPairing(
                key=f"{households[said['household']]}|{said['started_on']}",
                area=said["area"],
                row=row.number,
                household_id=households[said["household"]],
                helper_id=helpers[said["helper"]],
                persons=said["persons"],
                started_on=said["started_on"],
                ended_on=said["ended_on"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )
