"""Linked data 关联数据: a place, and the list it stands in, in the words of schema.org.

A place has no licence; the data about it have one, so each place names the data set it is a part of.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Near
from nuanxin.kernel.places.hours import Week, parse_hours
from nuanxin.kernel.places.pauses import Paused, paused_on
from nuanxin.web.nearby.paused import reason, standing
from nuanxin.web.nearby.shown import days_off
from nuanxin.web.templatetags.wording import language, said
from nuanxin.web.terms import terms

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def as_dataset(finder: Finder, now: datetime, at: str) -> dict[str, Any]:
    """Return the list of all places as a data set: as of when, whose, under which licence, in which forms.

    ``at`` is the site's own address. Where no licence is stated, that stands there in words.
    """
    stated, forms = terms(), {"application/json": "near_json", "application/geo+json": "near_geojson"}
    licence: dict[str, Any] = {"conditionsOfAccess": stated.licence.said(language())}
    if stated.address:
        licence = {"license": stated.address}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": said(finder),
        "description": said(finder.says),
        "url": at + reverse("finder", args=[finder.slug]),
        "dateModified": now.isoformat(timespec="seconds"),
        "creator": {"@type": "Organization", "name": stated.source.said(language())},
        **licence,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media,
                "contentUrl": at + reverse(name, args=[finder.slug]),
            }
            for media, name in forms.items()
        ],
    }


def as_schema(finder: Finder, near: Near, at: str, now: datetime) -> dict[str, Any]:
    """Return a place in the words of schema.org, for search engines and phones, within its data set."""
    spot, within = near.spot, as_dataset(finder, now, at)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CivicStructure",
        "name": spot.name,
        "identifier": spot.key,
        "url": at + reverse("near_place", args=[finder.slug, spot.key]),
        "subjectOf": {name: value for name, value in within.items() if name != "@context"},
        "address": {
            "@type": "PostalAddress",
            "streetAddress": spot.address,
            "addressLocality": names({spot.area}, language())[spot.area],
            "addressCountry": "CN",
        },
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": said(finder.words(name)), "value": True}
            for name in spot.has
        ],
    }
    if spot.longitude is not None:
        facts["geo"] = {"@type": "GeoCoordinates", "longitude": spot.longitude, "latitude": spot.latitude}
    if spot.hours:
        facts["openingHoursSpecification"] = [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": _DAYS[day],
                "opens": _clock(first),
                "closes": _clock(last),
            }
            for day in range(7)
            for first, last in parse_hours(spot.hours).of_day(day)
        ]
    pauses = standing(spot, now)
    holidays = _holidays(parse_hours(spot.hours), pauses) if spot.hours else []
    if special := [_closed(each) for each in pauses] + holidays:
        facts["specialOpeningHoursSpecification"] = special
    return facts


def _closed(paused: Paused) -> dict[str, str]:
    """Return a pause; opening and closing at midnight says closed; without a last day nobody knows it."""
    ends = {"validThrough": str(paused.last)} if paused.last else {}
    return {
        "@type": "OpeningHoursSpecification",
        "description": reason(paused),
        "validFrom": str(paused.first),
        **ends,
        "opens": "00:00",
        "closes": "00:00",
    }


def _holidays(week: Week, pauses: Iterable[Paused]) -> list[dict[str, str]]:
    """Return the hours of the holidays to come that lie in no pause, closed said as above."""
    if week.holiday is None:
        return []
    spans = [(_clock(first), _clock(last)) for first, last in week.holiday] or [("00:00", "00:00")]
    return [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": str(day),
            "validThrough": str(day),
            "opens": opens,
            "closes": closes,
        }
        for day in days_off(localdate())
        if paused_on(pauses, day) is None
        for opens, closes in spans
    ]


def _clock(minutes: int) -> str:
    return "23:59" if minutes == 1440 else f"{minutes // 60 % 24:02}:{minutes % 60:02}"
