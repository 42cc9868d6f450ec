"""Review of grants 授权复核: which are due to be looked at again."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.access.ranges import visible
from nuanxin.kernel.ledger.acts import Actor


def grants_due(actor: Actor, days: int) -> QuerySet[Grant]:
    """Return the grants within an actor's reach as security administrator that nobody confirmed for so long.

    The actor's own are for somebody else to confirm, and are left out.
    """
    long_ago = timezone.now() - timedelta(days=days)
    due = visible(actor, "security", Grant.objects.filter(confirmed_at__lt=long_ago))
    return due.exclude(party_id=actor.party).select_related("party").order_by("confirmed_at")
