"""Finding 查找: the records a question means, within the reader's areas, a page of them at a time.

Pages follow one another by the record they end with, not by a number of lines to pass over, and a count
stops where nobody would read on, so that the last page of a large register is as quick as the first.
"""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, Q, QuerySet

from nuanxin.kernel.access import seen
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.web.kit.asked import Asked

SIZE = 50
COUNTED = 10_000
"""How far records are counted; beyond it a page says "more than"."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of records: how many there are (``more``: at least so many), and where the next ones begin."""

    records: list[Record]
    total: int
    more: bool
    earlier: int
    later: int


def narrowed(page: Page, actor: Actor, asked: Asked) -> QuerySet[Record]:
    """Return the records an actor may see and asked for, in no order."""
    query: QuerySet[Record] = seen(actor, page.record._default_manager.all())
    return query.filter(_condition(page, asked))


def _condition(page: Page, asked: Asked) -> Q:
    wanted = Q()
    if asked.state != "all":
        wanted &= Q(withdrawn=asked.state == "withdrawn")
    if asked.area:
        wanted &= _any(Q(area__range=span) for span in asked.ranges)
    if asked.first:
        wanted &= Q(**{f"{page.day}__gte": asked.first})
    if asked.last:
        wanted &= Q(**{f"{page.day}__lte": asked.last})
    for name, value in asked.chosen.items():
        wanted &= Q(**{name: value == "1" if page.column(name).kind == "yes_no" else value})
    if asked.text and page.search:
        for word in asked.text.split():
            wanted &= _any(Q(**{f"{name}__icontains": word}) for name in page.search)
    if need := page.need(asked.need):
        wanted &= need.where
    return wanted


def _any(conditions: Any) -> Q:
    wanted = Q()
    for condition in conditions:
        wanted |= condition
    return wanted


def found(page: Page, actor: Actor, asked: Asked) -> Found:
    """Return the page of records an address asks for, with how many there are."""
    query = narrowed(page, actor, asked)
    records, earlier, later = _slice(page, query, asked)
    whole = not (asked.after or asked.before or later)
    total = len(records) if whole else query.order_by()[: COUNTED + 1].count()
    return Found(records, min(total, COUNTED), total > COUNTED, earlier, later)


def ordered(page: Page, query: QuerySet[Record], asked: Asked) -> QuerySet[Record]:
    """Return records in the order asked for, blanks last, ties by number."""
    return query.order_by(*_order(asked.sort or page.sort, reverse=False))


def _slice(page: Page, query: QuerySet[Record], asked: Asked) -> tuple[list[Record], int, int]:
    sort = asked.sort or page.sort
    backwards = bool(asked.before)
    if mark := asked.after or asked.before:
        border = page.record._default_manager.filter(pk=mark).first()
        if border is not None:
            query = query.filter(_beyond(sort, border, backwards))
    rows = list(query.order_by(*_order(sort, backwards))[: SIZE + 1])
    more, rows = len(rows) > SIZE, rows[:SIZE]
    if backwards:
        rows.reverse()
    earlier, later = (more, True) if backwards else (bool(asked.after), more)
    if not rows:
        return [], 0, 0
    return rows, rows[0].pk if earlier else 0, rows[-1].pk if later else 0


def _order(sort: str, reverse: bool) -> tuple[Any, ...]:
    name, falling = sort.lstrip("-"), sort.startswith("-") is not reverse
    number = "-pk" if falling else "pk"
    if name == "id":
        return (number,)
    by = F(name)
    first = by.desc(nulls_last=True) if falling else by.asc(nulls_last=True)
    if reverse:
        first = by.desc(nulls_first=True) if falling else by.asc(nulls_first=True)
    return first, number


def _beyond(sort: str, border: Record, backwards: bool) -> Q:
    """Return the condition of what follows a record in an order (or comes before it, ``backwards``)."""
    name, falling = sort.lstrip("-"), sort.startswith("-") is not backwards
    side = "lt" if falling else "gt"
    number = Q(**{f"pk__{side}": border.pk})
    if name == "id":
        return number
    value = attrgetter(name)(border)
    if value is None:
        same = Q(**{f"{name}__isnull": True}) & number
        return same | Q(**{f"{name}__isnull": False}) if backwards else same
    beyond = Q(**{f"{name}__{side}": value}) | (Q(**{name: value}) & number)
    return beyond if backwards else beyond | Q(**{f"{name}__isnull": True})
