"""Ciphers 密码算法: the one interface behind which all encryption of the house stands.

Authenticated encryption (AEAD) and keyed hashes, by name: AES-256-GCM with HMAC-SHA-256, or the
commercial algorithms of this country, SM4-GCM with HMAC-SM3 国密. A certified module would take this
file's place and nothing else would change.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES, TAG_BYTES = 12, 16


class Unreadable(Exception):
    """A sealed value cannot be read: another key, another place, or it was changed."""


@dataclass(frozen=True, slots=True)
class Suite:
    """A cipher with its keyed hash: the key's length in bytes, and what each does."""

    name: str
    key_bytes: int
    lock: Callable[[bytes, bytes, bytes, bytes], bytes]
    unlock: Callable[[bytes, bytes, bytes, bytes], bytes]
    hash_name: str

    def encrypt(self, key: bytes, text: bytes, bound: bytes) -> bytes:
        """Return nonce, ciphertext and tag; ``bound`` says where the value belongs and is proved with it."""
        nonce = token_bytes(NONCE_BYTES)
        return nonce + self.lock(key, nonce, text, bound)

    def decrypt(self, key: bytes, sealed: bytes, bound: bytes) -> bytes:
        """Return the text of what ``encrypt`` made for this key and place. Raises Unreadable."""
        try:
            return self.unlock(key, sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
        except (InvalidTag, ValueError) as error:
            raise Unreadable(self.name) from error

    def keyed_hash(self, key: bytes, text: bytes) -> bytes:
        """Return the keyed hash (HMAC) of a text."""
        return hmac.digest(key, text, self.hash_name)

    def fresh_key(self) -> bytes:
        """Return a new random key of this cipher."""
        return token_bytes(self.key_bytes)


def _aes_lock(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, text, bound)


def _aes_unlock(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, sealed, bound)


def _sm4_lock(key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
    made = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    made.authenticate_additional_data(bound)
    return made.update(text) + made.finalize() + made.tag


def _sm4_unlock(key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    if len(sealed) < TAG_BYTES:
        raise Unreadable("sm4-gcm")
    text, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
    made = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    made.authenticate_additional_data(bound)
    return made.update(text) + made.finalize()


AES = Suite("aes-256-gcm", 32, _aes_lock, _aes_unlock, "sha256")
SM4 = Suite("sm4-gcm", 16, _sm4_lock, _sm4_unlock, "sm3")
SUITES = {suite.name: suite for suite in (AES, SM4)}


def suite(name: str) -> Suite:
    """Return a suite by name; ValueError names those there are."""
    if name not in SUITES:
        raise ValueError(f"unknown cipher {name!r}; known: {', '.join(SUITES)}")
    return SUITES[name]


def key_name(key: bytes) -> str:
    """Return the short name of a key, which says nothing of it: 16 hex digits."""
    return sha256(b"nuanxin key\0" + key).hexdigest()[:16]
