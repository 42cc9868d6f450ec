"""The tree 区划树: what the other rooms ask about areas."""

from django.utils.timezone import localdate

from nuanxin.kernel.areas.codes import full, level, parent, short, span
from nuanxin.kernel.areas.finding import AreaAmbiguous, AreaUnknown, find, resolve
from nuanxin.kernel.areas.index import held, stands
from nuanxin.kernel.areas.loading import load_divisions
from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.areas.naming import full_name, name, names
from nuanxin.kernel.areas.shapes import CREDIT, REVIEW_NUMBER, county_shapes
from nuanxin.plain.ranges import Range

__all__ = [
    "CREDIT",
    "REVIEW_NUMBER",
    "AreaAmbiguous",
    "AreaUnknown",
    "apart",
    "area",
    "children",
    "county_shapes",
    "find",
    "full",
    "full_name",
    "level",
    "load_divisions",
    "name",
    "names",
    "parent",
    "path",
    "resolve",
    "short",
    "span",
    "spans",
    "within",
]


def area(code: int) -> Area:
    """Return the area of a code; it is shared, so read it only. Raises AreaUnknown."""
    found = held.get().areas.get(code)
    if found is None:
        raise AreaUnknown(str(code), [])
    return found


def path(code: int) -> list[Area]:
    """Return an area and those above it, widest first; empty for an unknown code."""
    return held.get().path(code)


def children(code: int) -> list[Area]:
    """Return the areas that stand directly below a code today, by code."""
    today = localdate()
    return [area for area in held.get().children.get(code, ()) if stands(area, today)]


def within(code: int, level: str) -> list[Area]:
    """Return every area of a level in a subtree, those merged away among them, by code."""
    return held.get().within(code, level)


def apart(code: int, level: str, mapped: bool = False) -> list[Range]:
    """Return the code ranges of a subtree that lie in none of its areas of a level.

    Facts recorded for a whole city, and for none of its counties, have such codes.
    """
    return list(held.get().apart(code, level, mapped=mapped))


def spans(code: int, mapped: bool = False) -> list[Range]:
    """Return the code ranges of a subtree, both ends included.

    Plain: the codes as given, one range; facts of a day are counted where they were that day.
    ``mapped``: today's tree; codes merged into the subtree are in, codes merged away are out.
    """
    return list(held.get().mapped(code)) if mapped else [span(code)]
