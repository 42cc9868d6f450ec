"""What falls into parts is proved part by part: brute force agrees, and nothing tampered with is taken."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import (
    Effort,
    Question,
    Unproven,
    check_certificate,
    closing,
    cover_of_points,
    most_covered,
)
from nuanxin.planners.siting.breeding import searched
from nuanxin.planners.siting.certificate import Line, Parts, sealed
from nuanxin.planners.siting.cover import Cover
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.parting import best_counts, parted, parts_of
from nuanxin.planners.siting.parts import best_sum
from nuanxin.planners.siting.question import impossible
from nuanxin.planners.siting.relaxed_cover import Relaxed
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.tests.questions import plans, random_question, worth
from nuanxin.planners.siting.tests.test_certificate import forged, tampered


def side_by_side(seed: int) -> Question:
    """Return a question of two or three random ones that share a number of sites, and nothing else."""
    rng = np.random.default_rng(seed)
    found = [random_question(int(rng.integers(2**31))) for _ in range(rng.integers(2, 4))]
    before = np.cumsum([0, *[one.cover.candidates for one in found]]).tolist()
    pairs = np.cumsum([0, *[one.cover.pairs for one in found]]).tolist()
    shifted = list(zip(found, before[:-1], strict=True))
    named = {
        name: tuple(place + by for one, by in shifted for place in getattr(one, name))
        for name in ("existing", "forced", "forbidden")
    }
    starts = [one.cover.starts[1:] + by for one, by in zip(found, pairs[:-1], strict=True)]
    return Question(
        Cover(
            np.concatenate(([0], *starts)).astype(np.int64),
            np.concatenate([one.cover.items + by for one, by in shifted]).astype(np.int32),
            before[-1],
        ),
        np.concatenate([one.weights for one in found]),
        count=int(rng.integers(1, 6)),
        apart=np.concatenate([one.apart + by for one, by in shifted]).astype(np.int32),
        **named,
    )


def towns(rows: int, sites: int, count: int, seed: int) -> Question:
    """Return a question of three towns out of each other's reach."""
    rng, far = np.random.default_rng(seed), np.repeat([[0, 0], [10, 0], [0, 10]], [rows, rows, rows], axis=0)
    demand, where = (
        rng.uniform(0, 1, (3 * rows, 2)) + far,
        np.repeat([[0, 0], [10, 0], [0, 10]], sites, axis=0),
    )
    places = rng.uniform(0, 1, (3 * sites, 2)) + where
    cover = cover_of_points(demand, places, float(np.sqrt(0.05 / np.pi)), planar=True)
    return Question(cover, rng.integers(1, 101, 3 * rows), count=count)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**31))
def test_parts_are_worth_what_brute_force_says(seed):
    question = side_by_side(seed)
    if impossible(question):
        return
    solve = Solve(question, Effort(seed=seed % 3))
    level = solve.level()
    searched(solve, level, 1)
    part_of = parts_of(solve, level)
    if part_of is None:
        return
    relaxed = Relaxed(level.left, level.limits, solve.scale)
    parted(solve, level, relaxed, part_of, run)
    result = solve.result()
    best = max(worth(question, plan) for plan in plans(question))
    assert result.value == best == result.bound == check_certificate(question, result.certificate)
    assert set(result.sites.tolist()) in list(plans(question))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**31))
def test_the_best_sum_is_that_of_its_counts(seed):
    rng = np.random.default_rng(seed)
    bounds = np.sort(rng.integers(0, 50, (int(rng.integers(1, 4)), int(rng.integers(1, 7)))), axis=1)
    counts = best_counts(bounds)
    assert sum(counts) <= bounds.shape[1] - 1
    best = max(
        sum(int(row[k]) for row, k in zip(bounds, each, strict=True))
        for each in np.ndindex(*[bounds.shape[1]] * len(bounds))
        if sum(each) < bounds.shape[1]
    )
    assert sum(int(row[k]) for row, k in zip(bounds, counts, strict=True)) == best == best_sum(bounds)[-1]


@pytest.fixture(scope="module")
def proved():
    """A question of three towns that is proved in parts, and its certificate."""
    question = towns(300, 80, 54, seed=1)
    patched = pytest.MonkeyPatch()
    patched.setattr(closing, "PROBED", 0)
    result = most_covered(question, Effort(seed=1))
    patched.undo()
    assert result.status == "optimal"
    parts = result.certificate.tree
    assert isinstance(parts, Parts) and len(parts.proofs) > 1 and len(parts.lines) > 3
    return question, result.certificate


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_whatever_is_changed_in_parts_is_refused(proved, seed):
    question, certificate = proved
    with pytest.raises(Unproven):
        check_certificate(question, tampered(certificate, np.random.default_rng(seed)))


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 2**31))
def test_a_forger_of_parts_proves_nothing_false(proved, seed):
    forged(*proved, seed)


def test_a_part_cut_in_two_is_found(proved):
    question, certificate = proved
    parts = certificate.tree
    cut = np.where(np.arange(len(parts.part_of)) % 2, parts.part_of, 3 * (parts.part_of >= 0) - 1).astype(
        np.int32
    )
    lines = (*parts.lines, *[Line(part, parts.lines[0].stage) for part in range(3)])
    with pytest.raises(Unproven, match="share a row"):
        check_certificate(question, sealed(replace(certificate, tree=Parts(cut, lines, parts.proofs))))


def test_a_proof_told_for_another_number_or_part_is_found(proved):
    question, certificate = proved
    parts = certificate.tree
    least = min(proof.count for proof in parts.proofs)
    for change in ({"count": least + 8}, {"part": 0}, {"part": 3}, {"part": -1}, {"count": 10**6}):
        told = tuple(replace(proof, **change) for proof in parts.proofs)
        with pytest.raises(Unproven):
            check_certificate(question, sealed(replace(certificate, tree=replace(parts, proofs=told))))
    with pytest.raises(Unproven):
        check_certificate(question, sealed(replace(certificate, tree=replace(parts, proofs=()))))


def test_easy_towns_are_closed_together():
    result = most_covered(towns(300, 60, 40, seed=3))
    assert result.status == "optimal" and not isinstance(result.certificate.tree, Parts)
