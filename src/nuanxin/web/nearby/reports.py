"""Reports 反映问题: a passer-by says in one tap what is wrong at a place; no login, no cookie, no address.

The first to say it opens a work order, others are counted in it. The same said again from one line within
an hour counts once; so does what machines say: a line, a place and all of them together have a pace.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.ledger.acts import ANYBODY, By
from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Near
from nuanxin.kernel.work.actions import open_order
from nuanxin.web.accounts.happenings import address_of
from nuanxin.web.nearby.books import place_of
from nuanxin.web.nearby.told import sayable
from nuanxin.web.nearby.views import place_page
from nuanxin.web.origins import from_here
from nuanxin.web.pace import Pace
from nuanxin.web.routes import public

PACE = Pace("report_pace", of_one=20, of_all=2_000)
OF_PLACE = 60
"""So many reports of one place are written down in an hour; more would tell nothing new."""


@public
@from_here
@require_POST
def report(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take what is wrong at a place, and thank; refuse what cannot be said of it now, with the reason."""
    finder, near = place_of(slug, key, timezone.now())
    matter = request.POST.get("matter", "")
    if finder.report is None or matter not in sayable(finder, near):
        told = finder.report is not None and matter in finder.report.shut
        refused = _("By its hours it is closed now.") if told else _("This cannot be said of this place.")
        return place_page(request, finder, near, refused=refused, status=409)
    if not _taken(request, finder, near, matter):
        refused = _("Many reports came from here within an hour. Please try again later.")
        return place_page(request, finder, near, refused=refused, status=429)
    back = reverse("near_place", args=[slug, key])
    return HttpResponseRedirect(f"{back}?{urlencode({'said': matter})}")


def _taken(request: HttpRequest, finder: Finder, near: Near, matter: str) -> bool:
    """Write a report down unless it was said from here within the hour; False where that is too many."""
    address, number = address_of(request), near.spot.number
    if not PACE.first(address, f"{finder.slug} {number} {matter}"):
        return True
    if not PACE.allows(address):
        return False
    if finder.report and PACE.within(f"{finder.slug} {number}", OF_PLACE):
        record = finder.record._default_manager.get(pk=number)
        open_order(By(ANYBODY), finder.report.work.name, matter, record)
    return True
