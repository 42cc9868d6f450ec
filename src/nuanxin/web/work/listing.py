"""Listing 工单列表: the orders an address asks for, those overdue first."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.access.keeping import hands_of
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.work.declare import all_work_types
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.kernel.work.queries import orders_for, orders_open, orders_overdue, orders_seen
from nuanxin.web.paging import Page, whole
from nuanxin.web.work.shown import Line, lines

SIZE = 50
VIEWS: dict[str, Promise] = {
    "mine": _("Waiting for me"),
    "given": _("Given to me or mine"),
    "overdue": _("Overdue"),
    "open": _("All open"),
    "ended": _("Ended"),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list of orders: which view and kind, its tabs (word, address, here), its lines."""

    view: str
    kind: str
    tabs: list[tuple[str, str, bool]]
    lines: list[Line]
    page: Page


def listing(actor: Actor, view: str, kind: str, offset: str) -> Listing:
    """Return the orders a view shows to an actor, of one kind or of all."""
    view = view if view in VIEWS else "mine"
    kind = kind if kind in {each.name for each in all_work_types()} else ""
    found = _orders(actor, view)
    if kind:
        found = found.filter(kind=kind)
    total, first = found.count(), whole(offset)
    tabs = [(str(word), _address(each, kind), each == view) for each, word in VIEWS.items()]
    shown = lines(found[first : first + SIZE], timezone.now())
    return Listing(view, kind, tabs, shown, Page(first, SIZE, total, f"{_address(view, kind)}&"))


def _address(view: str, kind: str) -> str:
    return "?" + urlencode({"view": view} | ({"kind": kind} if kind else {}))


def _orders(actor: Actor, view: str) -> "QuerySet[WorkOrder]":
    match view:
        case "given":
            return orders_open(actor).filter(given_to__in=hands_of(actor))
        case "overdue":
            return orders_overdue(actor, timezone.now())
        case "open":
            return orders_open(actor)
        case "ended":
            return orders_seen(actor).exclude(ended_on=None).order_by("-ended_on", "-pk")
    return orders_for(actor)
