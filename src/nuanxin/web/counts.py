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

SLOTS, WAYS = 16_384, 8
"""Slots in a file, and slots in one of which a key may stand."""
_SLOT = struct.Struct("<QQQ")
_GROUP = WAYS * _SLOT.size


class Counts:
    """The shared counts: groups of slots, in one of which a key stands.

    Where all slots of its group are taken in this window, a new key takes over the one counted least. So
    what was counted often stays: many senders, each once, do not wipe out the count of a place or of all.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, SLOTS * _SLOT.size)
        self._memory = mmap.mmap(self._file, SLOTS * _SLOT.size)
        self._lock = threading.Lock()

    def take(self, key: int, window: int) -> int:
        """Count one more for a key in a window, and return how many there are now."""
        first = _group(key)
        with self._lock, self._alone(first):
            slots = list(_SLOT.iter_unpack(self._memory[first : first + _GROUP]))
            counts = [count if since == window else 0 for _, since, count in slots]
            mine = [at for at, slot in enumerate(slots) if slot[0] == key]
            place = mine[0] if mine else counts.index(min(counts))
            count = counts[place] + 1 if mine else 1
            _SLOT.pack_into(self._memory, first + place * _SLOT.size, key, window, count)
        return int(count)

    def seen(self, key: int, window: int) -> int:
        """Return how often a key was counted in a window, and count nothing."""
        first = _group(key)
        slots = _SLOT.iter_unpack(self._memory[first : first + _GROUP])
        return next((int(count) for known, since, count in slots if (known, since) == (key, window)), 0)

    def give_back(self, key: int, window: int) -> None:
        """Count one less for a key in a window: what was counted did not come about."""
        first = _group(key)
        with self._lock, self._alone(first):
            slots = list(_SLOT.iter_unpack(self._memory[first : first + _GROUP]))
            for at, (known, since, count) in enumerate(slots):
                if (known, since) == (key, window) and count:
                    _SLOT.pack_into(self._memory, first + at * _SLOT.size, key, window, count - 1)

    @contextmanager
    def _alone(self, first: int) -> Iterator[None]:
        fcntl.lockf(self._file, fcntl.LOCK_EX, _GROUP, first)
        try:
            yield
        finally:
            fcntl.lockf(self._file, fcntl.LOCK_UN, _GROUP, first)


def _group(key: int) -> int:
    """Return where a key's group begins; keys are odd, so their last bit says nothing."""
    return (key >> 1) % (SLOTS // WAYS) * _GROUP


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


def give_back(kind: str, who: str, window: int) -> None:
    """Count once less what somebody was counted to do in a window, because it was not done."""
    _shared(kind).give_back(_key(kind, who), window)


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
