"""The box 意见箱: anybody writes, keeps a receipt, and looks the answer up with it."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import AreaUnknown, area, children, names
from nuanxin.kernel.ledger.acts import ANYBODY, By
from nuanxin.kernel.suggestions.actions import (
    SuggestionRefused,
    code_for,
    fresh_code,
    receipt_of,
    receive,
)
from nuanxin.kernel.suggestions.models import LONGEST, Suggestion
from nuanxin.web.accounts.happenings import address_of
from nuanxin.web.pace import Pace
from nuanxin.web.routes import public
from nuanxin.web.templatetags.wording import language

PUBLISHED = 50
PACE = Pace("suggestion_pace", of_one=5, of_all=200)
WHOLE = full("15")
"""The area a suggestion lies in where its sender names none: the autonomous region."""


@public
def box(request: HttpRequest) -> HttpResponse:
    """Show the form and what was answered in public; take what is sent, and give a receipt."""
    if request.method == "POST":
        return _taken(request)
    return _page(request, page=_from_here(request))


def _from_here(request: HttpRequest) -> str:
    """Return the page somebody came from, if it is one of ours; never its query."""
    came = urlsplit(request.headers.get("Referer", ""))
    return came.path if came.netloc == request.get_host() and came.path != request.path else ""


def _taken(request: HttpRequest) -> HttpResponse:
    """Take a suggestion. A field people do not see is a trap: what fills it in is thanked and forgotten."""
    code = code_for(request.POST.get("code", ""), request.POST.get("words", ""))
    if request.POST.get("website"):
        return render(request, "web/suggestions/thanks.html", {"code": code})
    sent = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in ("words", "contact", "page")}
    try:
        if not PACE.allows(address_of(request)):
            raise SuggestionRefused(
                _("Several messages came from here within an hour. Please try again later.")
            )
        made = receive(
            By(ANYBODY), sent["words"], code, _area(request), page=sent["page"], contact=sent["contact"]
        ).result
    except SuggestionRefused as error:
        return _page(request, said=str(error), status=400, **sent)
    return render(request, "web/suggestions/thanks.html", {"code": code, "made": made})


def _area(request: HttpRequest) -> int:
    try:
        code = full(request.POST.get("area", ""))
        return area(code).code
    except (AreaUnknown, ValueError):
        return WHOLE


def _page(request: HttpRequest, status: int = 200, **shown: str) -> HttpResponse:
    near = [WHOLE, *(each.code for each in children(WHOLE))]
    called = names(near, language())
    told = Suggestion.objects.filter(published_at__isnull=False).order_by("-published_at")
    picture = {
        "areas": [(code, called[code]) for code in near],
        "told": told[:PUBLISHED],
        "longest": LONGEST,
        "code": fresh_code(),
    }
    return render(request, "web/suggestions/box.html", {**picture, **shown}, status=status)


@public
def receipt(request: HttpRequest) -> HttpResponse:
    """Look an answer up by its receipt code; the code is sent in the body, so no address holds it."""
    code = request.POST.get("code", "")
    found = Suggestion.objects.filter(receipt=receipt_of(code)).first() if code else None
    picture = {"found": found, "code": code, "asked": bool(code)}
    return render(request, "web/suggestions/receipt.html", picture, status=200 if found or not code else 404)
