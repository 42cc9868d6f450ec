"""The first run 首次运行: where nobody can administer yet, the console hands out one link."""

import tomllib
from datetime import timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from nuanxin.kernel.access.accounts import CONSOLE, digest_of, enter_first, invite_again
from nuanxin.kernel.access.models import Account, Invitation
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.ledger.acts import By
from nuanxin.web.accounts.links import link_of
from nuanxin.web.accounts.numbers import number


def first_link() -> str:
    """Return a link with which the first security administrator gets in; "" where one can already.

    Where the city names one, it is theirs to choose a password; where it names nobody, a name is asked.
    """
    keepers = Account.objects.filter(party__grants__role="security", is_active=True)
    if keepers.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        return ""
    chief = keepers.order_by("pk").first()
    if chief is not None:
        return link_of(None, invite_again(By(CONSOLE), chief, number("invitation_hours")).result)
    word, now = token_urlsafe(32), timezone.now()
    Invitation.objects.filter(account=None, used_at=None).update(expires_at=now)
    Invitation.objects.create(
        digest=digest_of(word),
        made_by=CONSOLE.party,
        expires_at=now + timedelta(hours=number("invitation_hours")),
    )
    return link_of(None, word)


def found_first(name: str, username: str) -> Account:
    """Make the first security administrator, over the whole of the city. Raises AccountRefused."""
    table = tomllib.loads((settings.NUANXIN["city"] / "settings.toml").read_text(encoding="utf-8"))
    return enter_first(By(CONSOLE), name, username, full(str(table["area"]))).result
