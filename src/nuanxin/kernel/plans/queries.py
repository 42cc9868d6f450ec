"""Named queries of plans, always within what the reader may see."""

from django.db.models import QuerySet

from nuanxin.kernel.access import seen
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.plans.models import Plan


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
