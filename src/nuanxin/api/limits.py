"""Limits 限流: so many requests a minute for a token or an address, counted by all processes together."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from nuanxin.api.callers import Caller
from nuanxin.web.accounts.happenings import address_of
from nuanxin.web.counts import counted

WINDOW_S = 60


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a minute: the limit, how many more, in how many seconds it begins anew."""

    limit: int
    left: int
    reset_s: int
    granted: bool

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell it (draft-ietf-httpapi-ratelimit-headers)."""
        said = {
            "RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW_S}',
            "RateLimit": f'"minute";r={self.left};t={self.reset_s}',
        }
        return said if self.granted else {**said, "Retry-After": str(self.reset_s)}


def charge(request: HttpRequest, caller: Caller) -> Allowance:
    """Count a request for its caller and return what is left."""
    known = caller.actor is not None
    limit = settings.NUANXIN_API_RATE if known else settings.NUANXIN_API_RATE_PUBLIC
    who = f"party {caller.person.party}" if known else f"address {address_of(request)}"
    if caller.token is not None:
        who = f"token {caller.token.pk}"
    now = time.time()
    count = counted("api_rates", who, int(now // WINDOW_S))
    reset_s = WINDOW_S - int(now % WINDOW_S)
    return Allowance(limit, max(limit - count, 0), reset_s, count <= limit)
