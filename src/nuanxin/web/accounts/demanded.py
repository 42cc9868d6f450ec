"""What is due before one may go on 登录后要求: a new password, or a second step one has not set up yet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from nuanxin.kernel.access.models import ADMINISTRATORS, Account
from nuanxin.kernel.access.ranges import roles_of
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.accounts.numbers import number

_OPEN = {"choose_language", "choose_type", "account_logout", "account_reauthenticate", "me"}
_REMEDIES = {"password": "account_change_password", "factor": "mfa_activate_totp"}


class Demanded:
    """Middleware: whoever owes a new password or a second step is led there from every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on; ``process_view`` decides once the address is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead somebody who owes something to where it is done; None where nothing is due."""
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or not isinstance(request.user, Account):
            return None
        request.due = due = due_of(request.user, actor)  # type: ignore[attr-defined]
        name = request.resolver_match.url_name if request.resolver_match else ""
        if not due or name in _OPEN or str(name).startswith(("mfa_", _REMEDIES[due])):
            return None
        return redirect(_REMEDIES[due])


def due_of(account: Account, actor: Actor) -> str:
    """Return what an account owes: "password", "factor", or nothing. Invented people owe nothing."""
    if account.party.demonstration:
        return ""
    if password_is_old(account):
        return "password"
    demanded = settings.NUANXIN_MFA == "all" or (
        settings.NUANXIN_MFA == "administrators" and bool(set(roles_of(actor)) & set(ADMINISTRATORS))
    )
    return "factor" if demanded and not has_factor(account) else ""


def password_is_old(account: Account) -> bool:
    """Return whether an account's password is older than the rule lets it be."""
    if account.password_set_at is None or not account.has_usable_password():
        return False
    return timezone.now() - account.password_set_at > timedelta(days=number("password_days"))


def has_factor(account: Account) -> bool:
    """Return whether an account has a code from an app or a passkey."""
    return bool(is_mfa_enabled(account, types=["totp", "webauthn"]))
