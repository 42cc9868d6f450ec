"""Writes of the plans room: a plan is kept, called, taken; what is served is read."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.plans.declare import INFEASIBLE, Count, Found, Json, plan_type
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.plans.models import Papers, Plan, Tally
from nuanxin.kernel.plans.packing import digest_of
from nuanxin.kernel.plans.queries import last_taken
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
    kept: Callable[[Plan], None] | None = None,
) -> Plan:
    """Keep a run with its papers. ``kept`` hears of it in the same transaction. Raises NotAllowed."""
    allow(act.by.actor, plan_type(kind).role, [area])
    plan = Plan(
        key=f"P-{act.number}",
        area=area,
        kind=kind,
        title=title[:80],
        asked_text=json.dumps(asked, ensure_ascii=False, sort_keys=True),
        inputs=digest_of(found.inputs),
        reason=found.reason[:240],
        made_on=_today(act),
        made_by_id=act.by.actor.party,
        **{
            name: getattr(found, name)
            for name in ("seed", "status", "proof", "value", "bound", "before", "promised", "took_ms")
        },
    )
    act.keep(Plan, [plan])
    Papers.objects.create(
        plan_id=plan.pk, inputs=found.inputs, certificate=found.certificate, answer=found.answer
    )
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


@action("plans.take", zh="采纳规划方案", en="take a plan")
def take_plan(act: Act, plan: int, *, decline: bool = False) -> Plan:
    """Take a plan: what follows from it is brought about, what it promises is posted.

    ``decline`` also refuses what was offered and stands in no place of it. The plan in force until now
    ends. Raises NotAllowed, SecondPersonNeeded for whoever made it, PlanRefused where it cannot be taken.
    """
    found = Plan.objects.select_related("papers").get(pk=plan)
    allow(act.by.actor, found.type.taken_by, [found.area])
    _takeable(act, found)
    before = last_taken(found.kind, found.area)
    if before:
        before.until = _today(act)
        act.keep(Plan, [before])
    found.taken_on, found.taken_by_id = _today(act), act.by.actor.party
    act.keep(Plan, [found])
    found.type.planner.taken(act, found, decline)
    return found


def _takeable(act: Act, plan: Plan) -> None:
    if plan.made_by_id == act.by.actor.party:
        raise SecondPersonNeeded(_("You made this plan, so somebody else has to take it."))
    if plan.status == INFEASIBLE:
        raise PlanRefused([Fault("", _("There is no plan here: nothing keeps to what was asked."), "")])
    if plan.taken:
        words = {"day": plan.taken_on}
        raise PlanRefused([Fault("", _("It was taken on %(day)s already.") % words, "")])


@action("plans.read", zh="测算覆盖", en="count what is served")
def read_coverage(act: Act, kind: str, area: int, on: date | None = None) -> Kept:
    """Count what is served in an area on a day (today), and what came of the plan in force.

    A tally holds until the next one of its area; one day is counted once, and anew where it changed.
    Raises NotAllowed, and PlanRefused for a day before the last tally.
    """
    of, on = plan_type(kind), on or _today(act)
    allow(act.by.actor, of.role, [area])
    counts = of.planner.counted(area, on, last_taken(kind, area))
    places = [(count.area, count.part) for count in counts]
    open_ones = Tally.objects.filter(kind=kind, area__in={place[0] for place in places}, until=None)
    standing = {(each.area, each.part): each for each in open_ones.filter(withdrawn=False)}
    _not_earlier(standing.values(), on)
    ended = [each for place, each in standing.items() if place in set(places) and each.on < on]
    for each in ended:
        each.until = on
    act.keep(Tally, ended)
    return act.keep(Tally, [_tally(kind, count, on) for count in counts])


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


def _today(act: Act) -> date:
    return datetime.fromtimestamp(act.at / 1e6, UTC).astimezone(HERE).date()
