"""Counts 计次: how often a sender did something in a stretch of time, counted by all processes together.

The counts stand in small files that every process of the machine maps into memory: counting costs
microseconds and never waits for the database. No address is kept, only a keyed hash.
"""

import fcntl
import mmap
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

SLOTS = 16_384
_SLOT = struct.Struct("<QQQ")


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

    def seen(self, key: int, window: int) -> int:
        """Return how often a key was counted in a window, and count nothing."""
        known, since, count = _SLOT.unpack_from(self._memory, key % SLOTS * _SLOT.size)
        return int(count) if (known, since) == (key, window) else 0

    @contextmanager
    def _alone(self, at: int) -> Iterator[None]:
        fcntl.lockf(self._file, fcntl.LOCK_EX, _SLOT.size, at)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, _SLOT.size, at)


_counts: dict[Path, Counts] = {}
_opening = threading.Lock()


def counted(kind: str, who: str, window: int) -> int:
    """Count once more what somebody does, and return how often he did it in this window.

    ``kind`` names what is counted and its file; ``window`` is the number of the stretch of time.
    """
    return _shared(kind).take(_key(kind, who), window)


def seen(kind: str, who: str, window: int) -> int:
    """Return how often somebody did something in a window, without counting it."""
    return _shared(kind).seen(_key(kind, who), window)


def _key(kind: str, who: str) -> int:
    digest = salted_hmac(f"nuanxin.{kind}", who, algorithm="sha256").digest()
    return int.from_bytes(digest[:8], "big") | 1


def _shared(kind: str) -> Counts:
    path = Path(settings.NUANXIN["data"]) / f"{kind}.bin"
    with _opening:
        if path not in _counts:
            path.parent.mkdir(parents=True, exist_ok=True)
            _counts[path] = Counts(path)
        return _counts[path]
