"""Grounds 底图: what a list's map draws: counties by lightness, and records that have a place on them."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.kernel.programme import Programme
from nuanxin.web.explore.tiles import tiles
from nuanxin.web.kit.asked import Asked
from nuanxin.web.kit.cells import Printer
from nuanxin.web.kit.finding import narrowed, ordered
from nuanxin.web.kit.lists import record_address
from nuanxin.web.kit.pictures import counties
from nuanxin.web.templatetags.wording import said

BATCH = 500
MOST_POINTS = 600
"""How many records a map draws one by one; of more it says so, and one narrows the question."""


def placed(page: Page, query: QuerySet[Record], most: int | None = None) -> Iterator[tuple[Record, str]]:
    """Yield the records that have a place of their own, at most so many, each with what it is called."""
    walk = query.exclude(**{page.point[0]: None})[:most].iterator(chunk_size=BATCH)
    while batch := list[Record](islice(walk, BATCH)):
        printer = Printer(page, batch, page.columns[:1])
        yield from ((record, printer.text(record, page.columns[0])) for record in batch)


def drawing(owner: Programme, page: Page, actor: Actor, asked: Asked) -> dict[str, Any]:
    """Return what ``map.js`` draws of the records a question means.

    Counties carry their sums and open the list narrowed to them; records with a place open themselves.
    """
    found = counties(page, actor, asked)
    points = list(_points(owner, page, actor, asked)) if page.point else []
    return {
        "name": said(page),
        "says": _("Map of %(records)s; the table beside it says the same") % {"records": said(page)},
        "unit": found.unit,
        "nothing": _("none"),
        "areas": f"{reverse('county_outlines')}?area={short(found.home)}",
        "values": {
            short(county.code): {
                "step": county.step,
                "printed": county.printed,
                "address": f"?{asked.query(area=short(county.code), ranges=(), view='table')}",
            }
            for county in (found.map.counties if found.map else ())
            if county.valued
        },
        "points": points,
        "near": bool(points) and len(found.lines) == 1,
        "tiles": tiles(),
    }


def _points(owner: Programme, page: Page, actor: Actor, asked: Asked) -> Iterator[dict[str, Any]]:
    east, north = page.point
    query = ordered(page, narrowed(page, actor, asked), asked)
    for record, name in placed(page, query, MOST_POINTS):
        yield {
            "at": [getattr(record, east), getattr(record, north)],
            "name": name,
            "address": record_address(owner, page, record.pk),
        }
