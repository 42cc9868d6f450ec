"""Tokens 令牌: made from chance, shown once, kept as an HMAC, and looked up by their prefix."""

from datetime import date
from hashlib import sha256
from hmac import compare_digest
from secrets import token_hex, token_urlsafe

from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from nuanxin.api.models import ApiToken

MARK = "nx1"


def fresh_secret() -> tuple[str, str]:
    """Return a new prefix and the whole token ``nx1_<prefix>_<secret>``."""
    prefix = token_hex(4)
    return prefix, f"{MARK}_{prefix}_{token_urlsafe(32)}"


def digest_of(said: str, purpose: str = "token") -> bytes:
    """Return what is kept of a secret: an HMAC-SHA-256 with the house's key."""
    return salted_hmac(f"nuanxin.api.{purpose}", said, algorithm="sha256").digest()


def known_token(said: str) -> ApiToken | None:
    """Return the token that was sent, with its owner, where it holds today; else None."""
    mark, _sep, rest = said.partition("_")
    prefix = rest.partition("_")[0]
    if mark != MARK or len(prefix) != 8 or not prefix.isascii():
        return None
    found = ApiToken.objects.select_related("owner__account").filter(prefix=prefix).first()
    if found is None or not compare_digest(bytes(found.digest), digest_of(said)):
        return None
    account = getattr(found.owner, "account", None)
    closed = account is not None and not account.is_active
    return None if closed or not holds(found, localdate()) else found


def holds(token: ApiToken, on: date) -> bool:
    """Whether a token is neither revoked nor expired on a day."""
    return token.revoked_on is None and (token.expires_on is None or on <= token.expires_on)


def note_use(token: ApiToken) -> None:
    """Note the day of use, once a day; where the database is busy, another day will do."""
    today = localdate()
    if token.used_on == today:
        return
    try:
        with transaction.atomic():
            ApiToken.objects.filter(~Q(used_on=today) | Q(used_on=None), pk=token.pk).update(used_on=today)
    except DatabaseError:  # an import holds the database; the day of use may wait
        return


def short_hash(*parts: object) -> str:
    """Return a short digest over some parts, for tags and keys."""
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]
