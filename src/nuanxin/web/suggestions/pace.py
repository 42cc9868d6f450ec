"""Pace 限速: how often one sender may write within an hour, whichever process is asked.

No address is kept: a sender is a digest under a key of the hour, and the next hour's key takes its place,
so that nobody can tell afterwards, not even with the house's secrets, who wrote.
"""

import fcntl
import hmac
import os
import time
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

from django.conf import settings

from nuanxin.web.counts import counted

WITHIN_S = 3600
OF_ONE, OF_ALL = 5, 200
_KEY_BYTES = 32


def allowed(address: str) -> bool:
    """Count one more of a sender, and return whether that is not too many: of this one, and of all."""
    hour = int(time.time() // WITHIN_S)
    who = hmac.digest(_key_of(hour), address.encode(), sha256).hex()
    if counted("suggestion_pace", who, hour) > OF_ONE:
        return False
    return counted("suggestion_pace", "all", hour) <= OF_ALL


def _key_of(hour: int) -> bytes:
    """Return the key of an hour, which all processes share; the first to ask makes it over the last one's."""
    path = Path(settings.NUANXIN["data"]) / "suggestion_pace.key"
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX)
        kept, whose = os.pread(file, _KEY_BYTES, 8), os.pread(file, 8, 0)
        if whose == hour.to_bytes(8, "big") and len(kept) == _KEY_BYTES:
            return kept
        fresh = token_bytes(_KEY_BYTES)
        os.pwrite(file, hour.to_bytes(8, "big") + fresh, 0)
        return fresh
    finally:
        os.close(file)
