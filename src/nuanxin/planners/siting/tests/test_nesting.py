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
from nuanxin.planners.siting.certificate import sealed
from nuanxin.planners.siting.gathering import UNREACHED, carried
from nuanxin.planners.siting.question import SHUT, impossible, sides
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.staging import Stage
from nuanxin.planners.siting.standing import basis_of, stand_of
from nuanxin.planners.siting.tests.questions import plans, random_question, worth
from nuanxin.planners.siting.tests.test_certificate import forged, tampered
from nuanxin.planners.siting.tests.test_covering import town
from nuanxin.planners.siting.tree_certificate import Half, Halves


def split_so(question: Question, effort: Effort, **settings_: object) -> Solve:
    """Return a solve whose cases were gathered anew."""
    solve = Solve(question, effort)
    level = solve.level()
    searched(solve, level, 1)
    relaxed = Relaxed(level.left, level.limits, solve.scale)
    with pytest.MonkeyPatch.context() as patched:
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
    result = split_so(question, Effort(seed=seed % 3), LEAVING=[0.0, 0.25][seed % 2]).result()
    best = max(worth(question, plan) for plan in plans(question))
    assert result.value == best == result.bound == check_certificate(question, result.certificate)


@pytest.fixture(scope="module")
def proved():
    """A question whose cases are gathered anew, below each other, and its certificate."""
    cover, weights = town(400, 150, seed=9, share=0.05)
    question = Question(cover, weights, count=16)
    solve = split_so(question, Effort(seed=1), ROUNDS=0)
    certificate = solve.result().certificate
    assert solve.value == solve.bound == check_certificate(question, certificate)
    assert isinstance(certificate.tree, Halves)
    return question, certificate


def halves(tree) -> list[Half]:
    """Return all halves of a split, those of their own splits too."""
    if not isinstance(tree, Halves):
        return []
    return [each for half in (tree.some, tree.none) for each in (half, *halves(half.tree))]


def test_cases_are_split_by_many_sites_and_set_more_aside(proved):
    found = halves(proved[1].tree)
    splits = [proved[1].tree, *(half.tree for half in found if isinstance(half.tree, Halves))]
    assert any(len(split.sites) > 1 for split in splits)
    stages = [stage for half in found for stage in half.stages if isinstance(stage, Stage)]
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


def test_a_split_told_otherwise_is_found(proved):
    question, certificate = proved
    whole = certificate.tree
    nothing = replace(whole.none, stages=(), tree=None)
    for told in (
        replace(whole, none=nothing),
        replace(whole, some=whole.none, none=whole.some),
        replace(whole, sites=whole.sites[:0]),
        replace(whole, sites=whole.sites[::-1].copy()),
        replace(whole, sites=np.append(whole.sites, whole.sites[-1:])),
        replace(whole, sites=np.append(whole.sites, np.int32(question.cover.candidates))),
        replace(whole, weight=whole.weight // 2),
        replace(whole, weight=-1),
        replace(whole, weight=2**50),
    ):
        with pytest.raises(Unproven):
            check_certificate(question, sealed(replace(certificate, tree=told)))


def test_a_proof_that_is_stopped_says_what_it_proved():
    cover, weights = town(400, 150, seed=9, share=0.05)
    question = Question(cover, weights, count=16)
    rooted, calls = nesting.rooted, []

    def counted(*parts):
        calls.append(0)
        return rooted(*parts)

    bounds = []
    for most in (1, 2, 4):
        calls.clear()
        stopped = Effort(seed=1, stopped=lambda: len(calls) >= most)  # noqa: B023
        solve = split_so(question, stopped, ROUNDS=0, rooted=counted)
        result = solve.result()
        assert result.value < result.bound == check_certificate(question, result.certificate)
        bounds.append(result.bound)
    assert bounds[0] >= bounds[1] > bounds[2]


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


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**31))
def test_a_row_more_weighs_more_than_plans_without_its_sites_can(seed):
    question = random_question(seed)
    rng = np.random.default_rng(seed)
    sites = np.flatnonzero(rng.random(question.cover.candidates) < 0.4).astype(np.int32)
    asked = nesting.asking(question, ((sites, 7),))
    for plan in plans(question):
        opened = bool(set(sites.tolist()) & (set(plan) | set(question.existing)))
        assert worth(asked, plan) == worth(question, plan) + 7 * opened


def test_the_solver_goes_on_where_a_row_is_new():
    cover, weights = town(400, 150, seed=9, share=0.05)
    question = Question(cover, weights, count=16)
    before = Solve(question, Effort(seed=1)).level().left
    first = Relaxed(before, sides(question), 2**20)
    first.solve(Case((), ()), 9.0)
    stand = stand_of(first.solver.getBasis(), first.shares)
    closed = np.flatnonzero(first.shares < 1e-9)[:30].astype(np.int32)
    whole = Solve(nesting.asking(question, ((before.columns[closed], 900),)), Effort(seed=1))
    after = whole.level().left
    padded = replace(before, groups=np.append(before.groups, np.int32(UNREACHED)))
    taken = []
    for warm in (False, True):
        steps = np.zeros(1, np.int64)
        again = Relaxed(after, sides(question), 2**20, None, steps)
        found = Case((), (), basis=basis_of(stand, padded, after, 1, np.zeros(0, bool)) if warm else None)
        shares = again.solve(found, 9.0)
        taken.append((found.bound, int(steps[0])))
    assert taken[0][0] == taken[1][0] and taken[1][1] < taken[0][1] / 2
    assert shares is not None and shares[closed].sum() > 0.99
