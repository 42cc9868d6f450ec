"""Writes of the volunteers: each allows, keeps, and thereby posts."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.volunteers.models import Activity, Member, Team


@action("volunteers.register_teams", zh="登记志愿服务队", en="register volunteer teams")
def register_teams(act: Act, rows: Rows) -> Kept:
    """Keep the list of teams, each by its name."""
    allow(act.by.actor, "clerk", areas_of(rows))
    teams = ensure(act, "team", {row.values["team"] for row in rows})
    return act.keep(
        Team,
        (
            Team(
                key=said["team"],
                area=said["area"],
                row=row.number,
                team_id=teams[said["team"]],
                formed_on=said["formed_on"],
                dissolved_on=said["dissolved_on"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )


@action("volunteers.register_members", zh="登记志愿者", en="register volunteers")
def register_members(act: Act, rows: Rows) -> Kept:
    """Keep the roster, each volunteer by number and team."""
    allow(act.by.actor, "clerk", areas_of(rows))
    persons = ensure(act, "person", {row.values["number"] for row in rows})
    teams = ensure(act, "team", {row.values["team"] for row in rows})
    return act.keep(
        Member,
        (
            Member(
                key=f"{persons[said['number']]}|{said['team']}",
                area=said["area"],
                row=row.number,
                person_id=persons[said["number"]],
                team_id=teams[said["team"]],
                trade=said["trade"],
                joined_on=said["joined_on"],
                left_on=said["left_on"],
                officer_from=said["officer_from"],
                officer_until=said["officer_until"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )


@action("volunteers.record_activities", zh="登记志愿活动", en="record activities")
def record_activities(act: Act, rows: Rows) -> Kept:
    """Keep activities, each by its number, with the person-times it served."""
    allow(act.by.actor, "clerk", areas_of(rows))
    teams = ensure(act, "team", {row.values["team"] for row in rows})
    return act.keep(
        Activity,
        (
            Activity(
                key=said["number"],
                area=said["area"],
                row=row.number,
                team_id=teams[said["team"]],
                theme=said["theme"] or "",
                held_on=said["held_on"],
                held=said["held"],
                volunteers=said["volunteers"] or 0,
                people_served=said["people_served"] or 0,
            )
            for row in rows
            for said in (row.values,)
        ),
    )
