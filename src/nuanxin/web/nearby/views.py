"""The finders: a list of places with those open now first, one place, feeds, and the nearest to a point."""

import json
from collections.abc import Iterable
from datetime import datetime
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Book, Near, open_at
from nuanxin.kernel.programme import all_finders
from nuanxin.web.kept_pages import kept_for_a_minute
from nuanxin.web.nearby.books import Wanted, book_of, place_of
from nuanxin.web.nearby.photos import photo_of
from nuanxin.web.nearby.shown import as_feature, as_plain, as_schema, shown
from nuanxin.web.nearby.told import sayable, told_of
from nuanxin.web.nearby.ways import map_apps
from nuanxin.web.routes import public
from nuanxin.web.templatetags.wording import said

LISTED = 400
"""So many places are listed on one page; where there are more, one searches or says where one is."""
NEAREST = 20
WORKER = ("queue.js", "near-sending.js", "near-offline.js")
"""The scripts of the service worker; the first two are the page's as well."""
FRESH = "public, max-age=60"


@public
def finders(request: HttpRequest) -> HttpResponse:
    """Show what can be found nearby."""
    return render(request, "nearby/finders.html", {"finders": [finder for _owner, finder in all_finders()]})


@public
@kept_for_a_minute
def finder(request: HttpRequest, slug: str) -> HttpResponse:
    """List the places of a register: those open now first, then by number; narrowed by what is wanted."""
    found, places, now = *book_of(slug), timezone.now()
    wanted = Wanted.of(request.GET, found)
    near = [each for each in places.called(wanted.words, now) if wanted.fits(each)]
    near.sort(key=lambda each: (not (each.opening and each.opening.open), each.spot.key))
    picture = {
        "finder": found,
        "places": shown(found, near[:LISTED], now),
        "things": [(name, said(found.words(name))) for name in found.shows],
        "total": len(near),
        "all": len(places.spots),
        "whole": len(places.spots) <= LISTED and wanted == Wanted(),
        "wanted": wanted,
    }
    return _fresh(request, render(request, "nearby/finder.html", picture))


@public
@kept_for_a_minute
def place(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one place: whether it is open, what is there, what is wrong, how to get there."""
    found, near = place_of(slug, key, timezone.now())
    return place_page(request, found, near)


def place_page(
    request: HttpRequest, found: Finder, near: Near, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Return a place's page; ``refused`` says why what somebody told of it was not taken."""
    told, thanked = shown(found, [near], timezone.now())[0], request.GET.get("said", "")
    picture = {
        "finder": found,
        "place": told,
        "maps": map_apps(near.spot),
        "photo": photo_of(found, near),
        "schema": as_schema(found, near, request.build_absolute_uri(request.path)),
        "sayable": sayable(found, near).items(),
        "thanked": next((each.words for each in told.told if each.matter == thanked), ""),
        "refused": refused,
    }
    answer = render(request, "nearby/place.html", picture, status=status)
    if refused or thanked:
        answer["Cache-Control"] = "no-store"
        return answer
    return _fresh(request, answer)


@public
@kept_for_a_minute
def places_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every place as JSON, without paging."""
    found, places, now = *book_of(slug), timezone.now()
    told = told_of(found, None)
    return _fresh(
        request, JsonResponse({"places": [as_plain(found, each, told) for each in _all(places, now)]})
    )


@public
@kept_for_a_minute
def places_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every place as GeoJSON."""
    found, places, now = *book_of(slug), timezone.now()
    told = told_of(found, None)
    features = [as_feature(found, each, told) for each in _all(places, now)]
    answer = {"type": "FeatureCollection", "features": features}
    return _fresh(request, JsonResponse(answer, content_type="application/geo+json"))


@public
@csrf_exempt  # it changes nothing and knows nobody: the point comes in the body so that no log holds it
@require_POST
def nearest(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the places nearest to a point (JSON: longitude, latitude in WGS-84, open), which is not kept."""
    found, places, now = *book_of(slug), timezone.now()
    try:
        asked = json.loads(request.body)
        east, north = float(asked["longitude"]), float(asked["latitude"])
        if not (-180 <= east <= 180 and -90 <= north <= 90):
            raise ValueError("not on the globe")
    except (ValueError, KeyError, TypeError):
        said = _("Send longitude and latitude in degrees.")
        return JsonResponse({"said": said}, status=400)
    near = places.nearest(east, north, now, NEAREST, Wanted.of(asked, found).fits)
    told = told_of(found, [each.spot.number for each in near])
    answer = JsonResponse({"places": [as_plain(found, each, told) for each in near]})
    answer["Cache-Control"] = "no-store"
    return answer


@public
def offline(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the last list and sends what waits; it must lie where the pages lie."""
    scripts = files("nuanxin.web") / "static/nuanxin"
    whole = b"".join((scripts / name).read_bytes() for name in WORKER)
    return HttpResponse(whole, content_type="text/javascript; charset=utf-8")


def _all(places: Book, now: datetime) -> Iterable[Near]:
    return (Near(spot, None, open_at(spot.hours, now)) for spot in places.spots)


def _fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep what a stranger sees for a minute; the page of somebody signed in is theirs."""
    if getattr(request, "actor", None) is None:
        response["Cache-Control"] = FRESH
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
