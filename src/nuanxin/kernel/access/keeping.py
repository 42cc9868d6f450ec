"""Keeping 值守: a role that holds at one record, or at those an organisation keeps, and nowhere else.

A keeper's grant opens no area: ``allow``, ``visible`` and ``seen`` do not know it. What a keeper may see and
write is asked here, and only where a room asks.
"""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.access.ranges import Keeping, NotAllowed, held, ranges_of, seen
from nuanxin.kernel.access.roles import role_name
from nuanxin.kernel.areas.codes import LAST
from nuanxin.kernel.areas.tree import full_name, short, spans
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.plain.ranges import covers

R = TypeVar("R", bound=Record)


class KeepsElsewhere(NotAllowed):
    """A keeper does not keep a record; the text names it, and whom to ask."""

    def __init__(self, actor: Actor, role: str, record: Record) -> None:
        super().__init__(actor, role, record.area)
        self.record = str(record)

    def __str__(self) -> str:
        """Say what is not kept, and the remedy."""
        area = f"{full_name(self.area, get_language() or '')} {short(self.area)}"
        words = {"name": self.actor.name, "place": self.record, "role": role_name(self.role), "area": area}
        return (
            _(
                "%(name)s keeps other places and is no %(role)s for %(area)s, so may not enter anything at "
                "%(place)s. A security administrator there can grant it."
            )
            % words
        )


def keepings_of(actor: Actor) -> tuple[Keeping, ...]:
    """Return what an actor keeps."""
    return held.get().keepings.get(actor.party, ())


def hands_of(actor: Actor) -> set[int]:
    """Return the parties whose work is an actor's: himself, and the organisations whose places he keeps."""
    return {actor.party} | {each.organisation for each in keepings_of(actor) if each.organisation}


def kept(actor: Actor, queryset: "QuerySet[R]") -> "QuerySet[R]":
    """Return the rows of a query that an actor keeps; none where the records are kept by nobody."""
    reach = Q(pk__in=())
    for each in keepings_of(actor):
        for condition in _conditions(each, queryset.model):
            reach |= condition
    return queryset.filter(reach)


def _conditions(keeping: Keeping, model: type[Record]) -> Iterator[Q]:
    if keeping.record is not None and keeping.record_kind == model.record_kind:
        yield Q(pk=keeping.record)
    elif keeping.organisation is not None and model.kept_by:
        for span in spans(keeping.area, mapped=True):
            yield Q(**{model.kept_by: keeping.organisation, "area__range": span})


def seen_or_kept(actor: Actor, queryset: "QuerySet[R]") -> "QuerySet[R]":
    """Return the rows of a query that an actor may read by area, and those he keeps."""
    return seen(actor, queryset) | kept(actor, queryset)


def keeps(actor: Actor, record: Record) -> bool:
    """Return whether an actor keeps a record."""
    return any(_holds(each, record) for each in keepings_of(actor))


def _holds(keeping: Keeping, record: Record) -> bool:
    if keeping.record is not None:
        return (keeping.record_kind, keeping.record) == (record.record_kind, record.pk)
    by = keeper_of(record)
    within = covers(spans(keeping.area, mapped=True), record.area)
    return by is not None and by == keeping.organisation and within


def keeper_of(record: Record) -> int | None:
    """Return the organisation that keeps a record; None where none is known."""
    found: int | None = getattr(record, f"{record.kept_by}_id") if record.kept_by else None
    return found


def allow_at(actor: Actor, role: str, records: Iterable[Record]) -> None:
    """Let an actor pass who has a role in the area of every record, or keeps it; raise NotAllowed else."""
    ranges = ranges_of(actor, role)
    for record in records:
        area = record.area // 1000 if record.area > LAST else record.area
        if covers(ranges, area) or keeps(actor, record):
            continue
        if keepings_of(actor):
            raise KeepsElsewhere(actor, role, record)
        raise NotAllowed(actor, role, record.area)
