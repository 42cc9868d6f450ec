"""Odd sets: no plan breaks one, what is found is broken by the relaxation, and moving one keeps its sense."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Effort, Question, check_certificate, cover_from_lists, most_covered
from nuanxin.planners.siting.gathering import carried_sets, gathered, spread, spread_sets
from nuanxin.planners.siting.oddsets import odd_sets
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, sides
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed
from nuanxin.planners.siting.staging import OddSets
from nuanxin.planners.siting.tests.questions import random_question
from nuanxin.planners.siting.tests.test_covering import town

TRIANGLE = [[0, 1], [1, 2], [0, 2]]
"""Three rows, three sites, each of which reaches two: half-open, they cover all."""


def relaxed(question: Question) -> Relaxed:
    states = question.states()
    return Relaxed(gathered(question.cover, question.weights, states), sides(question), 2**20)


def test_a_triangle_is_closed_by_one_set():
    question = Question(cover_from_lists(TRIANGLE, 3), np.array([7, 7, 7]), count=1)
    program = relaxed(question)
    program.solve(Case((), ()), 9.0)
    program.shares, program.met = np.full(3, 0.5), np.ones(3)
    sets = program.broken(np.ones(1, np.int64))
    assert sets.rows.tolist() == [0, 1, 2] and sets.starts.tolist() == [0, 3]
    assert most_covered(question).value == 14


def test_sets_close_what_the_relaxation_leaves_open():
    cover, weights = town(400, 150, seed=1, share=0.06)
    question = Question(cover, weights, count=12)
    result = most_covered(question, Effort(seed=1))
    stages = result.certificate.stages
    assert result.status == "optimal" and any(len(stage.sets) for stage in stages)
    assert check_certificate(question, result.certificate) == result.value


@pytest.mark.parametrize("seed", range(6))
def test_what_is_found_is_broken_and_each_set_stands_once(seed):
    cover, weights = town(300, 90, seed=seed, share=0.06)
    program = relaxed(Question(cover, weights, count=11))
    shares = program.solve(Case((), ()), 9.0)
    sets = program.broken(np.ones(1, np.int64))
    told = set()
    for start, end in zip(sets.starts[:-1], sets.starts[1:], strict=True):
        rows = sets.rows[start:end]
        reached = np.zeros(program.columns, int)
        for row in rows:
            reached[program.left.cover.row(int(row))] += 1
        most = len(rows) // 2 + ((reached + 1) // 2 * shares).sum()
        assert len(rows) % 2 == 1 and program.met[rows].sum() > most + 0.01
        told.add(tuple(rows.tolist()))
    assert len(told) == len(sets)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**31))
def test_no_plan_breaks_a_set_whatever_its_rows(seed):
    rng = np.random.default_rng(seed)
    rows, sites = int(rng.integers(1, 10)), int(rng.integers(1, 8))
    reach = rng.random((rows, sites)) < rng.uniform(0.1, 0.7)
    held = rng.random(rows) < 0.7
    for many in range(sites + 1):
        for plan in combinations(range(sites), many):
            covered = int(reach[held][:, list(plan)].any(axis=1).sum())
            assert covered <= held.sum() // 2 + ((reach[held][:, list(plan)].sum(axis=0) + 1) // 2).sum()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**31))
def test_sets_of_groups_are_worth_the_same_as_sets_of_rows(seed):
    rng = np.random.default_rng(seed)
    question = random_question(seed)
    whole = gathered(question.cover, question.weights, question.states())
    many, scale = whole.cover.rows, 64
    if many < 3:
        return
    multipliers = np.array([rng.integers(0, weight * scale + 1) for weight in whole.weights], np.int64)
    picked = [sorted(rng.choice(many, 3, replace=False).tolist()) for _ in range(3)]
    left = whole.weights * scale - multipliers
    amounts = np.array([min(left[rows]) // 3 for rows in picked], np.int64)
    sets = OddSets(np.arange(4, dtype=np.int64) * 3, np.concatenate(picked).astype(np.int32))
    rows = spread(whole, multipliers, question.weights, scale)
    told, parts = spread_sets(whole, sets, amounts, question.weights * scale - rows)
    taken = np.zeros(question.cover.rows, np.int64)
    for number, (start, end) in enumerate(zip(told.starts[:-1], told.starts[1:], strict=True)):
        assert (np.diff(told.rows[start:end]) > 0).all() and len(set(whole.groups[told.rows[start:end]])) == 3
        taken[told.rows[start:end]] += parts[number]
    assert parts.sum() == amounts.sum()
    assert (taken + rows <= question.weights * scale).all()


def test_sets_are_carried_into_what_is_left_and_those_that_fell_apart_go():
    cover = cover_from_lists([[0, 1], [1, 2], [0, 2], [3], [0, 3], [4]], 5)
    question = Question(cover, np.full(6, 5), count=2)
    before = gathered(cover, question.weights, question.states())
    sets = OddSets(np.array([0, 3, 6, 9]), before.groups[[0, 1, 2, 0, 3, 4, 0, 1, 5]])
    states = np.array([FREE, FREE, FREE, SHUT, OPEN], np.int32)
    after = gathered(cover, question.weights, states)
    found = carried_sets(before, sets, after)
    assert found.starts.tolist() == [0, 3]
    assert found.rows.tolist() == sorted(int(after.groups[row]) for row in (0, 1, 2))


def test_without_rows_there_are_no_sets():
    cover = cover_from_lists([], 3)
    none = np.zeros(0)
    assert len(odd_sets(cover, np.zeros(0, np.int64), np.zeros(3), none, 9, np.ones(1, np.int64))) == 0
