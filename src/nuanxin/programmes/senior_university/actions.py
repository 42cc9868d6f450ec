"""Every write of the senior university."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.programmes.senior_university.models import Course, TeachingPoint


@action("senior_university.register_points", zh="登记教学点", en="register teaching points")
def register_points(act: Act, rows: Rows) -> Kept:
    """Keep teaching points; a point is told apart by its village or community and its name.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  seniors.points.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(TeachingPoint, map(_point, rows))


@action("senior_university.register_courses", zh="登记课程", en="register courses")
def register_courses(act: Act, rows: Rows) -> Kept:
    """Keep courses; a course is told apart by its point, term and name.

    Raises  NotAllowed unless the actor is a clerk over every area named.
    Ledger  seniors.courses, seniors.enrolments.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(Course, map(_course, rows))


def _point(row: Row) -> TeachingPoint:
    said = row.values
    kept = {**said, "host": said["host"] or ""}
    return TeachingPoint(key=f"{said['area']}/{said['name']}", row=row.number, **kept)


def _course(row: Row) -> Course:
    said = row.values
    key = f"{said['area']}/{said['point']}/{said['term']}/{said['name']}"
    return Course(key=key, row=row.number, **{**said, "form": said["form"] or ""})
