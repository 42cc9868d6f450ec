"""Portable lines 可移植文本行: the exact text every hash of the ledger is taken over.

Version NX1. ASCII only, whole numbers in decimal, an absent value is empty, free text enters only
as its hash. Anything that can join text with ``|`` and compute SHA-256 (or SM3) can recompute them.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

Hash = Callable[[bytes], bytes]

ENTRY_FIELDS = [
    "seq",
    "act_id",
    "kind",
    "measure",
    "area",
    "occurred",
    "subject",
    "counterpart",
    "site",
    "quantity",
    "reverses",
    "corrects",
    "record_kind",
    "record",
    "row",
]
"""The fields of an entry's line, in order; the same names as the columns in database and Parquet."""

ALGORITHMS = {"sha256": "sha256", "sm3": "sm3"}


def hash_function(algorithm: str) -> Hash:
    """Return the digest function of a ledger: ``sha256`` (default) or ``sm3``.

    Raises ValueError for an algorithm this ledger version does not know.
    """
    if algorithm == "sha256":
        sha256 = hashlib.sha256
        return lambda text: sha256(text).digest()
    if algorithm not in ALGORITHMS:
        raise ValueError(f"unknown hash algorithm {algorithm!r}; known: {', '.join(ALGORITHMS)}")
    return lambda text: hashlib.new(ALGORITHMS[algorithm], text).digest()


def joined(tag: str, values: Sequence[Any]) -> bytes:
    """Return ``tag|value|value...`` as ASCII bytes, None as nothing, bytes as lower-case hex."""
    return "|".join((tag, *map(_text, values))).encode("ascii")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return bytes(value).hex() if isinstance(value, bytes | bytearray | memoryview) else str(value)


def entry_line(values: Sequence[int | None]) -> bytes:
    """Return the line of an entry from its values in the order of ``ENTRY_FIELDS``."""
    text = ["" if value is None else str(value) for value in values]
    return ("NX1|" + "|".join(text)).encode("ascii")


def leaf_hash(digest: Hash, line: bytes) -> bytes:
    """Return an entry's hash: the RFC 9162 leaf hash of its line (a zero byte before the text)."""
    return digest(b"\x00" + line)


def source_line(digest: Hash, source: Any) -> bytes:
    """Return the line of a source; its name and part enter as hashes."""
    texts = (digest(source.name.encode()), digest(source.part.encode()))
    return joined("NXS1", (source.pk, source.kind, bytes(source.digest), *texts))


def act_line(digest: Hash, act: Any, source: Any) -> bytes:
    """Return the line of an act, with the hash of its source and the digest over its entries."""
    origin = digest(source_line(digest, source)) if source else None
    return joined(
        "NXA1",
        (
            act.number,
            act.verb,
            act.actor,
            act.asked_by,
            act.second,
            act.at,
            origin,
            act.reason,
            _kept(act.note_hash),
            digest(act.object.encode()),
            act.first_seq,
            act.entries,
            bytes(act.digest),
        ),
    )


def _kept(value: Any) -> bytes | None:
    return None if value is None else bytes(value)


def genesis(digest: Hash, identity: str, algorithm: str) -> bytes:
    """Return the hash before the first act: the ledger's identity and algorithm."""
    return digest(joined("NX1", (identity, algorithm)))


def segment_line(segment: Any) -> bytes:
    """Return the line of a sealed segment: its range, root and file digests."""
    digests = (segment.root, segment.rows_digest, segment.hashes_digest, segment.cube_digest)
    return joined("NXG1", (segment.number, segment.first_seq, segment.last_seq, *map(bytes, digests)))


def head_line(identity: str, algorithm: str, head: Any) -> bytes:
    """Return the line of a tree head, which is what the seal's key signs."""
    return joined(
        "NXH1",
        (
            identity,
            algorithm,
            head.number,
            head.segments,
            head.entries,
            bytes(head.root),
            head.acts,
            bytes(head.acts_hash),
            bytes(head.segments_digest),
            bytes(head.previous),
            head.at,
            head.signature_algorithm,
            head.key,
        ),
    )
