"""Hands 待办: what needs somebody's hand today. Rooms register what they know; the home page asks them all.

A source is cheap (a query or two) and gives each item one action; it gives nothing to whom it is no work.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nuanxin.kernel.ledger.acts import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the home page: what needs a hand, how many, since when, what to do and where.

    ``words`` and ``do`` are in the reader's language; ``group`` is the heading it stands under; ``urgent``
    is for what failed or is overdue.
    """

    group: str
    words: str
    address: str
    do: str
    count: int = 0
    since: str = ""
    urgent: bool = False


Source = Callable[[Actor], Iterable[Item]]
_sources: list[Source] = []


def register_hand(source: Source) -> None:
    """Make a source of work known; called from a room's ``ready``."""
    if source not in _sources:
        _sources.append(source)


def needs_a_hand(actor: Actor) -> list[Item]:
    """Return everything that waits for somebody, urgent things first, else in the order of the rooms."""
    found = [item for source in _sources for item in source(actor)]
    return sorted(found, key=lambda item: not item.urgent)
