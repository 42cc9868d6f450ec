"""Searching 搜索: records by what they are called within the reader's areas, figures, bulletins, pages."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, CharField, F, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.figures.catalogue import all_figures
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.pages import Page
from nuanxin.kernel.programme import Programme, all_pages
from nuanxin.web.kit.lists import page_address, record_address
from nuanxin.web.templatetags.wording import in_language, language, said

SHORTEST, MOST = 2, 40


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what it is, where it lies and where it opens."""

    name: str
    what: str
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class Hits:
    """Everything a text found."""

    records: list[Hit]
    figures: list[Hit]
    bulletins: list[Hit]
    pages: list[Hit]

    @property
    def any(self) -> bool:
        """Whether anything was found."""
        return bool(self.records or self.figures or self.bulletins or self.pages)


def search(actor: Actor, text: str) -> Hits:
    """Find a text; personal columns are not searched, and records outside the reader's areas not found."""
    words = text.split()
    if len(text.strip()) < SHORTEST:
        return Hits([], [], [], [])
    return Hits(_records(actor, words), _figures(words), _bulletins(words), _pages(words))


def _records(actor: Actor, words: list[str]) -> list[Hit]:
    """Return matching records of every page in one query."""
    pages = [(owner, page) for owner, page in all_pages() if page.search]
    first, *others = (_matching(actor, page, at, words) for at, (_owner, page) in enumerate(pages))
    found = list(first.union(*others, all=True)[:MOST])
    called = names({area for _at, _number, _title, area in found}, language())
    return [_hit(pages[int(at)], number, title, called[area]) for at, number, title, area in found]


def _hit(of: tuple[Programme, Page], number: int, title: str, place: str) -> Hit:
    owner, page = of
    return Hit(title, said(page), place, record_address(owner, page, number))


def _matching(actor: Actor, page: Page, at: int, words: list[str]) -> Any:
    query = seen(actor, page.record._default_manager.filter(withdrawn=False))
    for word in words:
        query = query.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in page.search)))
    shown = Cast(F(_title(page)), CharField(max_length=255))
    return query.order_by().values_list(
        Value(at, IntegerField()), Cast("pk", BigIntegerField()), shown, Cast("area", BigIntegerField())
    )


def _title(page: Page) -> str:
    """Return what a record is called in a search: the first searched text its list shows, else the key."""
    return next((name for name in page.columns if name in page.search), page.search[0])


def _figures(words: list[str]) -> list[Hit]:
    return [
        Hit(said(each), each.id, "", reverse("figure", args=[each.id]))
        for each in all_figures()
        if _all_in(words, f"{each.id} {each.zh} {each.en}")
    ][:MOST]


def _bulletins(words: list[str]) -> list[Hit]:
    query = Bulletin.objects.order_by("-published_at")
    for word in words:
        query = query.filter(
            Q(title_zh__icontains=word) | Q(title_en__icontains=word) | Q(number__icontains=word)
        )
    return [
        Hit(
            in_language(each, "title"),
            in_language(each, "issue"),
            "",
            reverse("bulletin", args=[each.number]),
        )
        for each in query[:MOST]
    ]


def _address(bulletin: Bulletin) -> str:
    return reverse("bulletin", args=[bulletin.number])


def _pages(words: list[str]) -> list[Hit]:
    return [
        Hit(said(page), said(owner), "", page_address(owner, page))
        for owner, page in all_pages()
        if _all_in(words, f"{page.zh} {page.en} {owner.zh} {owner.en} {page.sheet.zh} {page.sheet.en}")
    ]


def _all_in(words: list[str], text: str) -> bool:
    folded = text.casefold()
    return all(word.casefold() in folded for word in words)
