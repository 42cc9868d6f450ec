"""Merkle trees 默克尔树 as RFC 9162 section 2.1 defines them, over leaf hashes.

Proofs are lists of sibling hashes. ``root`` is linear; proofs recompute what they need.
"""

from collections.abc import Sequence
from functools import reduce

from nuanxin.kernel.ledger.lines import Hash


def node(digest: Hash, left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (a one byte before its two children)."""
    return digest(b"\x01" + left + right)


def root(digest: Hash, leaves: Sequence[bytes]) -> bytes:
    """Return the tree's root; the hash of nothing for an empty tree."""
    if not leaves:
        return digest(b"")
    level = list(leaves)
    while len(level) > 1:
        pairs = [digest(b"\x01" + a + b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
    return level[0]


class Growing:
    """A tree that leaves are added to, one at a time: its root after each costs a few hashes.

    ``peaks`` are the roots of its whole subtrees, the largest first: one for each bit of ``size``.
    """

    def __init__(self, digest: Hash) -> None:
        self.digest, self.size, self.peaks = digest, 0, list[bytes]()

    def add(self, leaf: bytes) -> None:
        """Add a leaf."""
        self.size += 1
        self.peaks.append(leaf)
        for _ in range((self.size & -self.size).bit_length() - 1):
            right = self.peaks.pop()
            self.peaks.append(node(self.digest, self.peaks.pop(), right))

    def root(self) -> bytes:
        """Return the root of the leaves so far."""
        if not self.peaks:
            return self.digest(b"")
        return reduce(lambda right, left: node(self.digest, left, right), reversed(self.peaks))


def block_roots(digest: Hash, leaves: Sequence[bytes], block: int) -> list[bytes]:
    """Return the roots of each ``block`` leaves on end, the last one's of what is left.

    Where ``block`` is a power of two they are a level of the whole tree: its root is ``root`` of them.
    """
    return [root(digest, leaves[at : at + block]) for at in range(0, len(leaves), block)]


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size``."""
    return 1 << (size - 1).bit_length() - 1


def inclusion(digest: Hash, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the audit path of leaf ``index`` (0-based), nearest sibling first.

    Raises IndexError where the tree has no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} among {len(leaves)}")
    path: list[bytes] = []
    level, at = list(leaves), index
    while len(level) > 1:
        sibling = at ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        pairs = [digest(b"\x01" + a + b) for a, b in zip(level[::2], level[1::2], strict=False)]
        level = [*pairs, level[-1]] if len(level) % 2 else pairs
        at //= 2
    return path


def inclusion_in_block(
    digest: Hash, leaves: Sequence[bytes], roots: Sequence[bytes], block: int, index: int
) -> list[bytes]:
    """Return the audit path of leaf ``index`` of a tree from its own block's leaves and all block roots.

    ``block`` is a power of two. Raises IndexError where the block has no such leaf.
    """
    own, at = divmod(index, block)
    return [*inclusion(digest, leaves, at), *inclusion(digest, roots, own)]


def included(digest: Hash, leaf: bytes, index: int, size: int, path: Sequence[bytes], top: bytes) -> bool:
    """Return whether ``path`` proves ``leaf`` at ``index`` in the tree of ``size`` leaves and that root."""
    if not 0 <= index < size:
        return False
    at, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            value = node(digest, sibling, value)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            value = node(digest, value, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and value == top


def consistency(digest: Hash, leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Return the proof that the tree of the first ``earlier`` leaves is a beginning of this one.

    Raises IndexError unless 0 < ``earlier`` <= the number of leaves.
    """
    if not 0 < earlier <= len(leaves):
        raise IndexError(f"no tree of {earlier} leaves within {len(leaves)}")
    return _subproof(digest, leaves, earlier, complete=True)


def _subproof(digest: Hash, leaves: Sequence[bytes], earlier: int, *, complete: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if complete else [root(digest, leaves)]
    split = _split(len(leaves))
    if earlier <= split:
        below = _subproof(digest, leaves[:split], earlier, complete=complete)
        return [*below, root(digest, leaves[split:])]
    below = _subproof(digest, leaves[split:], earlier - split, complete=False)
    return [*below, root(digest, leaves[:split])]


def consistent(digest: Hash, earlier: int, later: int, old: bytes, new: bytes, path: Sequence[bytes]) -> bool:
    """Return whether ``path`` proves ``old`` (``earlier`` leaves) a beginning of ``new`` (``later``)."""
    if earlier == later:
        return not path and old == new
    if not 0 < earlier < later or not path:
        return False
    steps = [old, *path] if earlier & (earlier - 1) == 0 else list(path)
    at, last = earlier - 1, later - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    first = second = steps[0]
    for value in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            first, second = node(digest, value, first), node(digest, value, second)
            while at % 2 == 0 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node(digest, second, value)
        at, last = at >> 1, last >> 1
    return first == old and second == new and last == 0
