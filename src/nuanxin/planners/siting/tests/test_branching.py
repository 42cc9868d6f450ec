"""Proof by cases: what a branch is expected to bring, and that trying one changes nothing else."""

import highspy
import numpy as np
import pytest

from nuanxin.planners.siting import Effort, Question, check_certificate, closing, cover_of_points
from nuanxin.planners.siting.branching import Cases, Promise
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.gathering import gathered
from nuanxin.planners.siting.question import sides
from nuanxin.planners.siting.relaxed_cover import TOLD, Case, Relaxed
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.tests.test_covering import town
from nuanxin.planners.siting.tree_certificate import Tree


def relaxed() -> Relaxed:
    cover, weights = town(1000, 200, share=0.04)
    question = Question(cover, weights, count=30)
    return Relaxed(gathered(cover, weights, question.states()), sides(question), 2**20)


def test_a_column_that_lowers_both_sides_comes_first():
    promise, both = Promise(3), np.full((2, 3), 0.5)
    assert promise.expected(np.arange(3), both * [1.0, 0.4, 0.2]).argmax() == 0
    for column, (opened, shut) in enumerate(((9.0, 0.0), (4.0, 4.0), (0.0, 9.0))):
        promise.learn(column, 0, 0.5, opened)
        promise.learn(column, 1, 0.5, shut)
    assert promise.expected(np.arange(3), both).argmax() == 1


def test_a_case_worth_no_more_is_left_early_and_one_worth_more_is_not():
    program, root = relaxed(), Case((), ())
    shares = program.solve(root, 9.0)
    assert shares is not None
    column = int(np.minimum(shares, 1 - shares).argmax())
    whole, early, late = (Case((), (column,)) for _ in range(3))
    program.solve(whole, 9.0)
    assert whole.bound < root.bound
    program.solve(early, 9.0, root.bound)
    program.solve(late, 9.0, whole.bound - 1)
    assert whole.bound <= early.bound <= root.bound and late.bound == whole.bound


def test_trying_a_branch_promises_no_more_than_it_brings_and_leaves_the_case_as_it_was():
    program = relaxed()
    cases, root = Cases(program, Promise(program.columns)), Case((), ())
    shares = cases.grow(root, 9.0, 0)
    assert shares is not None and cases.next(0) == 0
    column = cases.column(root, 9.0, 0)
    assert 0 < shares[column] < 1
    before = root.bound
    lower = program.tried(root, np.array([column]), 9.0, 0)
    for case, promised in ((Case((column,), ()), lower[0]), (Case((), (column,)), lower[1])):
        program.solve(case, 9.0)
        assert promised <= before - case.bound + 1
    assert program.solve(Case((), ()), 9.0) is not None
    again = Case((), ())
    program.solve(again, 9.0)
    assert again.bound == before


LOST = highspy.HighsModelStatus.kUnknown, highspy.HighsModelStatus.kSolveError


@pytest.mark.parametrize("answers", [(LOST[0],), (LOST[1],), LOST, *((told,) for told in TOLD)])
def test_a_solver_that_lost_itself_begins_anew_once_and_one_told_to_stop_does_not(monkeypatch, answers):
    program, case, alone, left = relaxed(), Case((), ()), Case((), ()), list(answers)
    true = program._run
    monkeypatch.setattr(program, "_run", lambda *how: left.pop(0) if left else true(*how))
    found = program.solve(case, 9.0)
    assert not left
    if len(answers) > 1 or answers[0] in TOLD:
        assert found is None and case.priced is None
    else:
        assert found is not None and relaxed().solve(alone, 9.0) is not None
        assert case.bound == alone.bound


def test_where_cases_are_easy_they_are_tried_before_better_plans_are_sought(monkeypatch):
    """Random places, the bound farther off than cases are tried at otherwise."""
    rng = np.random.default_rng(1)
    demand, places = rng.uniform(0, 1, (1000, 2)), rng.uniform(0, 1, (1000, 2))
    cover = cover_of_points(demand, places, 0.05, planar=True)
    question, told = Question(cover, rng.integers(1, 101, 1000), count=100), []
    monkeypatch.setattr(closing, "bred", lambda *_, **__: told.append("sought"))
    solve = Solve(question, Effort(60.0))
    run(solve)
    assert solve.value == solve.bound and isinstance(solve.tree, Tree) and told == []
    assert check_certificate(question, solve.result().certificate) == solve.value
