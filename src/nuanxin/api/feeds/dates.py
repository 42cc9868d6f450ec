"""Dates 日程: the days that matter to somebody: publications, closings, what the pages date, tokens that end.

No text of a record is in them, only what kind it is, where, and how many: a calendar travels to servers
of others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Value
from django.utils import timezone

from nuanxin.api.models import ApiToken
from nuanxin.api.pages import all_pages
from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.models import Closing
from nuanxin.plain.words import Words

BEFORE, AFTER = timedelta(days=400), timedelta(days=400)
MOST = 2_000
_PUBLISHED = Words("发布", "published")
_CLOSED = Words("关账", "month closed")
_ENDS = Words("令牌到期", "token ends")


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of a calendar: its id for ever, its words, the page it leads to, whether it was called off."""

    identity: str
    on: date
    words: str
    path: str = ""
    off: bool = False


def dates_of(actor: Actor, language: str, today: date) -> Iterator[Dated]:
    """Yield the days that matter to an actor from 400 days ago to 400 days ahead."""
    span = (today - BEFORE, today + AFTER)
    yield from _bulletins(language, span)
    yield from _closings(actor, language, span)
    yield from _records(actor, language, span)
    yield from _tokens(actor, language, span)


def _bulletins(language: str, span: tuple[date, date]) -> Iterator[Dated]:
    found = Bulletin.objects.annotate(withdrawn_on=F("withdrawal__withdrawn_at"))
    for each in found.filter(published_at__date__range=span).order_by("published_at")[:MOST]:
        words = f"{getattr(each, f'title_{language}')} {each.number}: {_PUBLISHED.said(language)}"
        on = timezone.localdate(each.published_at)
        off = each.withdrawn_on is not None
        yield Dated(f"bulletin-{each.number}", on, words, f"/bulletins/{each.number}/", off)


def _closings(actor: Actor, language: str, span: tuple[date, date]) -> Iterator[Dated]:
    first, last = (int(f"{day:%Y%m}") for day in span)
    found = list(seen(actor, Closing.objects.filter(month__range=(first, last)))[:MOST])
    called = names({each.area for each in found}, language)
    for each in found:
        month = f"{each.month // 100}-{each.month % 100:02d}"
        on = (date(each.month // 100, each.month % 100, 1) + timedelta(days=31)).replace(day=1)
        words = f"{_CLOSED.said(language)} {month} · {called[each.area]}"
        yield Dated(f"closing-{each.programme}-{each.area}-{each.month}", on, words)


def _records(actor: Actor, language: str, span: tuple[date, date]) -> Iterator[Dated]:
    """Count the records of every page by day and area, in one statement."""
    pages = [page for _programme, page in all_pages()]
    counted = [
        seen(actor, page.record._default_manager.filter(withdrawn=False, **{f"{page.day}__range": span}))
        .order_by()
        .annotate(calendar_page=Value(number), calendar_day=F(page.day))
        .values_list("calendar_page", "calendar_day", "area")
        .annotate(count=Count("pk"))
        for number, page in enumerate(pages)
    ]
    rows = list(counted[0].union(*counted[1:], all=True).order_by("-calendar_day")[:MOST]) if counted else []
    called = names({area for _place, _on, area, _count in rows}, language)
    for place, on, area, count in rows:
        page = pages[place]
        words = f"{Words(page.zh, page.en).said(language)} {count} · {called[area]}"
        yield Dated(f"{page.record._meta.label_lower}-{area}-{on}", on, words)


def _tokens(actor: Actor, language: str, span: tuple[date, date]) -> Iterator[Dated]:
    mine = ApiToken.objects.filter(owner_id=actor.party, revoked_on=None, expires_on__range=span)
    for each in mine:
        if each.expires_on:
            words = f"{_ENDS.said(language)} nx1_{each.prefix}"
            yield Dated(f"token-{each.prefix}", each.expires_on, words, "/me/tokens/")
