"""Hands 经办人: to whom a work order can be given: colleagues with an account and a role over its area."""

from nuanxin.kernel.access.keeping import keeper_of
from nuanxin.kernel.access.models import READERS, Account
from nuanxin.kernel.access.ranges import ranges_of, reach_of
from nuanxin.kernel.areas.codes import LEVELS, level
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.plain.ranges import covers
from nuanxin.web.work.shown import people_called

MOST = 200


def hands_for(order: WorkOrder, about: Record | None) -> list[tuple[int, str]]:
    """Return the parties an order can be given to, with their names, those nearest to it first.

    First of all the organisation that keeps what it is about.
    """
    keeper = keeper_of(about) if about else None
    accounts = Account.objects.filter(is_active=True).values_list("party_id", flat=True)
    able = [
        Actor(party, "") for party in accounts if covers(ranges_of(Actor(party, ""), *READERS), order.area)
    ]
    able.sort(key=lambda actor: -_depth(actor))
    parties = [*([keeper] if keeper else ()), *(actor.party for actor in able[:MOST])]
    called = people_called(parties)
    return [(party, called[party]) for party in parties if party in called]


def _depth(actor: Actor) -> int:
    """Return how near to the ground somebody works: the level of the smallest area of his grants."""
    return max((LEVELS.index(level(area)) for area in reach_of(actor)), default=0)
