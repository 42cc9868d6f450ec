"""Shown 呈现: places found, as a page and a feed say them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Near, Spot
from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.rules.calendar import HERE, year_of
from nuanxin.web.nearby import paused
from nuanxin.web.nearby.told import Told, shut_by
from nuanxin.web.templatetags.wording import language, said

AROUND = 1_000
"""From here on a distance is said in kilometres."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that is there, in words; ``broken`` where visitors said so and nobody has mended it yet."""

    words: str
    broken: bool

    def __str__(self) -> str:
        """Return its words."""
        return self.words


@dataclass(frozen=True, slots=True)
class Shown:
    """A place in words: its page, whether it is open and until or from when, what is there, how far.

    ``told`` is what passers-by said of it that still stands. ``week`` and ``holiday`` are its hours in
    minutes, so that a phone without a network can tell what they mean later on; ``called``
    are the names of its areas. ``paused`` says why it is closed for a time now and until when, ``pauses``
    each announced pause that is not over, ``breaks`` the same for the phone.
    """

    spot: Spot
    address: str
    area: str
    open: bool | None
    until: str
    hours: str
    has: list[Thing]
    far: str
    metres: float | None
    told: list[Told]
    week: str
    holiday: str | None
    called: str
    paused: str
    pauses: list[str]
    breaks: str

    @property
    def shut_by(self) -> int:
        """How many said that its door is shut."""
        return shut_by(self.told)


def shown(
    finder: Finder,
    found: list[Near],
    now: datetime,
    told: Mapping[int, list[Told]],
    called: Mapping[int, str],
) -> list[Shown]:
    """Return places found in words, areas looked up once for all of them."""
    areas = names({near.spot.area for near in found}, language())
    return [
        _shown(
            finder,
            near,
            areas[near.spot.area],
            now,
            told.get(near.spot.number, []),
            called.get(near.spot.area, ""),
        )
        for near in found
    ]


def _shown(finder: Finder, near: Near, area: str, now: datetime, told: list[Told], called: str) -> Shown:
    spot, hours = near.spot, near.opening
    week = parse_hours(spot.hours) if spot.hours else None
    pauses, why, then = paused.standing(spot, now), paused.why(near), until(near, now)
    return Shown(
        spot,
        reverse("near_place", args=[finder.slug, spot.key]),
        area,
        hours.open if hours else None,
        then,
        week.said(language()) if week else "",
        [Thing(said(finder.words(name)), _broken(finder, name, told)) for name in spot.has],
        distance(near.metres),
        near.metres,
        told,
        _minutes(week.spans) if week else "",
        _minutes(week.holiday) if week and week.holiday is not None else None,
        called,
        paused.told(why, then) if why else "",
        [paused.days(each) for each in pauses],
        paused.as_breaks(pauses),
    )


def until(near: Near, now: datetime) -> str:
    """Return when the door of a place opens or closes next, in words; nothing where nobody knows."""
    hours = near.opening
    if hours and hours.changes:
        return _moment(hours.changes, now, closes=hours.open)
    return paused.day_again(near)


def _broken(finder: Finder, name: str, told: Iterable[Told]) -> bool:
    matter = finder.report.lacking.get(name) if finder.report else None
    return any(each.matter == matter and not each.done for each in told)


def _minutes(spans: Iterable[tuple[int, int]]) -> str:
    return " ".join(f"{first}-{last}" for first, last in spans)


def rank(near: Near, told: Iterable[Told]) -> int:
    """Return how well a place serves whoever comes now: open, said to be shut or not known, closed."""
    if near.opening is None:
        return 1
    return (1 if shut_by(told) else 0) if near.opening.open else 2


def distance(metres: float | None) -> str:
    """Return a distance as people say it: to ten metres, from a kilometre on to a tenth."""
    if metres is None:
        return ""
    if metres < AROUND:
        return _("%(metres)d m") % {"metres": round(metres / 10) * 10}
    return _("%(km).1f km") % {"km": metres / 1000}


def _moment(moment: datetime, now: datetime, *, closes: bool) -> str:
    """Return a moment by the clock, with the day where it is not today; a door closes at 24:00."""
    here = moment.astimezone(HERE)
    clock, day = here.strftime("%H:%M"), here.date()
    if closes and clock == "00:00":
        clock, day = "24:00", day - timedelta(days=1)
    days = (day - now.astimezone(HERE).date()).days
    if days == 0:
        return clock
    if days == 1:
        return _("tomorrow %(clock)s") % {"clock": clock}
    return _("%(month)d/%(day)d %(clock)s") % {"month": day.month, "day": day.day, "clock": clock}


def as_plain(
    finder: Finder, near: Near, told: Mapping[int, Iterable[Told]], at: str, now: datetime
) -> dict[str, Any]:
    """Return a place as a feed gives it: hours in the canonical text, WGS-84, codes for what is there.

    ``reported`` says how many told of what is wrong there and not mended yet, by matter; ``open_now`` is by
    the hours and the announced closures, ``reported_shut`` how many found the door shut all the same. ``at``
    is the site's own address.
    """
    spot, hours = near.spot, near.opening
    wrong = {each.matter: each.count for each in told.get(spot.number, ()) if not each.done}
    far = {} if near.metres is None else {"metres": round(near.metres)}
    return {
        "id": spot.key,
        "name": spot.name,
        "address": spot.address,
        "area": str(spot.area),
        "opening_hours": spot.hours,
        "open_now": hours.open if hours else None,
        "temporary_closures": paused.as_plain(paused.standing(spot, now)),
        "has": list(spot.has),
        "longitude": spot.longitude,
        "latitude": spot.latitude,
        "reported": wrong,
        "reported_shut": shut_by(told.get(spot.number, ())),
        **far,
        "url": at + reverse("near_place", args=[finder.slug, spot.key]),
    }


def as_feature(
    finder: Finder, near: Near, told: Mapping[int, Iterable[Told]], at: str, now: datetime
) -> dict[str, Any]:
    """Return a place as a GeoJSON feature (RFC 7946); without a point its geometry is null."""
    plain = as_plain(finder, near, told, at, now)
    east, north = plain.pop("longitude"), plain.pop("latitude")
    point = None if east is None else {"type": "Point", "coordinates": [east, north]}
    return {"type": "Feature", "id": plain.pop("id"), "geometry": point, "properties": plain}


def days_off(first: date) -> list[date]:
    """Return the public holidays from a day on that are known, to the end of next year."""
    years = (year_of(first.year).off, year_of(first.year + 1).off)
    return sorted(day for year in years for day in year if day >= first)
