"""Paused 暂停开放: why a place is closed for a time, until when, and what a phone needs to tell it later."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.places.finding import Near, Spot
from nuanxin.kernel.places.pauses import REASONS, Paused
from nuanxin.web.templatetags.wording import day as day_said
from nuanxin.web.templatetags.wording import said


def standing(spot: Spot, now: datetime) -> list[Paused]:
    """Return the announced pauses of a place that are not over."""
    today = localdate(now)
    return [each for each in spot.pauses if each.last is None or each.last >= today]


def why(near: Near) -> str:
    """Return why a place is closed for a time now; nothing where it is not."""
    paused = near.opening.paused if near.opening else None
    return reason(paused) if paused else ""


def reason(paused: Paused) -> str:
    """Return the reason of a pause in words."""
    return said(REASONS[paused.reason])


def days(paused: Paused) -> str:
    """Return the days of a pause and its reason, in words."""
    facts = {"since": day_said(paused.first), "until": day_said(paused.last), "why": reason(paused)}
    if paused.last is None:
        return _("from %(since)s until further notice: %(why)s") % facts
    if paused.last == paused.first:
        return _("%(since)s: %(why)s") % facts
    return _("%(since)s to %(until)s: %(why)s") % facts


def day_again(near: Near) -> str:
    """Return the first day after the pause a place is in, where its hours do not tell more."""
    paused = near.opening.paused if near.opening else None
    over: date | None = paused.over_on if paused else None
    return _("%(month)d/%(day)d") % {"month": over.month, "day": over.day} if over else ""


def told(words: str, until: str) -> str:
    """Return why a place is closed, and when it opens again or that nobody knows yet."""
    if until:
        return _("%(why)s; opens again %(clock)s") % {"why": words, "clock": until}
    return _("%(why)s; until further notice") % {"why": words}


def as_breaks(pauses: Iterable[Paused]) -> str:
    """Return pauses for the phone: first/last/reason, a semicolon between, no last where nobody knows it."""
    return ";".join(f"{each.first}/{each.last if each.over_on else ''}/{reason(each)}" for each in pauses)


def as_plain(pauses: Iterable[Paused]) -> list[dict[str, Any]]:
    """Return pauses as a feed gives them; ``to`` is the last day, null until further notice."""
    return [
        {"from": str(each.first), "to": str(each.last) if each.last else None, "reason": each.reason}
        for each in pauses
    ]
