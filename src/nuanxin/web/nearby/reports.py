"""Reports 反映问题: a passer-by says in one tap what is wrong at a place; no login, no cookie, no address.

The first to say it opens a work order, others are counted in it. The same said again from one line within
an hour counts once; so does what machines say: a line, the lines beside it, a matter of a place and all of
them together have a pace. A place of which nothing stands is heard however much is said of others. A tap
without a network waits on the phone. It comes with a random token made up for it alone, by which it counts
once however often it is sent; the token is forgotten after six days, and stands beside nothing it was about.
"""

from datetime import datetime, timedelta
from secrets import token_hex

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.ledger.acts import ANYBODY, By
from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Near
from nuanxin.kernel.work.actions import open_order
from nuanxin.kernel.work.queries import done_since
from nuanxin.web.accounts.happenings import address_of
from nuanxin.web.later.counting import counted_before, once, sound
from nuanxin.web.nearby.books import place_of
from nuanxin.web.nearby.paused import told, why
from nuanxin.web.nearby.shown import until
from nuanxin.web.nearby.told import sayable, told_of
from nuanxin.web.nearby.views import place_page
from nuanxin.web.origins import from_here
from nuanxin.web.pace import EVERYBODY, HERE, Pace
from nuanxin.web.routes import public

PACE = Pace("report_pace", of_one=40, of_all=2_000)
"""Many phones share a carrier's one address, so a line may say more than one person would."""
OF_PLACE = 60
"""So many times a matter of one place is written down in an hour; more would tell nothing new."""
KEPT, KNOWN, ANNOUNCED = "kept", "known", "announced"
"""What became of a report: it is written down, so many said it that one more is not counted, or the place
had announced to be closed.
"""
LONGEST_AWAY = timedelta(days=3)
"""So long a tap may wait on a phone; what was wrong before that is no news."""


@public
@from_here
@require_POST
def report(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take what is wrong at a place, and thank; refuse what could not be said of it then, with the reason.

    A door found shut that was announced to be is thanked for, and nothing is written down.

    ``ago`` is how many seconds it waited on the phone: what is wrong is weighed as of when it was said.
    """
    said_at = timezone.now() - _away(request)
    finder, near = place_of(slug, key, said_at)
    matter = request.POST.get("matter", "")
    if known := _announced(finder, near, matter, said_at):
        if _asks_for_json(request):
            return JsonResponse({"state": ANNOUNCED, "said": known})
        return place_page(request, finder, near, known=known)
    if why := _not_sayable(finder, near, matter, said_at):
        return _refused(request, finder, near, why, 422 if _asks_for_json(request) else 409)
    became = _taken(request, finder, near, matter, said_at)
    if became in (HERE, EVERYBODY):
        why = _crowded_here() if became == HERE else _crowded()
        return _refused(request, finder, near, why, 429, of=became)
    if _asks_for_json(request):
        return JsonResponse({"state": became, **({"said": _well_known()} if became == KNOWN else {})})
    if became == KNOWN:
        return place_page(request, finder, near, refused=_well_known())
    back = reverse("near_place", args=[slug, near.spot.key])
    return HttpResponseRedirect(f"{back}?{urlencode({'said': matter})}")


def _crowded_here() -> str:
    return _("Many reports came from here within an hour. Please try again later.")


def _crowded() -> str:
    return _("Very many reports come in at this hour, from everywhere. Please try again later.")


def _well_known() -> str:
    return _("So many have said this within an hour that one more is not counted. It is known.")


def _away(request: HttpRequest) -> timedelta:
    """Return how long a tap waited on the phone by its own clock; nothing where it says nothing sensible."""
    seconds = request.POST.get("ago", "")
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 8 else timedelta()


def _not_sayable(finder: Finder, near: Near, matter: str, said_at: datetime) -> str:
    """Return why something could not be said of a place then, or nothing."""
    if timezone.now() - said_at > LONGEST_AWAY:
        return _("It waited for more than three days, so it is no news any more.")
    if finder.report is not None and matter in sayable(finder, near):
        return ""
    if finder.report is not None and matter in finder.report.shut:
        return (
            _("By its hours it was closed then.") if _waited(said_at) else _("By its hours it is closed now.")
        )
    return _("This cannot be said of this place.")


def _announced(finder: Finder, near: Near, matter: str, said_at: datetime) -> str:
    """Return what was announced of a place whose door somebody found shut then; nothing where nothing was."""
    shut = finder.report is not None and matter in finder.report.shut
    if not shut or timezone.now() - said_at > LONGEST_AWAY or not (words := why(near)):
        return ""
    facts = {"what": told(words, until(near, said_at))}
    return (
        _("It is announced that this place is closed for a time (%(what)s). Nobody is sent to look.") % facts
    )


def _waited(said_at: datetime) -> bool:
    return timezone.now() - said_at > timedelta(minutes=1)


def _taken(request: HttpRequest, finder: Finder, near: Near, matter: str, said_at: datetime) -> str:
    """Write a report down unless it was; return what became of it, or of whom there is too much.

    The same token is the same tap, also where two send it at one time. What was said from here within the
    hour and still stands is not written again.
    """
    address, number = address_of(request), near.spot.number
    token = request.POST.get("token", "")
    token = token if sound(token) else ""
    if token and counted_before(ANYBODY, token):
        return KEPT
    standing = {each.matter for each in told_of(finder, [number]).get(number, ())}
    said = f"{finder.slug} {number} {matter}"
    if matter in standing and PACE.said_before(address, said) and not PACE.first(address, said, token):
        return KEPT
    too_many = PACE.too_many(address)
    if too_many == HERE or (too_many and standing):
        return too_many
    if not PACE.within(said, OF_PLACE) and matter in standing:
        return KNOWN
    if not PACE.first(address, said, token) and matter in standing:
        return KEPT
    try:
        _written(finder, number, matter, token, said_at)
    except BaseException:
        PACE.unsay(address, said)
        raise
    return KEPT


def _written(finder: Finder, number: int, matter: str, token: str, said_at: datetime) -> None:
    """Write a report down, once; what was mended after somebody said it and before it came is not news."""
    if finder.report is None:
        return
    work, record = finder.report.work, finder.record._default_manager.get(pk=number)
    if _waited(said_at) and done_since(work, matter, record, said_at):
        return
    key, opened = token or token_hex(16), By(ANYBODY)
    once(ANYBODY, key, lambda: open_order(opened, work.name, matter, record), LONGEST_AWAY)


def _asks_for_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _refused(
    request: HttpRequest, finder: Finder, near: Near, why: str, status: int, **more: str
) -> HttpResponse:
    if _asks_for_json(request):
        return JsonResponse({"state": "refused", "said": why, **more}, status=status)
    return place_page(request, finder, near, refused=why, status=status)
