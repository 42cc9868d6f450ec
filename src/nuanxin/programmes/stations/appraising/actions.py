"""Writes of the grading: kept from a sheet, or proposed, passed by another, dropped; an exit closes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.appraisals import AppraisalRefused
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.kernel.rules.calendar import HERE, due_after
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.programmes.stations.appraising.history import until_the_next
from nuanxin.programmes.stations.models import Grade, Station
from nuanxin.programmes.stations.queries import of_station, recorded_days, stations_named

EXIT, MOST = 0, 5


@action("stations.grade", zh="评定驿站星级", en="grade stations")
def grade_stations(act: Act, rows: Rows) -> Kept:
    """Keep grades; each holds until the next of its station begins.

    Raises RowsRefused for an unknown station.
    """
    known = stations_named(act.by.actor, rows)
    named = {row.values[who] for row in rows for who in ("decided_by", "passed_by")} - {None}
    people = ensure(act, "person", named)
    stations = [station.pk for station in known.values()]
    standing = {each.key: each for each in Grade.objects.filter(station__in=stations, withdrawn=False)}
    said = {grade.key: grade for grade in (_grade(row, known, people) for row in rows)}
    for key in said.keys() & standing.keys():
        for who in act.by.absent & {"decided_by", "passed_by"}:  # a sheet without them says nothing of them
            setattr(said[key], f"{who}_id", getattr(standing[key], f"{who}_id"))
    moved = until_the_next({**standing, **said}.values())
    kept = act.keep(Grade, said.values())
    act.keep(Grade, [grade for grade in moved if grade.key not in said])
    return kept


def _grade(row: Row, known: Mapping[str, Station], people: Mapping[str, int]) -> Grade:
    said = row.values
    return Grade(
        **of_station(row, known, said["on"]),
        on=said["on"],
        stars=int(said["stars"]),
        reason=said["reason"] or "",
        decided_by_id=people.get(said["decided_by"]),
        passed_by_id=people.get(said["passed_by"]),
    )


@action("stations.propose_grade", zh="拟定驿站星级", en="propose a station's grade")
def propose_grade(act: Act, station: int, stars: int, reason: str) -> Grade:
    """Propose stars, or an exit, for a reason; they count once somebody else has passed them.

    An exit begins when its notice is over. Raises NotAllowed; AppraisalRefused without a reason, for marks
    that are none, and where a grade waits or one of that day stands.
    """
    found, today = Station.objects.get(pk=station, withdrawn=False), _today(act)
    allow(act.by.actor, "clerk", {found.area})
    if not reason.strip():
        raise AppraisalRefused(_("A grade and an exit are given for a reason; write it."))
    if not EXIT <= stars <= MOST:
        raise AppraisalRefused(_("Choose the stars."))
    on = _after_notice(today) if stars == EXIT else today
    standing = Grade.objects.filter(station=found, withdrawn=False)
    if any(not grade.passed and grade.decided_by_id for grade in standing):
        raise AppraisalRefused(_("A grade of this station waits for a second person; pass or drop it first."))
    if standing.filter(on=on).exists():
        raise AppraisalRefused(_("The station was graded on that day already."))
    said = reason.strip()[: Grade._meta.get_field("reason").max_length]
    made = Grade(key=f"{found.key}|{on}", area=found.area, station=found, on=on, stars=stars, reason=said)
    made.decided_by_id = act.by.actor.party
    act.keep(Grade, [made])
    return made


@action("stations.pass_grade", zh="复核驿站星级", en="pass a station's grade")
def pass_grade(act: Act, grade: int) -> Grade:
    """Pass a grade somebody else proposed; an exit only once its notice is over, and it closes the station.

    Where stays, events or inspections were recorded after that day, it was open until the last of these.
    Raises NotAllowed; AppraisalRefused for whoever proposed it, before its day, and where it was passed.
    """
    found = _waiting(grade)
    allow(act.by.actor, "reviewer", {found.area})
    if found.decided_by_id == act.by.actor.party:
        raise AppraisalRefused(_("You decided it, so somebody else has to pass it."))
    if found.on > _today(act):
        raise AppraisalRefused(
            _("The notice runs until %(day)s; it is passed after that.") % {"day": found.on}
        )
    found.passed_by_id = act.by.actor.party
    others = Grade.objects.filter(station=found.station, withdrawn=False).exclude(pk=found.pk)
    moved = until_the_next([found, *others])
    act.keep(Grade, [found, *(each for each in moved if each is not found)])
    if found.stars == EXIT and not found.station.closed_on:
        last = recorded_days([found.station_id]).get(found.station_id, (found.on, found.on))[1]
        found.station.closed_on = max(found.on, last)
        act.keep(Station, [found.station])
    return found


@action("stations.drop_grade", zh="撤回拟定的驿站星级", en="drop a proposed grade")
def drop_grade(act: Act, grade: int) -> None:
    """Take back a grade nobody has passed, as when what was wrong is mended. Raises NotAllowed."""
    found = _waiting(grade)
    role = "clerk" if found.decided_by_id == act.by.actor.party else "reviewer"
    allow(act.by.actor, role, {found.area})
    act.withdraw(found)


def _waiting(grade: int) -> Grade:
    found = Grade.objects.select_related("station").filter(pk=grade, withdrawn=False).first()
    if found is None or found.passed:
        raise AppraisalRefused(_("This grade waits for nobody any more; look at the station again."))
    return found


def _after_notice(today: date) -> date:
    return due_after(today, int(str(rule("stations.exit_notice", today).value))).on


def _today(act: Act) -> date:
    return datetime.fromtimestamp(act.at / 1e6, UTC).astimezone(HERE).date()
