"""Calendars 日历: one's dates under a secret address, and the page where it is made and revoked."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from icalendar import Calendar, Event

from nuanxin.api.actions import make_calendar, revoke_calendar
from nuanxin.api.feeds.dates import Dated, dates_of
from nuanxin.api.feeds.items import TITLE
from nuanxin.api.models import CalendarAddress
from nuanxin.api.tokens import digest_of
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.web.routes import SignedRequest, public, signed_in


@public
def calendar(request: HttpRequest, language: str, secret: str) -> HttpResponse:
    """Give the dates of whoever made this address (RFC 5545). The address itself is the key."""
    known = CalendarAddress.objects.select_related("owner__account").filter(
        digest=digest_of(secret, "calendar"), revoked_on=None
    )
    found = known.first()
    account = getattr(found.owner, "account", None) if found else None
    if found is None or (account is not None and not account.is_active):
        raise Http404
    shown = Calendar()
    shown.add("prodid", "-//Nuanxin//Nuanxin 1//EN")
    shown.add("version", "2.0")
    shown.add("name", TITLE.said(language))
    for each in dates_of(Actor(found.owner_id, "calendar"), language, localdate()):
        shown.add_component(_event(request, each))
    answer = HttpResponse(shown.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"], answer["Referrer-Policy"] = "private, max-age=900", "no-referrer"
    return answer


calendar.secret_address = True  # type: ignore[attr-defined]


def _event(request: HttpRequest, each: Dated) -> Event:
    event = Event()
    event.add("uid", f"{each.identity}@nuanxin")
    event.add("dtstamp", now())
    event.add("dtstart", each.on)
    event.add("dtend", each.on + timedelta(days=1))
    event.add("summary", each.words)
    if each.path:
        event.add("url", request.build_absolute_uri(each.path))
    if each.off:
        event.add("status", "CANCELLED")
    return event


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def mine(request: SignedRequest) -> HttpResponse:
    """Show whether one has a calendar address; make a new one and show it once."""
    address = ""
    if request.method == "POST":
        secret = make_calendar(By(request.actor)).result[1]
        language = "en" if request.POST.get("language") == "en" else "zh"
        address = request.build_absolute_uri(reverse("calendar", args=[language, secret]))
    known = CalendarAddress.objects.filter(owner_id=request.actor.party, revoked_on=None).first()
    return render(request, "api/calendar.html", {"address": address, "known": known})


@signed_in
@require_POST
def revoke(request: SignedRequest) -> HttpResponse:
    """Revoke one's calendar address at once."""
    revoke_calendar(By(request.actor))
    return redirect("my_calendar")
