"""Signed in 登录: who asks, and for how long an idle session stays open."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.accounts.happenings import IDLED_OUT, note

SEEN = "seen_at"
NOTED_S = 60
"""So often at most the session notes that somebody is still there: reading writes nothing in between."""


class Signed:
    """Middleware: ``request.actor`` is the person signed in, or None; who was idle too long is signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find out who asks, and hand the request on."""
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def _actor(self, request: HttpRequest) -> Actor | None:
        account = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if not isinstance(account, Account):
            return None
        now, seen = int(time.time()), request.session.get(SEEN)
        if seen is not None and now - seen > settings.NUANXIN_IDLE_MINUTES * 60:
            note(request, IDLED_OUT, account.party_id, about=f"account:{account.pk}")
            logout(request)
            return None
        if seen is None or now - seen > NOTED_S:
            request.session[SEEN] = now
        return account.actor
