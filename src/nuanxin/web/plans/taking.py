"""Taking 采纳: what follows where a plan is taken, the taking itself, its name, and what came of it."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.access import allow
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.plans.actions import rename_plan, take_back_plan, take_plan
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.kernel.plans.queries import last_taken
from nuanxin.kernel.work.faults import SecondPersonNeeded
from nuanxin.web.jobs.running import ask_for, job_address
from nuanxin.web.plans.looking import plan_of
from nuanxin.web.routes import SignedRequest, reader


@reader
def take(request: SignedRequest, key: str) -> HttpResponse:
    """Say what follows where the plan is taken, and take it once that is confirmed."""
    found = plan_of(request, key)
    allow(request.actor, found.type.taken_by, [found.area])
    sent = request.POST if request.method == "POST" else request.GET
    decline, said = sent.get("decline") == "1", ""
    if request.method == "POST":
        try:
            seen = sent.get("in_force", "")
            take_plan(By(request.actor), found.pk, decline=decline, in_force=seen)
            return redirect("plan", key)
        except (PlanRefused, SecondPersonNeeded) as refused:
            said = str(refused)
            found = plan_of(request, key)
    open_one = not found.taken and found.made_by_id != request.actor.party
    picture = {
        "plan": found,
        "said": said,
        "decline": decline,
        "open": open_one,
        "own": found.made_by_id == request.actor.party,
        "before": last_taken(found.kind, found.area) if open_one else None,
        "follows": found.type.planner.follows(found, decline) if open_one else None,
    }
    return render(request, "plans/take.html", picture, status=400 if said else 200)


@reader
@require_POST
def take_back(request: SignedRequest, key: str) -> HttpResponse:
    """Take back the taking of the plan in force."""
    found = plan_of(request, key)
    try:
        take_back_plan(By(request.actor, reason="correction"), found.pk)
    except (PlanRefused, SecondPersonNeeded) as refused:
        told = {"plan": found, "part": "plans/refused.html", "said": str(refused)}
        return render(request, "plans/answer.html", told, status=400)
    return redirect("plan", key)


@reader
@require_POST
def rename(request: SignedRequest, key: str) -> HttpResponse:
    """Give a plan another title."""
    rename_plan(By(request.actor), plan_of(request, key).pk, request.POST.get("title", ""))
    return redirect("plan", key)


@reader
@require_POST
def count(request: SignedRequest, key: str) -> HttpResponse:
    """Count what is served today, to set it against what the plan promised."""
    found = plan_of(request, key)
    allow(request.actor, found.type.role, [found.area])
    title = _("Count of what is served: %(plan)s") % {"plan": found}
    given = {"kind": found.kind, "area": found.area, "plan": found.key}
    job = ask_for(request.actor, "coverage", title, given)
    return HttpResponseRedirect(job_address(job))
