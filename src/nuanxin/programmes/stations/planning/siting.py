"""The planning room 选址: what the kernel asks of a plan type, answered for stations."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access import NotAllowed, sees, visible
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.ledger.acts import Act, Actor
from nuanxin.kernel.plans.declare import CERTIFICATE, INFEASIBLE, Count, Found, Json, Stopped, Tell
from nuanxin.kernel.plans.faults import PlanUnproven
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.queries import last_taken
from nuanxin.planners.siting import Refused
from nuanxin.programmes.stations.models import Demand
from nuanxin.programmes.stations.planning import (
    comparing,
    curves,
    grounds_shown,
    plan_shown,
    proofs,
    reasons,
    serving,
    taking,
    taking_back,
)
from nuanxin.programmes.stations.planning.asking import asked_of
from nuanxin.programmes.stations.planning.gathering import ground_for
from nuanxin.programmes.stations.planning.ground import ground_of, ground_of_plan
from nuanxin.programmes.stations.planning.obstacles import refuse
from nuanxin.programmes.stations.planning.published import published
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.wording import unit_words

COUNTY_DIGITS = 10**6
MOST_HELD = 4
_held: dict[tuple[int, str, str], Puzzle] = {}


def areas(actor: Actor) -> list[int]:
    """Return the counties an actor may plan for that have demand on the register."""
    rows = visible(actor, "clerk", Demand.objects.filter(withdrawn=False))
    codes = rows.order_by().values_list("area", flat=True).distinct()
    return sorted({code // COUNTY_DIGITS * COUNTY_DIGITS for code in codes})


def grounds(actor: Actor, area: int, asked: Json | None = None) -> Json:
    """Return layers, choices and rules of an area. Raises NotAllowed for who may not read it."""
    if not sees(actor, area):
        raise NotAllowed(actor, "reader", area)
    return grounds_shown.grounds(area, localdate(), asked)


def read(form: Mapping[str, Any], area: int) -> Json:
    """Return what a form asks, checked; ``area`` is a code the house knows."""
    full(str(area))
    return asked_of(form, localdate()).as_json()


def in_words(asked: Json) -> Json:
    """Return in words what a question asks, and what its value counts."""
    known = asked_of(asked, localdate())
    return {"words": plan_shown.asked_words(known), "unit": unit_words(known)}


def gathered(actor: Actor, area: int, asked: Json, on: date) -> Puzzle:
    """Return the puzzle of an area as the registers hold on a day. Raises PlanRefused."""
    if not sees(actor, area):
        raise NotAllowed(actor, "reader", area)
    known = asked_of(asked, on)
    puzzle = Puzzle(ground_for(area, known, on), known)
    refuse(puzzle)
    return puzzle


def puzzle_of_plan(plan: Plan) -> Puzzle:
    """Return the puzzle a kept plan answers, which never changes; the last few are held in memory."""
    key = (plan.pk, plan.inputs, plan.asked_text)
    if key not in _held:
        while len(_held) >= MOST_HELD:
            _held.pop(next(iter(_held)), None)
        _held[key] = Puzzle(ground_of_plan(plan), asked_of(plan.asked, plan.made_on))
    return _held[key]


def solved(task: Puzzle, tell: Tell, stopped: Stopped) -> Found:
    """Return the answer to a puzzle."""
    return curves.solved(task, tell, stopped)


def further(task: Puzzle, found: Found, stopped: Stopped) -> Json:
    """Return the curve of a plan that is kept."""
    return curves.further(task, found, stopped)


def proved(asked: Json, inputs: bytes, certificate: bytes) -> tuple[int, int]:
    """Return value and bound as worked out anew from what is kept."""
    puzzle = Puzzle(ground_of(inputs), asked_of(asked, localdate()))
    try:
        return proofs.proved(puzzle, certificate)
    except Refused as error:
        raise PlanUnproven(str(error)) from error


def checked(plan: Plan) -> Json:
    """Return what checking a kept plan anew says."""
    if plan.status == INFEASIBLE:
        return {"holds": True, "bound": plan.bound, "said": _("There is no plan here, so nothing to check.")}
    papers = plan.papers
    try:
        puzzle = Puzzle(ground_of(bytes(papers.inputs)), asked_of(plan.asked, plan.made_on))
        value, bound = proofs.proved(puzzle, bytes(papers.certificate))
    except (PlanUnproven, ValueError) as error:
        return {"holds": False, "bound": plan.bound, "said": _("It does not hold: %(why)s") % {"why": error}}
    holds = (value, bound) == (plan.value, plan.bound)
    said = _("Worked out anew from its papers, the plan is worth %(value)s and none passes %(bound)s.")
    if plan.proof != CERTIFICATE:
        said = _("Worked out anew, the plan is worth %(value)s. That none passes %(bound)s the solver says.")
    return {"holds": holds, "bound": bound, "said": said % {"value": f"{value:,}", "bound": f"{bound:,}"}}


def shown(plan: Plan) -> Json:
    """Return a kept plan as pages show it, with what the register's last count says beside it."""
    puzzle = puzzle_of_plan(plan)
    found = plan_shown.shown(plan, puzzle)
    return {**found, "published": published(plan, puzzle, found)}


def why(plan: Plan, candidate: str) -> Json:
    """Return why a candidate is in or out. KeyError for one that is none."""
    return reasons.why(plan, puzzle_of_plan(plan), candidate)


def moved(plan: Plan, site: str, longitude: float, latitude: float) -> Json:
    """Return what changes where a site of the plan stands elsewhere. KeyError, PlanRefused."""
    return reasons.moved(plan, puzzle_of_plan(plan), site, (longitude, latitude))


def compared(plan: Plan, other: Plan) -> Json:
    """Return two plans side by side, both on the ground of the first."""
    return comparing.compared((plan, puzzle_of_plan(plan)), (other, puzzle_of_plan(other)))


def follows(plan: Plan, decline: bool) -> Json:
    """Return what taking a plan brings about."""
    before = last_taken(plan.kind, plan.area)
    return taking.follows((plan, puzzle_of_plan(plan)), _with_puzzle(before), decline)


def taken(act: Act, plan: Plan, before: Plan | None, decline: bool) -> None:
    """Bring about what follows from taking a plan in the place of the one before it."""
    taking.taken(act, (plan, puzzle_of_plan(plan)), _with_puzzle(before), decline)


def taken_back(act: Act, plan: Plan, before: Plan | None, taking: int) -> None:
    """Take back what followed from taking a plan, as far as nobody has begun it."""
    taking_back.taken_back(act, plan, before, taking)


def counted(area: int, on: date, plan: Plan | None) -> Sequence[Count]:
    """Return what is served on a day, by town, and what came of the plan in force."""
    return serving.counted(area, on, _with_puzzle(plan))


def _with_puzzle(plan: Plan | None) -> tuple[Plan, Puzzle] | None:
    return (plan, puzzle_of_plan(plan)) if plan else None
