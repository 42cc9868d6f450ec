"""Comparing 比较: two plans side by side: who is served, what it costs, which places differ."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuanxin.kernel.plans.declare import INFEASIBLE
from nuanxin.kernel.plans.queries import plans_seen
from nuanxin.web.explore.drawings import BESIDE, drawing_of
from nuanxin.web.plans.looking import plan_of
from nuanxin.web.plans.pictures import pair_picture
from nuanxin.web.plans.tables import coverage, hours_by_town, hours_plot, signed_whole
from nuanxin.web.routes import SignedRequest, reader

CHOICES = 50


@reader
def compare(request: SignedRequest) -> HttpResponse:
    """Set two plans beside each other; where not two are named, or one found no plan, ask which."""
    keys = list(dict.fromkeys(request.GET.getlist("plan")))
    plans = [plan_of(request, key) for key in keys[:2]] if len(keys) <= 2 else []
    none = [plan for plan in plans if plan.status == INFEASIBLE]
    if len(plans) == 2 and plans[0].kind == plans[1].kind and not none:
        one, other = plans
        compared = one.type.planner.compared(one, other)
        shown = one.type.planner.shown(one)
        hours = hours_plot(compared["hours"], ("one", "A"), ("other", "B"))
        picture = {
            "pair": list(zip(plans, compared["plans"], "AB", strict=True)),
            "compared": compared,
            "difference": _difference(*compared["plans"]),
            "bands": compared["bands"],
            "towns": coverage(compared["towns"], "one", "other", _("All")),
            "hours": hours,
            "hours_drawn": drawing_of(hours, BESIDE),
            "hours_by_town": [
                (letter, hours_by_town(compared["towns"], amount))
                for letter, amount in (("A", "one"), ("B", "other"))
            ],
            "still": pair_picture(shown, compared),
            "stations": shown["stations"],
        }
        return render(request, "plans/compare.html", picture)
    choices = list(plans_seen(request.actor).exclude(status=INFEASIBLE)[:CHOICES])
    picture = {"choices": choices, "keys": keys, "none": none, "ticked": len(keys)}
    return render(request, "plans/choose_two.html", picture)


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Say in a sentence what the second plan does more or less than the first."""
    points = round(other["share_percent"] - one["share_percent"], 1)
    words = {
        "points": f"{'+' if points > 0 else '−' if points < 0 else '±'}{abs(points):.1f}",
        "stations": signed_whole(other["count"] - one["count"]),
    }
    if one["costs_unknown"] or other["costs_unknown"]:
        return _("B against A: %(points)s points of demand served, %(stations)s stations.") % words
    words["yuan"] = signed_whole(other["cost_yuan"] - one["cost_yuan"])
    return (
        _("B against A: %(points)s points of demand served, %(stations)s stations, %(yuan)s yuan a year.")
        % words
    )
