"""Names 名称 of areas: Chinese, and English from the province down to the counties."""

from collections.abc import Iterable

from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.models import Area


def name(area: Area, language: str) -> str:
    """Return an area's name; towns, villages and grids are called by their Chinese name everywhere."""
    return (language.startswith("en") and area.english) or area.name


def names(codes: Iterable[int], language: str) -> dict[int, str]:
    """Return the name of each code for a language tag; an unknown code is called by its digits."""
    areas = held.get().areas
    return {code: name(areas[code], language) if code in areas else str(code) for code in codes}


def full_name(code: int, language: str) -> str:
    """Return the name with the areas above it, the province left out.

    巴彦淖尔市杭锦后旗 in Chinese; Hangjin Rear Banner, Bayannur in English.
    """
    path = held.get().path(code)
    called = [name(area, language) for area in path[1:] or path] or [str(code)]
    return ", ".join(reversed(called)) if language.startswith("en") else "".join(called)
