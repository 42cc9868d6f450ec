"""Beginning 起稿: the list of working copies, and the ways a new one begins."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.changes import last_issue
from nuanxin.kernel.bulletins.content import Content, blank, content_of, content_of_file
from nuanxin.kernel.bulletins.copies import WRITERS, awaiting, begin, copies_seen
from nuanxin.kernel.bulletins.draft import DraftFaulty
from nuanxin.kernel.bulletins.edition import edition_of
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.next_issue import month_end, next_issue
from nuanxin.kernel.bulletins.outlines import outline
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.programme import all_programmes
from nuanxin.web.editor.access import hands, writers, writes_anywhere
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language

LARGEST_FILE = 1_000_000


@hands
def drafts(request: SignedRequest) -> HttpResponse:
    """List the working copies of one's areas, those that await one's confirmation first."""
    return _page(request)


def _page(request: SignedRequest, said: str = "", status: int = 200) -> HttpResponse:
    copies = list(copies_seen(request.actor).order_by("-saved_at")[:200])
    areas = _areas(request.actor)
    picture = {
        "copies": copies,
        "awaiting": list(awaiting(request.actor)),
        "places": names({each.area for each in copies} | set(areas), language()),
        "areas": areas,
        "programmes": all_programmes(),
        "writes": writes_anywhere(request.actor),
        "said": said,
    }
    return render(request, "web/editor/drafts.html", picture, status=status)


def _areas(actor: Actor) -> list[int]:
    """Return the areas an actor writes for, as granted."""
    own = Grant.objects.filter(party_id=actor.party, role__in=WRITERS)
    return sorted(set(own.values_list("area", flat=True)))


@writers
def new(request: SignedRequest) -> HttpResponse:
    """Begin a working copy: blank, from the last issue, from outlines, from a file, as a correction."""
    if request.method != "POST":
        return redirect("drafts")
    try:
        area, content = _begun(request)
    except DraftFaulty as error:
        return _page(request, str(error), 400)
    copy = begin(request.actor, area, content, " ".join(request.POST.getlist("programme")))
    return redirect("draft", copy.pk)


def _begun(request: SignedRequest) -> tuple[int, Content]:
    """Return the area and the content to begin with."""
    if number := request.POST.get("corrects"):
        return _correction(number)
    try:
        area = full(request.POST.get("area", ""))
    except ValueError as error:
        raise DraftFaulty(_("choose an area")) from error
    ways: dict[str, Callable[[], Content]] = {
        "last": lambda: _from_last(area),
        "outline": lambda: outline(area, request.POST.getlist("programme"), month_end(localdate())),
        "file": lambda: _from_file(request, area),
    }
    return area, ways.get(request.POST.get("from", ""), lambda: blank(area, month_end(localdate())))()


def _from_last(area: int) -> Content:
    last = last_issue(area)
    if last is None:
        raise DraftFaulty(_("nothing is published for this area yet; begin anew or from an outline"))
    return next_issue(content_of(edition_of(last)))


def _from_file(request: SignedRequest, area: int) -> Content:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > LARGEST_FILE:
        raise DraftFaulty(_("choose a draft file (.toml, at most 1 MB)"))
    return content_of_file(file.read(), area)


def _correction(number: str) -> tuple[int, Content]:
    """Return a bulletin as the beginning of its correction, under the next number."""
    old = get_object_or_404(Bulletin, number=number)
    base, mark, count = old.number.rpartition("-r")
    again = f"{base}-r{int(count) + 1}" if mark and count.isdigit() else f"{old.number}-r1"
    content = content_of(edition_of(old))
    content |= {"number": again, "corrects": {"number": old.number, "reason_zh": "", "reason_en": ""}}
    return old.area, content
