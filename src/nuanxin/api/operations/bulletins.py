"""Bulletins 简报: what was published, with every reading it froze. Open to everybody."""

from typing import Annotated

from django.db.models import Count, F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Router

from nuanxin.api import shapes
from nuanxin.api.asked import where
from nuanxin.api.problems import Problem
from nuanxin.api.wording import bulletin_shape, reading_shape
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.figures.catalogue import all_figures
from nuanxin.plain.units import UNITS

router = Router(tags=["bulletins"])
Number = Annotated[str, Path(max_length=40, pattern=r"^[^/]+$", examples=["2024-05"])]


def _all() -> QuerySet[Bulletin]:
    return Bulletin.objects.annotate(
        figures=Count("readings"),
        withdrawn_at=F("withdrawal__withdrawn_at"),
        newer=F("corrected__bulletin"),
        older=F("correction__of"),
    )


def _published(number: str) -> Bulletin:
    found = _all().filter(number=number).first()
    if found is None:
        raise Problem("unknown-address", where("number", "path"), what=number)
    return found


def _shape(request: HttpRequest, bulletin: Bulletin) -> shapes.BulletinShape:
    page = request.build_absolute_uri(reverse("bulletin", args=[bulletin.number]))
    return bulletin_shape(bulletin, bulletin.figures, page)  # type: ignore[attr-defined]


@router.get("/bulletins", response=shapes.BulletinList, summary="Bulletins", auth=None)
def bulletins(request: HttpRequest) -> shapes.BulletinList:
    """List what was published, newest first."""
    found = _all().order_by("-published_at")[:500]
    return shapes.BulletinList(bulletins=[_shape(request, each) for each in found])


@router.get("/bulletins/{number}", response=shapes.BulletinShape, summary="A bulletin", auth=None)
def bulletin(request: HttpRequest, number: Number) -> shapes.BulletinShape:
    """Give what identifies a bulletin and vouches for it."""
    return _shape(request, _published(number))


@router.get(
    "/bulletins/{number}/readings", response=shapes.ReadingList, summary="Published values", auth=None
)
def bulletin_readings(request: HttpRequest, number: Number) -> shapes.ReadingList:
    """Give every reading of a bulletin, as published: exact, and as printed in both languages."""
    found = _published(number)
    bases = {figure.id: UNITS[figure.unit].base for figure in all_figures()}
    readings = [reading_shape(each, bases.get(each.figure, "")) for each in found.readings.all()]
    return shapes.ReadingList(bulletin=found.number, as_of_seq=found.as_of_seq, readings=readings)
