"""Named queries of plans, always within what the reader may see."""

from collections.abc import Set
from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.plans.declare import all_plan_types
from nuanxin.kernel.plans.models import Plan, Tally


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
