"""Listing 方案目录: the plans that were kept, newest first, and a way to set two beside each other."""

from django.http import HttpResponse
from django.shortcuts import render

from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.plans.declare import all_plan_types
from nuanxin.kernel.plans.queries import plans_seen
from nuanxin.web.routes import SignedRequest, reader
from nuanxin.web.templatetags.wording import language

LISTED = 100


@reader
def plans(request: SignedRequest) -> HttpResponse:
    """List the plans a reader may see."""
    found = list(plans_seen(request.actor)[:LISTED])
    called = names({plan.area for plan in found}, language())
    types = all_plan_types()
    picture = {
        "lines": [(plan, called[plan.area]) for plan in found],
        "types": types,
        "makes": any(ranges_of(request.actor, each.role) for each in types),
    }
    return render(request, "plans/plans.html", picture)
