"""Taking back 撤回: what followed from taking a plan, undone as far as nobody has begun it."""

from django.utils.timezone import localdate

from nuanxin.kernel.ledger.acts import Act
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.models import Step, WorkOrder
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.work import STATION_OPENING, TAKEN_BACK


def taken_back(act: Act, plan: Plan, before: Plan | None, taking: int) -> None:
    """Drop the orders that the act ``taking`` opened and nobody began, and put back what it decided.

    Rooms of these orders are on offer again, and so are those it declined; orders of the plan before
    that it dropped are opened anew. What was changed since stays as it is.
    """
    orders = _orders(taking, "open")
    for order in orders:
        move_order.function(act, order.pk, "drop", reason=TAKEN_BACK)
    offers = _put_back(plan, taking, _about(orders, Offer.record_kind))
    places = _about(orders, Candidate.record_kind)
    entered = list(Candidate.objects.filter(pk__in=places, kind="planned", act_id=taking))
    for place in entered:
        place.ended_on = localdate()
    act.keep(Candidate, entered)
    again = [each for each in _orders(taking, "drop") if before]
    wanted = _taken_again(again, offers, before)
    act.keep(Offer, offers.values())
    for order, record in wanted:
        open_order.function(act, STATION_OPENING.name, order.matter, record)


def _orders(taking: int, move: str) -> list[WorkOrder]:
    """Return the orders of openings that a taking moved so, and that nobody has moved since."""
    steps = Step.objects.filter(act_id=taking, move=move, order__kind=STATION_OPENING.name)
    return [each.order for each in steps.select_related("order") if each.order.act_id == taking]


def _about(orders: list[WorkOrder], kind: int) -> set[int]:
    """Return the numbers of the records of a kind that orders are about."""
    return {each.about for each in orders if each.about_kind == kind and each.about}


def _put_back(plan: Plan, taking: int, taken: set[int]) -> dict[int, Offer]:
    """Return offers as they stood before a taking, by their numbers: those it took, those it decided on."""
    found = {each.pk: each for each in Offer.objects.filter(act_id=taking)}
    found |= {each.pk: each for each in Offer.objects.filter(pk__in=taken, taken_on=plan.taken_on)}
    for each in found.values():
        if each.pk in taken:
            each.taken_on = None
        elif each.declined_on:
            each.declined_on, each.reason = None, ""
    return found


def _taken_again(
    orders: list[WorkOrder], offers: dict[int, Offer], before: Plan | None
) -> list[tuple[WorkOrder, Offer | Candidate]]:
    """Return the orders to open anew with their places; an offer decided on since is not taken again."""
    found: list[tuple[WorkOrder, Offer | Candidate]] = []
    for order in orders:
        if order.about_kind == Candidate.record_kind:
            places = Candidate.objects.filter(pk=order.about or 0, withdrawn=False)
            found += [(order, each) for each in places]
        elif (offer := offers.get(order.about or 0)) and before:
            offer.taken_on = before.taken_on
            found.append((order, offer))
    return found
