"""Reach 可见范围: which entries, acts and sheet lines somebody may open, by the areas of their grants."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from nuanxin.kernel.access import seen, sees
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.figures.answers import Ask, leaves_of, parts
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.models import Act, Entry, Source

EVERYTHING = ("auditor", "audit")
"""Who looks at acts that concern no area: grants, seals, publications."""


def opens_entry(actor: Actor, entry: Entry) -> bool:
    """Return whether somebody may open an entry."""
    return sees(actor, entry.area)


def opens_act(actor: Actor, act: Act) -> bool:
    """Return whether somebody may open an act: his own, one with an entry he sees, or as an auditor."""
    if act.actor == actor.party or ranges_of(actor, "audit"):
        return True
    if act.entries:
        return seen(actor, act.lines.order_by()).exists()
    return bool(ranges_of(actor, *EVERYTHING))


def open_lines(actor: Actor, source: Source, rows: Iterable[int]) -> set[int]:
    """Return which rows of a sheet somebody may read: those whose entries all lie where he may look.

    A row that posted nothing (a heading, a refused line) has no area, and is read by whoever took
    the sheet in.
    """
    if source.acts.filter(actor=actor.party).exists():
        return set(rows)
    found = list(_entries_of(source).filter(row__in=list(rows)).values_list("row", "area"))
    shut = {row for row, area in found if not sees(actor, area)}
    return {row for row, _area in found if row} - shut


def first_line(actor: Actor, source: Source) -> int:
    """Return the first row of a sheet that posted something somebody may see; 1 where there is none."""
    own = seen(actor, _entries_of(source).filter(row__isnull=False))
    return own.order_by("seq").values_list("row", flat=True).first() or 1


def _entries_of(source: Source) -> QuerySet[Entry]:
    """Return the entries of a sheet; an act's entries follow one another, so they are ranges of seq."""
    spans = Q()
    for first, count in source.acts.values_list("first_seq", "entries"):
        spans |= Q(seq__range=(first, first + count - 1))
    return Entry.objects.filter(spans) if spans else Entry.objects.none()


def stands_behind(ask: Ask, entry: Entry) -> bool:
    """Return whether an entry is among the rows of a figure, its parts' rows included."""
    own = any(
        entry.measure in leaf.measures
        and leaf.first <= entry.occurred <= leaf.last
        and any(low <= entry.area <= high for low, high in leaf.spans)
        for leaf in leaves_of(ask)
    )
    return own or any(stands_behind(part.ask, entry) for part in parts(ask))
