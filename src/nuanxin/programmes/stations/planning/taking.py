"""Taking 采纳: a plan's offers taken and declined, its work orders opened, those it replaces dropped."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Act
from nuanxin.kernel.ledger.records import record_models
from nuanxin.kernel.ledger.wording import called, canonical
from nuanxin.kernel.plans.declare import Json
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.planning.changes import changes_since
from nuanxin.programmes.stations.planning.following import Asked, Following, following
from nuanxin.programmes.stations.work import REPLACED, STATION_OPENING


def follows(asked: Asked, before: Asked | None, decline: bool) -> Json:
    """Return what taking a plan would bring about, for whoever is to confirm it."""
    (plan, puzzle), found = asked, following(asked, before, decline)
    matters, names = STATION_OPENING.matters, _names([*found.dropped, *found.going_on])
    total = int(puzzle.weights.sum())
    return {
        "taken": [_named(each) for each in found.offers],
        "in_hand": [{"name": place.name, **_state(order)} for place, order in found.in_hand],
        "declined": [_named(each) for each in found.declined],
        "orders": [{"name": each.name, "words": called(matters[matter])} for matter, each in found.opening],
        "dropped": [{"name": names[each.pk], **_state(each)} for each in found.dropped],
        "going_on": [{"name": names[each.pk], **_state(each)} for each in found.going_on],
        "counted_on": len(found.counted_on),
        "freed": [_named(each) for each in found.freed if each not in found.declined],
        "changes": changes_since(plan, puzzle, localdate()),
        "promised": plan.promised,
        "promised_percent": round(100 * plan.promised / total, 1) if total else 0.0,
    }


def _named(offer: Offer) -> Json:
    return {"id": f"offer:{offer.pk}", "name": offer.name}


def _state(order: WorkOrder) -> Json:
    return {"number": order.pk, "words": called(STATION_OPENING.states[order.state])}


def _names(orders: Iterable[WorkOrder]) -> Mapping[int, str]:
    """Return what the places of orders are called, by the number of the order."""
    models: Mapping[int, Any] = record_models()
    places: dict[tuple[int, int], str] = {}
    listed = list(orders)
    for kind in {each.about_kind for each in listed if each.about_kind}:
        numbers = [each.about for each in listed if each.about_kind == kind]
        found = models[kind]._default_manager.filter(pk__in=numbers)
        places |= {(kind, each.pk): each.name for each in found}
    return {each.pk: places.get((each.about_kind or 0, each.about or 0), each.key) for each in listed}


def taken(act: Act, asked: Asked, before: Asked | None, decline: bool) -> None:
    """Take and decline offers, enter new places, open a work order for each new station that has none.

    Orders of the plan ``before`` that nobody began are dropped where this plan neither has their place nor
    counts on it; their rooms are on offer again. Raises PlanRefused where an offer of the plan was declined
    or withdrawn meanwhile.
    """
    plan = asked[0]
    found, day = following(asked, before, decline), plan.taken_on or plan.made_on
    if gone := [each for each in found.offers if each.declined_on or each.withdrawn]:
        said = _("“%(name)s” is not on offer any more.") % {"name": gone[0].name}
        raise PlanRefused([Fault("", said, _("Make the plan anew from what is on offer now."), gone[0].key)])
    for order in found.dropped:
        move_order.function(act, order.pk, "drop", reason=REPLACED)
    _keep(act, found, day, canonical(lambda: _("not in plan %(plan)s") % {"plan": plan.key}))
    for matter, place in found.opening:
        open_order.function(act, STATION_OPENING.name, matter, place)


def _keep(act: Act, found: Following, day: Any, reason: str) -> None:
    """Keep what is decided of offers on a day, and the places that stood on no register."""
    for each in found.offers:
        each.taken_on = each.taken_on or day
    declined = {each.pk for each in found.declined}
    freed = [each for each in found.freed if each.pk not in declined]
    for each in freed:
        each.taken_on = None
    for each in found.declined:
        each.taken_on, each.declined_on, each.reason = None, day, reason
    for place in found.new:
        place.looked_at_on = day
    act.keep(Offer, [*found.offers, *freed, *found.declined])
    act.keep(Candidate, found.new)
