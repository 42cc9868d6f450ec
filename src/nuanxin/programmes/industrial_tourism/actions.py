"""Every write of industrial tourism."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.programmes.industrial_tourism.models import Attraction, VisitDay


@action("industrial_tourism.log_days", zh="登记接待日志", en="log visitor days")
def log_days(act: Act, rows: Rows) -> Kept:
    """Keep days of sites' logs; one row a site and day.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  tourism.visits.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(VisitDay, map(_day, rows))


@action("industrial_tourism.register_attractions", zh="登记景点", en="register attractions")
def register_attractions(act: Act, rows: Rows) -> Kept:
    """Keep attractions; one is told apart by its area, site and name.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  tourism.attractions.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(Attraction, map(_attraction, rows))


def _day(row: Row) -> VisitDay:
    said = row.values
    return VisitDay(key=f"{said['area']}|{said['site']}|{said['day']}", row=row.number, **said)


def _attraction(row: Row) -> Attraction:
    said = row.values
    return Attraction(key=f"{said['area']}|{said['site']}|{said['name']}", row=row.number, **said)
