"""Named queries of plans, always within what the reader may see."""

from collections.abc import Set
from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.plans.declare import all_plan_types
from nuanxin.kernel.plans.models import Plan, Tally
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.kernel.work.queries import orders_seen


def plans_seen(actor: Actor, kind: str = "", *, away: bool = False) -> "QuerySet[Plan]":
    """Return the plans of the areas a reader may see, the newest first; ``away`` those that were put away."""
    return _seen(actor).filter(withdrawn=away, **({"kind": kind} if kind else {})).order_by("-pk")


def _seen(actor: Actor) -> "QuerySet[Plan]":
    return seen(actor, Plan.objects.all()).select_related("made_by", "taken_by")


def plan_seen(actor: Actor, key: str) -> Plan:
    """Return a plan by its number, with its papers, put away or not; Plan.DoesNotExist for none."""
    return _seen(actor).select_related("papers").get(key=key)


def last_taken(kind: str, area: int) -> Plan | None:
    """Return the plan of a kind that is in force in an area; None where none was taken."""
    taken = Plan.objects.filter(kind=kind, area=area, withdrawn=False, taken_on__isnull=False, until=None)
    return taken.select_related("papers", "taken_by").order_by("-taken_on", "-pk").first()


def taking_of(plan: Plan) -> Act | None:
    """Return the act a plan was taken by last; None where none was recorded."""
    return Act.objects.filter(verb="plans.take", object=f"plan:{plan.pk}").order_by("-number").first()


def orders_opened(actor: Actor, plan: Plan) -> "QuerySet[WorkOrder]":
    """Return the work orders that the taking of a plan opened, as far as a reader may see them."""
    taking = taking_of(plan) if plan.taken else None
    opened = orders_seen(actor).filter(steps__move="open", steps__act=taking.number if taking else None)
    return opened.order_by("pk")


def counted_between(measures: Set[str], area: int, day: date) -> tuple[date, date] | None:
    """Return the first and the last day of the counts that hold on a day, of what is counted now and then.

    ``measures`` are codes; None where no count brings them, or none was made. A tally holds until the next.
    """
    kinds = [kind.name for kind in all_plan_types() if measures & {each.code for each in kind.reads.values()}]
    if not kinds:
        return None
    held = Tally.objects.filter(Q(until=None) | Q(until__gt=day), kind__in=kinds, on__lte=day)
    here = held.filter(area__range=span(area), withdrawn=False)
    found = here.aggregate(first=Min("on"), last=Max("on"))
    return (found["first"], found["last"]) if found["first"] else None
