"""Listing 方案目录: the plans that were kept, newest first, and a way to set two beside each other."""

from datetime import timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.plans.declare import LISTED, all_plan_types
from nuanxin.kernel.plans.models import Papers
from nuanxin.kernel.plans.queries import plans_seen
from nuanxin.web.jobs.kinds import title_of
from nuanxin.web.jobs.models import FAILED, OPEN, Job
from nuanxin.web.jobs.running import job_address
from nuanxin.web.routes import SignedRequest, reader
from nuanxin.web.templatetags.wording import language

MOST = 100
LATELY = timedelta(days=3)
"""So long a run that failed stands above the plans."""
MOST_RUNS = 10


@reader
def plans(request: SignedRequest) -> HttpResponse:
    """List the plans a reader may see, or those that were put away."""
    away = "away" in request.GET
    found = list(plans_seen(request.actor, away=away)[:MOST])
    called = names({plan.area for plan in found}, language())
    told = dict(Papers.objects.filter(plan__in=found).values_list("plan", f"answer__{LISTED}"))
    types = all_plan_types()
    picture = {
        "lines": [(plan, called[plan.area], told.get(plan.pk) or {}) for plan in found],
        "away": away,
        "put_away": 0 if away else plans_seen(request.actor, away=True).count(),
        "runs": [(job, title_of(job), job_address(job)) for job in runs_of(request.actor)],
        "types": types,
        "makes": any(ranges_of(request.actor, each.role) for each in types),
    }
    return render(request, "plans/plans.html", picture)


def runs_of(actor: Actor) -> list[Job]:
    """Return one's own runs that are at work or lately failed, the newest first."""
    mine = Job.objects.filter(owner_id=actor.party, kind="plan")
    lately = Q(state=FAILED, finished_at__gt=timezone.now() - LATELY)
    return list(mine.filter(Q(state__in=OPEN) | lately).order_by("-pk")[:MOST_RUNS])
