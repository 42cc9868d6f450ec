"""Waiting 待办工单: the work orders that wait for somebody, for the home page and the boards."""

from collections.abc import Collection, Iterator

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.programme import Programme, all_programmes
from nuanxin.kernel.work.declare import WorkType
from nuanxin.kernel.work.models import moment_us
from nuanxin.kernel.work.queries import orders_for
from nuanxin.web.templatetags.wording import moment, said
from nuanxin.web.today.hands import Item


def orders_waiting(actor: Actor) -> Iterator[Item]:
    """Yield how many orders of each kind wait for an actor, and how many are overdue; one query."""
    return orders_waiting_of(actor, all_programmes())


def orders_waiting_of(actor: Actor, programmes: Collection[Programme]) -> Iterator[Item]:
    """Yield what waits for an actor in some programmes; no query where they have no work."""
    kinds = {kind.name: (each, kind) for each in programmes for kind in each.work}
    if not kinds:
        return
    late = Q(due_at__lt=moment_us(timezone.now()), stopped_at=None)
    counted = (
        orders_for(actor)
        .filter(kind__in=kinds)
        .order_by()
        .values("kind")
        .annotate(number=Count("pk"), late=Count("pk", filter=late))
        .annotate(first=Min("due_at", filter=Q(stopped_at=None)))
    )
    for name, number, overdue, first in counted.values_list("kind", "number", "late", "first"):
        owner, kind = kinds[name]
        yield _item(owner, kind, number, overdue, first)


def _item(owner: Programme, kind: WorkType, number: int, overdue: int, first: int | None) -> Item:
    since = _("the first is due %(moment)s") % {"moment": moment(first)} if first else ""
    if overdue:
        since = _("%(count)d overdue") % {"count": overdue}
    words = _("%(kind)s: orders that wait for you") % {"kind": said(kind)}
    address = f"{reverse('work_orders')}?kind={kind.name}"
    return Item(said(owner), words, address, _("Open the list"), number, since, urgent=bool(overdue))
