"""Counting 计一次: a tap sent twice, because the answer got lost on its way, is counted once.

Of a tap its token is kept: random, made up by the phone for this tap alone, so that no two taps can be told
to be of one phone. It is forgotten once the tap cannot come again.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.later.models import Counted

LONGEST_AWAY = timedelta(days=60)
"""So long a tap of somebody signed in may wait on a phone."""
TOKEN = 16, 64
"""How long a token may be."""


class TapRefused(ValueError):
    """A tap cannot be counted; the text says why and what to do instead."""


def once(actor: Actor, token: str, do: Callable[[], object], away: timedelta = LONGEST_AWAY) -> bool:
    """Do something unless this token was counted before; return whether it was done now.

    Token and deed are kept in one transaction: what is refused leaves the token free. The token is kept
    twice as long as a tap may be ``away``, then forgotten. Raises TapRefused for a token that is none or
    somebody else's, and whatever ``do`` raises.
    """
    if not sound(token):
        raise TapRefused(_("The tap carries no token; open the page again."))
    with transaction.atomic():
        if not _first(actor, token, away):
            return False
        do()
    return True


def sound(token: str) -> bool:
    """Return whether a text can be a token."""
    return TOKEN[0] <= len(token) <= TOKEN[1] and token.isascii() and token.isalnum()


def counted_before(actor: Actor, token: str) -> bool:
    """Return whether an actor's token was counted."""
    return Counted.objects.filter(token=token, by_id=actor.party or None).exists()


def _first(actor: Actor, token: str, away: timedelta) -> bool:
    """Keep a token; False where it stands already. Waits for whoever is keeping the same one just now."""
    try:
        with transaction.atomic():
            until = timezone.now() + 2 * away
            Counted.objects.create(token=token, by_id=actor.party or None, until=until)
    except IntegrityError:
        if not counted_before(actor, token):
            raise TapRefused(_("Somebody else sent this tap.")) from None
        return False
    forget_past()
    return True


def forget_past() -> None:
    """Forget the tokens of taps that cannot come again."""
    Counted.objects.filter(until__lt=timezone.now()).delete()
