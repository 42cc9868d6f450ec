"""Proofs 证明: that one entry is in a sealed ledger, and that a later head continues an earlier one.

A head's root stands over the roots of its segments, and a segment's root over the hashes of its
entries, so a proof has two paths of sibling hashes. Anyone who holds the head can redo it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.lines import ENTRY_FIELDS, Hash, entry_line, hash_function, leaf_hash
from nuanxin.kernel.ledger.merkle import consistency, consistent, inclusion, inclusion_in_block, node
from nuanxin.kernel.ledger.models import Entry, Head, Ledger, Segment


@dataclass(frozen=True, slots=True)
class Step:
    """One step upwards: the sibling's side and hash, and what both make."""

    side: str
    sibling: bytes
    made: bytes


@dataclass(frozen=True, slots=True)
class EntryProof:
    """That an entry's line stands under a head: leaf, steps to its segment's root, steps to the head's.

    ``index`` and ``size`` place the leaf in its segment, ``segment_index`` and ``segments`` the
    segment under the head.
    """

    line: str
    leaf: bytes
    index: int
    size: int
    within: tuple[Step, ...]
    segment: Segment
    segment_index: int
    segments: int
    above: tuple[Step, ...]
    head: Head
    holds: bool


def line_of(entry: Entry) -> bytes:
    """Return the portable line of a kept entry."""
    return entry_line([getattr(entry, name) for name in ENTRY_FIELDS])


def prove_entry(entry: Entry) -> EntryProof | None:
    """Prove an entry under the newest head; None while it is not sealed.

    Raises FileNotFoundError where the segment's hashes are missing.
    """
    head = Head.objects.order_by("-number").first()
    sealed = list(Segment.objects.order_by("number")[: head.segments]) if head else []
    place = next((n for n, each in enumerate(sealed) if each.first_seq <= entry.seq <= each.last_seq), None)
    if head is None or place is None:
        return None
    digest, segment, line = _digest(), sealed[place], line_of(entry)
    index, leaf = entry.seq - segment.first_seq, leaf_hash(digest, line)
    size = segment.last_seq - segment.first_seq + 1
    roots = [bytes(each.root) for each in sealed]
    within = tuple(steps(digest, leaf, index, size, _path_within(digest, segment, index)))
    top = within[-1].made if within else leaf
    above = tuple(steps(digest, top, place, len(roots), inclusion(digest, roots, place)))
    holds = top == bytes(segment.root) and (above[-1].made if above else top) == bytes(head.root)
    return EntryProof(
        line.decode(), leaf, index, size, within, segment, place, len(roots), above, head, holds
    )


def _path_within(digest: Hash, segment: Segment, index: int) -> list[bytes]:
    target = segments.files(segment.first_seq, segment.last_seq)
    roots = segments.read_block_roots(digest, target, bytes(segment.root))
    return inclusion_in_block(digest, segments.read_block(target, index), roots, segments.BLOCK, index)


def steps(digest: Hash, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> Iterator[Step]:
    """Walk an audit path upwards as RFC 9162 section 2.1.3.2 does, yielding what each step makes."""
    at, last, value = index, size - 1, leaf
    for sibling in path:
        left = at % 2 == 1 or at == last
        value = node(digest, sibling, value) if left else node(digest, value, sibling)
        yield Step("left" if left else "right", sibling, value)
        while left and at % 2 == 0 and at:
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1


@dataclass(frozen=True, slots=True)
class HeadProof:
    """That a head continues the one before: the consistency path over segment roots."""

    head: Head
    before: Head | None
    path: tuple[bytes, ...]
    holds: bool


def prove_heads(newest: int = 50) -> list[HeadProof]:
    """Return the newest heads, newest first, each with its proof against the head before it."""
    heads = list(Head.objects.order_by("-number")[: newest + 1])
    roots = [bytes(each.root) for each in Segment.objects.order_by("number")]
    digest = _digest() if heads else None
    proofs = []
    for head, before in zip_longest(heads, heads[1:]):
        path = _path(digest, roots, head, before) if digest and before else ()
        proofs.append(HeadProof(head, before, path, _holds(digest, head, before, path)))
    return proofs[:newest]


def _path(digest: Hash, roots: Sequence[bytes], head: Head, before: Head) -> tuple[bytes, ...]:
    if not before.segments:
        return ()
    return tuple(consistency(digest, roots[: head.segments], before.segments))


def _holds(digest: Hash | None, head: Head, before: Head | None, path: Sequence[bytes]) -> bool:
    if digest is None or before is None or not before.segments:
        return True
    return consistent(digest, before.segments, head.segments, bytes(before.root), bytes(head.root), path)


def _digest() -> Hash:
    return hash_function(Ledger.objects.get().algorithm)
