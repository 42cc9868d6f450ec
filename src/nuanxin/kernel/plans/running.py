"""Running 运行: a plan asked for, worked out, checked apart, and kept."""

from collections.abc import Callable

from nuanxin.kernel.access import allow
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.plans.actions import keep_plan
from nuanxin.kernel.plans.declare import INFEASIBLE, Found, Json, Planner, Point, Stopped, Tell, plan_type
from nuanxin.kernel.plans.faults import PlanUnproven
from nuanxin.kernel.plans.models import Plan


def make_plan(
    by: By,
    kind: str,
    area: int,
    asked: Json,
    *,
    title: str = "",
    tell: Tell | None = None,
    stopped: Stopped | None = None,
    kept: Callable[[Plan], None] | None = None,
) -> Plan:
    """Gather, solve, check and keep a plan; for a job, never for a request.

    ``tell`` hears of progress and may raise, then nothing is kept; where ``stopped`` says so, the best
    plan so far is kept with its bound. ``kept`` is called in the transaction that keeps it. Raises
    PlanRefused, NotAllowed, and PlanUnproven where the planner's proof does not hold: then ours is broken.
    """
    of = plan_type(kind)
    allow(by.actor, of.role, [area])
    tell = tell or _nobody
    tell(Point(0.0, "gather", 0, 0))
    task = of.planner.gathered(by.actor, area, asked)
    found = of.planner.solved(task, tell, stopped or _never)
    tell(Point(found.took_ms / 1000, "check", found.value, found.bound))
    refuse_unproven(of.planner, asked, found)
    return keep_plan(by, kind, area, asked, found, title=title, kept=kept).result


def refuse_unproven(planner: Planner, asked: Json, found: Found) -> None:
    """Work value and bound out anew from what would be kept; raise PlanUnproven where they differ."""
    if found.status == INFEASIBLE:
        return
    proved = planner.proved(asked, found.inputs, found.certificate)
    if proved != (found.value, found.bound):
        raise PlanUnproven(f"the papers prove {proved}, not {(found.value, found.bound)}")


def _nobody(_point: Point) -> None:
    return


def _never() -> bool:
    return False
