"""Work 后台: a plan is worked out, and what is served is counted, as jobs."""

from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.plans.actions import read_coverage
from nuanxin.kernel.plans.declare import plan_type
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.running import Hearing, make_plan
from nuanxin.plain.words import Words
from nuanxin.web.jobs.kinds import Kind, Result
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.jobs.progress import STOPPING, Cancelled, Pace, asked_to_stop
from nuanxin.web.jobs.running import finish
from nuanxin.web.plans.told import Watch, forget

LONGEST_S = 60


def _plan(job: Job, _pace: Pace) -> Result:
    """Work a plan out; that it is done is kept in the transaction that keeps the plan."""
    given, asked = job.given, job.given["asked"]
    watch = Watch(job.pk, int(asked.get("seconds") or LONGEST_S))
    plan = make_plan(
        By(job.actor),
        given["kind"],
        given["area"],
        asked,
        title=given["title"],
        hearing=Hearing(watch.tell, watch.enough, lambda plan: _kept(job, plan), STOPPING.is_set),
    )
    forget(job.pk)
    return {"plan": plan.key}


def _kept(job: Job, plan: Plan) -> None:
    """Note that a plan is kept, in the transaction that keeps it. Raises Cancelled where it shall not be."""
    if asked_to_stop(job.pk):
        raise Cancelled
    finish(job, DONE, result={"plan": plan.key})


def _count(job: Job, pace: Pace) -> Result:
    """Count what is served today."""
    pace(0, 1)
    outcome = read_coverage(By(job.actor), job.given["kind"], job.given["area"])
    if outcome.act is None:
        return {"said": _("Nothing changed since the last count.")}
    return {"said": _("Counted; the figures follow."), "act": outcome.act}


def _titled(job: Job) -> str:
    """Return what a run is called: as somebody called it, else what it was asked."""
    given = job.given
    return str(given["title"]) or plan_type(given["kind"]).titled(given["asked"])


def _count_titled(job: Job) -> str:
    """Return what a count is called: after the plan whose promise it is held against."""
    plan = Plan.objects.filter(key=job.given.get("plan", "")).first()
    return _("Count of what is served: %(plan)s") % {"plan": plan} if plan else job.title


FAULTS = (PlanRefused,)
KINDS = (
    Kind("plan", Words("制定方案", "making of a plan"), _plan, "plan_run", FAULTS, _titled),
    Kind("coverage", Words("测算覆盖", "count of what is served"), _count, "job", FAULTS, _count_titled),
)
