"""Around 相关: what belongs to a record: the records that point to it, and the pages that show its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localdate

from nuanxin.kernel.access import seen
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.appraisals import Appraisal
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.pointing import pointing
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Finder, Page
from nuanxin.kernel.places.finding import Standing
from nuanxin.kernel.places.models import Located, Photo
from nuanxin.kernel.places.photos import photo_of
from nuanxin.kernel.programme import Programme, all_appraisals, all_finders, all_pages, all_rounds
from nuanxin.kernel.rounds import Round
from nuanxin.plain.ranges import covers
from nuanxin.web.kit.lists import page_address
from nuanxin.web.templatetags.wording import said


@dataclass(frozen=True, slots=True)
class Belonging:
    """The records of one page that point to a record: how many, the newest day, where their list opens."""

    page: Page
    count: int
    newest: date | None
    address: str


@dataclass(frozen=True, slots=True)
class Around:
    """What belongs to a record: ``doors`` are the pages of its place, each with its address."""

    lists: list[Belonging]
    doors: list[tuple[str, str]]
    photo: Photo | None
    photo_at: str


def around(record: Record, actor: Actor) -> Around:
    """Return what belongs to a record within the reader's areas; three statements at most."""
    shown = _in_use(record)
    finders = [each for _owner, each in all_finders() if each.standing in shown]
    photo = photo_of(record) if isinstance(record, Located) and finders else None
    at = reverse("near_photo", args=[finders[0].slug, record.key]) if photo else ""
    return Around(belongings(record, actor), _doors(record, actor, shown), photo, at)


def belongings(record: Record, actor: Actor) -> list[Belonging]:
    """Return the lists of what points to a record, within the reader's areas; one statement."""
    pages = list(_pointers(record))
    if not pages:
        return []
    some = [_told(number, page, name, record, actor) for number, (_owner, page, name) in enumerate(pages)]
    counts = {number: (count, newest) for number, count, newest in some[0].union(*some[1:], all=True)}
    query = urlencode({"q": record.key})
    return [
        Belonging(page, *counts[number], page_address(owner, page, query))
        for number, (owner, page, _name) in enumerate(pages)
        if number in counts
    ]


def _pointers(record: Record) -> Iterator[tuple[Programme, Page, str]]:
    """Yield the pages whose records point to a record, with the field; those that are found by its key."""
    for owner, page in all_pages():
        for kind, name in pointing(page.record):
            if kind == record.record_kind and "key" in page.search:
                yield owner, page, name


def _told(number: int, page: Page, name: str, record: Record, actor: Actor) -> Any:
    """Return number, count and newest day of the records of a page that point to one; nothing where none."""
    own = seen(actor, page.record._default_manager.filter(**{name: record.pk}, withdrawn=False))
    told = own.order_by().values(name).annotate(place=Value(number), count=Count("pk"), newest=Max(page.day))
    return told.values_list("place", "count", "newest")


def _in_use(record: Record) -> set[Standing]:
    """Return by which conditions of what is declared over its register a record is a place in use."""
    ways = [each for found in (all_finders(), all_rounds(), all_appraisals()) for _owner, each in found]
    model, day = type(record), localdate()
    conditions = {each.standing for each in ways if each.record is model and not record.withdrawn}
    own = model._default_manager.filter(pk=record.pk)
    return {each for each in conditions if own.filter(each(day)).exists()}


def _doors(record: Record, actor: Actor, shown: set[Standing]) -> list[tuple[str, str]]:
    """Return the pages that show a place in use: to everybody, and to those who may write there."""
    found: list[tuple[str, Finder | Round | Appraisal]]
    found = [("near_place", each) for _owner, each in all_finders()]
    if covers(ranges_of(actor, "clerk", "reviewer"), record.area):
        found += [("round_place", each) for _owner, each in all_rounds()]
        found += [("appraised_place", each) for _owner, each in all_appraisals()]
    return [
        (said(each), reverse(name, args=[each.slug, record.key]))
        for name, each in found
        if each.record is type(record) and each.standing in shown
    ]
