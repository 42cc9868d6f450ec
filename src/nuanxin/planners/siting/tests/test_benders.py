"""Cuts come to the bound of the relaxation, and what they leave is proved by the certificate."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Effort, Question, check_certificate, covering, most_covered
from nuanxin.planners.siting.benders import Cuts
from nuanxin.planners.siting.question import impossible
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.tests.questions import plans, random_question, worth
from nuanxin.planners.siting.tests.test_covering import town


def test_cuts_come_to_the_bound_of_the_whole_program():
    cover, weights = town(900, 60, share=0.03)
    solve = Solve(Question(cover, weights, count=20), Effort())
    level = solve.level()
    relaxed, case = Relaxed(level.left, level.limits, solve.scale), Case((), ())
    relaxed.solve(case, 60)
    cuts = Cuts(level.left, level.limits, lambda: 60.0)
    assert cuts.settle(np.full(60, 20 / 60))
    multipliers, prices = cuts.multipliers(solve.scale)
    whole = np.rint(prices * solve.scale * covering.FINE).astype(np.int64)
    shown = relaxed.price(multipliers, whole, Case((), ())).whole
    assert case.priced.whole * (1 - 1e-6) <= shown <= case.priced.whole * (1 + 1e-4)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**31))
def test_with_cuts_the_optimum_is_brute_forces(seed):
    question = random_question(seed)
    if impossible(question):
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(covering, "MANY_ROWS", 0)
        patch.setattr(covering, "MANY_PAIRS", 0)
        result = most_covered(question, Effort(seed=seed % 5))
    best = max(worth(question, plan) for plan in plans(question))
    assert result.value == best == result.bound == check_certificate(question, result.certificate)


def test_cuts_lower_the_bound_of_a_question_near_to_full_cover(monkeypatch):
    cover, weights = town(2500, 120, share=0.03)
    question = Question(cover, weights, count=30)
    monkeypatch.setattr(covering, "MANY_PAIRS", 0)
    solve = Solve(question, Effort(seconds=60))
    level = solve.level()
    covering.searched(solve, level, 1)
    covering.descended(solve, level, None)
    before = solve.bound
    covering.cut_down(solve, solve.level())
    assert solve.value <= solve.bound < before
    assert check_certificate(question, solve.result().certificate) == solve.bound
