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
from ipaddress import ip_address
from pathlib import Path
from secrets import token_bytes

from django.conf import settings

from nuanxin.web.counts import counted, give_back, seen

WITHIN_S = 3600
_KEY_BYTES = 32
_WIDTHS = {4: ((32, 1), (24, 8)), 6: ((64, 1), (56, 2), (48, 8))}
"""How many bits of an address are one line, and of whoever holds many lines: so many times the pace of one.

Of an IPv6 address 64 bits are one household's line, which chooses the others as it likes; whoever is given
more chooses among 256 lines, or 65,536.
"""
HERE, EVERYBODY = "here", "everybody"
"""Of whom there is too much: of a sender and the lines beside it, or of all together."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What is counted, under a name of its own, and how often an hour: of one sender, and of all."""

    name: str
    of_one: int
    of_all: int

    def allows(self, address: str) -> bool:
        """Count one more of a sender, and return whether that is not too many: of this one, and of all."""
        return not self.too_many(address)

    def too_many(self, address: str) -> str:
        """Count one more of a sender, and return of whom that is too many; "" where it is not.

        What is too much of a sender counts neither for the lines beside it nor for all.
        """
        hour = _hour()
        for line, times in _lines(address):
            if counted(self.name, _hidden(line, hour), hour) > self.of_one * times:
                return HERE
        return EVERYBODY if counted(self.name, "all", hour) > self.of_all else ""

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

    def said_before(self, address: str, said: str) -> bool:
        """Return whether a sender said this very thing this hour, and count nothing."""
        hour = _hour()
        return seen(self.name, f"{_sender(address, hour)} {said}", hour) > 0

    def unsay(self, address: str, said: str) -> None:
        """Take back that a sender said this very thing: it was not written down."""
        hour = _hour()
        give_back(self.name, f"{_sender(address, hour)} {said}", hour)

    def within(self, said: str, most: int) -> bool:
        """Return whether this very thing was said at most so often this hour, by whomever."""
        return counted(self.name, said, _hour()) <= most


def _hour() -> int:
    return int(time.time() // WITHIN_S)


def _sender(address: str, hour: int) -> str:
    return _hidden(_lines(address)[0][0], hour)


def _hidden(line: str, hour: int) -> str:
    return hmac.digest(_key_of(hour), line.encode(), sha256).hex()


def _lines(address: str) -> list[tuple[str, int]]:
    """Return an address without what its owner may change at will, the narrowest first, with its times."""
    try:
        known = ip_address(address)
    except ValueError:
        return [(address, 1)]
    known = getattr(known, "ipv4_mapped", None) or known
    return [
        (f"{known.version} {int(known) >> (known.max_prefixlen - bits)} {bits}", times)
        for bits, times in _WIDTHS[known.version]
    ]


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
