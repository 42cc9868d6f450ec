"""Crossing: annealed plans are brought up by what others open, within the limits, and it comes to an end."""

import numpy as np

from nuanxin.planners.siting import OPTIMAL, Question, crossing, most_covered
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.tests.questions import worth
from nuanxin.planners.siting.tests.test_covering import town
from nuanxin.planners.siting.tests.test_surroundings import begun


def test_plans_that_each_hold_two_of_the_best_sites_are_brought_up_to_the_best(monkeypatch):
    cover, weights = town(300, 60, share=0.04)
    question, rng = Question(cover, weights, count=6), np.random.default_rng(5)
    best = most_covered(question)
    assert best.status == OPTIMAL

    def found() -> int:
        solve, level = begun(question)
        for _ in range(40):
            sites = np.union1d(rng.choice(best.sites, 2, replace=False), rng.choice(60, 4, replace=False))
            solve.annealed.append((worth(question, sites.tolist()), sites.astype(np.int32)))
        assert max(value for value, _ in solve.annealed) < best.value
        solve.value = -1
        crossing.crossed(solve, level, run, 10_000)
        assert len(solve.sites) <= 6 and solve.value == worth(question, solve.sites.tolist())
        assert 1 <= len(solve.islands) <= crossing.MOST
        return solve.value

    monkeypatch.setattr(crossing, "widened", lambda *told: None)
    monkeypatch.setattr(crossing.search, "polish", lambda *told: None)
    assert found() == best.value
    monkeypatch.setattr(crossing, "picked", lambda *told: False)
    assert found() < best.value


def test_few_annealed_plans_are_left_alone():
    cover, weights = town(300, 60, share=0.04)
    solve, level = begun(Question(cover, weights, count=6))
    before = level.hand.open.copy()
    crossing.crossed(solve, level, run, 10_000)
    assert not solve.islands and (level.hand.open == before).all()
