"""The roster 人员名册: who has an account within an administrator's reach, with roles and state."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import Account, Grant, SignInTry
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.access.tries import key_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.ranges import covers
from nuanxin.web.accounts.scopes import scope_words
from nuanxin.web.templatetags.wording import language


@dataclass(frozen=True, slots=True)
class Held:
    """A grant as it is listed: its id, role, place, and when it was last confirmed."""

    id: int
    role: str
    area: int
    place: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with an account: state ``open``, ``closed``, ``locked`` or ``invited``."""

    account: Account
    name: str
    state: str
    grants: list[Held] = field(default_factory=list)


def within_reach(actor: Actor, accounts: QuerySet[Account]) -> list[Account]:
    """Return the accounts all of whose roles lie where an actor is security administrator."""
    ranges = ranges_of(actor, "security")
    found = accounts.select_related("party").prefetch_related("party__grants", "invitations")
    return [each for each in found if all(covers(ranges, grant.area) for grant in each.party.grants.all())]


def colleagues(accounts: Iterable[Account]) -> list[Colleague]:
    """Return accounts as they are listed."""
    chosen = list(accounts)
    grants = [grant for account in chosen for grant in account.party.grants.all()]
    places = names({grant.area for grant in grants}, language())
    keys = {key_of("name", account.username): account.pk for account in chosen}
    locked = SignInTry.objects.filter(key__in=keys, locked_until__gt=timezone.now())
    shut = {keys[key] for key in locked.values_list("key", flat=True)}
    bound = scope_words(grants)
    return [
        Colleague(each, each.party.name, _state(each, shut), _held(each, places, bound)) for each in chosen
    ]


def _state(account: Account, shut: set[int]) -> str:
    if not account.is_active:
        return "closed"
    if account.pk in shut:
        return "locked"
    return "open" if account.has_usable_password() else "invited"


def _held(account: Account, places: dict[int, str], bound: dict[int, str]) -> list[Held]:
    grants: Iterable[Grant] = account.party.grants.all()
    return [
        Held(each.pk, each.role, each.area, placed(each, places, bound), each.confirmed_at)
        for each in sorted(grants, key=lambda each: (each.area, each.role))
    ]


def placed(grant: Grant, places: dict[int, str], bound: dict[int, str]) -> str:
    """Return where a grant holds: its area and, of a keeper's, what it is bound to there."""
    return " · ".join(filter(None, (places[grant.area], bound.get(grant.pk))))


def state_word(state: str) -> str:
    """Return a state in words."""
    return {
        "open": _("open"),
        "closed": _("closed"),
        "locked": _("locked"),
        "invited": _("invited, no password yet"),
    }[state]
