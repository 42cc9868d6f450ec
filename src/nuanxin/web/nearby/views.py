"""The finders: a list of places with those open now first, one place, feeds, and the nearest to a point."""

import json
from collections.abc import Iterable
from datetime import datetime
from importlib.resources import files

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Book, Near, book, open_at
from nuanxin.kernel.programme import all_finders
from nuanxin.web.nearby.shown import as_feature, as_plain, as_schema, maps_of, shown
from nuanxin.web.routes import public

LISTED = 400
"""So many places are listed on one page; where there are more, one searches or says where one is."""
NEAREST = 20
FRESH = "public, max-age=60"


@public
def finders(request: HttpRequest) -> HttpResponse:
    """Show what can be found nearby."""
    return render(request, "nearby/finders.html", {"finders": [finder for _owner, finder in all_finders()]})


@public
def finder(request: HttpRequest, slug: str) -> HttpResponse:
    """List the places of a register: those open now first, then by number; narrowed by words."""
    found, places, now = *_book(slug), timezone.now()
    words, open_only = request.GET.get("q", "").strip()[:80], request.GET.get("open") == "1"
    near = places.called(words, now)
    if open_only:
        near = [each for each in near if each.opening and each.opening.open]
    near.sort(key=lambda each: (not (each.opening and each.opening.open), each.spot.key))
    picture = {
        "finder": found,
        "places": shown(found, near[:LISTED], now),
        "total": len(near),
        "all": len(places.spots),
        "whole": len(places.spots) <= LISTED and not words and not open_only,
        "q": words,
        "open_only": open_only,
    }
    return _fresh(request, render(request, "nearby/finder.html", picture))


@public
def place(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one place: whether it is open, what is there, how to get there."""
    found, places, now = *_book(slug), timezone.now()
    spot = next((each for each in places.spots if each.key == key), None)
    if spot is None:
        raise Http404(_("No place of this number is in use."))
    near = Near(spot, None, open_at(spot.hours, now))
    picture = {
        "finder": found,
        "place": shown(found, [near], now)[0],
        "maps": maps_of(spot),
        "schema": as_schema(found, near, request.build_absolute_uri(request.path)),
    }
    return _fresh(request, render(request, "nearby/place.html", picture))


@public
def places_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every place as JSON, without paging."""
    found, places, now = *_book(slug), timezone.now()
    return _fresh(request, JsonResponse({"places": [as_plain(found, each) for each in _all(places, now)]}))


@public
def places_geojson(request: HttpRequest, slug: str) -> HttpResponse:
    """Give every place as GeoJSON."""
    found, places, now = *_book(slug), timezone.now()
    features = [as_feature(found, each) for each in _all(places, now)]
    answer = {"type": "FeatureCollection", "features": features}
    return _fresh(request, JsonResponse(answer, content_type="application/geo+json"))


@public
@csrf_exempt  # it changes nothing and knows nobody: the point comes in the body so that no log holds it
@require_POST
def nearest(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the places nearest to a point (JSON: longitude, latitude in WGS-84, open), which is not kept."""
    found, places, now = *_book(slug), timezone.now()
    try:
        asked = json.loads(request.body)
        east, north = float(asked["longitude"]), float(asked["latitude"])
        if not (-180 <= east <= 180 and -90 <= north <= 90):
            raise ValueError("not on the globe")
    except (ValueError, KeyError, TypeError):
        said = _("Send longitude and latitude in degrees.")
        return JsonResponse({"said": said}, status=400)
    only_open = bool(asked.get("open"))
    near = places.nearest(
        east,
        north,
        now,
        NEAREST,
        lambda each: not only_open or bool(each.opening and each.opening.open),
    )
    answer = JsonResponse({"places": [as_plain(found, each) for each in near]})
    answer["Cache-Control"] = "no-store"
    return answer


@public
def offline(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the last list on the phone; it must lie where the pages lie."""
    script = (files("nuanxin.web") / "static/nuanxin/near-offline.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


def _book(slug: str) -> tuple[Finder, Book]:
    found = next((each for _owner, each in all_finders() if each.slug == slug), None)
    if found is None:
        raise Http404(_("There is nothing of this name to find."))
    return found, book(found.record)


def _all(places: Book, now: datetime) -> Iterable[Near]:
    return (Near(spot, None, open_at(spot.hours, now)) for spot in places.spots)


def _fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep what a stranger sees for a minute; the page of somebody signed in is theirs."""
    if getattr(request, "actor", None) is None:
        response["Cache-Control"] = FRESH
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
