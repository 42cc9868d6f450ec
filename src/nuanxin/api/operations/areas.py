"""Areas 区域: the tree, found and walked. Open to everybody."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from nuanxin.api import shapes
from nuanxin.api.asked import AreaCode, asked_area, where
from nuanxin.api.wording import area_shape
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.models import Edition, FormerName
from nuanxin.kernel.areas.tree import CREDIT, REVIEW_NUMBER, children, find, path
from nuanxin.kernel.areas.tree import area as area_of

router = Router(tags=["areas"])
CODES_AS_OF = date(2023, 6, 30)
"""The cut-off of the division codes the tree was begun with (areas/divisions/README.md)."""


@router.get("/areas", response=shapes.AreaList, summary="Find areas, or list those below one", auth=None)
def areas(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=60, description="a name as offices write it, or a code")] = "",
    within: Annotated[AreaCode | None, Query()] = None,
) -> shapes.AreaList:
    """With ``q``: every area the text may mean, widest first. Without: those directly below ``within``."""
    code = asked_area(within, where("within")) if within else None
    if q.strip():
        found = find(q.strip(), code)
    elif code is None:
        found = held.get().children.get(None, [])
    else:
        found = children(code)
    return shapes.AreaList(areas=[area_shape(each) for each in found])


@router.get("/areas/version", response=shapes.TreeVersion, summary="Which tree this is", auth=None)
def areas_version(request: HttpRequest) -> shapes.TreeVersion:
    """Tell the stamp of the tree: it changes with every merger, new name or new grid."""
    stamp = Edition.objects.filter(name="areas").values_list("stamp", flat=True).first()
    return shapes.TreeVersion(
        stamp=str(stamp or 0),
        codes_as_of=CODES_AS_OF,
        areas=len(held.get().areas),
        outlines_review_number=REVIEW_NUMBER,
        outlines_credit=CREDIT,
    )


@router.get("/areas/{code}", response=shapes.AreaFull, summary="An area", auth=None)
def area(request: HttpRequest, code: Annotated[AreaCode, Path()]) -> shapes.AreaFull:
    """Give an area with those above and below it and the names it had."""
    known = asked_area(code, where("code", "path"))
    former = FormerName.objects.filter(area=known).order_by("last_day").values_list("name", flat=True)
    shape: shapes.AreaFull = area_shape(
        area_of(known),
        shapes.AreaFull,
        path=[area_shape(each) for each in path(known)],
        children=[area_shape(each) for each in children(known)],
        former_names=list(former),
    )
    return shape
