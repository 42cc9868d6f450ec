"""The key ring 密钥环: every data key opened once, values sealed and read with them.

A sealed value is version, key id, nonce, ciphertext and tag. It is bound to its table, column and
row, so that it cannot be moved to another row and read there.
"""

from collections.abc import Iterable
from functools import lru_cache
from struct import Struct
from time import time_ns
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.privacy import master
from nuanxin.kernel.privacy.ciphers import Suite, Unreadable, suite
from nuanxin.kernel.privacy.master import KeyMissing
from nuanxin.kernel.privacy.models import DataKey
from nuanxin.plain import moments

INDEX = "index"
"""The class of the key of blind indexes: it seals nothing."""

INDEX_BYTES = 16
FRESH_SECONDS = 2.0
_HEAD = Struct(">BI")
_VERSION = 1


class Key(NamedTuple):
    """An opened data key."""

    id: int
    suite: Suite
    key: bytes


@lru_cache(maxsize=512)
def _opened(wrapped: bytes, name: str, cipher: str, record_class: str) -> bytes:
    key = master.named(name)[: suite(cipher).key_bytes]
    return suite(cipher).decrypt(key, wrapped, record_class.encode())


class Ring:
    """The data keys as they were when it was made. One that is to seal is made inside its transaction."""

    def __init__(self) -> None:
        self.known: dict[int, Key] = {}
        self.newest: dict[str, Key] = {}
        self.indexing: list[Key] = []
        for row in DataKey.objects.order_by("id"):
            self._add(row)

    def _add(self, row: DataKey) -> Key:
        opened = _opened(bytes(row.wrapped), row.master, row.cipher, row.record_class)
        key = Key(row.pk, suite(row.cipher), opened)
        self.known[key.id] = self.newest[row.record_class] = key
        if row.record_class == INDEX:
            self.indexing.append(key)
        return key

    def sealing(self, record_class: str) -> Key:
        """Return the key that seals a class today, made where there is none yet."""
        found = self.newest.get(record_class)
        return found or self._add(fresh_key(record_class))

    def seal(self, record_class: str, text: str | bytes, bound: str) -> bytes:
        """Return a text sealed for its place (``place``)."""
        key = self.sealing(record_class)
        content = text.encode() if isinstance(text, str) else text
        return _HEAD.pack(_VERSION, key.id) + key.suite.encrypt(key.key, content, bound.encode())

    def unseal(self, sealed: bytes, bound: str) -> bytes:
        """Return what was sealed for this place. Raises Unreadable, KeyMissing."""
        key = self.known.get(key_id(sealed))
        if key is None:
            raise KeyMissing(_("The data key %(id)d is gone: it was destroyed.") % {"id": key_id(sealed)})
        return key.suite.decrypt(key.key, sealed[_HEAD.size :], bound.encode())

    def index(self, kind: str, normal: str) -> bytes:
        """Return the blind index of a normalised value of a kind, under the key of today."""
        return _index(self.sealing(INDEX), kind, normal)

    def indexes(self, kind: str, normal: str) -> list[bytes]:
        """Return the blind index under every key that may have made one: what a search looks for."""
        self.sealing(INDEX)
        return [_index(key, kind, normal) for key in self.indexing]

    def stale(self, record_class: str, sealed: bytes) -> bool:
        """Return whether a value lies under an older key of its class than the newest."""
        return key_id(sealed) != self.sealing(record_class).id


def _index(key: Key, kind: str, normal: str) -> bytes:
    return key.suite.keyed_hash(key.key, f"{kind}\0{normal}".encode())[:INDEX_BYTES]


def key_id(sealed: bytes) -> int:
    """Return the id of the data key that a sealed value lies under. Raises Unreadable."""
    if len(sealed) <= _HEAD.size or sealed[0] != _VERSION:
        raise Unreadable(_("This is no sealed value."))
    return int(_HEAD.unpack_from(sealed)[1])


def place(table: str, column: str, row: object) -> str:
    """Return what binds a sealed value to its place."""
    return f"{table}|{column}|{row}"


def fresh_key(record_class: str) -> DataKey:
    """Make a new data key of a class, wrapped by the current master key."""
    made = suite(settings.NUANXIN_CIPHER)
    name, wrapping = master.current()
    wrapped = made.encrypt(wrapping[: made.key_bytes], made.fresh_key(), record_class.encode())
    return DataKey.objects.create(
        record_class=record_class,
        cipher=made.name,
        master=name,
        wrapped=wrapped,
        made_at=time_ns() // 1_000,
    )


def rewrap(row: DataKey) -> None:
    """Wrap an older data key under the current master key: it stays, and its master may go."""
    opened = _opened(bytes(row.wrapped), row.master, row.cipher, row.record_class)
    cipher, (name, wrapping) = suite(row.cipher), master.current()
    row.wrapped = cipher.encrypt(wrapping[: cipher.key_bytes], opened, row.record_class.encode())
    row.master = name
    row.save(update_fields=["wrapped", "master"])


_held: Ring | None = None
_looked = moments.Moment(FRESH_SECONDS)


def reading_ring() -> Ring:
    """Return a ring that is fresh enough to read with; what it cannot read, ``read`` tries anew."""
    global _held
    held = _held
    if held is None or _looked.over():
        now = moments.clock()
        held = _held = Ring()
        _looked.begin(now)
    return held


def forget_ring() -> None:
    """Make the next reader look at the keys anew."""
    global _held
    _held = None


def read(values: Iterable[tuple[bytes, str]]) -> list[str]:
    """Return the texts of sealed values, each given with its place. Raises Unreadable, KeyMissing."""
    given = list(values)
    try:
        ring = reading_ring()
        return [ring.unseal(sealed, bound).decode() for sealed, bound in given]
    except (Unreadable, KeyMissing):
        forget_ring()
        ring = reading_ring()
        return [ring.unseal(sealed, bound).decode() for sealed, bound in given]
