"""Sites set aside because another does as well: nothing is lost by it, what is false is found."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Effort, Question, Unproven, check_certificate, most_covered, solving
from nuanxin.planners.siting.certificate import sealed
from nuanxin.planners.siting.dominance import NOBODY, Dominated, outdone
from nuanxin.planners.siting.question import FREE, SHUT, impossible, sides
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.tests.questions import plans, random_question, worth
from nuanxin.planners.siting.tests.test_covering import town


def best(question: Question, shut=()) -> int:
    """Return what the best plan is worth that opens none of ``shut``."""
    return max((worth(question, plan) for plan in plans(question) if not plan & set(shut)), default=-1)


def holds(question: Question, told: Dominated) -> bool:
    """Return whether the checker takes it."""
    cover = question.cover
    return outdone(told, cover.starts, cover.items, question.weights, sides(question), question.states())


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_what_the_checker_takes_loses_nothing(seed):
    question, rng = random_question(seed), np.random.default_rng(seed)
    free = np.flatnonzero(question.states() == FREE)
    shut = rng.permutation(free)[: rng.integers(0, 4)].astype(np.int32)
    told = Dominated(shut, rng.integers(-1, question.cover.candidates, len(shut)).astype(np.int32))
    if holds(question, told):
        assert best(question, shut.tolist()) == best(question)


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 2**31))
def test_what_the_solver_sets_aside_the_checker_takes(seed):
    question = random_question(seed)
    if impossible(question):
        return
    solve = Solve(question, Effort())
    left = solve.undominated().left
    for told in solve.stages:
        assert isinstance(told, Dominated) and holds(question, told)
        assert best(question, told.shut.tolist()) == best(question)
        assert not set(told.shut.tolist()) & set(left.columns.tolist())


def nested(seed: int = 3) -> Question:
    """Return a question in which half of the sites reach only a part of what another reaches."""
    cover, weights = town(400, 150, seed=9, share=0.05)
    rng, rows = np.random.default_rng(seed), np.repeat(np.arange(cover.rows), cover.counts())
    some = rng.random(len(rows)) < 0.8
    lists = np.concatenate((rows, rows[some])), np.concatenate((cover.items, cover.items[some] + 150))
    order = np.lexsort(lists[::-1])
    starts = np.concatenate(([0], np.cumsum(np.bincount(lists[0], minlength=cover.rows))))
    whole = replace(
        cover, starts=starts, items=lists[1][order].astype(np.int32), candidates=300, columns=None
    )
    return Question(whole, weights, count=16)


@pytest.fixture(scope="module")
def proved():
    """A question whose proof sets dominated sites aside, and its certificate."""
    question = nested()
    result = most_covered(question, Effort(seed=1))
    assert result.status == "optimal"
    return question, result.certificate


def test_a_proof_tells_by_whom_sites_are_outdone(proved):
    question, certificate = proved
    (told,) = [stage for stage in certificate.stages if isinstance(stage, Dominated)]
    assert len(told.shut) > 50 and not set(told.shut.tolist()) & set(certificate.sites.tolist())
    assert check_certificate(question, certificate) == certificate.value


def without(certificate, told):
    """Return a certificate with another stage of dominated sites, sealed anew."""
    stages = tuple(told if isinstance(stage, Dominated) else stage for stage in certificate.stages)
    return sealed(replace(certificate, stages=stages))


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_a_site_named_falsely_is_refused_however_it_is_sealed(proved, seed):
    question, certificate = proved
    (told,) = [stage for stage in certificate.stages if isinstance(stage, Dominated)]
    rng, columns = np.random.default_rng(seed), question.cover.by_candidate()
    place, by = int(rng.integers(len(told.shut))), told.by.copy()
    by[place] = rng.choice([NOBODY, int(rng.integers(300)), int(rng.choice(told.shut)), 300, -2])
    other = without(certificate, replace(told, by=by))
    mine = set(columns.row(int(told.shut[place])).tolist())
    if 0 <= by[place] < 300 and mine <= set(columns.row(int(by[place])).tolist()):
        return
    try:
        assert check_certificate(question, other) == certificate.bound
    except Unproven:
        return
    opened = {site for stage in certificate.stages for site in getattr(stage, "opened", ())}
    assert any(opened & set(question.cover.row(row).tolist()) for row in mine)


def test_sites_set_aside_for_each_other_are_refused():
    cover, weights = town(50, 10, share=0.2)
    question = Question(cover, weights, count=3)
    twins = Dominated(np.array([0, 1], np.int32), np.array([1, 0], np.int32))
    assert not holds(question, twins)
    shut = Dominated(np.array([0], np.int32), np.array([0], np.int32))
    assert not holds(question, shut)


def test_a_site_near_others_outdoes_none(monkeypatch):
    cover, weights = town(300, 30, share=0.1)
    near = np.array([[j, j + 1] for j in range(29)], np.int32)
    monkeypatch.setattr(solving, "WORTH_TELLING", -1.0)
    solve = Solve(Question(cover, weights, count=5, apart=near), Effort())
    solve.undominated()
    assert (solve.states != SHUT).all()
