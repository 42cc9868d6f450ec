"""Every write of the warm project."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.programmes.capital_works.models import Announcement, Project


@action("capital_works.list_projects", zh="列入工程项目", en="list projects")
def list_projects(act: Act, rows: Rows) -> Kept:
    """Keep the projects of a year's list; a project is told apart by its year and name.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  works.*_projects, works.*_investment, works.gas_pipe, works.households_covered.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(Project, map(_project, rows))


@action("capital_works.announce_total", zh="登记公布总投资", en="record the announced total")
def announce_total(act: Act, rows: Rows) -> Kept:
    """Keep announced totals, one a year and area; a corrected one replaces the one before.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  works.announced_investment.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(Announcement, map(_announcement, rows))


def _project(row: Row) -> Project:
    said = row.values
    return Project(key=f"{said['year']}|{said['name']}", row=row.number, **said)


def _announcement(row: Row) -> Announcement:
    said = row.values
    return Announcement(key=f"{said['year']}|{said['area']}", row=row.number, **said)
