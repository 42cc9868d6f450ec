"""Wrong tries 登录失败: counted in the database, so that every process of an installation knows of them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from nuanxin.kernel.access.models import SignInTry
from nuanxin.kernel.ledger.journal import origin_of


def key_of(kind: str, value: str) -> str:
    """Return the key that tries are counted under: a keyed hash, so that nothing typed is kept."""
    return f"{kind}:{origin_of(value)}"


def locked_until(key: str) -> datetime | None:
    """Return until when a key is locked, or None."""
    return (
        SignInTry.objects.filter(key=key, locked_until__gt=timezone.now())
        .values_list("locked_until", flat=True)
        .first()
    )


def count_failure(key: str, most: int, minutes: int) -> bool:
    """Count a wrong try; return whether it was the one that locks. Tries further apart than the lock is long
    are not in a row.
    """
    now, long = timezone.now(), timedelta(minutes=minutes)
    with transaction.atomic():
        SignInTry.objects.get_or_create(key=key)
        known = SignInTry.objects.select_for_update().get(key=key)
        if now - known.since > long:
            known.failures = 0
        known.failures, known.since = known.failures + 1, now
        known.locked_until = now + long if known.failures >= most else None
        known.save()
    return known.failures >= most


def forgive(*keys: str) -> int:
    """Forget the wrong tries of some keys, and every one that is long over; return how many there were."""
    SignInTry.objects.filter(since__lt=timezone.now() - timedelta(days=1)).delete()
    return SignInTry.objects.filter(key__in=keys).delete()[0]
