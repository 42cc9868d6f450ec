"""Shown 呈现: work orders in words: what about which record, its state, by when, who has it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.records import Record, record_models
from nuanxin.kernel.parties.models import PRIVATE_KINDS, Party
from nuanxin.kernel.privacy.fields import reveal_all
from nuanxin.kernel.programme import page_of
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.web.kit.lists import record_address
from nuanxin.web.templatetags.wording import language, said


@dataclass(frozen=True, slots=True)
class Line:
    """An order as it is listed: ``about`` and ``opens`` are the record it is about and where that opens.

    ``late`` says that its time is over and the work not done, ``ended`` that nothing leads on.
    """

    order: WorkOrder
    kind: str
    matter: str
    state: str
    about: str
    opens: str
    place: str
    holder: str
    late: bool
    ended: bool


def lines(orders: Iterable[WorkOrder], now: datetime) -> list[Line]:
    """Return orders in words; a query for the records of each kind, one for areas, one for who has them."""
    chosen = list(orders)
    places = names({order.area for order in chosen}, language())
    about = _records_about(chosen)
    holders = people_called(order.given_to_id for order in chosen)
    return [_line(order, about.get(_pair(order)), places[order.area], holders, now) for order in chosen]


def _line(
    order: WorkOrder, record: Record | None, place: str, holders: dict[int, str], now: datetime
) -> Line:
    kind = order.type
    page = page_of(type(record)) if record else None
    return Line(
        order,
        said(kind),
        said(kind.matters[order.matter]) if order.matter in kind.matters else order.matter,
        said(kind.states[order.state]) if order.state in kind.states else order.state,
        str(record or ""),
        record_address(*page, record.pk) if page and record else "",
        place,
        holders.get(order.given_to_id or 0, ""),
        order.ended_on is None and order.overdue(now),
        order.ended_on is not None,
    )


def _pair(order: WorkOrder) -> tuple[int, int]:
    return order.about_kind or 0, order.about or 0


def _records_about(orders: Iterable[WorkOrder]) -> dict[tuple[int, int], Record]:
    wanted: dict[int, set[int]] = {}
    for kind, number in map(_pair, orders):
        wanted.setdefault(kind, set()).add(number)
    models = record_models()
    return {
        (kind, record.pk): record
        for kind, numbers in wanted.items()
        if kind in models
        for record in models[kind]._default_manager.filter(pk__in=numbers)
    }


def record_of(order: WorkOrder) -> Record | None:
    """Return the record an order is about."""
    return _records_about([order]).get(_pair(order))


def people_called(parties: Iterable[int | None]) -> dict[int, str]:
    """Return what parties who do the work are called: colleagues by name, so that one can ask them."""
    wanted = {party for party in parties if party}
    if not wanted:
        return {}
    found = list(Party.objects.filter(pk__in=wanted))
    private = [each for each in found if each.kind in PRIVATE_KINDS]
    called = {each.pk: each.public_name for each in found}
    called |= dict(zip((each.pk for each in private), reveal_all(private, "sealed_name"), strict=True))
    return {party: name or _("somebody whose name is erased") for party, name in called.items()}
