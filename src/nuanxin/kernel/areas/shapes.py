"""Shapes 界线: county outlines for the map. They are Tianditu's, and every map prints their number."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from nuanxin.kernel.areas.codes import full, span
from nuanxin.kernel.areas.naming import names

REVIEW_NUMBER = "GS(2024)0650号"
"""The review number 审图号 of the outlines."""

CREDIT = f"地图数据：天地图 审图号：{REVIEW_NUMBER}"
"""The line under every map drawn from them."""


@cache
def _outlines() -> tuple[tuple[int, dict[str, Any]], ...]:
    file = files("nuanxin.kernel.areas.divisions") / "counties.geojson"
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return tuple((full(each["properties"]["code"]), each["geometry"]) for each in features)


def county_shapes(code: int, language: str = "zh-hans") -> list[tuple[int, str, dict[str, Any]]]:
    """Return (code, name, GeoJSON geometry in WGS-84) of every county in a subtree.

    Statistical zones have no outline; a town or village is shown by its county's.
    """
    low, high = span(code - code % 10**6 if code % 10**6 else code)
    found = [(county, shape) for county, shape in _outlines() if low <= county <= high]
    called = names([county for county, _ in found], language)
    return [(county, called[county], shape) for county, shape in found]
