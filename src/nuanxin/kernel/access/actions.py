"""Granting and revoking. Administrators grant; nobody grants to himself; the first one is founded."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import ADMINISTRATORS, KEEPER, ROLES, Grant
from nuanxin.kernel.access.ranges import allow, held
from nuanxin.kernel.access.roles import role_name
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.ledger.acts import Act, action


class Only(NamedTuple):
    """What a keeper's grant is bound to: an organisation by its id, or a record by kind and number."""

    organisation_id: int | None = None
    record_kind: int | None = None
    record: int | None = None

    @classmethod
    def of(cls, known: Grant) -> "Only":
        """Return what a grant is bound to."""
        return cls(known.organisation_id, known.record_kind, known.record)

    def __str__(self) -> str:
        """Return it as an act names it: nothing for a role that is bound to nothing."""
        if self.organisation_id is not None:
            return f"/of.{self.organisation_id}"
        return f"/at.{self.record_kind}.{self.record}" if self.record is not None else ""


EVERYWHERE = Only()


class GrantRefused(ValueError):
    """A grant would break the separation of duties; the text says what to do instead."""


@action("access.found", zh="设立首位管理员", en="found the first administrator")
def found_administrator(act: Act, party: int, area: int) -> Grant:
    """Make a party the first security administrator. Raises GrantRefused once there is any grant.

    It is the one act that needs no grant, so it is done at the machine's own console, at set-up.
    """
    mine = Grant.objects.filter(party_id=party, role="security", area=area).first()
    if mine is not None:
        return mine
    if Grant.objects.exists():
        raise GrantRefused(_("There is a security administrator already; ask one of them for a grant."))
    return _write(act, party, "security", area)


@action("access.grant", zh="授予角色", en="grant a role")
def grant(act: Act, party: int, role: str, area: int, only: Only = EVERYWHERE) -> Grant:
    """Give a party a role in an area and everything below it; what was given before stays as it is.

    A keeper's role holds at ``only`` what is named. The actor must be security administrator there and
    somebody else. Raises NotAllowed, GrantRefused.
    """
    allow(act.by.actor, "security", [area])
    return give(act, party, role, area, only)


@action("access.revoke", zh="收回角色", en="revoke a role")
def revoke(act: Act, party: int, role: str, area: int, only: Only = EVERYWHERE) -> bool:
    """Take a grant back, as it was given; False where there was none. Raises NotAllowed.

    The last security administrator stays (GrantRefused), or nobody could grant again.
    """
    allow(act.by.actor, "security", [area])
    known = Grant.objects.filter(party_id=party, role=role, area=area, **only._asdict()).first()
    if known is None:
        return False
    if role == "security" and Grant.objects.filter(role=role).count() == 1:
        raise GrantRefused(
            _("The last security administrator cannot be revoked; grant the role to another first.")
        )
    take(act, known)
    return True


@action("access.confirm_grants", zh="复核授权", en="confirm grants")
def confirm_grants(act: Act, grants: Sequence[int]) -> int:
    """Say of some grants (by id) that they are still needed; return how many.

    Raises NotAllowed; GrantRefused where one is the actor's own.
    """
    chosen = list(Grant.objects.filter(pk__in=grants))
    allow(act.by.actor, "security", {each.area for each in chosen})
    if any(each.party_id == act.by.actor.party for each in chosen):
        raise GrantRefused(_("Nobody confirms his own grants; ask another security administrator."))
    if not chosen:
        return 0
    Grant.objects.filter(pk__in=[each.pk for each in chosen]).update(
        confirmed_at=timezone.now(), confirmed_by=act.by.actor.party
    )
    act.about("grants", len(chosen))
    return len(chosen)


def give(act: Act, party: int, role: str, area: int, only: Only = EVERYWHERE) -> Grant:
    """Write a grant within an open act, unless it stands already. Raises GrantRefused."""
    if role not in ROLES:
        raise ValueError(f"role {role!r} is none of {', '.join(ROLES)}")
    if party == act.by.actor.party:
        raise GrantRefused(_("Nobody grants a role to himself; ask another security administrator."))
    if (role == KEEPER) != (only != EVERYWHERE):
        raise GrantRefused(
            _("A keeper keeps one place, or those of an organisation: name it. No other role is bound so.")
        )
    _keep_apart(party, role)
    known = Grant.objects.filter(party_id=party, role=role, area=area, **only._asdict()).first()
    return known or _write(act, party, role, area, only)


def take(act: Act, known: Grant) -> None:
    """Remove a grant within an open act."""
    act.about("grant", f"{known.party_id}/{known.role}/{known.area}{Only.of(known)}")
    known.delete()
    held.changed()


def _keep_apart(party: int, role: str) -> None:
    """Refuse a role that would join the work of an administrator with anybody else's."""
    held_roles = set(Grant.objects.filter(party_id=party).values_list("role", flat=True))
    if clash := [other for other in held_roles - {role} if {role, other} & set(ADMINISTRATORS)]:
        words = {"role": role_name(role), "other": role_name(sorted(clash)[0])}
        raise GrantRefused(
            _("A %(other)s cannot be %(role)s as well: these duties are kept apart. Choose another person.")
            % words
        )


def _write(act: Act, party: int, role: str, area: int, only: Only = EVERYWHERE) -> Grant:
    area_of(area)
    made = Grant.objects.create(
        party_id=party, role=role, area=area, confirmed_by=act.by.actor.party, **only._asdict()
    )
    act.about("grant", f"{party}/{role}/{area}{only}")
    held.changed()
    return made
