"""Filing 归档: a plan made by mistake is put away, and put back; nothing is deleted."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.plans import actions
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.web.plans.looking import plan_of
from nuanxin.web.routes import SignedRequest, reader


@reader
@require_POST
def put_away(request: SignedRequest, key: str) -> HttpResponse:
    """Put a plan away that nobody took."""
    found = plan_of(request, key)
    try:
        actions.put_away(By(request.actor), found.pk)
    except PlanRefused as refused:
        told = {"plan": found, "part": "plans/refused.html", "said": str(refused)}
        return render(request, "plans/answer.html", told, status=400)
    return redirect("plan", key)


@reader
@require_POST
def put_back(request: SignedRequest, key: str) -> HttpResponse:
    """Put a plan back among the others."""
    actions.put_back(By(request.actor), plan_of(request, key).pk)
    return redirect("plan", key)
