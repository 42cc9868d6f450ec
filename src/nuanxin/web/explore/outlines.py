"""Outlines 界线: the counties of an area as GeoJSON small enough to travel.

Corners snap to a grid as fine as a screen shows, so that borders shared stay shared, and what falls
together is dropped.
"""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from math import floor, log10
from typing import Any

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.areas.shapes import CREDIT, county_shapes
from nuanxin.web.maps import middle_of

ACROSS = 1_500
"""So many grid lines lie across the area, about as many as the pixels of a wide map."""

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outlines:
    """GeoJSON as it travels: plain, packed, and the tag of its content."""

    plain: bytes
    packed: bytes
    etag: str


@lru_cache(maxsize=64)
def outlines(area: int, language: str) -> Outlines:
    """Return the outlines of the counties in an area; an empty collection where it has none."""
    shapes = county_shapes(area, language)
    grid = _grid([place for _code, _name, shape in shapes for ring in _rings(shape) for place in ring])
    told = {
        "type": "FeatureCollection",
        "credit": CREDIT,
        "features": [
            {
                "type": "Feature",
                "id": short(code),
                "properties": {"code": short(code), "name": name, "at": _middle(shape)},
                "geometry": {"type": "MultiPolygon", "coordinates": _snapped(shape, grid)},
            }
            for code, name, shape in shapes
        ],
    }
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return Outlines(plain, gzip.compress(plain, 9, mtime=0), f'"{sha256(plain).hexdigest()[:24]}"')


def _rings(shape: dict[str, Any]) -> list[Ring]:
    return [ring for polygon in _polygons(shape) for ring in polygon]


def _polygons(shape: dict[str, Any]) -> list[list[Ring]]:
    found: list[list[Ring]] = shape["coordinates"]
    return found if shape["type"] == "MultiPolygon" else [shape["coordinates"]]


def _grid(places: list[list[float]]) -> float:
    """Return the distance of the grid's lines in degrees: 1, 2 or 5 times a power of ten."""
    if not places:
        return 1.0
    longitudes = [place[0] for place in places]
    rough = max((max(longitudes) - min(longitudes)) / ACROSS, 1e-6)
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _middle(shape: dict[str, Any]) -> list[float]:
    """Return a place well inside the largest part, for the name."""
    largest = max(_rings(shape), key=len)
    return [round(at, 4) for at in middle_of([(place[0], place[1]) for place in largest])]


def _snapped(shape: dict[str, Any], grid: float) -> list[list[Ring]]:
    digits = max(0, -floor(log10(grid)))
    polygons = []
    for polygon in _polygons(shape):
        rings = [ring for each in polygon if len(ring := _snap(each, grid, digits)) > 3]
        if rings:
            polygons.append(rings)
    return polygons


def _snap(ring: Ring, grid: float, digits: int) -> Ring:
    places = [[round(round(at / grid) * grid, digits) for at in place[:2]] for place in ring]
    return [places[0], *(now for before, now in pairwise(places) if now != before)]
