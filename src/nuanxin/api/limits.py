"""Limits 限流: so many requests a minute for a token or an address, counted by all processes together.

The counts stand in one small file that every process of the machine maps into memory: counting
costs microseconds and never waits for the database. No address is kept, only a keyed hash.
"""

import fcntl
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from nuanxin.api.callers import Caller
from nuanxin.api.tokens import digest_of

WINDOW_S = 60
SLOTS = 16_384
_SLOT = struct.Struct("<QQQ")


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


class Counts:
    """The shared counts: a slot for each of many keys; a key that meets another's slot takes it over."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, SLOTS * _SLOT.size)
        self._memory = mmap.mmap(self._file, SLOTS * _SLOT.size)
        self._lock = threading.Lock()

    def take(self, key: int, window: int) -> int:
        """Count one more for a key in a window, and return how many there are now."""
        at = key % SLOTS * _SLOT.size
        with self._lock, self._alone(at):
            known, since, count = _SLOT.unpack_from(self._memory, at)
            count = count + 1 if (known, since) == (key, window) else 1
            _SLOT.pack_into(self._memory, at, key, window, count)
        return int(count)

    @contextmanager
    def _alone(self, at: int) -> Iterator[None]:
        fcntl.lockf(self._file, fcntl.LOCK_EX, _SLOT.size, at)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, _SLOT.size, at)


_counts: dict[Path, Counts] = {}
_opening = threading.Lock()


def charge(request: HttpRequest, caller: Caller) -> Allowance:
    """Count a request for its caller and return what is left."""
    known = caller.actor is not None
    limit = settings.NUANXIN_API_RATE if known else settings.NUANXIN_API_RATE_PUBLIC
    who = f"party {caller.person.party}" if known else f"address {address_of(request)}"
    if caller.token is not None:
        who = f"token {caller.token.pk}"
    now = time.time()
    key = int.from_bytes(digest_of(who, "rate")[:8], "big") | 1
    count = _shared().take(key, int(now // WINDOW_S))
    reset_s = WINDOW_S - int(now % WINDOW_S)
    return Allowance(limit, max(limit - count, 0), reset_s, count <= limit)


def address_of(request: HttpRequest) -> str:
    """Return the address a request comes from: the one the proxy in front names last, where there is one."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _shared() -> Counts:
    path = Path(settings.NUANXIN["data"]) / "api_rates.bin"
    with _opening:
        if path not in _counts:
            path.parent.mkdir(parents=True, exist_ok=True)
            _counts[path] = Counts(path)
        return _counts[path]
