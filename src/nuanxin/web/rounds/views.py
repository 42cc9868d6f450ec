"""The rounds: today's list, one place with what may be said there, and the script that keeps both at hand."""

from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.models import KEEPER
from nuanxin.kernel.intake.faults import CellError, RowsRefused
from nuanxin.kernel.ledger.possible import Impossible
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.places.models import Located
from nuanxin.kernel.places.photos import photo_of
from nuanxin.kernel.programme import all_rounds
from nuanxin.kernel.rounds import Round
from nuanxin.kernel.work.faults import MoveRefused
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.web.later.counting import TapRefused, once
from nuanxin.web.rounds.listed import TAKEN_ALONG, listed, own_keys
from nuanxin.web.rounds.models import OwnPlace
from nuanxin.web.rounds.opened import fresh_token, opened
from nuanxin.web.rounds.taps import MOVE, REPAIR, TapAsked, tapped
from nuanxin.web.routes import SignedRequest, public, role
from nuanxin.web.standing import MOST, place_of
from nuanxin.web.templatetags.wording import said

goes_round = role("clerk", "reviewer", KEEPER)
REFUSALS = (TapRefused, CellError, Impossible, MoveRefused, NotAllowed, PeriodClosed)


@goes_round
def rounds(request: SignedRequest) -> HttpResponse:
    """Show the rounds there are."""
    return render(request, "rounds/rounds.html", {"rounds": [each for _owner, each in all_rounds()]})


@goes_round
def today(request: SignedRequest, slug: str) -> HttpResponse:
    """List the places of a round, the most urgent first: one's own, or all of one's areas."""
    way = way_called(slug)
    own, words = own_keys(way, request.actor), request.GET.get("q", "").strip()[:80]
    mine = bool(own) and request.GET.get("all") != "1"
    picture = {
        "round": way,
        "list": listed(way, request.actor, words, own if mine else []),
        "own": len(own),
        "mine": mine,
        "q": words,
        "most": MOST,
        "along": TAKEN_ALONG,
        "day": localdate(),
        "who": str(request.actor.party),
    }
    return render(request, "rounds/today.html", picture)


@goes_round
def place(request: SignedRequest, slug: str, key: str) -> HttpResponse:
    """Show one place and what may be said there; take what is said, once."""
    way = way_called(slug)
    found = place_of(way, request.actor, key)
    if request.method != "POST":
        return _page(request, way, found, told=request.GET.get("told", "")[:40])
    try:
        do = tapped(request.actor, way, found, request.POST)
        fresh = once(request.actor, request.POST.get("token", ""), do)
    except TapAsked as asked:
        return _asks(request, way, found, asked)
    except RowsRefused as refused:
        return place_refused(
            request, way, found, " ".join(f"{bad.said} {bad.remedy}" for bad in refused.rows)
        )
    except REFUSALS as refused:
        return place_refused(request, way, found, str(refused))
    name = request.POST.get("deed", "")
    if _asks_for_json(request):
        return JsonResponse({"state": "kept" if fresh else "known", "said": _kept(way, found, request.POST)})
    return HttpResponseRedirect(f"{reverse('round_place', args=[slug, key])}?told={name}#{name}")


@goes_round
@require_POST
def own(request: SignedRequest, slug: str, key: str) -> HttpResponse:
    """Put a place on one's own list, or take it off."""
    way = way_called(slug)
    found = place_of(way, request.actor, key)
    mine = OwnPlace.objects.filter(owner_id=request.actor.party, round=way.slug, key=found.key)
    if request.POST.get("own") == "1":
        OwnPlace.objects.get_or_create(owner_id=request.actor.party, round=way.slug, key=found.key)
    else:
        mine.delete()
    return HttpResponseRedirect(reverse("round_place", args=[slug, key]))


@goes_round
def who(request: SignedRequest) -> HttpResponse:
    """Tell the queue on the phone who is signed in, and the form token of the moment."""
    answer = JsonResponse({"who": str(request.actor.party), "form": get_token(request)})
    answer["Cache-Control"] = "no-store"
    return answer


@public
def offline(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the round on the phone; it must lie where the pages lie."""
    script = (files("nuanxin.web") / "static/nuanxin/rounds-offline.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def way_called(slug: str) -> Round:
    """Return a round by the name addresses give it; Http404 where there is none."""
    found = next((each for _owner, each in all_rounds() if each.slug == slug), None)
    if found is None:
        raise Http404(_("There is no round of this name."))
    return found


def _asks_for_json(request: SignedRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _so_far(way: Round, found: Located, name: str) -> str:
    deed = next((each for each in way.deeds if each.name == name), None)
    words = deed.so_far(found, localdate()) if deed else None
    return said(words) if words else ""


def _kept(way: Round, found: Located, sent: QueryDict) -> str:
    """Return what stands now that a tap was kept: what its deed says so far, or the order it was about."""
    name = sent.get("deed", "")
    if name not in (REPAIR, MOVE):
        return _so_far(way, found, name)
    orders = WorkOrder.objects.filter(kind=way.work, about_kind=found.record_kind, about=found.pk)
    number = sent.get("order", "")
    about = (
        orders.filter(pk=int(number)) if number.isdigit() else orders.filter(matter=sent.get("matter", ""))
    )
    order = about.order_by("-pk").first()
    if order is None:
        return ""
    kind = order.type
    matter, state = said(kind.matters[order.matter]), said(kind.states[order.state])
    return _("Kept: %(matter)s (order %(number)s), now: %(state)s.") % {
        "matter": matter,
        "number": order.serial,
        "state": state,
    }


def _asks(request: SignedRequest, way: Round, found: Located, asked: TapAsked) -> HttpResponse:
    """Ask whether a number is right: the same tap, sent again with the yes, is kept."""
    if _asks_for_json(request):
        return JsonResponse({"state": "asked", "said": str(asked), "sure": asked.sure}, status=409)
    again = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "sure")
    ]
    return _page(request, way, found, 409, asked=asked, again=again)


def place_refused(request: SignedRequest, way: Round, found: Located, why: str) -> HttpResponse:
    """Show a place again with why what was said there is not kept; a script is told as JSON."""
    if _asks_for_json(request):
        return JsonResponse({"state": "refused", "said": why}, status=422)
    return _page(request, way, found, fault=why, status=422)


def _page(
    request: SignedRequest, way: Round, found: Located, status: int = 200, **said: object
) -> HttpResponse:
    picture = {
        "round": way,
        "opened": opened(way, request.actor, found),
        "own": found.key in own_keys(way, request.actor),
        "photo": photo_of(found),
        "token": fresh_token(),
        "who": str(request.actor.party),
        **said,
    }
    return render(request, "rounds/place.html", picture, status=status)
