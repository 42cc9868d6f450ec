"""Writes of the plans room: a plan is kept, called, taken; what is served is read."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.areas.tree import span
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.plans.declare import INFEASIBLE, Count, Found, Json, plan_type
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.plans.models import WHY, Papers, Plan, Tally
from nuanxin.kernel.plans.packing import digest_of
from nuanxin.kernel.plans.queries import last_taken, taking_of
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.work.faults import SecondPersonNeeded


@action("plans.keep", zh="保存规划方案", en="keep a plan")
def keep_plan(
    act: Act,
    kind: str,
    area: int,
    asked: Json,
    found: Found,
    *,
    title: str = "",
    on: date | None = None,
    kept: Callable[[Plan], None] | None = None,
) -> Plan:
    """Keep a run with its papers, made today or ``on`` an earlier day. ``kept`` hears of it meanwhile.

    Raises NotAllowed, and PlanRefused for a day ahead.
    """
    allow(act.by.actor, plan_type(kind).role, [area])
    plan = Plan(
        key=f"P-{act.number}",
        area=area,
        kind=kind,
        title=title[:80],
        asked_text=json.dumps(asked, ensure_ascii=False, sort_keys=True),
        inputs=digest_of(found.inputs),
        reason=found.reason.get(settings.LANGUAGE_CODE, "")[:240],
        made_on=_day(act, on),
        made_by_id=act.by.actor.party,
        **{
            name: getattr(found, name)
            for name in ("seed", "status", "proof", "value", "bound", "before", "promised", "took_ms")
        },
    )
    act.keep(Plan, [plan])
    answer = {**found.answer, **({WHY: dict(found.reason)} if found.reason else {})}
    Papers.objects.create(plan_id=plan.pk, inputs=found.inputs, certificate=found.certificate, answer=answer)
    if kept:
        kept(plan)
    return plan


@action("plans.call", zh="命名规划方案", en="name a plan")
def rename_plan(act: Act, plan: int, title: str) -> Plan:
    """Give a plan another title. Raises NotAllowed."""
    found = Plan.objects.get(pk=plan)
    allow(act.by.actor, found.type.role, [found.area])
    found.title = title.strip()[:80]
    act.keep(Plan, [found])
    return found


@action("plans.put_away", zh="归档规划方案", en="put a plan away")
def put_away(act: Act, plan: int) -> Plan:
    """Put a plan away that nobody took: it stands in no list, and is still there. NotAllowed, PlanRefused."""
    found = Plan.objects.get(pk=plan)
    allow(act.by.actor, found.type.role, [found.area])
    if found.taken:
        said = _("It was taken, so it stays where it is.")
        raise PlanRefused([Fault("", said, _("The next plan that is taken replaces it."))])
    if not found.withdrawn:
        act.withdraw(found)
    return found


@action("plans.put_back", zh="取回规划方案", en="put a plan back")
def put_back(act: Act, plan: int) -> Plan:
    """Put a plan back among the others. Raises NotAllowed."""
    found = Plan.objects.get(pk=plan)
    allow(act.by.actor, found.type.role, [found.area])
    found.withdrawn = False
    act.keep(Plan, [found])
    return found


@action("plans.take", zh="采纳规划方案", en="take a plan")
def take_plan(
    act: Act,
    plan: int,
    *,
    decline: bool = False,
    on: date | None = None,
    in_force: str | None = None,
) -> Plan:
    """Take a plan: what follows from it is brought about, what it promises is posted.

    ``decline`` also refuses what was offered and stands in no place of it. The plan in force until now
    ends; ``in_force`` is the key of the one somebody saw would end (blank: none), and another one in its
    place is refused. ``on`` is the day it was decided, where it is entered afterwards. Raises NotAllowed,
    SecondPersonNeeded for whoever made it, PlanRefused where it cannot be taken.
    """
    found = Plan.objects.select_related("papers").get(pk=plan)
    allow(act.by.actor, found.type.taken_by, [found.area])
    before, day = last_taken(found.kind, found.area), _day(act, on)
    _takeable(act, found)
    _as_seen(before, in_force)
    _not_before(found.made_on, day)
    if before:
        _not_before(before.taken_on or day, day)
        before.until = day
        act.keep(Plan, [before])
        _end(act, Tally.objects.filter(kind=before.kind, part=before.key, until=None), day)
    found.taken_on, found.taken_by_id = day, act.by.actor.party
    act.keep(Plan, [found])
    found.type.planner.taken(act, found, before, decline)
    act.about("plan", found.pk)
    return found


@action("plans.take_back", zh="撤回采纳", en="take back the taking of a plan")
def take_back_plan(act: Act, plan: int) -> Plan:
    """Undo the taking of the plan in force: the plan it ended is in force again, its promise is reversed.

    What followed is taken back as far as nobody has begun it. Raises NotAllowed, SecondPersonNeeded for
    whoever made it, PlanRefused where it is not in force, or something of it was changed since.
    """
    found = Plan.objects.select_related("papers").get(pk=plan)
    allow(act.by.actor, found.type.taken_by, [found.area])
    _by_another(act, found)
    taking, before = _taking(found)
    found.type.planner.taken_back(act, found, before, taking)
    _end(act, Tally.objects.filter(kind=found.kind, part=found.key, until=None), _day(act))
    if before:
        _in_force_again(act, before, taking)
    found.taken_on = found.taken_by_id = None
    act.keep(Plan, [found])
    act.about("plan", found.pk)
    return found


def _in_force_again(act: Act, before: Plan, taking: int) -> None:
    """Put a plan in force again that ended by a taking, with what was counted of it."""
    before.until = None
    act.keep(Plan, [before])
    tallies = list(Tally.objects.filter(act_id=taking, kind=before.kind, part=before.key))
    for each in tallies:
        each.until = None
    act.keep(Tally, tallies)


def _taking(plan: Plan) -> tuple[int, Plan | None]:
    """Return the act by which the plan in force was taken, and the plan that ended by it."""
    if not plan.taken or plan.until:
        raise PlanRefused([Fault("", _("Only the plan in force can be taken back."), "")])
    taking = taking_of(plan)
    if taking is None:
        said = _("It was taken before the house recorded what follows, so it cannot be taken back.")
        raise PlanRefused([Fault("", said, _("Take the plan that is to hold instead."))])
    ended = Plan.objects.filter(kind=plan.kind, area=plan.area, until=plan.taken_on).exclude(pk=plan.pk)
    before = ended.filter(act_id=taking.number).first()
    if ended.exists() and before is None:
        said = _("The plan that ended by it was changed since, so it cannot be put in force again.")
        raise PlanRefused([Fault("", said, _("Take the plan that is to hold instead."))])
    return taking.number, before


def why_not_back(plan: Plan) -> str:
    """Return why the taking of a plan cannot be taken back, with the remedy; blank where it can."""
    try:
        _taking(plan)
    except PlanRefused as refused:
        return str(refused)
    return ""


def _by_another(act: Act, plan: Plan) -> None:
    if plan.made_by_id == act.by.actor.party:
        raise SecondPersonNeeded(_("You made this plan, so somebody else has to take it."))


def _takeable(act: Act, plan: Plan) -> None:
    _by_another(act, plan)
    if plan.status == INFEASIBLE:
        raise PlanRefused([Fault("", _("There is no plan here: nothing keeps to what was asked."), "")])
    if plan.withdrawn:
        raise PlanRefused([Fault("", _("It was put away."), _("Put it back first."))])
    if plan.taken:
        words = {"day": plan.taken_on}
        raise PlanRefused([Fault("", _("It was taken on %(day)s already.") % words, "")])


def _as_seen(before: Plan | None, in_force: str | None) -> None:
    """Refuse where another plan ends by this than somebody saw."""
    if in_force is None or in_force == (before.key if before else ""):
        return
    said = _("The plan in force has changed since this page was shown.")
    if before:
        words = {"plan": before, "key": before.key}
        said = _("Since this page was shown, “%(plan)s” (%(key)s) came into force.") % words
    raise PlanRefused([Fault("in_force", said, _("Look again at what follows, then take it."))])


def _not_before(first: date, day: date) -> None:
    if day < first:
        said = _("%(day)s is before %(first)s, when it was made or the plan before it was taken.")
        raise PlanRefused([Fault("on", said % {"day": day, "first": first}, _("Give a later day."))])


@action("plans.read", zh="测算覆盖", en="count what is served")
def read_coverage(act: Act, kind: str, area: int, on: date | None = None) -> Kept:
    """Count what is served in an area on a day (today), and what came of the plan in force.

    A tally holds until the next count of its area; one day is counted once, and anew where it changed.
    Raises NotAllowed, and PlanRefused for a day before the last tally.
    """
    of, on = plan_type(kind), _day(act, on)
    allow(act.by.actor, of.role, [area])
    counts = of.planner.counted(area, on, last_taken(kind, area))
    places = {(count.area, count.part) for count in counts}
    standing = list(Tally.objects.filter(kind=kind, area__range=span(area), until=None, withdrawn=False))
    _not_earlier(standing, on)
    _end(act, [each for each in standing if each.on < on or (each.area, each.part) not in places], on)
    return act.keep(Tally, [_tally(kind, count, on) for count in counts])


def _end(act: Act, tallies: Iterable[Tally], day: date) -> None:
    """End tallies on a day, none before it began; what was counted of a place nobody counts now ends too."""
    ended = list(tallies)
    for each in ended:
        each.until = max(day, each.on)
    act.keep(Tally, ended)


def _tally(kind: str, count: Count, on: date) -> Tally:
    tally = Tally(
        key=f"{kind}|{count.area}|{count.part}|{on}", area=count.area, kind=kind, part=count.part, on=on
    )
    tally.amounts = count.amounts
    return tally


def _not_earlier(tallies: Iterable[Tally], on: date) -> None:
    last = max((each.on for each in tallies), default=on)
    if last > on:
        said = _("It was counted on %(last)s already, which is later than %(on)s.") % {"last": last, "on": on}
        raise PlanRefused([Fault("on", said, _("Count for that day or a later one."))])


def _day(act: Act, on: date | None = None) -> date:
    """Return the day something was done: today, or an earlier one where it is entered afterwards."""
    today = datetime.fromtimestamp(act.at / 1e6, UTC).astimezone(HERE).date()
    if on and on > today:
        raise PlanRefused(
            [Fault("on", _("%(day)s has not come yet.") % {"day": on}, _("Give today at most."))]
        )
    return on or today
