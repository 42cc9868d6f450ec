"""Writes of the study tours: each allows, keeps, and thereby posts."""

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.programmes.study_tours.models import Pupil, Tour


@action("study_tours.register_tours", zh="登记研学团", en="register study tours")
def register_tours(act: Act, rows: Rows) -> Kept:
    """Keep tours by number, with their days of departure and return."""
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(
        Tour,
        (
            Tour(
                key=said["number"],
                area=said["area"],
                row=row.number,
                name=said["name"] or "",
                host=said["host"] or "",
                destination=said["destination"] or "",
                departed_on=said["departed_on"],
                returned_on=said["returned_on"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )


@action("study_tours.enrol_pupils", zh="登记研学学生", en="enrol pupils on study tours")
def enrol_pupils(act: Act, rows: Rows) -> Kept:
    """Keep the roster of a tour, each pupil by number."""
    allow(act.by.actor, "clerk", areas_of(rows))
    persons = ensure(act, "person", {row.values["number"] for row in rows})
    return act.keep(
        Pupil,
        (
            Pupil(
                key=f"{said['tour']}|{persons[said['number']]}",
                area=said["area"],
                row=row.number,
                person_id=persons[said["number"]],
                tour=said["tour"],
                school=said["school"] or "",
                departed_on=said["departed_on"],
                consented=said["consented"],
                present=said["present"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )
