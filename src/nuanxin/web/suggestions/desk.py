"""The desk 办理: suggestions of one's areas, by the day an answer is due."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate

from nuanxin.kernel.access import visible
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import children, names, path
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.privacy.fields import reveal, reveal_all
from nuanxin.kernel.programme import all_programmes
from nuanxin.kernel.suggestions.actions import SuggestionRefused, open_contact, publish_answer, sort
from nuanxin.kernel.suggestions.actions import answer as give_answer
from nuanxin.kernel.suggestions.models import Suggestion
from nuanxin.plain.masks import masked
from nuanxin.web.routes import SignedRequest, role
from nuanxin.web.templatetags.wording import language

ROLES = ("clerk", "reviewer", "publisher")
hands = role(*ROLES)
MOST = 200


def suggestions_seen(actor: Actor) -> QuerySet[Suggestion]:
    """Return the suggestions of the areas an actor works for."""
    found = Suggestion.objects.none()
    for each in ROLES:
        found = found | visible(actor, each, Suggestion.objects.all())
    return found.distinct()


def unanswered(actor: Actor) -> QuerySet[Suggestion]:
    """Return the suggestions a clerk has yet to answer, the most urgent first."""
    return visible(actor, "clerk", Suggestion.objects.filter(answer="")).order_by("due_on")


@hands
def desk(request: SignedRequest) -> HttpResponse:
    """List suggestions: those without an answer first, by the day it is due."""
    found = suggestions_seen(request.actor)
    wanted = request.GET.get("programme", "")
    if wanted:
        found = found.filter(programme=wanted)
    shown = [
        *found.filter(answer="").order_by("due_on", "received_at")[:MOST],
        *found.exclude(answer="").order_by("-answered_at")[:MOST],
    ]
    words = [text[:60] for text in reveal_all(shown, "sealed_words")]
    picture = {
        "lines": list(zip(shown, words, strict=True)),
        "places": names({each.area for each in shown}, language()),
        "programmes": all_programmes(),
        "wanted": wanted,
        "today": localdate(),
    }
    return render(request, "web/suggestions/desk.html", picture)


@hands
def suggestion(request: SignedRequest, number: int) -> HttpResponse:
    """Show a suggestion whole; sort it, answer it, publish the answer."""
    found = get_object_or_404(suggestions_seen(request.actor), pk=number)
    said = opened = ""
    if request.method == "POST":
        try:
            opened = _step(request, number)
        except (SuggestionRefused, ValueError) as error:
            said = str(error)
        if not said and not opened:
            return redirect("suggestion", number)
    answer = render(request, "web/suggestions/suggestion.html", _picture(request, found, opened, said))
    answer.status_code, answer["Cache-Control"] = 409 if said else 200, "no-store"
    return answer


def _picture(request: SignedRequest, found: Suggestion, opened: str, said: str) -> dict[str, object]:
    near = [each.code for each in path(found.area)]
    near += [each.code for each in children(found.area)]
    called = names(near, language())
    return {
        "found": found,
        "words": reveal(found, "sealed_words"),
        "contact": opened or masked("phone", reveal(found, "sealed_contact")),
        "opened": opened,
        "areas": [(code, called[code]) for code in near],
        "programmes": all_programmes(),
        "said": said,
        "today": localdate(),
        "answers": bool(ranges_of(request.actor, "clerk")),
        "publishes": bool(ranges_of(request.actor, "publisher")),
    }


def _step(request: SignedRequest, number: int) -> str:
    """Take a step; return the contact where it was opened."""
    by, step = By(request.actor), request.POST.get("step", "")
    if step == "open":
        return open_contact(By(request.actor, note=request.POST.get("reason", "")), number).result
    if step == "sort":
        sort(by, number, full(request.POST.get("area", "")), request.POST.get("programme", ""))
    elif step == "answer":
        give_answer(by, number, request.POST.get("answer", ""))
    elif step == "publish":
        publish_answer(by, number, request.POST.get("question", ""))
    return ""
