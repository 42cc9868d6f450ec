"""Who may come to the editor, and which working copies are theirs."""

from django.shortcuts import get_object_or_404

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.bulletins.copies import HANDS, WRITERS, copies_seen, demand_writer
from nuanxin.kernel.bulletins.models import WorkingCopy
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.routes import role

hands = role(*HANDS)
"""Open a view to those who write, confirm or publish bulletins somewhere."""
writers = role(*WRITERS)
"""Open a view to those who write bulletins somewhere."""


def copy_of(actor: Actor, number: int) -> WorkingCopy:
    """Return a working copy the actor may see; a page not found else."""
    return get_object_or_404(copies_seen(actor), pk=number)


def may_write(actor: Actor, area: int) -> bool:
    """Return whether an actor may write bulletins of an area."""
    try:
        demand_writer(actor, area)
    except NotAllowed:
        return False
    return True


def writes_anywhere(actor: Actor | None) -> bool:
    """Return whether somebody writes bulletins of any area."""
    return actor is not None and bool(ranges_of(actor, *WRITERS))
