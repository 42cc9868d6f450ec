"""Sealing of files 文件加密: piece by piece, each bound to the file's digest and its place in it."""

from collections.abc import Iterator
from struct import Struct

from nuanxin.kernel.privacy.ciphers import Unreadable
from nuanxin.kernel.privacy.declare import DUTY, Personal
from nuanxin.kernel.privacy.ring import Ring, key_id, reading_ring
from nuanxin.plain.words import Words

WORKBOOK = Personal(
    "intake.workbook",
    "收到的工作簿",
    "workbooks handed in",
    kind="file",
    purpose=Words(
        "台账每一笔都能翻到原表的那一行。",
        "Every entry of the ledger opens to the sheet line it came from.",
    ),
    basis=DUTY,
    kept="privacy.workbooks_kept",
    since=Words("最后一次据以记账之日", "the day it was last posted from"),
    seen_by=("clerk", "reviewer"),
)
MARK = b"NXF1"
PIECE_BYTES = 4 << 20
_LENGTH = Struct(">I")


def sealed(content: bytes, digest: bytes, ring: Ring | None = None) -> bytes:
    """Return a file's content as it is kept."""
    ring = ring or Ring()
    starts = range(0, max(len(content), 1), PIECE_BYTES)
    parts = [MARK]
    for number, start in enumerate(starts):
        bound = _bound(digest, number, last=number == len(starts) - 1)
        piece = ring.seal(WORKBOOK.name, content[start : start + PIECE_BYTES], bound)
        parts += _LENGTH.pack(len(piece)), piece
    return b"".join(parts)


def opened(kept: bytes, digest: bytes, ring: Ring | None = None) -> bytes:
    """Return the content of a kept file; one kept in clear by an early release as it is.

    Raises Unreadable where it is not whole, KeyMissing where its key is gone.
    """
    if not kept.startswith(MARK):
        return kept
    pieces = list(_pieces(kept))
    ring = ring or _ring_for(pieces[0])
    return b"".join(
        ring.unseal(piece, _bound(digest, number, last=number == len(pieces) - 1))
        for number, piece in enumerate(pieces)
    )


def keys_used(kept: bytes) -> set[int]:
    """Return the ids of the data keys a kept file lies under; none where it lies in clear."""
    return {key_id(piece) for piece in _pieces(kept)} if kept.startswith(MARK) else set()


def _ring_for(piece: bytes) -> Ring:
    ring = reading_ring()
    return ring if key_id(piece) in ring.known else Ring()


def _pieces(kept: bytes) -> Iterator[bytes]:
    at = len(MARK)
    while at < len(kept):
        (length,) = _LENGTH.unpack_from(kept, at)
        at += _LENGTH.size + length
        if at > len(kept):
            raise Unreadable("a piece is cut short")
        yield kept[at - length : at]


def _bound(digest: bytes, number: int, *, last: bool) -> str:
    return f"file|{digest.hex()}|{number}|{'last' if last else 'more'}"
