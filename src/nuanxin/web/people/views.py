"""Finding a person 查人: by an exact value, masked; a field opens with a reason; who looked is told."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.access.people import (
    FIELDS,
    SEARCHED,
    NobodyThere,
    ReasonMissing,
    enter_person,
    erase_particular,
    look_up,
    looks_at,
    open_particular,
    person,
    record_particular,
    view_person,
)
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.parties.looks import MASKED
from nuanxin.kernel.parties.personal import OFFICERS, PARTICULARS
from nuanxin.kernel.parties.register import party_names
from nuanxin.web.paging import whole
from nuanxin.web.routes import SignedRequest, role
from nuanxin.web.templatetags.wording import language, said

officer = role(*OFFICERS)
"""Open a view to those who may look persons up."""


@officer
@never_cache
def search(request: SignedRequest) -> HttpResponse:
    """Find a person by an exact name, phone or ID number; what is typed stands in no address."""
    field, text = request.POST.get("field", SEARCHED[0]), request.POST.get("text", "")
    asked = request.method == "POST"
    if field not in SEARCHED:
        raise Http404
    found = look_up(By(request.actor), field, text).result if asked else []
    picture = {
        "fields": [(each, FIELDS[each]) for each in SEARCHED],
        "field": field,
        "asked": asked,
        "found": found,
        "called": names({area for each in found for area in each.areas}, language()),
        "mine": _own_areas(request),
        "kinds": PARTICULARS.items(),
    }
    return render(request, "web/people/search.html", picture)


def _own_areas(request: SignedRequest) -> list[tuple[int, str]]:
    """Return the areas in which somebody is a clerk, with their names: there they may enter persons."""
    codes = Grant.objects.filter(party_id=request.actor.party, role="clerk").values_list("area", flat=True)
    called = names(set(codes), language())
    return sorted(called.items())


@officer
@never_cache
@require_GET
def one(request: SignedRequest, number: int) -> HttpResponse:
    """Show a person of one's areas, masked; the look is written down."""
    return _card(request, number)


def _card(request: SignedRequest, number: int, status: int = 200, **more: Any) -> HttpResponse:
    try:
        shown = view_person(By(request.actor), number).result
    except NobodyThere as error:
        raise Http404 from error
    picture: Mapping[str, Any] = {
        "each": shown,
        "called": names(set(shown.areas), language()),
        "kinds": PARTICULARS.items(),
        **more,
    }
    return render(request, "web/people/person.html", picture, status=status)


@officer
@never_cache
@require_POST
def opened(request: SignedRequest, number: int) -> HttpResponse:
    """Open a field of a person with a reason; asked for by htmx, the value alone answers."""
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    try:
        text = open_particular(By(request.actor, reason="look", note=reason), number, field).result
    except NobodyThere as error:
        raise Http404 from error
    except ReasonMissing as error:
        if request.htmx:
            return render(request, "web/people/refused.html", {"fault": str(error)})
        return _card(request, number, 422, fault=str(error), at=field)
    if request.htmx:
        return render(request, "web/people/opened.html", {"text": text})
    return _card(request, number, at=field, text=text)


@officer
@never_cache
@require_POST
def recorded(request: SignedRequest, number: int) -> HttpResponse:
    """Record or correct a particular of a person."""
    kind, text = request.POST.get("kind", ""), request.POST.get("text", "")
    try:
        record_particular(By(request.actor), number, kind, text)
    except NobodyThere as error:
        raise Http404 from error
    except ValueError as error:
        return _card(request, number, 422, said=str(error))
    return redirect("resident", number)


@officer
@never_cache
@require_POST
def erased(request: SignedRequest, number: int) -> HttpResponse:
    """Erase a field of a person for a reason; the proof stays."""
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    if field not in FIELDS:
        raise Http404
    try:
        erase_particular(By(request.actor, reason="erasure", note=reason), number, field)
    except NobodyThere as error:
        raise Http404 from error
    except ReasonMissing as error:
        return _card(request, number, 422, said=str(error))
    return redirect("resident", number)


@officer
@never_cache
@require_POST
def entered(request: SignedRequest) -> HttpResponse:
    """Enter a person or household of an area one is clerk of."""
    kind, name = request.POST.get("kind", "person"), request.POST.get("name", "")
    try:
        number = enter_person(By(request.actor), kind, name, whole(request.POST.get("area"))).result
    except (NotAllowed, ValueError) as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
    return redirect("resident", number)


@officer
@never_cache
@require_GET
def looks(request: SignedRequest, number: int) -> HttpResponse:
    """Answer a person who asks who looked at what is kept of them, to be printed and handed over."""
    try:
        party = person(request.actor, number)
    except NobodyThere as error:
        raise Http404 from error
    found = looks_at(number)
    called = party_names({look.act.actor for look in found})
    notes = {look.act_id: look.act.note.text for look in found if hasattr(look.act, "note")}
    lines = [
        (look.act.at, called.get(look.act.actor, ""), _field(look.field), notes.get(look.act_id, ""))
        for look in found
    ]
    return render(request, "web/people/looks.html", {"party": party, "lines": lines})


def _field(field: str) -> str:
    return _("found, masked") if field == MASKED else str(said(FIELDS[field]))
