"""Merkle trees against RFC 9162's own recursive definitions, written out naively."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.ledger.lines import hash_function
from nuanxin.kernel.ledger.merkle import (
    Growing,
    block_roots,
    consistency,
    consistent,
    included,
    inclusion,
    inclusion_in_block,
    root,
)

DIGEST = hash_function("sha256")
leaves = st.integers(1, 70).map(lambda size: [sha256(b"%d" % n).digest() for n in range(size)])


def largest_power(size):
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def naive_root(some):
    """RFC 9162 section 2.1.1, over leaf hashes."""
    if not some:
        return sha256(b"").digest()
    if len(some) == 1:
        return some[0]
    split = largest_power(len(some))
    return sha256(b"\x01" + naive_root(some[:split]) + naive_root(some[split:])).digest()


def naive_path(index, some):
    """RFC 9162 section 2.1.3.1."""
    if len(some) == 1:
        return []
    split = largest_power(len(some))
    if index < split:
        return [*naive_path(index, some[:split]), naive_root(some[split:])]
    return [*naive_path(index - split, some[split:]), naive_root(some[:split])]


def naive_proof(earlier, some, whole=True):
    """RFC 9162 section 2.1.4.1."""
    if earlier == len(some):
        return [] if whole else [naive_root(some)]
    split = largest_power(len(some))
    if earlier <= split:
        return [*naive_proof(earlier, some[:split], whole), naive_root(some[split:])]
    return [*naive_proof(earlier - split, some[split:], False), naive_root(some[:split])]


def test_root_of_nothing_is_the_hash_of_nothing():
    assert root(DIGEST, []) == sha256(b"").digest()


@given(leaves)
def test_a_tree_that_grows_has_the_root_of_its_leaves_at_every_size(some):
    tree = Growing(DIGEST)
    assert tree.root() == naive_root([])
    for size, leaf in enumerate(some, 1):
        tree.add(leaf)
        assert (tree.size, tree.root()) == (size, naive_root(some[:size]))


@given(leaves)
def test_root_is_the_recursive_one(some):
    assert root(DIGEST, some) == naive_root(some)


@given(leaves, st.data())
def test_inclusion_is_the_recursive_one_and_proves(some, data):
    index = data.draw(st.integers(0, len(some) - 1))
    path, top = inclusion(DIGEST, some, index), root(DIGEST, some)
    assert path == naive_path(index, some)
    assert included(DIGEST, some[index], index, len(some), path, top)


@given(leaves, st.sampled_from([1, 2, 8, 64]), st.data())
def test_inclusion_by_blocks_is_the_whole_trees(some, block, data):
    index = data.draw(st.integers(0, len(some) - 1))
    roots, first = block_roots(DIGEST, some, block), index // block * block
    assert root(DIGEST, roots) == root(DIGEST, some)
    path = inclusion_in_block(DIGEST, some[first : first + block], roots, block, index)
    assert path == naive_path(index, some)


@given(leaves, st.data())
def test_inclusion_proves_nothing_else(some, data):
    index = data.draw(st.integers(0, len(some) - 1))
    path, top = inclusion(DIGEST, some, index), root(DIGEST, some)
    other = data.draw(st.integers(0, len(some)).filter(lambda number: number != index))
    assert not included(DIGEST, sha256(b"another").digest(), index, len(some), path, top)
    assert not included(DIGEST, some[index], other, len(some), path, top)
    assert not included(DIGEST, some[index], index, len(some), [*path, top], top)
    assert not path or not included(DIGEST, some[index], index, len(some), path[:-1], top)


@given(leaves, st.data())
def test_consistency_is_the_recursive_one_and_proves(some, data):
    earlier = data.draw(st.integers(1, len(some)))
    old, new = root(DIGEST, some[:earlier]), root(DIGEST, some)
    path = consistency(DIGEST, some, earlier)
    assert path == naive_proof(earlier, some)
    assert consistent(DIGEST, earlier, len(some), old, new, path)


@given(leaves, st.data())
def test_consistency_refuses_a_rewritten_beginning(some, data):
    earlier = data.draw(st.integers(1, len(some)))
    changed = data.draw(st.integers(0, earlier - 1))
    rewritten = [*some[:changed], sha256(b"another").digest(), *some[changed + 1 :]]
    old, new = root(DIGEST, some[:earlier]), root(DIGEST, rewritten)
    path = consistency(DIGEST, rewritten, earlier)
    assert not consistent(DIGEST, earlier, len(some), old, new, path)


@pytest.mark.parametrize("index", [-1, 3])
def test_no_proof_of_a_leaf_outside(index):
    with pytest.raises(IndexError):
        inclusion(DIGEST, [b"a" * 32] * 3, index)


@pytest.mark.parametrize("earlier", [0, 4])
def test_no_proof_of_a_tree_outside(earlier):
    with pytest.raises(IndexError):
        consistency(DIGEST, [b"a" * 32] * 3, earlier)
