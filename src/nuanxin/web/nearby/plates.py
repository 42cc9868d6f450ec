"""Plates 铭牌: what hangs at a place's door, to be printed: its names, its hours, a code to photograph.

The Mongolian name is a translator's, set vertically as it is written; where none was given, none is made up.
"""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.tree import find, spans
from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.places.models import Located
from nuanxin.plain.words import Words
from nuanxin.web.nearby.books import book_of
from nuanxin.web.nearby.fitting import fitted
from nuanxin.web.paging import Page, whole
from nuanxin.web.routes import SignedRequest, reader

SIZE = 40
INK = "#1f1d1a"
TONGUES = ("zh-hans", "en")
SCAN = Words("开门时间请扫码查看", "Scan the code for the hours")


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate: number, names, hours in both languages, the address its code says and the code itself.

    ``size`` is the size its texts are set in; hours too many to be printed are left to the code.
    """

    key: str
    name: str
    mongolian: str
    hours: list[str]
    address: str
    code: SafeString
    size: int


@reader
def plates(request: SignedRequest, slug: str) -> HttpResponse:
    """Show the plates of the places of one's areas that are in use, ready to be printed."""
    found, _places = book_of(slug)
    words, area = (request.GET.get(name, "").strip()[:80] for name in ("q", "area"))
    standing = seen(request.actor, found.record._default_manager.filter(found.standing(localdate())))
    standing = standing.filter(_called(words), _within(area), withdrawn=False).order_by("key")
    first, total = whole(request.GET.get("offset")), standing.count()
    base = settings.NUANXIN_ADDRESS.rstrip("/")
    shown = [_plate(found, each, base or _here(request)) for each in standing[first : first + SIZE]]
    picture = {
        "finder": found,
        "plates": shown,
        "mongolian": any(each.mongolian for each in shown),
        "page": Page(first, SIZE, total, f"?q={words}&area={area}&"),
        "q": words,
        "area": area,
        "unset": "" if base else _here(request),
    }
    return render(request, "nearby/plates.html", picture)


def _here(request: SignedRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _called(words: str) -> Q:
    return Q(key__icontains=words) | Q(name__icontains=words) if words else Q()


def _within(text: str) -> Q:
    """Return the condition of lying in an area of a name or code; nothing lies in an unknown one."""
    if not text:
        return Q()
    reach = Q(pk__in=())
    for area in find(text):
        for span in spans(area.code, mapped=True):
            reach |= Q(area__range=span)
    return reach


def _plate(finder: Finder, record: Located, base: str) -> Plate:
    week = parse_hours(record.opening_hours) if record.opening_hours else None
    name = str(getattr(record, "name", record.key))
    mongolian = str(getattr(record, finder.mongolian)) if finder.mongolian else ""
    hours = [week.said(tongue) for tongue in TONGUES] if week else []
    fit = fitted(name, mongolian, hours, [SCAN.said(tongue) for tongue in TONGUES])
    address = base + reverse("near_place", args=[finder.slug, record.key])
    return Plate(
        record.key,
        name,
        mongolian,
        fit.hours,
        address,
        _code(address),
        fit.size,
    )


def _code(address: str) -> SafeString:
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, dark=INK
    )
    return mark_safe(drawn)  # noqa: S308 (segno's own drawing of our own address)
