"""Releases 导出放行: asking to export many persons, and letting another's export go."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuanxin.kernel.access.models import READERS, Release
from nuanxin.kernel.access.ranges import NotAllowed
from nuanxin.kernel.access.releases import (
    ReleaseRefused,
    decide_release,
    releases_to_decide,
    request_release,
)
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Note
from nuanxin.kernel.parties.register import party_names
from nuanxin.web.accounts.releases import Wanted, wanted_of
from nuanxin.web.routes import SignedRequest, role
from nuanxin.web.templatetags.wording import language

SHOWN = 50
deciders_and_readers = role(*READERS, "security")


@deciders_and_readers
def releases(request: SignedRequest, said: str = "") -> HttpResponse:
    """List what waits for one's word, and what one asked for oneself."""
    waiting = list(releases_to_decide(request.actor)[:SHOWN])
    mine = list(Release.objects.filter(requester=request.actor.party).order_by("-pk")[:SHOWN])
    both = [*waiting, *mine]
    people = party_names(
        {each.requester for each in both} | {each.decided_by for each in both if each.decided_by}
    )
    places = names({each.area for each in both}, language())
    why = {each.act_id: each.text for each in Note.objects.filter(act_id__in=[one.act for one in waiting])}
    picture = {
        "waiting": [
            (one, people.get(one.requester, ""), places[one.area], why.get(one.act, "")) for one in waiting
        ],
        "mine": [(one, people.get(one.decided_by or 0, ""), places[one.area]) for one in mine],
        "said": said,
    }
    return render(request, "accounts/releases.html", picture, status=400 if said else 200)


@role(*READERS)
def ask(request: SignedRequest) -> HttpResponse:
    """Ask for a release: what and how many comes signed from the export's own page; one says why."""
    wanted = wanted_of(request.POST.get("wanted", "") or request.GET.get("wanted", ""))
    if wanted is None:
        return render(request, "accounts/release_ask.html", {"over": True}, status=400)
    picture = {"wanted": wanted, "place": names({wanted.area}, language())[wanted.area]}
    if request.method != "POST":
        return render(request, "accounts/release_ask.html", picture)
    try:
        _asked(request, wanted)
    except (ReleaseRefused, NotAllowed) as refused:
        return render(request, "accounts/release_ask.html", {**picture, "said": str(refused)}, status=400)
    return redirect("releases")


def _asked(request: SignedRequest, wanted: Wanted) -> None:
    by = By(request.actor, note=request.POST.get("why", "").strip()[:500])
    request_release(by, wanted.what, wanted.title, wanted.area, wanted.persons)


@deciders_and_readers
@require_POST
def decide(request: SignedRequest, number_: int) -> HttpResponse:
    """Let another's export go, or not."""
    release = get_object_or_404(Release, pk=number_)
    try:
        decide_release(By(request.actor), release, request.POST.get("word") == "yes")
    except ReleaseRefused as refused:
        return releases(request, said=str(refused))
    return redirect("releases")
