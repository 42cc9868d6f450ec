"""The seal's key 封存签名: Ed25519 by default; the algorithm is a field, so that others can join.

The private key lies beside the data, readable by its owner only; public keys are kept by their
short id for as long as heads signed with them exist.
"""

import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

ALGORITHM = "ed25519"


def _folder() -> Path:
    path: Path = settings.NUANXIN["data"] / "keys"
    path.mkdir(parents=True, exist_ok=True)
    return path


def key_id(public: bytes) -> str:
    """Return the short id of a public key: the first 16 hex digits of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def signing_key() -> tuple[str, Ed25519PrivateKey]:
    """Return the seal's key and its id, made at the first seal."""
    path = _folder() / "seal.ed25519"
    if not path.exists():
        _make(path)
    key = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    public = key.public_key().public_bytes_raw()
    return key_id(public), key


def _make(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    published = path.parent / f"{key_id(public)}.pub"
    _write(published, public.hex().encode(), 0o644)
    _write(path, key.private_bytes_raw(), 0o600)


def _write(path: Path, content: bytes, mode: int) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)


def public_key(identity: str) -> bytes | None:
    """Return a public key by its id, or None where it is not kept or is not the one of that id."""
    path = _folder() / f"{identity}.pub"
    try:
        text = path.read_text(encoding="ascii")
        public = bytes.fromhex(text)
    except (OSError, ValueError):
        return None
    return public if key_id(public) == identity and public.hex() == text else None


def signed_by(identity: str, algorithm: str, signature: bytes, line: bytes) -> bool:
    """Return whether a kept key of that id signed the line with that algorithm."""
    public = public_key(identity)
    if public is None or algorithm != ALGORITHM:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, line)
    except InvalidSignature:
        return False
    return True
