"""Coordinates 坐标: between WGS-84 and the two shifted systems of Chinese maps.

GCJ-02 is what 高德, 腾讯 and most phones' map programs give, BD-09 what 百度 gives; WGS-84 is a GPS
receiver's own, and equal to CGCS2000 within a metre. The shift is the widely published series of
sines and square roots on the Krasovsky ellipsoid; it is some 500 m in Linhe. All values in degrees.
"""

from collections.abc import Callable
from math import atan2, cos, hypot, pi, radians, sin, sqrt
from typing import NamedTuple

SYSTEMS = ("wgs84", "gcj02", "bd09")
_SEMI_MAJOR_M = 6_378_245.0
_ECCENTRICITY2 = 0.006693421622965943
_BD_TURN = pi * 3000 / 180


class Point(NamedTuple):
    """A point in degrees, longitude first."""

    longitude: float
    latitude: float


def to_wgs84(longitude: float, latitude: float, system: str) -> Point:
    """Return a point given in ``system`` as WGS-84, to 1e-6 degrees (0.1 m).

    ValueError names an unknown system or a pair that is no point on the globe.
    """
    if system not in SYSTEMS:
        raise ValueError(f"coordinate system {system!r} is none of {', '.join(SYSTEMS)}")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError(f"{longitude}, {latitude} is no point: longitude comes first, in degrees")
    point = Point(longitude, latitude)
    if system == "bd09":
        point = _inverse(gcj02_to_bd09, point)
    if system != "wgs84":
        point = _inverse(wgs84_to_gcj02, point)
    return Point(round(point.longitude, 6), round(point.latitude, 6))


def wgs84_to_gcj02(point: Point) -> Point:
    """Return the shifted point that Chinese maps show; outside China nothing is shifted."""
    if not (72.004 <= point.longitude <= 137.8347 and 0.8293 <= point.latitude <= 55.8271):
        return point
    east, north = _shift_m(point.longitude - 105.0, point.latitude - 35.0)
    latitude = radians(point.latitude)
    flattening = 1 - _ECCENTRICITY2 * sin(latitude) ** 2
    meridian_m = _SEMI_MAJOR_M * (1 - _ECCENTRICITY2) / flattening**1.5
    parallel_m = _SEMI_MAJOR_M / sqrt(flattening) * cos(latitude)
    return Point(
        point.longitude + east * 180 / (parallel_m * pi), point.latitude + north * 180 / (meridian_m * pi)
    )


def gcj02_to_bd09(point: Point) -> Point:
    """Return a GCJ-02 point as Baidu shows it."""
    x, y = point
    radius = hypot(x, y) + 0.00002 * sin(y * _BD_TURN)
    angle = atan2(y, x) + 0.000003 * cos(x * _BD_TURN)
    return Point(radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006)


def distance_m(one: Point, other: Point) -> float:
    """Return metres between two WGS-84 points on the sphere (good to half a percent)."""
    mean = radians((one.latitude + other.latitude) / 2)
    east = radians(one.longitude - other.longitude) * cos(mean)
    return hypot(east, radians(one.latitude - other.latitude)) * 6_371_000


def _shift_m(x: float, y: float) -> tuple[float, float]:
    """Return the shift in metres east and north, for degrees from 105 E 35 N."""
    common = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + common
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + common
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    return east, north


def _inverse(shift: Callable[[Point], Point], wanted: Point) -> Point:
    """Return the point that ``shift`` takes to ``wanted``: the shift is smooth, so steps converge."""
    x, y = wanted
    for _ in range(30):
        shown = shift(Point(x, y))
        x, y = x + wanted.longitude - shown.longitude, y + wanted.latitude - shown.latitude
        if abs(wanted.longitude - shown.longitude) + abs(wanted.latitude - shown.latitude) < 1e-9:
            break
    return Point(x, y)
