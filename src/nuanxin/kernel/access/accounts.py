"""Opening and closing accounts: who may sign in at all."""

import re

from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.access.ranges import allow
from nuanxin.kernel.ledger.acts import Act, Actor, action

CONSOLE = Actor(0, "console")
"""Whoever sits at the machine's own console; no page acts as it."""
_LOGIN = re.compile(r"[a-z0-9][a-z0-9.-]{1,39}")


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
    _demand_keeper(act, area)
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


def _demand_keeper(act: Act, area: int) -> None:
    """Let the console pass, and security administrators of the area."""
    if act.by.actor != CONSOLE:
        allow(act.by.actor, "security", [area])
