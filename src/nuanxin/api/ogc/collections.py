"""Collections 要素集: counties for everybody; places and records with a point for who may see them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Model, Q, QuerySet

from nuanxin.api.callers import Caller, Token
from nuanxin.api.pages import all_pages, values_of
from nuanxin.api.problems import Problem
from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.tree import CREDIT, REVIEW_NUMBER, county_shapes
from nuanxin.kernel.pages import Page
from nuanxin.kernel.places.models import Place
from nuanxin.plain.words import Words

Box = tuple[float, float, float, float]
Feature = dict[str, Any]
WHOLE: Box = (-180.0, -90.0, 180.0, 90.0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a collection is asked for: a box, a span of days, and a page of it (or one by its id)."""

    box: Box | None = None
    first: date | None = None
    last: date | None = None
    offset: int = 0
    limit: int = 10
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: its id, words, scope ("" where everybody may), and how its features are found.

    ``find`` returns how many features match, and the page of them.
    """

    identity: str
    title: Words
    says: Words
    scope: str
    find: Callable[[Caller, Wanted], tuple[int, list[Feature]]]
    attribution: str = ""


def all_collections() -> Iterator[Collection]:
    """Yield every collection there is."""
    yield Collection(
        "counties",
        Words("旗县区界线", "outlines of banners, counties and districts"),
        Words(CREDIT, f"Outlines: Tianditu, review number {REVIEW_NUMBER}; for display only."),
        "",
        _counties,
        CREDIT,
    )
    yield Collection(
        "places",
        Words("场所", "places"),
        Words("登记的场所，坐标为 WGS-84。", "Registered places, in WGS-84."),
        "places:read",
        _places,
    )
    for programme, page in all_pages():
        if page.point:
            scope = "" if page.public else "records:read"
            title = Words(page.zh, page.en)
            yield Collection(f"{programme}.{page.slug}", title, page.says, scope, _records(page))


def known_collection(identity: str) -> Collection:
    """Return a collection by id. Raises Problem."""
    for each in all_collections():
        if each.identity == identity:
            return each
    raise Problem("unknown-address", {"in": "path", "name": "collection"}, what=identity)


def demand(collection: Collection, request: Any) -> None:
    """Let everybody into a public collection, a caller with its scope into another; raise Problem else."""
    if collection.scope:
        Token(collection.scope)(request)


@cache
def _bounds() -> dict[int, Box]:
    """Return the box of every county's outline."""
    return {code: _box(shape["coordinates"]) for code, _name, shape in _outlines()}


def _outlines() -> list[tuple[int, str, dict[str, Any]]]:
    roots = [area.code for area in held.get().children.get(None, [])]
    return [each for root in roots for each in county_shapes(root)]


def _box(rings: Any) -> Box:
    points = list(_points(rings))
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def _points(rings: Any) -> Iterator[tuple[float, float]]:
    if isinstance(rings[0], int | float):
        yield float(rings[0]), float(rings[1])
        return
    for each in rings:
        yield from _points(each)


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes touch; the first may reach across the date line (west greater than east)."""
    west, south, east, north = one
    if south > other[3] or north < other[1]:
        return False
    return other[0] <= east or other[2] >= west if west > east else west <= other[2] and other[0] <= east


def _counties(_caller: Caller, wanted: Wanted) -> tuple[int, list[Feature]]:
    areas, bounds = held.get().areas, _bounds()
    found = [
        (code, shape)
        for code, _name, shape in _outlines()
        if (not wanted.box or _meet(wanted.box, bounds[code]))
        and (not wanted.identity or wanted.identity == str(code))
    ]
    page = found[wanted.offset : wanted.offset + wanted.limit]
    return len(found), [
        {
            "type": "Feature",
            "id": str(code),
            "geometry": shape,
            "properties": {
                "code": str(code),
                "name_zh": areas[code].name,
                "name_en": areas[code].english or areas[code].name,
                "review_number": REVIEW_NUMBER,
                "attribution": CREDIT,
            },
        }
        for code, shape in page
    ]


def _places(caller: Caller, wanted: Wanted) -> tuple[int, list[Feature]]:
    found = seen(caller.person, Place.objects.filter(withdrawn=False))
    total, rows = _page(found, wanted, ("longitude", "latitude"))
    return total, [
        _feature(
            row.pk,
            (row.longitude, row.latitude),
            {
                "name": row.name,
                "address": row.address,
                "area": str(row.area),
                "opening_hours": row.opening_hours,
            },
        )
        for row in rows
    ]


def _records(page: Page) -> Callable[[Caller, Wanted], tuple[int, list[Feature]]]:
    def find(caller: Caller, wanted: Wanted) -> tuple[int, list[Feature]]:
        every = page.record._default_manager.filter(withdrawn=False)
        found = every if page.public else seen(caller.person, every)
        if wanted.first:
            found = found.filter(**{f"{page.day}__gte": wanted.first})
        if wanted.last:
            found = found.filter(**{f"{page.day}__lte": wanted.last})
        total, rows = _page(found, wanted, page.point)
        points = [(getattr(row, page.point[0]), getattr(row, page.point[1])) for row in rows]
        triples = zip(rows, points, values_of(page, rows), strict=True)
        return total, [_feature(row.pk, point, values) for row, point, values in triples]

    return find


def _page(query: QuerySet[Any], wanted: Wanted, point: tuple[str, ...]) -> tuple[int, list[Any]]:
    """Return how many rows match, and the page of them, by number."""
    longitude, latitude = point[0], point[1]
    if wanted.box:
        west, south, east, north = wanted.box
        across = Q(**{f"{longitude}__gte": west}) | Q(**{f"{longitude}__lte": east})
        within = across if west > east else Q(**{f"{longitude}__range": (west, east)})
        query = query.filter(within, **{f"{latitude}__range": (south, north)})
    if wanted.identity:
        number = wanted.identity
        known = number.isascii() and number.isdigit() and len(number) < 19
        query = query.filter(pk=int(number)) if known else query.none()
    ordered: QuerySet[Model] = query.order_by("pk")
    return ordered.count(), list(ordered[wanted.offset : wanted.offset + wanted.limit])


def _feature(identity: int, point: tuple[float | None, float | None], properties: dict[str, Any]) -> Feature:
    known = None not in point
    geometry = {"type": "Point", "coordinates": list(point)} if known else None
    return {"type": "Feature", "id": str(identity), "geometry": geometry, "properties": properties}
