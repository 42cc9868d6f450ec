"""Signed in 登录: who asks, how long an idle session stays open, and when any session ends."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.accounts.happenings import IDLED_OUT, TIMED_OUT, note

SEEN, SINCE = "seen_at", "signed_in_at"
NOTED_S = 60
"""So often at most the session notes that somebody is still there: reading writes nothing in between."""


class Signed:
    """Middleware: ``request.actor`` is the person signed in, or None; who stayed too long is out."""

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
        if over := _over(now, seen, request.session.get(SINCE)):
            note(request, over, account.party_id, about=f"account:{account.pk}")
            logout(request)
            return None
        if SINCE not in request.session:
            request.session[SINCE] = now
        if seen is None or now - seen > NOTED_S:
            request.session[SEEN] = now
        return account.actor


def _over(now: int, seen: int | None, since: int | None) -> str:
    """Return how a session has come to its end: idle, or open for too long; nothing while it holds."""
    if seen is not None and now - seen > settings.NUANXIN_IDLE_MINUTES * 60:
        return IDLED_OUT
    if since is not None and now - since > settings.NUANXIN_SESSION_HOURS * 3600:
        return TIMED_OUT
    return ""
