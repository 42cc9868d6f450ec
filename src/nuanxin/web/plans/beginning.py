"""Beginning 起草: choose what and where, look at what there is on the map, say what is wanted, and ask."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.plans.declare import PlanType, all_plan_types, plan_type
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.queries import plan_seen
from nuanxin.kernel.programme import all_pages
from nuanxin.web.explore.tiles import tiles
from nuanxin.web.jobs.running import ask_for
from nuanxin.web.jobs.views import own_job
from nuanxin.web.paging import whole
from nuanxin.web.plans.asked import Form, by_field, form_of, prefilled, put_in
from nuanxin.web.plans.pictures import ground_picture
from nuanxin.web.plans.words import FIELDS, ground_words
from nuanxin.web.routes import SignedRequest, reader
from nuanxin.web.templatetags.wording import language

SHOWN_CANDIDATES = 300
TITLE_LENGTH = 80


@reader
def choose(request: SignedRequest) -> HttpResponse:
    """Ask what shall be planned where; where there is one answer only, go on."""
    found = [(kind, area) for kind in all_plan_types() for area in kind.planner.areas(request.actor)]
    if len(found) == 1:
        return redirect("plan_begin", found[0][0].name, found[0][1])
    called = names({area for _kind, area in found}, language())
    choices = [
        (
            kind,
            [(called[area], area) for each, area in found if each is kind],
            bool(ranges_of(request.actor, kind.role)),
        )
        for kind in all_plan_types()
    ]
    return render(request, "plans/choose.html", {"choices": choices, "any": bool(found)})


@reader
def begin(request: SignedRequest, kind: str, area: int) -> HttpResponse:
    """Show the map and the form; take what it asks, and put it into the queue, or only show it."""
    planned = known_type(kind)
    allow(request.actor, planned.role, [area])
    faults, asked = list[Fault](), None
    if request.method == "POST":
        try:
            if "show" not in request.POST:
                return _ask(request, planned, area)
            asked = planned.planner.read(form_of(request.POST), area)
        except PlanRefused as refused:
            faults = refused.faults
    grounds = planned.planner.grounds(request.actor, area, asked)
    form = _shown(request, grounds)
    return _page(request, planned, area, grounds, form, faults)


def known_type(kind: str) -> PlanType:
    """Return a plan type by name, or say that there is none."""
    try:
        return plan_type(kind)
    except KeyError as error:
        raise Http404(_("Nothing of this name is planned here.")) from error


def _shown(request: SignedRequest, grounds: dict[str, Any]) -> Form:
    """Return what the form shows: what was sent, else an earlier plan's questions, else the defaults."""
    if request.method == "POST":
        return prefilled(grounds["defaults"], form_of(request.POST)) | {
            "title": request.POST.get("title", "")
        }
    form = prefilled(grounds["defaults"], {})
    if "from" in request.GET:
        with suppress(Plan.DoesNotExist, PlanRefused):
            before = plan_seen(request.actor, request.GET["from"])
            form = prefilled(grounds["defaults"], before.type.planner.read(before.asked, before.area))
    if run := whole(request.GET.get("run")):
        given = own_job(request, run, "plan").given
        form = prefilled(grounds["defaults"], given["asked"]) | {"title": given["title"]}
    if "pin_longitude" in request.GET:
        pin = {name: request.GET.get(f"pin_{name}", "")[:80] for name in ("name", "longitude", "latitude")}
        form["pinned"] = [*form["pinned"], pin | {"cost_yuan": "", "seats": ""}]
    return form


def _ask(request: SignedRequest, planned: PlanType, area: int) -> HttpResponseRedirect:
    """Put a plan into the queue. Raises PlanRefused for what the registers do not allow, as the job would."""
    asked = planned.planner.read(form_of(request.POST), area)
    planned.planner.gathered(request.actor, area, asked, localdate())
    title = request.POST.get("title", "").strip()[:TITLE_LENGTH]
    given = {"kind": planned.name, "area": area, "asked": asked, "title": title}
    job = ask_for(request.actor, "plan", title or planned.titled(asked), given)
    return HttpResponseRedirect(reverse("plan_run", args=[job.pk]))


def _page(
    request: SignedRequest,
    planned: PlanType,
    area: int,
    grounds: dict[str, Any],
    form: Form,
    faults: list[Fault],
) -> HttpResponse:
    candidates = put_in(grounds["candidates"], form)
    picture = {
        "kind": planned,
        "area": area,
        "ground": grounds,
        "form": form,
        "faults": [(FIELDS.get(fault.field, ""), fault) for fault in faults],
        "at": by_field(faults),
        "left_out": [each | {"address": _register(planned, each)} for each in grounds["left_out"]],
        "put": candidates[:SHOWN_CANDIDATES],
        "still": ground_picture(grounds, candidates),
        "live": {
            **{name: grounds[name] for name in ("demand", "existing", "lines")},
            "candidates": candidates,
            "words": ground_words(grounds),
        },
        "tiles": tiles(),
        "title_length": TITLE_LENGTH,
        "all_choices": "show" in request.POST or "run" in request.GET,
    }
    return render(request, "plans/begin.html", picture, status=400 if faults else 200)


def _register(planned: PlanType, left_out: Mapping[str, str]) -> str:
    """Return where a record that was left out is found, among the pages of the programme that plans."""
    for owner, page in all_pages():
        if planned in owner.plans and page.slug == left_out["page"]:
            words = urlencode({"q": left_out["name"]})
            return f"{reverse('records', args=[owner.name, page.slug])}?{words}"
    return ""
