"""Opening, closing and handing over accounts: who may sign in at all."""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.actions import EVERYWHERE, GrantRefused, Only, give, take
from nuanxin.kernel.access.models import ROLES, Account, Grant, Invitation
from nuanxin.kernel.access.ranges import NOWHERE, allow
from nuanxin.kernel.access.tries import forgive, key_of
from nuanxin.kernel.ledger.acts import Act, Actor, action
from nuanxin.kernel.parties.register import ensure

CONSOLE = Actor(0, "console")
"""Whoever sits at the machine's own console; no page acts as it."""
_LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")

DUTIES: list[Callable[[Act, int, int], int]] = []
"""Each hands the open work of one person to another within an act, and says how much. Rooms add theirs."""


class AccountRefused(ValueError):
    """An account cannot be opened or changed so; the text says what to do instead."""


def login_name(text: str) -> str:
    """Return what one types at the door in the form it is kept. Raises AccountRefused."""
    name = text.strip().lower()
    if not _LOGIN.fullmatch(name):
        raise AccountRefused(
            _("A sign-in name has 2 to 40 letters a-z, digits, dots or dashes; %(name)s has not.")
            % {"name": name or "-"}
        )
    return name


@action("access.open_account", zh="开立账号", en="open an account")
def open_account(act: Act, party: int, username: str, area: int) -> Account:
    """Open an account for a person, without a password yet; an account there is stays as it is.

    The actor is security administrator of ``area``, or the console. Raises NotAllowed, AccountRefused.
    """
    _demand_keeper(act, [area])
    return _opened(act, party, username)


@action("access.enter_first", zh="设立首位安全管理员", en="make the first security administrator")
def enter_first(act: Act, name: str, username: str, area: int) -> Account:
    """Enter the first security administrator with an account, at the console's word.

    Raises AccountRefused once there is any grant, and for names that will not do.
    """
    if act.by.actor != CONSOLE or Grant.objects.exists():
        raise AccountRefused(_("There is a security administrator already; ask one of them for a grant."))
    if not name.strip():
        raise AccountRefused(_("Say whose account it is."))
    party = ensure(act, "person", [name.strip()])[name.strip()]
    account = _opened(act, party, username)
    give(act, party, "security", area)
    return account


@action("access.invite", zh="邀请人员", en="invite somebody")
def invite(
    act: Act, name: str, username: str, role: str, area: int, hours: int, only: Only = EVERYWHERE
) -> tuple[Account, str]:
    """Enter a person with an account and one role, and return it with the word of a link that opens once.

    A keeper's role holds at ``only`` what is named. The actor is security administrator of the area, or the
    console. Raises NotAllowed, AccountRefused, GrantRefused.
    """
    _demand_keeper(act, [area])
    if Account.objects.filter(username=login_name(username)).exists():
        raise AccountRefused(_("The sign-in name %(name)s is taken; choose another.") % {"name": username})
    if not name.strip():
        raise AccountRefused(_("Say whose account it is."))
    party = ensure(act, "person", [name.strip()], area)[name.strip()]
    if Account.objects.filter(party_id=party).exists():
        raise AccountRefused(_("There is an account for %(name)s already.") % {"name": name.strip()})
    account = _opened(act, party, username)
    give(act, party, role, area, only)
    return account, _invitation(act, account, hours)


@action("access.invite_again", zh="重发邀请", en="invite again")
def invite_again(act: Act, account: Account, hours: int) -> str:
    """Return the word of a new link for an account whose password is lost; older links open nothing more.

    Raises NotAllowed; AccountRefused for a closed account.
    """
    _demand_keeper_of(act, account)
    if not account.is_active:
        raise AccountRefused(_("The account is closed; open it again first."))
    return _invitation(act, account, hours)


@action("access.close_account", zh="停用账号", en="close an account")
def close_account(act: Act, account: Account) -> bool:
    """Close an account: whoever is signed in with it is out at once. False where it was closed already.

    Raises NotAllowed; AccountRefused for one's own and for the last security administrator's.
    """
    _demand_keeper_of(act, account)
    if account.party_id == act.by.actor.party:
        raise AccountRefused(_("Nobody closes his own account; ask another security administrator."))
    if _last_keeper(account):
        raise AccountRefused(_("This is the last security administrator; grant the role to another first."))
    return _active(act, account, wanted=False)


@action("access.reopen_account", zh="重新启用账号", en="open an account again")
def reopen_account(act: Act, account: Account) -> bool:
    """Open a closed account again. Raises NotAllowed."""
    _demand_keeper_of(act, account)
    return _active(act, account, wanted=True)


@action("access.unlock", zh="解除锁定", en="unlock an account")
def unlock(act: Act, account: Account) -> bool:
    """Forget the wrong tries at an account, so that it opens at once; False where there were none."""
    _demand_keeper_of(act, account)
    forgiven = forgive(key_of("name", account.username), key_of("factor", str(account.pk)))
    if forgiven:
        act.about("account", account.pk)
    return bool(forgiven)


@action("access.hand_over", zh="移交离岗人员职责", en="hand over a leaver's duties")
def hand_over(act: Act, leaver: Account, successor: Account) -> tuple[int, int]:
    """Move every grant and all open work of a leaver to a colleague, and close the leaver's account.

    Returns how many grants and how much work moved. Raises NotAllowed; GrantRefused where the colleague
    is the actor, or would join duties that are kept apart; AccountRefused for a closed colleague.
    """
    _demand_keeper_of(act, leaver)
    if leaver == successor or not successor.is_active:
        raise AccountRefused(_("Choose a colleague whose account is open."))
    if act.by.actor.party in (leaver.party_id, successor.party_id):
        raise GrantRefused(_("Nobody hands duties to or from himself; ask another security administrator."))
    grants = list(Grant.objects.filter(party_id=leaver.party_id))
    for each in grants:
        take(act, each)
        give(act, successor.party_id, each.role, each.area, Only.of(each))
    moved = sum(move(act, leaver.party_id, successor.party_id) for move in DUTIES)
    _active(act, leaver, wanted=False)
    act.about("account", f"{leaver.pk}/{successor.pk}")
    return len(grants), moved


def _opened(act: Act, party: int, username: str) -> Account:
    if known := Account.objects.filter(party_id=party).first():
        return known
    name = login_name(username)
    if Account.objects.filter(username=name).exists():
        raise AccountRefused(_("The sign-in name %(name)s is taken; choose another.") % {"name": name})
    made = Account(party_id=party, username=name)
    made.set_unusable_password()
    made.save(force_insert=True)
    act.about("account", made.pk)
    return made


def _invitation(act: Act, account: Account, hours: int) -> str:
    word, now = token_urlsafe(32), timezone.now()
    account.invitations.filter(used_at=None).update(expires_at=now)
    Invitation.objects.create(
        digest=digest_of(word),
        account=account,
        made_by=act.by.actor.party,
        expires_at=now + timedelta(hours=hours),
    )
    act.about("account", account.pk)
    return word


def digest_of(word: str) -> str:
    """Return what is kept of an invitation's word."""
    return sha256(word.encode()).hexdigest()


def _active(act: Act, account: Account, *, wanted: bool) -> bool:
    if account.is_active == wanted:
        return False
    account.is_active = wanted
    account.save(update_fields=["is_active"])
    act.about("account", account.pk)
    return True


def _last_keeper(account: Account) -> bool:
    keepers = Grant.objects.filter(role="security", party__account__is_active=True)
    mine = keepers.filter(party_id=account.party_id).exists()
    return mine and not keepers.exclude(party_id=account.party_id).exists()


def _demand_keeper(act: Act, areas: list[int]) -> None:
    """Let the console pass, and security administrators of all the areas."""
    if act.by.actor != CONSOLE:
        allow(act.by.actor, "security", areas)


def _demand_keeper_of(act: Act, account: Account) -> None:
    """Let those pass who are security administrators wherever the account has a role; anywhere if nowhere."""
    areas = _areas(account.party_id)
    if not areas and act.by.actor != CONSOLE:
        areas = _areas(act.by.actor.party, "security")
    _demand_keeper(act, areas or [NOWHERE])


def _areas(party: int, *roles: str) -> list[int]:
    held = Grant.objects.filter(party_id=party, role__in=roles or ROLES)
    return list(held.values_list("area", flat=True))
