"""Working copies 工作稿: begun, saved, never written over. Saving is no act: nothing is public yet.

Every text is kept as a revision with who and when. Whoever saves says which version it grew from;
where somebody else has saved since, nothing is taken and both texts are there.
"""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from nuanxin.kernel.access import NotAllowed, allow, visible
from nuanxin.kernel.bulletins.content import Content
from nuanxin.kernel.bulletins.models import Passage, Revision, WorkingCopy
from nuanxin.kernel.ledger.acts import Actor

WRITERS = ("clerk", "publisher")
HANDS = ("clerk", "reviewer", "publisher")
"""The roles that see working copies of their areas."""


class Overtaken(Exception):
    """Somebody else saved since; ``mine`` is the text kept aside, ``copy`` holds theirs."""

    def __init__(self, copy: WorkingCopy, mine: Revision) -> None:
        super().__init__(copy.version)
        self.copy, self.mine = copy, mine


def begin(actor: Actor, area: int, content: Content, programmes: str = "") -> WorkingCopy:
    """Begin a working copy for an area; a clerk or publisher of it may. Raises NotAllowed."""
    demand_writer(actor, area)
    at = now()
    with transaction.atomic():
        copy = WorkingCopy.objects.create(
            area=area, programmes=programmes, content=content, version=1, saved_at=at
        )
        _revision(copy, actor, content)
    return copy


def save(actor: Actor, number: int, version: int, content: Content) -> WorkingCopy:
    """Save a text grown from a version; the same text again changes nothing.

    A text changed after it was sent or confirmed must be sent again. Raises NotAllowed, Overtaken.
    """
    with transaction.atomic():
        copy = WorkingCopy.objects.select_for_update().get(pk=number)
        demand_writer(actor, copy.area)
        if content == copy.content:
            return copy
        if copy.version == version and copy.state != "published":
            copy.content, copy.version, copy.saved_at, copy.state = content, version + 1, now(), "writing"
            copy.save()
            _revision(copy, actor, content)
            return copy
        mine = _aside(copy, actor, content)
    raise Overtaken(copy, mine)


def demand_writer(actor: Actor, area: int) -> None:
    """Let a clerk or publisher of an area pass; raise NotAllowed else."""
    try:
        allow(actor, "clerk", {area})
    except NotAllowed:
        allow(actor, "publisher", {area})


def copies_seen(actor: Actor) -> QuerySet[WorkingCopy]:
    """Return the working copies an actor may see, by any of the roles that handle them."""
    found = WorkingCopy.objects.none()
    for role in HANDS:
        found = found | visible(actor, role, WorkingCopy.objects.all())
    return found.distinct()


def awaiting(actor: Actor) -> QuerySet[WorkingCopy]:
    """Return the bulletins that await an actor's confirmation: sent, in their area, not written by them."""
    sent = visible(actor, "reviewer", WorkingCopy.objects.filter(state="sent"))
    own = Revision.objects.filter(party=actor.party, aside=False).values("copy")
    return sent.exclude(pk__in=own).order_by("saved_at")


def last_passage(copy: WorkingCopy, step: str) -> Passage | None:
    """Return the newest passage of a kind, such as "confirmed"."""
    return copy.passages.filter(step=step).order_by("-pk").first()


def _revision(copy: WorkingCopy, actor: Actor, content: Content, **more: Any) -> Revision:
    return Revision.objects.create(
        copy=copy,
        number=copy.version,
        content=content,
        party=actor.party,
        by=actor.name,
        at=now(),
        **more,
    )


def _aside(copy: WorkingCopy, actor: Actor, content: Content) -> Revision:
    """Keep a text that was not taken; the same text of the same person only once."""
    kept = copy.revisions.filter(aside=True, party=actor.party).first()
    if kept and kept.content == content:
        return kept
    return _revision(copy, actor, content, aside=True)
