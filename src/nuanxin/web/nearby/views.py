"""The finders: a list of places with those open now first, one place, feeds, and the nearest to a point."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Book, Near
from nuanxin.kernel.programme import all_finders
from nuanxin.kernel.rules.calendar import HERE, year_of
from nuanxin.web.kept_pages import asks_only, kept_for_a_minute
from nuanxin.web.nearby.books import Wanted, book_of, place_of
from nuanxin.web.nearby.linked import as_dataset, as_schema
from nuanxin.web.nearby.photos import photo_of
from nuanxin.web.nearby.shown import as_feature, as_plain, days_off, rank, shown
from nuanxin.web.nearby.told import sayable, told_of
from nuanxin.web.nearby.ways import map_apps
from nuanxin.web.routes import public
from nuanxin.web.templatetags.wording import said
from nuanxin.web.terms import terms

LISTED = 400
"""So many places are listed on one page; where there are more, one searches or says where one is."""
NEAREST = 20
WORKER = ("queue.js", "near-sending.js", "near-offline.js")
"""The scripts of the service worker; the first two are the page's as well."""
AHEAD = timedelta(days=8)
"""So far ahead a page left open, or kept on a phone, tells when doors open."""
FRESH = "public, max-age=60"


@public
def finders(request: HttpRequest) -> HttpResponse:
    """Show what can be found nearby."""
    return render(request, "nearby/finders.html", {"finders": [finder for _owner, finder in all_finders()]})


@public
@kept_for_a_minute
@asks_only("q", "open", "always", "has")
def finder(request: HttpRequest, slug: str) -> HttpResponse:
    """List the places of a register: those open now first, then by number; narrowed by what is wanted."""
    found, places, now = *book_of(slug), timezone.now()
    wanted, told = Wanted.of(request.GET, found), told_of(found, None)
    exact = places.called(wanted.words, now)
    near = [each for each in exact or places.nearly_called(wanted.words, now) if wanted.fits(each)]
    near.sort(key=lambda each: (rank(each, told.get(each.spot.number, ())), each.spot.key))
    picture = {
        "finder": found,
        "places": shown(found, near[:LISTED], now, told, places.areas),
        "things": [(name, said(found.words(name))) for name in found.shows],
        "total": len(near),
        "guessed": bool(near) and not exact,
        "all": len(places.spots),
        "whole": len(near) <= LISTED,
        "wanted": wanted,
        "schema": as_dataset(found, now, request.build_absolute_uri("/").rstrip("/")),
        "terms": terms(),
        **_clockwork(now),
    }
    return _fresh(request, render(request, "nearby/finder.html", picture))


def _clockwork(now: datetime) -> dict[str, object]:
    """Return what a phone needs to tell later what hours mean, and the year whose holidays nobody knows.

    Pages say when a door opens next, and stay on phones for days: the days ahead count too.
    """
    here = now.astimezone(HERE)
    years = sorted({here.year, (here + AHEAD).year})
    return {
        "made": int(now.timestamp()),
        "offset": int(here.utcoffset().total_seconds() // 60),  # type: ignore[union-attr]
        "off": " ".join(str(day) for day in days_off(here.date() - timedelta(days=1))),
        "unsure": next((year for year in years if not year_of(year).known), None),
    }


@public
@kept_for_a_minute
@asks_only("said")
def place(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one place: whether it is open, what is there, what is wrong, how to get there."""
    found, near = place_of(slug, key, timezone.now())
    return place_page(request, found, near)


def place_page(
    request: HttpRequest, found: Finder, near: Near, *, refused: str = "", known: str = "", status: int = 200
) -> HttpResponse:
    """Return a place's page; ``refused`` says why what somebody told of it was not taken.

    ``known`` thanks for what was announced already.
    """
    now = timezone.now()
    told = shown(found, [near], now, told_of(found, [near.spot.number]), {})[0]
    thanked = request.GET.get("said", "")
    picture = {
        "finder": found,
        "place": told,
        "maps": map_apps(near.spot),
        "photo": photo_of(found, near),
        "schema": as_schema(found, near, request.build_absolute_uri("/").rstrip("/"), now),
        "sayable": sayable(found, near).items(),
        "thanked": next((each.words for each in told.told if each.matter == thanked), ""),
        "refused": refused,
        "known": known,
        "mongolian": _mongolian(found, near),
        **_clockwork(now),
    }
    answer = render(request, "nearby/place.html", picture, status=status)
    if refused or thanked or known:
        answer["Cache-Control"] = "no-store"
        return answer
    return _fresh(request, answer)


def _mongolian(finder: Finder, near: Near) -> str:
    """Return the Mongolian name of a place as its translator gave it, or nothing."""
    if not finder.mongolian:
        return ""
    given = finder.record._default_manager.filter(pk=near.spot.number)
    return str(given.values_list(finder.mongolian, flat=True).first() or "")


@public
@kept_for_a_minute
@asks_only()
def places_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every place as JSON, without paging."""
    found, places, now = *book_of(slug), timezone.now()
    told, at = told_of(found, None), request.build_absolute_uri("/").rstrip("/")
    listed = [as_plain(found, each, told, at, now) for each in _all(places, now)]
    return _open(request, JsonResponse({**_of_all(now), "places": listed}))


@public
@kept_for_a_minute
@asks_only()
def places_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every place as GeoJSON."""
    found, places, now = *book_of(slug), timezone.now()
    told, at = told_of(found, None), request.build_absolute_uri("/").rstrip("/")
    features = [as_feature(found, each, told, at, now) for each in _all(places, now)]
    answer = {"type": "FeatureCollection", **_of_all(now), "features": features}
    return _open(request, JsonResponse(answer, content_type="application/geo+json"))


def _of_all(now: datetime) -> dict[str, object]:
    """Return what holds for a whole feed: as of when, whose data, under which licence."""
    return {"as_of": now.isoformat(timespec="seconds"), **terms().as_plain()}


def _open(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the pages of other sites read what everybody may read."""
    response["Access-Control-Allow-Origin"] = "*"
    return _fresh(request, response)


@public
@csrf_exempt  # it changes nothing and knows nobody: the point comes in the body so that no log holds it
@require_POST
def nearest(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the places nearest to a point (JSON: longitude, latitude in WGS-84, q, open), which is not kept.

    Those open now come first, closed ones only where too few are open; to a page they are given as cards.
    """
    found, places, now = *book_of(slug), timezone.now()
    try:
        asked = json.loads(request.body)
        east, north = _degrees(asked["longitude"], 180), _degrees(asked["latitude"], 90)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JsonResponse({"said": _("Send longitude and latitude in degrees.")}, status=400)
    near = _nearest(places, east, north, now, Wanted.of(asked, found))
    told = told_of(found, [each.spot.number for each in near])
    near.sort(key=lambda each: (rank(each, told.get(each.spot.number, ())), each.metres))
    if request.headers.get("Accept") == "text/html":
        cards = {"places": shown(found, near, now, told, places.areas)}
        answer = render(request, "nearby/spots.html", cards)
    else:
        at = request.build_absolute_uri("/").rstrip("/")
        listed = [as_plain(found, each, told, at, now) for each in near]
        answer = JsonResponse({**_of_all(now), "places": listed})
    answer["Cache-Control"] = "no-store"
    return answer


def _degrees(value: object, most: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("no number")
    if not -most <= (degrees := float(value)) <= most:
        raise ValueError("not on the globe")
    return degrees


def _nearest(places: Book, east: float, north: float, now: datetime, wanted: Wanted) -> list[Near]:
    """Return the nearest places that are open; where they are too few, the nearest closed ones as well."""

    def ask(count: int, *, now_open: bool) -> list[Near]:
        return places.nearest(
            east,
            north,
            now,
            count,
            lambda each: bool(each.opening and each.opening.open) == now_open and wanted.fits(each),
            wanted.words,
        )

    found = ask(NEAREST, now_open=True)
    return found if wanted.open_now else found + ask(NEAREST - len(found), now_open=False)


@public
def offline(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the last list and sends what waits; it must lie where the pages lie."""
    scripts = files("nuanxin.web") / "static/nuanxin"
    whole = b"".join((scripts / name).read_bytes() for name in WORKER)
    return HttpResponse(whole, content_type="text/javascript; charset=utf-8")


def _all(places: Book, now: datetime) -> Iterable[Near]:
    return (Near(spot, None, spot.opening(now)) for spot in places.spots)


def _fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep what a stranger sees for a minute; the page of somebody signed in is theirs."""
    if getattr(request, "actor", None) is None:
        response["Cache-Control"] = FRESH
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
