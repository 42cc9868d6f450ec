"""Crossing: annealed plans are brought up by what others open, within the limits, and it comes to an end."""

import numpy as np

from nuanxin.planners.siting import (
    OPTIMAL,
    Effort,
    Question,
    Result,
    cover_from_lists,
    crossing,
    most_covered,
)
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.tests.questions import worth
from nuanxin.planners.siting.tests.test_covering import town
from nuanxin.planners.siting.tests.test_surroundings import begun


def poor(question: Question, best: Result) -> tuple[Solve, Level]:
    """Return a solve that knows 40 poor plans, each with two of the best sites, and keeps none of them."""
    solve, level = begun(question)
    rng = np.random.default_rng(5)
    for _ in range(40):
        sites = np.union1d(rng.choice(best.sites, 2, replace=False), rng.choice(60, 4, replace=False))
        solve.learnt.annealed.append((worth(question, sites.tolist()), sites.astype(np.int32)))
    assert max(value for value, _ in solve.learnt.annealed) < best.value
    solve.value = -1
    return solve, level


def test_plans_that_each_hold_two_of_the_best_sites_are_brought_up_to_the_best(monkeypatch):
    cover, weights = town(300, 60, share=0.04)
    question = Question(cover, weights, count=6)
    best = most_covered(question)
    assert best.status == OPTIMAL

    def found() -> int:
        solve, level = poor(question, best)
        crossing.crossed(solve, level, run, 10_000, solve.learnt.annealed)
        assert len(solve.sites) <= 6 and solve.value == worth(question, solve.sites.tolist())
        assert 1 <= len(solve.learnt.islands) <= crossing.MOST
        return solve.value

    monkeypatch.setattr(crossing, "shifted", lambda *told: None)
    monkeypatch.setattr(crossing.search, "polish", lambda *told: None)
    assert found() == best.value
    monkeypatch.setattr(crossing, "picked", lambda *told: False)
    assert found() < best.value


def test_the_best_plan_of_a_kernel_is_found_and_a_kernel_too_large_is_left(monkeypatch):
    cover, weights = town(300, 60, share=0.04)
    question = Question(cover, weights, count=6)
    best = most_covered(question)
    monkeypatch.setattr(crossing, "SITES", 10)

    def found(steps: int) -> tuple[int, float]:
        solve, level = poor(question, best)
        worst = min(solve.learnt.annealed, key=lambda plan: plan[0])
        solve.value, solve.sites = worst
        crossing.settled(solve, level, run, steps)
        assert len(solve.sites) <= 6 and solve.value == worth(question, solve.sites.tolist()) >= worst[0]
        return solve.value, solve.learnt.kernel

    value, size = found(10_000)
    assert value == best.value and size >= 60 / crossing.MORE
    assert found(0)[1] == 10
    monkeypatch.setattr(crossing, "picked", lambda *told: False)
    assert found(10_000)[0] < best.value


def test_a_plan_that_never_stops_getting_better_is_left_after_twice_its_steps(monkeypatch):
    cover, weights = town(300, 60, share=0.04)
    question = Question(cover, weights, count=6)
    solve, level = poor(question, most_covered(question))

    def picked(solve: Solve, *_: object) -> bool:
        solve.steps[0] += 1
        return True

    monkeypatch.setattr(crossing, "picked", picked)
    monkeypatch.setattr(crossing, "shifted", lambda *told: None)
    crossing.crossed(solve, level, run, 5, solve.learnt.annealed)
    assert solve.steps[0] == 10 and len(solve.learnt.islands) == 1


def test_few_annealed_plans_are_left_alone():
    cover, weights = town(300, 60, share=0.04)
    solve, level = begun(Question(cover, weights, count=6))
    before = level.hand.open.copy()
    crossing.crossed(solve, level, run, 10_000, solve.learnt.annealed)
    crossing.settled(solve, level, run, 10_000)
    assert not solve.learnt.islands and (level.hand.open == before).all()


def test_near_to_full_cover_a_kernel_holds_what_reaches_the_rows_left_out(monkeypatch):
    lists = [[row // 10] for row in range(60)] + [[6]]
    for row in range(50, 60):
        lists[row] = [5, 6]
    question = Question(cover_from_lists(lists, 7), np.array([1000] * 60 + [3]), count=6)

    def found() -> int:
        solve = Solve(question, Effort())
        level = solve.level()
        solve.learnt.annealed.extend([(60_000, np.arange(6, dtype=np.int32))] * crossing.FEWEST)
        solve.value, solve.sites = solve.learnt.annealed[0]
        crossing.settled(solve, level, run, 10_000)
        return solve.value

    assert found() == 60_003
    monkeypatch.setattr(crossing, "nearly_full", lambda *told: False)
    assert found() == 60_000
