"""Cases gathered anew: brute force agrees, nothing tampered with is taken, the solver goes on as it stood."""

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
    most_covered,
    nesting,
)
from nuanxin.planners.siting.breeding import searched
from nuanxin.planners.siting.certificate import Branch, Deep, Stage, sealed
from nuanxin.planners.siting.gathering import carried
from nuanxin.planners.siting.question import SHUT, impossible
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.standing import basis_of, stand_of
from nuanxin.planners.siting.tests.questions import plans, random_question, worth
from nuanxin.planners.siting.tests.test_certificate import forged, tampered
from nuanxin.planners.siting.tests.test_covering import town


def split_so(question: Question, effort: Effort, **settings_: object) -> Solve:
    """Return a solve whose cases were gathered anew, all but the first."""
    solve = Solve(question, effort)
    level = solve.level()
    searched(solve, level, 1)
    relaxed = Relaxed(level.left, level.limits, solve.scale)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(closing, "PLAIN", 1)
        patched.setattr(closing, "QUICK", 0)
        for name, value in settings_.items():
            patched.setattr(nesting, name, value)
        closing.split(solve, level, relaxed, 2**60)
    return solve


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**31))
def test_cases_gathered_anew_are_worth_what_brute_force_says(seed):
    question = random_question(seed)
    if impossible(question) or not (question.states() == 0).any():
        return
    solve = Solve(question, Effort(seed=seed % 3))
    if (solve.level().limits.limits < 0).any():
        return
    result = split_so(question, Effort(seed=seed % 3), DEEP=1, LEAVING=[0.0, 0.25][seed % 2]).result()
    best = max(worth(question, plan) for plan in plans(question))
    assert result.value == best == result.bound == check_certificate(question, result.certificate)


@pytest.fixture(scope="module")
def proved():
    """A question whose cases are gathered anew, below each other, and its certificate."""
    cover, weights = town(400, 150, seed=9, share=0.05)
    question = Question(cover, weights, count=16)
    solve = split_so(question, Effort(seed=1), DEEP=1, ROUNDS=0)
    certificate = solve.result().certificate
    assert solve.value == solve.bound == check_certificate(question, certificate)
    assert isinstance(certificate.tree, Deep)
    return question, certificate


def branches(tree) -> list[Branch]:
    """Return all branches of a tree, those below branches too."""
    own = tree.branches if isinstance(tree, Deep) else ()
    return [each for branch in own for each in (branch, *branches(branch.tree))]


def test_cases_are_gathered_below_each_other_and_set_aside_more(proved):
    found = branches(proved[1].tree)
    assert any(isinstance(branch.tree, Deep) for branch in found)
    stages = [stage for branch in found for stage in branch.stages if isinstance(stage, Stage)]
    assert any(len(stage.shut) for stage in stages)


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_whatever_is_changed_in_branches_is_refused(proved, seed):
    question, certificate = proved
    with pytest.raises(Unproven):
        check_certificate(question, tampered(certificate, np.random.default_rng(seed)))


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_a_forger_of_branches_proves_nothing_false(proved, seed):
    forged(*proved, seed)


def test_a_branch_left_out_told_twice_or_put_elsewhere_is_found(proved):
    question, certificate = proved
    deep = certificate.tree
    first = deep.branches[0]
    inner = int(np.flatnonzero(deep.tree.splits >= 0)[0])
    for told in (
        deep.branches[1:],
        (first, *deep.branches),
        (replace(first, node=inner), *deep.branches[1:]),
        (replace(first, stages=(), tree=None), *deep.branches[1:]),
    ):
        with pytest.raises(Unproven):
            check_certificate(question, sealed(replace(certificate, tree=replace(deep, branches=told))))


def test_a_proof_that_is_stopped_says_what_it_proved():
    cover, weights = town(400, 150, seed=9, share=0.05)
    question = Question(cover, weights, count=16)
    grown, calls = nesting.grown, []

    def counted(*parts):
        calls.append(0)
        return grown(*parts)

    stopped = Effort(seed=1, stopped=lambda: len(calls) == 2)
    solve = split_so(question, stopped, ROUNDS=0, DEEP=1, grown=counted)
    result = solve.result()
    assert result.value < result.bound == check_certificate(question, result.certificate)


def test_the_solver_goes_on_from_where_it_stood():
    cover, weights = town(400, 150, seed=9, share=0.05)
    solve = Solve(Question(cover, weights, count=16), Effort(seed=1))
    level = solve.level()
    searched(solve, level, 1)
    relaxed = Relaxed(level.left, level.limits, solve.scale)
    for _ in range(3):
        case = Case((), ())
        shares = relaxed.solve(case, 9.0)
        relaxed.add(relaxed.broken(solve.chance))
    relaxed.solve(case, 9.0)
    stand = stand_of(relaxed.solver.getBasis(), relaxed.shares)
    idle = level.left.columns[np.argsort(case.priced.numbers)[:40]]
    solve.states[idle] = SHUT
    after = solve.level()
    taken = []
    for warm in (False, True):
        sets, kept = carried(level.left, relaxed.sets, after.left)
        steps = np.zeros(1, np.int64)
        again = Relaxed(after.left, after.limits, solve.scale, None, steps)
        again.add(sets)
        basis = basis_of(stand, level.left, after.left, 1, kept) if warm else None
        found = Case((), (), basis=basis)
        again.solve(found, 9.0)
        taken.append((found.bound, int(steps[0])))
    assert taken[0][0] == taken[1][0] and taken[1][1] < taken[0][1] / 4
    assert shares is not None


def test_towns_are_proved_the_same_with_and_without():
    cover, weights = town(300, 120, seed=4, share=0.05)
    question = Question(cover, weights, count=14)
    result = most_covered(question, Effort(seed=1))
    solve = split_so(question, Effort(seed=1))
    assert result.value == result.bound == solve.value == solve.bound
