"""The lock 登录锁定: after some wrong tries in a row nothing opens for a while, in every process."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from nuanxin.kernel.access.tries import count_failure, forgive, key_of, locked_until
from nuanxin.kernel.ledger.journal import FAILED, REFUSED
from nuanxin.web.accounts.happenings import LOCKED, address_of, note
from nuanxin.web.accounts.numbers import number

PER_ADDRESS = 20
"""One network address may try so many times as often as one name: a whole office sits behind it."""


def demand_unlocked(request: HttpRequest, kind: str, value: str) -> None:
    """Raise ValidationError where a name (known or not), a second step or the request's address is locked."""
    if locked_until(key_of(kind, value)) or locked_until(key_of("address", address_of(request))):
        note(request, LOCKED, None, outcome=REFUSED, about=key_of(kind, value))
        raise ValidationError(too_many())


def count_wrong(request: HttpRequest, verb: str, kind: str, value: str, actor: int | None) -> None:
    """Count a wrong try and write it into the journal, and the lock where this was the last one."""
    most, minutes = number("lock_failures"), number("lock_minutes")
    note(request, verb, actor, outcome=FAILED, about=key_of(kind, value))
    if count_failure(key_of(kind, value), most, minutes):
        note(request, LOCKED, actor, about=key_of(kind, value))
    count_failure(key_of("address", address_of(request)), most * PER_ADDRESS, minutes)


def forget_wrong(kind: str, value: str) -> None:
    """Forget the wrong tries of somebody who got in."""
    forgive(key_of(kind, value))


def too_many() -> str:
    """Return what is said at a locked door, the same for every name."""
    return _(
        "Too many wrong tries in a row. Wait %(minutes)d minutes, or ask the security administrator."
    ) % {"minutes": number("lock_minutes")}
