"""Pace 限速: how often one sender may write within an hour, whichever process is asked.

No address is kept: a sender is a digest under a key of the hour, and the next hour's key takes its place,
so that nobody can tell afterwards, not even with the house's secrets, who wrote.
"""

import fcntl
import hmac
import os
import time
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from secrets import token_bytes

from django.conf import settings

from nuanxin.web.counts import counted, seen

WITHIN_S = 3600
_KEY_BYTES = 32
_HOUSEHOLD_BITS = 64
"""So many bits of an IPv6 address are one household's line; it chooses the others as it likes."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is counted, under a name of its own, and how often an hour: of one sender, and of all."""

    name: str
    of_one: int
    of_all: int

    def allows(self, address: str) -> bool:
        """Count one more of a sender, and return whether that is not too many: of this one, and of all."""
        hour = _hour()
        if counted(self.name, _sender(address, hour), hour) > self.of_one:
            return False
        return counted(self.name, "all", hour) <= self.of_all

    def first(self, address: str, said: str, token: str = "") -> bool:
        """Return whether a sender says this very thing for the first time this hour.

        What bears the token of the first time is that time, sent again.
        """
        hour = _hour()
        sender = _sender(address, hour)
        if token and seen(self.name, f"{sender} {token}", hour):
            return True
        if counted(self.name, f"{sender} {said}", hour) > 1:
            return False
        if token:
            counted(self.name, f"{sender} {token}", hour)
        return True

    def within(self, said: str, most: int) -> bool:
        """Return whether this very thing was said at most so often this hour, by whomever."""
        return counted(self.name, said, _hour()) <= most


def _hour() -> int:
    return int(time.time() // WITHIN_S)


def _sender(address: str, hour: int) -> str:
    return hmac.digest(_key_of(hour), _line(address).encode(), sha256).hex()


def _line(address: str) -> str:
    """Return an address without what its owner may change at will."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    return str(known.ipv4_mapped or int(known) >> _HOUSEHOLD_BITS)


def _key_of(hour: int) -> bytes:
    """Return the key of an hour, which all processes share; the first to ask makes it over the last one's."""
    path = Path(settings.NUANXIN["data"]) / "pace.key"
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
