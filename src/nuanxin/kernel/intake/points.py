"""Points 坐标点: longitude, latitude and their system as three columns any sheet may have.

A point without its system would be half a kilometre off here without anybody seeing it (GCJ-02), so a
point given without one is refused; so are half a point, swapped numbers, and what is not on the globe.
"""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.declare import Column, Row, Rows
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.places.hours import HoursUnclear, parse_hours
from nuanxin.plain.coordinates import to_wgs84

SYSTEM_WORDS = {
    "WGS84": "wgs84",
    "WGS-84": "wgs84",
    "GPS": "wgs84",
    "CGCS2000": "wgs84",
    "2000坐标系": "wgs84",
    "天地图": "wgs84",
    "GCJ02": "gcj02",
    "GCJ-02": "gcj02",
    "火星坐标": "gcj02",
    "高德": "gcj02",
    "腾讯": "gcj02",
    "微信": "gcj02",
    "BD09": "bd09",
    "BD-09": "bd09",
    "百度": "bd09",
}
"""What offices call a system of coordinates, by whose map the point was copied from."""

POINT_COLUMNS = (
    Column("longitude", "经度", "longitude", aliases=("东经",)),
    Column("latitude", "纬度", "latitude", aliases=("北纬",)),
    Column(
        "crs",
        "坐标系",
        "system of coordinates",
        kind="choice",
        choices=SYSTEM_WORDS,
        aliases=("坐标来源", "坐标系统"),
    ),
)
_MARKS = re.compile(r"^(东经|北纬|[EN])\s*(?=\d)|(?<=\d)\s*(°|度)?\s*[ENen]?$")
HERE_LONGITUDES, HERE_LATITUDES = (73.0, 136.0), (3.0, 54.0)
"""Where the country lies, in whole degrees outwards: numbers that fit only when swapped are swapped."""


def points_of(rows: Rows) -> dict[int, tuple[float, float] | None]:
    """Return each row's point in WGS-84 (longitude, latitude) by row number, None where it has none.

    Raises RowsRefused, naming every row whose point cannot be taken and what to do about it.
    """
    return read_each(rows, _point)


def located_fields(rows: Rows) -> dict[int, dict[str, Any]]:
    """Return each row's point and hours as the fields of a ``Located`` record, by row number.

    The hours stand in the column ``hours``, as people write them. Raises RowsRefused as above.
    """
    points, hours = points_of(rows), hours_of(rows)
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        longitude, latitude = points[row.number] or (None, None)
        found[row.number] = {
            "longitude": longitude,
            "latitude": latitude,
            "crs_entered": entered_in(row),
            "opening_hours": hours[row.number],
        }
    return found


def hours_of(rows: Rows) -> dict[int, str]:
    """Return each row's opening hours in their canonical text, by row number; blank where unknown.

    Raises RowsRefused, naming every row whose hours cannot be read.
    """
    return read_each(rows, _hours)


def _hours(row: Row) -> str:
    text = row.values.get("hours") or ""
    try:
        return str(parse_hours(text)) if text else ""
    except HoursUnclear as error:
        raise CellError(error.said, error.remedy, field="hours") from error


def entered_in(row: Row) -> str:
    """Return the system a row's point was entered in; WGS-84 where it has no point."""
    return row.values.get("crs") or "wgs84"


def _point(row: Row) -> tuple[float, float] | None:
    said: Mapping[str, Any] = row.values
    longitude, latitude = (_degrees(said.get(name)) for name in ("longitude", "latitude"))
    if longitude is None and latitude is None:
        return None
    if longitude is None or latitude is None:
        raise CellError(_("It has half a point."), _("Give longitude and latitude, or neither."))
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90) or _swapped(longitude, latitude):
        words = {"longitude": longitude, "latitude": latitude}
        if _swapped(longitude, latitude):
            raise CellError(
                _("Longitude %(longitude)s and latitude %(latitude)s are swapped.") % words,
                _("Put the larger number under longitude."),
            )
        raise CellError(
            _("%(longitude)s, %(latitude)s is no point on the globe.") % words,
            _("Write degrees with decimals, such as 107.3876 and 40.7437."),
        )
    if not said.get("crs"):
        raise CellError(
            _("The point has no system of coordinates; taken for another it lies 500 m off."),
            _("Write whose map it was copied from: GPS, 天地图, 高德, 腾讯 or 百度."),
        )
    return to_wgs84(longitude, latitude, said["crs"])


def _degrees(cell: object) -> float | None:
    text = normalize("NFKC", str(cell or "")).strip()
    if not text:
        return None
    try:
        degrees = float(_MARKS.sub("", text))
    except ValueError:
        degrees = float("nan")
    if not isfinite(degrees):
        raise CellError(
            _("%(text)s is not a number of degrees.") % {"text": text},
            _("Write degrees with decimals, such as 107.3876 and 40.7437."),
        )
    return degrees


def _swapped(longitude: float, latitude: float) -> bool:
    return _within(latitude, HERE_LONGITUDES) and _within(longitude, HERE_LATITUDES)


def _within(degrees: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= degrees <= bounds[1]
