"""Passwords 密码: when the present one was set, and which ones may not come back."""

from django.contrib.auth.hashers import check_password
from django.utils import timezone

from nuanxin.kernel.access.models import Account, PastPassword


def used_before(account: Account, password: str, remembered: int) -> bool:
    """Return whether a password is one of the last so many of an account, the present one among them."""
    last = account.past_passwords.order_by("-set_at")[:remembered]
    earlier = {account.password, *last.values_list("encoded", flat=True)}
    return any(check_password(password, encoded) for encoded in earlier)


def keep_password(account: Account, remembered: int) -> None:
    """Note that an account's password was set now, and remember it among the last so many."""
    now = timezone.now()
    Account.objects.filter(pk=account.pk).update(password_set_at=now)
    account.password_set_at = now
    PastPassword.objects.create(account=account, encoded=account.password, set_at=now)
    kept = account.past_passwords.order_by("-set_at").values_list("pk", flat=True)[:remembered]
    account.past_passwords.exclude(pk__in=list(kept)).delete()
