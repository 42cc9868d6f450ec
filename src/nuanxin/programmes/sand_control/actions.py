"""Every write of sand control."""

from collections.abc import Mapping

from django.utils.timezone import localdate

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.sand_control.models import (
    CampaignTask,
    Payment,
    Project,
    ScheduleLine,
    Target,
    YearTask,
)


@action("sand_control.set_year_tasks", zh="下达年度治沙任务", en="set the year's tasks")
def set_year_tasks(act: Act, rows: Rows) -> Kept:
    """Keep a year's tasks, one a county, year and way of treating land.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  sand.year_task.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(YearTask, (YearTask(**_fields(row, "year", "way")) for row in rows))


@action("sand_control.set_campaign_tasks", zh="下达攻坚战总任务", en="set the campaign's tasks")
def set_campaign_tasks(act: Act, rows: Rows) -> Kept:
    """Keep the whole campaign's tasks, one a county and sandy land.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  sand.whole_task.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(CampaignTask, (CampaignTask(**_fields(row, "sand")) for row in rows))


@action("sand_control.record_projects", zh="登记治沙项目", en="record sand projects")
def record_projects(act: Act, rows: Rows) -> Kept:
    """Keep sand projects with their first and last day of work, one a year and name in a county.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  sand.start_day, sand.relief_projects.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(Project, (Project(**_fields(row, "year", "name")) for row in rows))


@action("sand_control.record_payments", zh="登记劳务报酬发放", en="record wages paid")
def record_payments(act: Act, rows: Rows) -> Kept:
    """Keep wages paid to households, one a project, month and household number.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  sand.wages, sand.workdays.
    """
    allow(act.by.actor, "clerk", areas_of(rows) | areas_of(rows, "county"))
    households = ensure(act, "household", {row.values["household"] for row in rows})
    return act.keep(Payment, (_payment(row, households) for row in rows))


@action("sand_control.set_targets", zh="登记光伏治沙目标", en="set targets")
def set_targets(act: Act, rows: Rows) -> Kept:
    """Keep targets of capacity and of land treated with it, one a county and day due.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  sand.power_target, sand.pv_area_target.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(Target, (Target(**_fields(row, "due_on")) for row in rows))


@action("sand_control.report_schedule", zh="登记以工代赈实施进度", en="report the schedule of projects")
def report_schedule(act: Act, rows: Rows) -> Kept:
    """Keep the superior office's 20-column schedule, one line a project of a county.

    A line whose numbers are as before keeps the day they were reported; one that changed gets today's.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  sand.scheduled_investment, sand.scheduled_paid.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    told = [_schedule_line(row) for row in rows]
    known = ScheduleLine.objects.in_bulk([each.key for each in told], field_name="key")
    today = localdate()
    for each in told:
        before = known.get(each.key)
        each.reported_on = before.reported_on if before and _says_the_same(each, before) else today
    return act.keep(ScheduleLine, told)


def _schedule_line(row: Row) -> ScheduleLine:
    line = ScheduleLine(**_fields(row, "name"))
    for name in ("fund", "content", "remarks"):
        setattr(line, name, getattr(line, name) or "")
    return line


def _says_the_same(one: ScheduleLine, other: ScheduleLine) -> bool:
    apart = {"id", "act", "row", "reported_on", "precision"}
    names = [field.attname for field in ScheduleLine._meta.concrete_fields if field.name not in apart]
    return not other.withdrawn and all(getattr(one, name) == getattr(other, name) for name in names)


def _fields(row: Row, *key: str) -> dict[str, object]:
    """Return a row's values with its number and the key made of its area and the fields named."""
    said = row.values
    return {**said, "row": row.number, "key": "|".join(str(said[field]) for field in ("area", *key))}


def _payment(row: Row, households: Mapping[str, int]) -> Payment:
    said = row.values
    return Payment(
        key=f"{said['county']}|{said['project']}|{said['month']}|{households[said['household']]}",
        area=said["area"],
        row=row.number,
        project=said["project"],
        county=said["county"],
        household_id=households[said["household"]],
        month=said["month"],
        days=said["days"],
        wage_fen=said["wage_fen"],
        paid_on=said["paid_on"],
    )
