"""Running 求解: how a plan comes along: the best so far and the bound, closing on each other."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from nuanxin.web.jobs.kinds import title_of
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.jobs.running import job_address
from nuanxin.web.jobs.views import own_job
from nuanxin.web.plans.beginning import known_type
from nuanxin.web.plans.races import race_of, standing
from nuanxin.web.plans.told import points_of, said_enough, say_enough
from nuanxin.web.plans.words import DOING
from nuanxin.web.routes import SignedRequest, reader


@reader
def run(request: SignedRequest, number: int) -> HttpResponse:
    """Show how a plan comes along; once it is kept, go to it."""
    job = own_job(request, number, "plan")
    if job.state == DONE:
        return redirect("plan", job.result["plan"])
    return render(request, "plans/run.html", _told(job))


@reader
def progress(request: SignedRequest, number: int) -> HttpResponse:
    """Give the part of the page that tells the progress; a finished run sends the page on."""
    job = own_job(request, number, "plan")
    if job.open and request.htmx:
        return render(request, "plans/running.html", _told(job))
    return HttpResponseClientRedirect(job_address(job)) if request.htmx else redirect(job_address(job))


@reader
@require_POST
def enough(request: SignedRequest, number: int) -> HttpResponse:
    """End a run soon, and keep the best so far with its bound."""
    job = own_job(request, number, "plan")
    if job.open:
        say_enough(job.pk)
    return HttpResponseRedirect(job_address(job))


def _told(job: Job) -> dict[str, Any]:
    points = points_of(job.pk)
    doing = points[-1]["doing"] if points else ""
    kind = known_type(job.given["kind"])
    return {
        "job": job,
        "title": title_of(job),
        "kind": kind,
        "asked": kind.planner.in_words(job.given["asked"]),
        "doing": DOING.get(doing, doing),
        "now": standing(points),
        "race": race_of(points),
        "ending": said_enough(job.pk),
    }
