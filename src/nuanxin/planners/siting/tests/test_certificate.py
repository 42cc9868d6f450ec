"""A certificate that anything was changed in is refused, or still proves a true bound."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Effort, Question, Unproven, check_certificate, most_covered, pairs
from nuanxin.planners.siting.certificate import Certificate, sealed
from nuanxin.planners.siting.staging import Stage
from nuanxin.planners.siting.tests.test_covering import town


@pytest.fixture(scope="module")
def proved():
    """A question whose proof takes stages, odd sets and a tree, and its certificate."""
    cover, weights = town(400, 150, seed=9, share=0.05)
    question = Question(cover, weights, count=16)
    result = most_covered(question, Effort(seed=1))
    assert result.status == "optimal"
    tree = result.certificate.tree
    assert tree is not None and len(tree.multipliers) > 2 and tree.set_multipliers.any()
    stages = result.certificate.stages
    assert any(isinstance(stage, Stage) and len(stage.sets) for stage in stages)
    return question, result.certificate


def changed(array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return an array with one number changed, dropped or doubled."""
    found = array.copy()
    flat = found.reshape(-1)
    place = int(rng.integers(len(flat)))
    how = rng.integers(4) if array.ndim == 1 else 0
    if how == 1:
        return np.delete(found, place)
    if how == 2:
        return np.append(found, found[place])
    flat[place] += int(rng.choice([-1, 1, 7, 2**20, -(2**30), 2**30]))
    return found


def full(part: object) -> bool:
    """Return whether something stands in a part of a certificate that may be changed."""
    if isinstance(part, np.ndarray):
        return part.size > 0
    if is_dataclass(part):
        return any(full(getattr(part, each.name)) for each in fields(part))
    if isinstance(part, tuple):
        return any(map(full, part))
    return part is not None and part != ""


def tampered(part, rng: np.random.Generator):
    """Return a certificate, or a part of one, with one thing changed, anywhere."""
    if isinstance(part, np.ndarray):
        return changed(part, rng)
    if is_dataclass(part):
        name = str(rng.choice([each.name for each in fields(part) if full(getattr(part, each.name))]))
        return replace(part, **{name: tampered(getattr(part, name), rng)})
    if isinstance(part, tuple):
        place = int(rng.choice([place for place, each in enumerate(part) if full(each)]))
        return (*part[:place], tampered(part[place], rng), *part[place + 1 :])
    return part[::-1] if isinstance(part, str) else part + int(rng.choice([-5, -1, 1, 1000]))


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_whatever_is_changed_is_refused(proved, seed):
    question, certificate = proved
    with pytest.raises(Unproven):
        check_certificate(question, tampered(certificate, np.random.default_rng(seed)))


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_a_forger_who_seals_anew_proves_nothing_false(proved, seed):
    forged(*proved, seed)


def forged(question: Question, certificate: Certificate, seed: int) -> None:
    """Change one thing, seal it anew, and see that it is refused or proves the same."""
    other = sealed(tampered(certificate, np.random.default_rng(seed)))
    try:
        bound = check_certificate(question, other)
    except Unproven:
        return
    assert other.bound == bound == certificate.bound and other.value == certificate.value


@pytest.mark.parametrize("by", [-1, 1])
def test_claims_of_their_own_are_refused(proved, by):
    question, certificate = proved
    for name in ("value", "bound"):
        with pytest.raises(Unproven):
            check_certificate(
                question, sealed(replace(certificate, **{name: getattr(certificate, name) + by}))
            )
    with pytest.raises(Unproven, match="other inputs"):
        check_certificate(replace(question, count=8), certificate)
    with pytest.raises(Unproven, match="another value"):
        check_certificate(question, sealed(replace(certificate, sites=certificate.sites[1:])))


def test_a_candidate_set_aside_without_reason_is_found(proved):
    question, certificate = proved
    first = certificate.stages[0]
    free = np.setdiff1d(certificate.sites, first.opened)[:1].astype(np.int32)
    worse = replace(first, shut=np.append(first.shut, free))
    with pytest.raises(Unproven):
        check_certificate(question, sealed(replace(certificate, stages=(worse, *certificate.stages[1:]))))


def test_a_leaf_left_out_is_found(proved):
    question, certificate = proved
    tree = certificate.tree
    inner = int(np.flatnonzero(tree.splits >= 0)[-1])
    cut = tree.splits.copy()
    cut[inner] = -1
    with pytest.raises(Unproven):
        check_certificate(question, sealed(replace(certificate, tree=replace(tree, splits=cut))))


def test_rows_that_differ_are_not_joined(proved):
    question, certificate = proved
    groups = certificate.tree.groups.copy()
    one, other = np.flatnonzero(groups == 0)[0], np.flatnonzero(groups == 1)[0]
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(Unproven):
        check_certificate(
            question, sealed(replace(certificate, tree=replace(certificate.tree, groups=groups)))
        )


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**31))
def test_few_pairs_are_summed_as_many_are(seed):
    rng = np.random.default_rng(seed)
    lengths = rng.integers(0, 4, int(rng.integers(0, 9)))
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    items = np.concatenate([np.sort(rng.permutation(5)[:many]) for many in lengths] + [[]]).astype(np.int32)
    found = pairs.Pairs(starts, items, 5)
    amounts, opened = rng.integers(0, rng.choice([9, 2**58]), len(lengths)), rng.random(5) < 0.5
    some = found.by_candidate(amounts), found.times(opened), found.covered(opened)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pairs, "FEW", 0)
        many = found.by_candidate(amounts), found.times(opened), found.covered(opened)
    for one, other in zip(some, many, strict=True):
        assert one.dtype == other.dtype and (one == other).all()
