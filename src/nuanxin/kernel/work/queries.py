"""Named queries of work orders, always within what the reader may see."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from nuanxin.kernel.access import seen
from nuanxin.kernel.access.keeping import hands_of, keepings_of, kept
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record, record_models
from nuanxin.kernel.work.declare import OPENING, Move, WorkType, all_work_types
from nuanxin.kernel.work.models import Step, WorkOrder, moment_us
from nuanxin.plain.ranges import covers


def orders_seen(actor: Actor) -> "QuerySet[WorkOrder]":
    """Return the orders a reader may see: of their areas, about what they keep, given to them or theirs."""
    standing = WorkOrder.objects.filter(withdrawn=False)
    return seen(actor, standing) | standing.filter(Q(given_to__in=hands_of(actor)) | about_kept(actor))


def about_kept(actor: Actor) -> Q:
    """Return the condition of being about a record an actor keeps."""
    about = Q(pk__in=())
    if not keepings_of(actor):
        return about
    for kind, model in record_models().items():
        if model.kept_by:
            about |= Q(about_kind=kind, about__in=kept(actor, model._default_manager.all()).values("pk"))
    return about


def in_hand(actor: Actor, order: WorkOrder) -> bool:
    """Return whether an order's work is an actor's: given to him or his, or about the one place he keeps."""
    one = (order.about_kind, order.about)
    return order.given_to_id in hands_of(actor) or any(
        (each.record_kind, each.record) == one for each in keepings_of(actor) if each.record is not None
    )


def _in_hand(actor: Actor) -> Q:
    """Return the same as a condition."""
    mine = Q(given_to__in=hands_of(actor))
    for each in keepings_of(actor):
        if each.record is not None:
            mine |= Q(about_kind=each.record_kind, about=each.record)
    return mine


def orders_open(actor: Actor) -> "QuerySet[WorkOrder]":
    """Return the orders that wait for somebody, the most urgent first, those without a deadline last."""
    return orders_seen(actor).filter(ended_on=None).order_by(F("due_at").asc(nulls_last=True), "pk")


def orders_overdue(actor: Actor, now: datetime) -> "QuerySet[WorkOrder]":
    """Return the open orders whose time is over and whose work is not done."""
    return orders_open(actor).filter(due_at__lt=moment_us(now), stopped_at=None)


def orders_for(actor: Actor) -> "QuerySet[WorkOrder]":
    """Return the open orders that wait for this actor: given to them, or theirs by a role in the area.

    What one did and could take back does not wait for one, nor what one could only put aside.
    """
    mine = Q(pk__in=())
    for kind in all_work_types():
        for move in (each for each in kind.moves if not each.takes_back):
            at = Q(kind=kind.name, state__in=move.awaited)
            if move.apart_from:
                at &= ~Q(pk__in=_done_by(actor, move.apart_from))
            if move.by_assignee:
                mine |= at & _in_hand(actor)
            for low, high in ranges_of(actor, move.role):
                mine |= at & Q(area__range=(low, high))
    return orders_open(actor).filter(mine)


def _done_by(actor: Actor, move: str) -> "QuerySet[Step, int]":
    """Return the numbers of the orders whose last step of a name was an actor's."""
    same = Step.objects.filter(order=OuterRef("order"), move=move).order_by("-number")
    last = Step.objects.filter(move=move, by=actor.party, number=Subquery(same.values("number")[:1]))
    return last.values_list("order_id", flat=True)


def orders_about(record: Record) -> "QuerySet[WorkOrder]":
    """Return the orders about a record, the newest first."""
    found = WorkOrder.objects.filter(about_kind=record.record_kind, about=record.pk, withdrawn=False)
    return found.order_by("-pk")


def orders_standing(kind: WorkType, about_kind: int, about: Iterable[int] | None) -> "QuerySet[WorkOrder]":
    """Return the open orders of a kind about some records of one kind, or about all of them (None).

    Whoever asks may know them: nobody is named in them.
    """
    found = WorkOrder.objects.filter(kind=kind.name, about_kind=about_kind)
    if about is not None:
        found = found.filter(about__in=list(about))
    return found.filter(ended_on=None, withdrawn=False).order_by("-said_by", "pk")


def done_since(kind: WorkType, matter: str, about: Record, moment: datetime) -> bool:
    """Return whether work on a matter of a record was done at or after a moment, looked at or not."""
    done = orders_about(about).filter(kind=kind.name, matter=matter, stopped_at__gte=moment_us(moment))
    return done.exists()


def second_looks() -> int:
    """Return how often somebody looked at what another had done, passed or sent back."""
    looks = Q(pk__in=())
    for kind in all_work_types():
        looks |= Q(order__kind=kind.name, move__in=[move.name for move in kind.moves if move.apart_from])
    return Step.objects.filter(looks, order__withdrawn=False).count()


def moves_for(actor: Actor, order: WorkOrder) -> list[Move]:
    """Return the moves an actor could make with an order now, second persons kept apart."""
    doers = dict(order.steps.order_by("number").values_list("move", "by"))
    return [move for move in order.type.moves_from(order.state) if may_move(actor, order, move, doers)]


def may_move(actor: Actor, order: WorkOrder, move: Move, doers: Mapping[str, int | None]) -> bool:
    """Return whether an actor could make a move of an order; ``doers`` tells who last made which move."""
    if move.apart_from and doers.get(move.apart_from) == actor.party:
        return False
    if move.takes_back and doers.get(move.takes_back) != actor.party:
        return False
    if move.takes_back == OPENING and order.said_by > 1:
        return False
    return (move.by_assignee and in_hand(actor, order)) or covers(ranges_of(actor, move.role), order.area)
