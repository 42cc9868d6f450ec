"""Today 今天: the home page of somebody signed in, a programme's board, and the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of, roles_of
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.programme import Programme, all_programmes
from nuanxin.web.accounts.doors import doors_of
from nuanxin.web.loop import programme_steps
from nuanxin.web.routes import SignedRequest, reader
from nuanxin.web.today.board import board
from nuanxin.web.today.burden import typed_here
from nuanxin.web.today.hands import Item, needs_a_hand
from nuanxin.web.today.searching import search as find


def reads(request: HttpRequest) -> bool:
    """Return whether somebody is signed in who may read records."""
    actor = getattr(request, "actor", None)
    return actor is not None and bool(ranges_of(actor, *READERS))


def works(request: HttpRequest) -> bool:
    """Return whether somebody is signed in who has work here: any role at all."""
    actor = getattr(request, "actor", None)
    return actor is not None and bool(roles_of(actor))


def today(request: SignedRequest) -> HttpResponse:
    """Show what needs a hand today, a line and an action each."""
    latest = Bulletin.objects.order_by("-published_at").first()
    picture = {
        "groups": _grouped(needs_a_hand(request.actor)),
        "latest": latest,
        "programmes": all_programmes(),
        "rooms": [door for door in doors_of(roles_of(request.actor)) if not door.everybodys],
        "typed": typed_here(request.actor, latest),
        "clerk": bool(ranges_of(request.actor, "clerk")),
    }
    return render(request, "today/today.html", picture)


def _grouped(items: list[Item]) -> list[tuple[str, list[Item]]]:
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return list(groups.items())


def board_of(request: SignedRequest, programme: Programme) -> HttpResponse:
    """Show a programme's board to somebody who works in it."""
    picture = {
        "programme": programme,
        "board": board(programme, request.actor, request.GET.get("area", "")),
        "steps": programme_steps(programme),
    }
    return render(request, "today/board.html", picture)


@reader
def search(request: SignedRequest) -> HttpResponse:
    """Find records, figures, bulletins and pages by a text."""
    wanted = request.GET.get("q", "").strip()[:80]
    return render(request, "today/search.html", {"wanted": wanted, "hits": find(request.actor, wanted)})
