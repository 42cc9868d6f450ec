"""Counting 计一次: a tap sent twice, because the answer got lost on its way, is counted once."""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.rounds.models import Counted

LONGEST_AWAY = timedelta(days=60)
"""So long a tap may wait on a phone. Tokens are kept longer than that, and then forgotten."""
TOKEN = 16, 64
"""How long a token may be."""


class TapRefused(ValueError):
    """A tap cannot be counted; the text says why and what to do instead."""


def once(actor: Actor, token: str, do: Callable[[], object]) -> bool:
    """Do something unless this token was counted before; return whether it was done now.

    Token and deed are kept in one transaction: what is refused leaves the token free. Raises TapRefused
    for a token that is none or somebody else's, and whatever ``do`` raises.
    """
    if not TOKEN[0] <= len(token) <= TOKEN[1] or not token.isalnum():
        raise TapRefused(_("The tap carries no token; open the page again."))
    with transaction.atomic():
        if not _first(actor, token):
            return False
        do()
    return True


def _first(actor: Actor, token: str) -> bool:
    """Keep a token; False where it stands already. Waits for whoever is keeping the same one just now."""
    try:
        with transaction.atomic():
            Counted.objects.create(token=token, by_id=actor.party)
    except IntegrityError:
        if not Counted.objects.filter(token=token, by_id=actor.party).exists():
            raise TapRefused(_("Somebody else sent this tap.")) from None
        return False
    Counted.objects.filter(at__lt=timezone.now() - 2 * LONGEST_AWAY).delete()
    return True
