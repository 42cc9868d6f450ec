"""Least way, least worst way and fewest sites under a budget and a spacing agree with brute force."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import (
    Effort,
    Question,
    Reach,
    check_certificate,
    cover_from_lists,
    fewest_limited,
    least_distance_limited,
    least_worst_limited,
    within,
)
from nuanxin.planners.siting.tests.questions import plans, random_question

SEEDS = st.integers(0, 2**31)
EFFORT = Effort(seconds=20.0)
FAR = 60


def ways(seed: int):
    """Return a question, metres beside its pairs, and a table of them with ``FAR`` where there is none."""
    question, rng = random_question(seed), np.random.default_rng(seed + 1)
    metres = rng.integers(0, 50, question.cover.pairs)
    table = np.full((question.cover.rows, question.cover.candidates), FAR)
    table[np.repeat(np.arange(question.cover.rows), question.cover.counts()), question.cover.items] = metres
    return question, metres, table


def opened(question: Question, plan) -> list[int]:
    return sorted({*plan, *question.existing})


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_least_way_under_limits_is_brute_forces(seed):
    question, metres, table = ways(seed)
    costs = [
        int((question.weights * table[:, opened(question, plan)].min(axis=1, initial=FAR)).sum())
        for plan in plans(question)
    ]
    result = least_distance_limited(question, metres, FAR, EFFORT)
    if not costs:
        assert result.status == "infeasible" and result.reason
        return
    assert (result.status, result.value, result.bound) == ("optimal", min(costs), min(costs))
    assert set(result.sites.tolist()) in list(plans(question))


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_fewest_under_limits_is_brute_forces(seed):
    question = random_question(seed)
    question = replace(question, weights=np.ones(question.cover.rows, np.int64))
    many = [
        len(plan)
        for plan in plans(question)
        if (question.cover.times_covered(opened(question, plan)) > 0).all()
    ]
    result = fewest_limited(question, EFFORT)
    if not many:
        assert result.status == "infeasible" and result.reason
        return
    assert (result.status, result.value, result.bound) == ("optimal", min(many), min(many))
    assert set(result.sites.tolist()) in list(plans(question)) and len(result.sites) == min(many)


@settings(max_examples=150, deadline=None)
@given(SEEDS)
def test_least_worst_way_under_limits_is_brute_forces_and_is_certified(seed):
    question, metres, table = ways(seed)
    cover = question.cover
    reach = Reach(cover.starts, cover.items, metres.astype(float), cover.candidates)
    worst = [
        int(table[:, opened(question, plan)].min(axis=1, initial=FAR).max(initial=0))
        for plan in plans(question)
    ]
    found = [each for each in worst if each < FAR]
    result = least_worst_limited(question, reach, EFFORT)
    if not found or not cover.rows:
        assert not cover.rows or (result.status == "infeasible" and result.reason)
        return
    assert (result.status, result.value) == ("optimal", min(found))
    shorter = metres[metres < result.bound]
    if len(shorter) and result.certificate is not None:
        below = within(question, reach, int(shorter.max()))
        assert check_certificate(below, result.certificate) < cover.rows


def test_heavy_weights_are_proved_as_light_ones_are():
    for seed in range(6):
        rng = np.random.default_rng(seed)
        cover = cover_from_lists([np.flatnonzero(rng.random(6) < 0.5).tolist() for _ in range(10)], 6)
        weights, metres = rng.integers(1, 10, 10) * 10**7 + 3, rng.integers(0, 50, cover.pairs)
        result = least_distance_limited(Question(cover, weights, 2), metres, FAR, EFFORT)
        assert result.status == "optimal"


def test_where_not_everybody_can_be_reached_it_is_said():
    question = Question(cover_from_lists([[0], [1]], 2), np.ones(2, np.int64), count=1)
    reach = Reach(question.cover.starts, question.cover.items, np.ones(2), 2)
    assert "everybody" in least_worst_limited(question, reach, EFFORT).reason
    assert fewest_limited(question, EFFORT).status == "infeasible"
