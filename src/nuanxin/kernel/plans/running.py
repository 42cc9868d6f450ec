"""Running 运行: a plan asked for, worked out, checked apart, and kept."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from nuanxin.kernel.access import allow
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.wording import in_each_language
from nuanxin.kernel.plans.actions import keep_plan
from nuanxin.kernel.plans.declare import INFEASIBLE, Found, Json, Planner, Point, Stopped, Tell, plan_type
from nuanxin.kernel.plans.faults import PlanRefused, PlanUnproven
from nuanxin.kernel.plans.models import Papers, Plan

log = logging.getLogger("nuanxin.plans")


def _nobody(_point: Point) -> None:
    return


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears of a run: ``tell`` of its progress, ``kept`` of the plan, in the transaction that keeps it.

    ``tell`` may raise, then nothing is kept; where ``stopped`` says so, the best plan so far is kept with
    its bound. Where ``ending`` says so, nothing more is put to a plan that is kept.
    """

    tell: Tell = _nobody
    stopped: Stopped = _never
    kept: Callable[[Plan], None] | None = None
    ending: Stopped = _never


NOBODY = Hearing()


def make_plan(
    by: By,
    kind: str,
    area: int,
    asked: Json,
    *,
    title: str = "",
    on: date | None = None,
    hearing: Hearing = NOBODY,
) -> Plan:
    """Gather, solve, check and keep a plan, then put to it what takes longer; for a job, never for a request.

    ``on`` is the day it is made for, where that is not today. Raises PlanRefused, NotAllowed, and
    PlanUnproven where the planner's proof does not hold: then ours is broken.
    """
    of, tell = plan_type(kind), hearing.tell
    allow(by.actor, of.role, [area])
    tell(Point(0.0, "gather", 0, 0))
    task = _gathered(lambda: of.planner.gathered(by.actor, area, asked, on or localdate()))
    found = of.planner.solved(task, tell, hearing.stopped)
    tell(Point(found.took_ms / 1000, "check", found.value, found.bound))
    refuse_unproven(of.planner, asked, found)
    plan = keep_plan(by, kind, area, asked, found, title=title, on=on, kept=hearing.kept).result
    if found.status != INFEASIBLE:
        _look_further(plan, lambda: of.planner.further(task, found, hearing.ending))
    return plan


def _look_further(plan: Plan, look: Callable[[], Json]) -> None:
    """Put more to the answer of a kept plan; where that fails, the plan stands without it."""
    try:
        more = look()
    except Exception:
        log.exception("nothing more could be worked out for plan %s", plan.key)
        return
    papers = Papers.objects.get(plan_id=plan.pk)
    papers.answer = {**papers.answer, **more}
    papers.save(update_fields=["answer"])


def _gathered(gather: Callable[[], Any]) -> Any:
    """Return what is gathered; a refusal is worked out once more for each language of the house."""
    try:
        return gather()
    except PlanRefused as refused:
        told = in_each_language(lambda: _refusal(gather))
        raise PlanRefused(refused.faults, told) from refused


def _refusal(gather: Callable[[], Any]) -> str:
    try:
        gather()
    except PlanRefused as refused:
        return str(refused)
    return ""


def refuse_unproven(planner: Planner, asked: Json, found: Found) -> None:
    """Work value and bound out anew from what would be kept; raise PlanUnproven where they differ."""
    if found.status == INFEASIBLE:
        return
    proved = planner.proved(asked, found.inputs, found.certificate)
    if proved != (found.value, found.bound):
        raise PlanUnproven(f"the papers prove {proved}, not {(found.value, found.bound)}")
