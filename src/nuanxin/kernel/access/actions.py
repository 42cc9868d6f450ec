"""Granting and revoking. Administrators grant; nobody grants to himself; the first one is founded."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import ADMINISTRATORS, ROLES, Grant
from nuanxin.kernel.access.ranges import allow, held
from nuanxin.kernel.access.roles import role_name
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.ledger.acts import Act, action


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
def grant(act: Act, party: int, role: str, area: int) -> Grant:
    """Give a party a role in an area and everything below it; what was given before stays as it is.

    The actor must be security administrator there and somebody else. Raises NotAllowed, GrantRefused.
    """
    allow(act.by.actor, "security", [area])
    return give(act, party, role, area)


@action("access.revoke", zh="收回角色", en="revoke a role")
def revoke(act: Act, party: int, role: str, area: int) -> bool:
    """Take a grant back, as it was given; False where there was none. Raises NotAllowed.

    The last security administrator stays (GrantRefused), or nobody could grant again.
    """
    allow(act.by.actor, "security", [area])
    known = Grant.objects.filter(party_id=party, role=role, area=area).first()
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


def give(act: Act, party: int, role: str, area: int) -> Grant:
    """Write a grant within an open act, unless it stands already. Raises GrantRefused."""
    if role not in ROLES:
        raise ValueError(f"role {role!r} is none of {', '.join(ROLES)}")
    if party == act.by.actor.party:
        raise GrantRefused(_("Nobody grants a role to himself; ask another security administrator."))
    _keep_apart(party, role)
    known = Grant.objects.filter(party_id=party, role=role, area=area).first()
    return known or _write(act, party, role, area)


def take(act: Act, known: Grant) -> None:
    """Remove a grant within an open act."""
    act.about("grant", f"{known.party_id}/{known.role}/{known.area}")
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


def _write(act: Act, party: int, role: str, area: int) -> Grant:
    area_of(area)
    made = Grant.objects.create(party_id=party, role=role, area=area, confirmed_by=act.by.actor.party)
    act.about("grant", f"{party}/{role}/{area}")
    held.changed()
    return made
