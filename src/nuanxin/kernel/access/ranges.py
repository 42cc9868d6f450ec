"""The one rule of access: a role in an area holds for every code of its subtree, mergers followed.

``allow`` asks it of codes, ``visible`` of a query; both read the same ranges, held in memory.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import KEEPER, READERS, ROLES, Grant
from nuanxin.kernel.access.roles import role_name
from nuanxin.kernel.areas.codes import LAST, LEVELS, level, span
from nuanxin.kernel.areas.held import Held
from nuanxin.kernel.areas.tree import full_name, short, spans
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.ranges import Range, covers, joined

M = TypeVar("M", bound=Model)
NOWHERE = 0
"""The area of a row without one: no grant covers it."""


class _Row(Protocol):
    @property
    def values(self) -> dict[str, Any]: ...


class NotAllowed(PermissionDenied):
    """An actor lacks a role in an area; the text names role, area and remedy in the reader's language."""

    def __init__(self, actor: Actor, role: str, area: int) -> None:
        super().__init__(actor, role, area)
        self.actor, self.role, self.area = actor, role, area

    def __str__(self) -> str:
        """Say who may not do what where, and whom to ask."""
        words = {"name": self.actor.name, "role": role_name(self.role)}
        if self.area == NOWHERE:
            return _("A row names no area, so nobody may enter it as %(role)s; fill in its area.") % words
        words["area"] = f"{full_name(self.area, get_language() or '')} {short(self.area)}"
        return (
            _("%(name)s is no %(role)s for %(area)s. A security administrator there can grant the role.")
            % words
        )


class LacksRole(PermissionDenied):
    """An actor has none of some roles anywhere; the text names them and whom to ask."""

    def __init__(self, actor: Actor, roles: Sequence[str]) -> None:
        super().__init__(actor, roles)
        self.actor, self.roles = actor, tuple(roles)

    def __str__(self) -> str:
        """Say which roles open this door and who grants them."""
        words = {"name": self.actor.name, "roles": _(", ").join(map(role_name, self.roles))}
        return (
            _("%(name)s has none of these roles: %(roles)s. A security administrator can grant one.") % words
        )


class Keeping(NamedTuple):
    """What a keeper's grant reaches: one record, or the records of an area that an organisation keeps."""

    area: int
    organisation: int | None
    record_kind: int | None
    record: int | None


class _Grants:
    """Every grant, by party and role; its ranges follow today's tree. A keeper's reach no area."""

    def __init__(self) -> None:
        self.areas: dict[tuple[int, str], list[int]] = {}
        self.keepings: dict[int, tuple[Keeping, ...]] = {}
        for party, role, *where in Grant.objects.values_list("party_id", "role", *Keeping._fields):
            if role == KEEPER:
                self.keepings[party] = (*self.keepings.get(party, ()), Keeping(*where))
            else:
                self.areas.setdefault((party, role), []).append(where[0])

    def ranges(self, party: int, roles: Sequence[str]) -> list[Range]:
        """Return the codes over which a party has any of some roles."""
        areas = [area for role in roles for area in self.areas.get((party, role), ())]
        if len(areas) == 1:
            return spans(areas[0], mapped=True)
        return joined(each for area in areas for each in spans(area, mapped=True))


held = Held("grants", _Grants)
"""The grants of the moment; whoever changes them calls ``held.changed()``."""


def ranges_of(actor: Actor, *roles: str) -> list[Range]:
    """Return the code ranges over which an actor has any of some roles. ValueError names an unknown one."""
    if unknown := set(roles) - set(ROLES):
        raise ValueError(f"role {min(unknown)!r} is none of {', '.join(ROLES)}")
    return held.get().ranges(actor.party, roles)


def roles_of(actor: Actor) -> tuple[str, ...]:
    """Return the roles an actor has anywhere, in the order of ``ROLES``."""
    return tuple(role for role in ROLES if has(actor, role))


def has(actor: Actor, *roles: str) -> bool:
    """Return whether an actor has any of some roles anywhere, be it at a single record."""
    keeper = KEEPER in roles and actor.party in held.get().keepings
    return keeper or bool(ranges_of(actor, *roles))


def reach_of(actor: Actor, *roles: str) -> list[int]:
    """Return the areas an actor has some roles in, the widest first, none of them inside another.

    Without a role they are the areas the actor may read.
    """
    granted = {area for role in roles or READERS for area in held.get().areas.get((actor.party, role), ())}
    inside = {area for area in granted for other in granted if area != other and covers([span(other)], area)}
    return sorted(granted - inside, key=lambda area: (LEVELS.index(level(area)), area))


def demand(actor: Actor, roles: Sequence[str]) -> None:
    """Let an actor pass who has one of some roles somewhere; raise LacksRole else."""
    if not has(actor, *roles):
        raise LacksRole(actor, roles)


def seen(actor: Actor, queryset: QuerySet[M], field: str = "area") -> QuerySet[M]:
    """Return the rows of a query that an actor may read by any of the reading roles."""
    return _within(queryset, ranges_of(actor, *READERS), field)


def sees(actor: Actor, area: int) -> bool:
    """Return whether an actor may read what lies in an area (a code, or a grid's longer number)."""
    return covers(ranges_of(actor, *READERS), area // 1000 if area > LAST else area)


def allow(actor: Actor, role: str, areas: Iterable[int]) -> None:
    """Let an actor pass who has the role in every one of the areas; raise NotAllowed else.

    Costs no query while grants and tree are fresh in memory.
    """
    ranges = ranges_of(actor, role)
    for area in areas:
        if not covers(ranges, area // 1000 if area > LAST else area):
            raise NotAllowed(actor, role, area)


def visible(actor: Actor, role: str, queryset: QuerySet[M], field: str = "area") -> QuerySet[M]:
    """Return the rows of a query whose area an actor's role reaches; none without a grant."""
    return _within(queryset, ranges_of(actor, role), field)


def _within(queryset: QuerySet[M], ranges: list[Range], field: str) -> QuerySet[M]:
    if not ranges:
        return queryset.none()
    reach = Q()
    for each in ranges:
        reach |= Q(**{f"{field}__range": each})
    return queryset.filter(reach)


def areas_of(rows: Iterable[_Row], field: str = "area") -> set[int]:
    """Return the areas that sheet rows name; a row without one gives ``NOWHERE``, which is refused."""
    return {row.values[field] or NOWHERE for row in rows}
