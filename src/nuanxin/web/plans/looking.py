"""Looking 查看方案: a kept plan, why a candidate is in or out, what a moved pin costs, proof and report."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.access.ranges import NotAllowed, allow
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.plans.actions import why_not_back
from nuanxin.kernel.plans.declare import INFEASIBLE
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.queries import orders_opened, plan_seen, plans_seen
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.addresses import figure_address
from nuanxin.web.explore.drawings import BESIDE, drawing_of, paint_of
from nuanxin.web.explore.plots import Plot
from nuanxin.web.explore.tiles import tiles
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.progress import busy
from nuanxin.web.plans.pictures import plan_picture
from nuanxin.web.plans.races import race_of
from nuanxin.web.plans.tables import coverage, curve_plot, hours_by_town, hours_plot, signed, signed_tenths
from nuanxin.web.plans.words import plan_words
from nuanxin.web.routes import SignedRequest, reader
from nuanxin.web.templatetags.wording import language
from nuanxin.web.work.shown import lines

UNREACHED, OTHERS = 12, 20
PRINTED_SITES, PRINTED_TOWNS, PRINTED_LINES = 18, 18, 29
"""So many lines the tables of a report have at most, and together: it is two pages, whatever the plan."""


def plan_of(request: SignedRequest, key: str) -> Plan:
    """Return a plan the reader may see; anybody else's is not found."""
    try:
        return plan_seen(request.actor, key)
    except Plan.DoesNotExist as error:
        raise Http404(_("No plan of this number lies in your areas.")) from error


def may(actor: Actor, role: str, area: int) -> bool:
    """Return whether an actor has a role in an area."""
    try:
        allow(actor, role, [area])
    except NotAllowed:
        return False
    return True


@reader
def plan(request: SignedRequest, key: str) -> HttpResponse:
    """Show a plan: what it reaches, where, how sure that is, and what to do next."""
    found = plan_of(request, key)
    shown = found.type.planner.shown(found)
    return render(request, "plans/plan.html", _picture(request, found, shown))


def _picture(request: SignedRequest, found: Plan, shown: Mapping[str, Any]) -> dict[str, Any]:
    told = told_of(found, shown)
    mine = {"plans": list(plans_seen(request.actor, found.kind).filter(area=found.area)[: OTHERS + 1])}
    made_it = found.made_by_id == request.actor.party
    takes = may(request.actor, found.type.taken_by, found.area) and not made_it
    return told | {
        "others": _others(found, mine["plans"]),
        "makes": may(request.actor, found.type.role, found.area),
        "takes": takes,
        "not_back": why_not_back(found) if takes and found.taken and not found.until else "",
        "made_it": made_it,
        "opened": lines(orders_opened(request.actor, found), timezone.now()),
        "curve_coming": curve_coming(found),
        "live": {
            **{each: shown[each] for each in ("demand", "existing", "lines", "sites", "candidates")},
            "words": plan_words(),
        },
        "plots": [_live(each) for each in (told["hours"], told["curve"]) if each],
        "hours_by_town": [("", hours_by_town(shown["towns"], "after"))],
        "tiles": tiles(),
    }


def curve_coming(found: Plan) -> bool:
    """Return whether the job that made a plan is still working out what other numbers would do."""
    if "curve" in found.papers.answer or not found.asked.get("curve"):
        return False
    job = Job.objects.filter(kind="plan", result__plan=found.key).order_by("-pk").first()
    return job is not None and busy(job.pk)


@reader
def curve(request: SignedRequest, key: str) -> HttpResponse:
    """Give the part of a plan's page that holds its curve, once it is worked out."""
    found = plan_of(request, key)
    if not request.htmx:
        return redirect("plan", key)
    if curve_coming(found):
        return render(request, "plans/curve_coming.html", {"plan": found})
    return render(request, "plans/curve.html", told_of(found, found.type.planner.shown(found)))


def _others(found: Plan, plans: list[Plan]) -> list[Plan]:
    """Return the plans that one may be set beside; who asked and found none is nothing to compare with."""
    if found.status == INFEASIBLE:
        return []
    return [each for each in plans if each.pk != found.pk and each.status != INFEASIBLE][:OTHERS]


def told_of(found: Plan, shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of a plan and its report have in common."""
    drawn = curve_plot(shown)
    hours = hours_plot(shown["hours"], ("after", _("with the plan")), ("before", _("without the plan")))
    return {
        "plan": found,
        "place": names({found.area}, language())[found.area],
        "shown": shown,
        "published": _published(found, shown["published"]),
        "possible": found.status != INFEASIBLE,
        "bands": shown["bands"],
        "towns": coverage(shown["towns"], "before", "after", _("All")),
        "unreached": shown["unreached"][:UNREACHED],
        "still": plan_picture(shown),
        "curve": drawn,
        "drawing": drawing_of(drawn) if drawn else None,
        "hours": hours,
        "hours_drawn": drawing_of(hours),
        "steps": [
            (word, shown[step], signed(shown[step]["gain"]))
            for word, step in ((_("One more"), "one_more"), (_("One fewer"), "one_fewer"))
            if shown[step]
        ],
        "race": race_of(shown["points"]) if found.status != INFEASIBLE else None,
    }


def _published(found: Plan, told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return what is published beside the plan, with where it opens."""
    if told is None:
        return None
    ask = Ask(told["figure"], found.area, Period(BEGINNING, told["on"]))
    return {**told, "address": figure_address(ask)}


def _live(plot: Plot) -> dict[str, Any]:
    paints = [paint_of(at, series) for at, series in enumerate(plot.series)]
    return plot.plain() | {"paints": [{"paint": paint, "dash": dash} for paint, dash in paints]}


@reader
def why(request: SignedRequest, key: str) -> HttpResponse:
    """Say why a candidate is in the plan, or is not."""
    found = plan_of(request, key)
    if not (candidate := request.GET.get("candidate", "")):
        return redirect("plan", key)
    try:
        told = found.type.planner.why(found, candidate)
    except KeyError as error:
        raise Http404(_("The plan knows no candidate of this name.")) from error
    return _part(request, found, "why", {"why": told})


@reader
def moved(request: SignedRequest, key: str) -> HttpResponse:
    """Say what changes where a new station stands elsewhere than the plan has it."""
    found = plan_of(request, key)
    site = request.GET.get("site", "")
    try:
        where = [float(request.GET.get(each, "")) for each in ("longitude", "latitude")]
    except ValueError:
        return redirect("plan", key)
    try:
        told = found.type.planner.moved(found, site, *where)
    except KeyError as error:
        raise Http404(_("The plan has no new station of this name.")) from error
    except PlanRefused as refused:
        return _part(request, found, "refused", {"said": str(refused)})
    told["name"] = next(
        (each["name"] for each in found.type.planner.shown(found)["sites"] if each["id"] == site), site
    )
    marks = {each: [demand["id"] for demand in told[each]] for each in ("lost", "won")}
    printed = {"signed": signed(told["shift"]), "percent": signed_tenths(told["change_percent"])}
    return _part(request, found, "moved", {"moved": told, "marks": marks, **printed})


@reader
@require_POST
def checked(request: SignedRequest, key: str) -> HttpResponse:
    """Check the kept certificate again, by a checker that does not trust the solver."""
    found = plan_of(request, key)
    return _part(request, found, "checked", {"checked": found.type.planner.checked(found)})


def _part(request: SignedRequest, found: Plan, part: str, told: dict[str, Any]) -> HttpResponse:
    """Answer a question about a plan: beside it where htmx asks, else on a page of its own."""
    made = {"plan": found, "part": f"plans/{part}.html", "makes": may_make(request, found)}
    return render(request, f"plans/{part}.html" if request.htmx else "plans/answer.html", made | told)


def may_make(request: SignedRequest, found: Plan) -> bool:
    """Return whether the reader may make another plan like this one."""
    return may(request.actor, found.type.role, found.area)


@reader
def report(request: SignedRequest, key: str) -> HttpResponse:
    """Give the plan as two pages of paper: the map and what it reaches; the tables and the proof."""
    found = plan_of(request, key)
    shown = found.type.planner.shown(found)
    told = told_of(found, shown)
    printed = {**shown, "sites": shown["sites"][:PRINTED_SITES]}
    most = min(PRINTED_TOWNS, PRINTED_LINES - len(printed["sites"]))
    towns = coverage(shown["towns"], "before", "after", _("All"), most=most)
    further = len(shown["sites"]) - PRINTED_SITES
    drawn = {
        "hours_drawn": drawing_of(told["hours"], BESIDE),
        "drawing": drawing_of(told["curve"], BESIDE) if told["curve"] else None,
    }
    told |= {"towns": towns, "listed": printed, "further": further, **drawn}
    return render(request, "plans/report.html", told)
