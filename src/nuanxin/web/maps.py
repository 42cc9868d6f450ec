"""Maps 图: counties by lightness of one hue, worked out on the server; a template draws them as SVG.

Longitude is shrunk by the cosine of the middle latitude, which is true enough over one province
and needs no library. Every coordinate snaps to half a pixel (a whole one where there are many
counties), so shared borders stay shared.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, cos, floor, log10, radians
from typing import Any

WIDTH = 440.0
STEPS, FEW = 4, 20
ROUND = tuple(Fraction(tenths, 10) for tenths in (10, 20, 30, 40, 50, 60, 80, 100))
FINE = tuple(Fraction(tenths, 10) for tenths in (10, 15, 20, 25, 30, 40, 50, 60, 80, 100))
_LINE, _GLYPH = 13.0, 11.0

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class County:
    """A drawn county: its code, name, SVG path, lightness step, printed value and label place."""

    code: int
    name: str
    path: str
    step: int
    printed: str
    x: float
    y: float
    named: bool
    valued: bool


@dataclass(frozen=True, slots=True)
class Shade:
    """A line of the legend: lightness ``step`` means more than ``above`` and up to ``upto``."""

    step: int
    above: Fraction
    upto: Fraction


@dataclass(frozen=True, slots=True)
class Map:
    """A finished map and its legend."""

    width: float
    height: float
    counties: tuple[County, ...]
    shades: tuple[Shade, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A county's outline in pixels: its path, the place and width for its label."""

    code: int
    name: str
    path: str
    x: float
    y: float
    room: float


@dataclass(frozen=True, slots=True)
class Ground:
    """The empty map: outlines and its height. The same for every figure of an area, so keep it."""

    outlines: tuple[Outline, ...]
    height: float


def ground_of(shapes: Iterable[tuple[int, str, dict[str, Any]]]) -> Ground | None:
    """Project (12-digit code, name, GeoJSON geometry), as ``kernel.areas`` gives them; None for none."""
    grounds = [(code, name, _rings(geometry)) for code, name, geometry in shapes]
    if not grounds:
        return None
    grain = 2 if len(grounds) <= FEW else 1
    project, height = _projection([ring for _, _, rings in grounds for ring in rings], grain)
    return Ground(
        tuple(
            _outline(code, name, [[project(place) for place in ring] for ring in rings])
            for code, name, rings in grounds
        ),
        height,
    )


def _outline(code: int, name: str, rings: list[Ring]) -> Outline:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    room = max(place[0] for place in largest) - min(place[0] for place in largest)
    x, y = middle_of(largest)
    return Outline(code, name, _path(rings), round(x, 1), round(y, 1), room)


def county_map(
    ground: Ground | None, values: Mapping[int, Fraction], printed: Mapping[int, str]
) -> Map | None:
    """Shade counties by their values; None where fewer than two have one (nothing to compare)."""
    if ground is None or sum(1 for value in values.values() if value) < 2:
        return None
    step = _shade_step(max(values.values()))
    placed: list[tuple[float, float, float, float]] = []
    darkest = sorted(ground.outlines, key=lambda each: -values.get(each.code, Fraction(0)))
    counties = tuple(
        _county(each, values.get(each.code), printed.get(each.code, ""), step, placed) for each in darkest
    )
    used = {county.step for county in counties}
    shades = tuple(Shade(n, step * (n - 1), step * n) for n in range(1, STEPS + 1) if n in used)
    return Map(WIDTH, ground.height, counties, shades, 0 in used)


def _rings(geometry: dict[str, Any]) -> list[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return [[(place[0], place[1]) for place in ring] for polygon in polygons for ring in polygon]


def _projection(rings: Sequence[Ring], grain: int) -> tuple[Any, float]:
    """Return a function from (longitude, latitude) to pixels, ``grain`` places in one, and the height."""
    longitudes = [place[0] for ring in rings for place in ring]
    latitudes = [place[1] for ring in rings for place in ring]
    west, north = min(longitudes), max(latitudes)
    shrink = cos(radians((north + min(latitudes)) / 2))
    scale = (WIDTH - 4) / ((max(longitudes) - west) * shrink)

    def project(place: tuple[float, float]) -> tuple[float, float]:
        x, y = (place[0] - west) * shrink * scale + 2, (north - place[1]) * scale + 2
        return round(x * grain) / grain, round(y * grain) / grain

    return project, ceil((north - min(latitudes)) * scale + 4)


def _shade_step(highest: Fraction) -> Fraction:
    """Return the smallest round step that needs no more than ``STEPS`` steps to the highest value."""
    if highest <= 0:
        return Fraction(1)
    rough = highest / STEPS
    power = Fraction(10) ** floor(log10(rough))
    factors = FINE if power > 1 else ROUND
    return next(power * factor for factor in factors if power * factor >= rough)


def _county(
    drawn: Outline,
    value: Fraction | None,
    printed: str,
    step: Fraction,
    placed: list[tuple[float, float, float, float]],
) -> County:
    shade = min(STEPS, max(1, ceil(value / step))) if value else 0
    glyph = _GLYPH / 2 if drawn.name.isascii() else _GLYPH
    wide = max(len(drawn.name) * glyph, len(printed) * _GLYPH * 0.7)
    roomy = bool(value) and len(drawn.name) * glyph <= drawn.room
    named = roomy and _free(placed, drawn.x, drawn.y, wide, _LINE * 2)
    valued = named or (bool(value) and _free(placed, drawn.x, drawn.y, len(printed) * _GLYPH * 0.7, _LINE))
    return County(drawn.code, drawn.name, drawn.path, shade, printed, drawn.x, drawn.y, named, valued)


def _free(placed: list[tuple[float, float, float, float]], x: float, y: float, w: float, h: float) -> bool:
    """Take the box for a label if no earlier label stands in it."""
    box = (x - w / 2, y - h / 2, x + w / 2, y + h / 2)
    if box[0] < 0 or box[2] > WIDTH:
        return False
    if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in placed):
        return False
    placed.append(box)
    return True


def _path(rings: Iterable[Ring]) -> str:
    parts = []
    for ring in rings:
        kept = [place for before, place in pairwise([None, *ring]) if place is not None and place != before]
        if len(kept) > 3:
            parts.append("M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + "Z")
    return "".join(parts)


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]])) / 2


def middle_of(ring: Ring) -> tuple[float, float]:
    """Return a place well inside a ring: of a grid of places, the inner one farthest from the border."""
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    grid = [
        (min(xs) + (max(xs) - min(xs)) * i / 12, min(ys) + (max(ys) - min(ys)) * j / 12)
        for i in range(1, 12)
        for j in range(1, 12)
    ]
    border = ring[:: max(1, len(ring) // 120)]
    inside = [place for place in grid if _inside(place, ring)] or [(sum(xs) / len(xs), sum(ys) / len(ys))]
    return max(inside, key=lambda p: min((p[0] - q[0]) ** 2 / 2 + (p[1] - q[1]) ** 2 for q in border))


def _inside(place: tuple[float, float], ring: Ring) -> bool:
    x, y, inside = *place, False
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
