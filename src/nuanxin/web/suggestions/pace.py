"""Pace 限速: how often one sender may write, without a note of who it is.

A sender is a keyed digest of the address under a key this process forgets when it ends; nothing of it is
stored or logged.
"""

import hmac
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from secrets import token_bytes

WITHIN_S = 3600
OF_ONE, OF_ALL = 5, 200


class Pace:
    """Counts of the last hour, in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._key, self._clock, self._lock = token_bytes(32), clock, threading.Lock()
        self._times: list[tuple[float, bytes]] = []

    def allows(self, address: str) -> bool:
        """Count one more of a sender, and return whether that is not too many."""
        who, now = hmac.digest(self._key, address.encode(), sha256)[:8], self._clock()
        with self._lock:
            self._times = [each for each in self._times if now - each[0] < WITHIN_S]
            mine = sum(each[1] == who for each in self._times)
            if mine >= OF_ONE or len(self._times) >= OF_ALL:
                return False
            self._times.append((now, who))
            return True


pace = Pace()
