"""The appraisals: the list of what differs or waits, one place with its reasons, the notice of an exit."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.appraisals import Appraisal, AppraisalRefused
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.places.models import Located
from nuanxin.kernel.programme import all_appraisals
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.plain.ranges import covers
from nuanxin.web.appraisals.listed import DIFFERENT, VIEWS, Line, lines_of, listed
from nuanxin.web.kit.around import belongings
from nuanxin.web.routes import SignedRequest, role
from nuanxin.web.standing import MOST, place_of, places_of
from nuanxin.web.templatetags.wording import english, said
from nuanxin.web.work.about import about
from nuanxin.web.work.shown import people_called

appraises = role("clerk", "reviewer")
REFUSALS = (AppraisalRefused, NotAllowed, PeriodClosed)


@appraises
def appraisals(request: SignedRequest) -> HttpResponse:
    """Show the appraisals there are."""
    found = [each for _owner, each in all_appraisals()]
    return render(request, "appraisals/appraisals.html", {"appraisals": found})


@appraises
def appraisal(request: SignedRequest, slug: str) -> HttpResponse:
    """List places: those whose record says otherwise than what stands, those that wait, or all."""
    way, view = _way(slug), request.GET.get("view", "")
    view, words = view if view in VIEWS else DIFFERENT, request.GET.get("q", "").strip()[:80]
    found = listed(way, request.actor, words, view)
    names = (_("says otherwise or waits"), _("waits for a second person"), _("all"))
    picture = {
        "way": way,
        "listed": found,
        "view": view,
        "tabs": [(name, word, found.counts[name]) for name, word in zip(VIEWS, names, strict=True)],
        "q": words,
        "most": MOST,
        "rules": [rule(identity, localdate()) for identity in way.rules],
    }
    return render(request, "appraisals/appraisal.html", picture)


@appraises
def place(request: SignedRequest, slug: str, key: str) -> HttpResponse:
    """Show one place: what is proposed and why, what stands, what waits; give, pass or drop a mark."""
    way = _way(slug)
    found = place_of(way, request.actor, key)
    if request.method != "POST":
        return _page(request, way, found)
    try:
        _do(request, way, found)
    except REFUSALS as refused:
        return _page(request, way, found, str(refused), status=422)
    if places_of(way, request.actor, localdate()).filter(pk=found.pk).exists():
        return HttpResponseRedirect(reverse("appraised_place", args=[slug, key]))
    return HttpResponseRedirect(reverse("appraisal", args=[slug]))


def _do(request: SignedRequest, way: Appraisal, found: Located) -> None:
    by, sent = By(request.actor), request.POST
    if sent.get("do") == "give":
        mark = sent.get("mark", "")
        if mark not in map(str, way.marks):
            raise AppraisalRefused(_("Choose the mark."))
        way.give(by, found.pk, int(mark), sent.get("reason", ""))
        return
    number = next((each.number for each in way.history([found.pk]).get(found.pk, []) if not each.passed), 0)
    if str(number) != sent.get("number"):
        raise AppraisalRefused(_("Nothing waits here any more; look at the place again."))
    (way.confirm if sent.get("do") == "pass" else way.drop)(by, number)


@appraises
def notice(request: SignedRequest, slug: str, key: str) -> HttpResponse:
    """Show the notice of an exit that waits, to be printed and handed over."""
    way = _way(slug)
    found = place_of(way, request.actor, key)
    (line,) = lines_of(way, [found])
    if line.waits is None or line.waits.mark != way.leaving:
        raise Http404(_("No exit is announced for this place."))
    return render(request, "appraisals/notice.html", {"way": way, "line": line, "day": localdate()})


def _way(slug: str) -> Appraisal:
    found = next((each for _owner, each in all_appraisals() if each.slug == slug), None)
    if found is None:
        raise Http404(_("There is no appraisal of this name."))
    return found


def _because(line: Line) -> str:
    """Return the reasons of a proposal as one text; Chinese needs no space after its full stop."""
    return (" " if english() else "").join(said(each) for each in line.proposal.reasons)


def _page(
    request: SignedRequest, way: Appraisal, found: Located, fault: str = "", status: int = 200
) -> HttpResponse:
    (line,) = lines_of(way, [found])
    actor, waits = request.actor, line.waits
    given = way.history([found.pk]).get(found.pk, [])
    called = people_called(party for each in given for party in (each.decided_by, each.passed_by))
    decided = waits is not None and waits.decided_by == actor.party
    reviews = covers(ranges_of(actor, "reviewer"), found.area)
    picture = {
        "way": way,
        "line": line,
        "marks": way.marks.items(),
        "reason": request.POST.get("reason") or (_because(line) if line.proposal.mark is not None else ""),
        "chosen": line.proposal.mark,
        "history": [
            (each, way.marks[each.mark], called.get(each.decided_by or 0), called.get(each.passed_by or 0))
            for each in given
        ],
        "decider": called.get(waits.decided_by or 0) if waits else "",
        "lists": belongings(found, actor),
        "about": about(found),
        "gives": covers(ranges_of(actor, "clerk"), found.area) and waits is None,
        "passes": waits is not None and reviews and not decided and waits.on <= localdate(),
        "drops": waits is not None and (decided or reviews),
        "decided": decided,
        "leaves": waits is not None and waits.mark == way.leaving,
        "fault": fault,
    }
    return render(request, "appraisals/place.html", picture, status=status)
