"""Near to full cover: what is left out weighs more, and plans that leave out least are found."""

import numpy as np

from nuanxin.planners.siting import (
    Effort,
    Question,
    annealing,
    check_certificate,
    cover_from_lists,
    crossing,
    most_covered,
    pressing,
    search,
)
from nuanxin.planners.siting.compiled import in_python
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.tests.questions import worth
from nuanxin.planners.siting.tests.test_covering import town


def hidden(seed: int, blocks: int = 12, each: int = 30):
    """Return a cover in which ``blocks`` sites, hidden among many, reach everything between them."""
    rng, rows = np.random.default_rng(seed), blocks * each
    whole = rng.permutation(rows).reshape(blocks, each)
    others = [rng.choice(rows, each, replace=False) for _ in range(150)]
    reach = [set(row.tolist()) for row in (*whole, *others)]
    order = rng.permutation(len(reach))
    lists = [[at for at, site in enumerate(order) if row in reach[site]] for row in range(rows)]
    return Question(cover_from_lists(lists, len(reach)), rng.integers(1, 50, rows), count=blocks)


def test_a_plan_that_leaves_out_nothing_is_found_among_many():
    question = hidden(1)
    result = most_covered(question, Effort(seconds=30))
    assert result.status == "optimal" and result.value == int(question.weights.sum())
    assert check_certificate(question, result.certificate) == result.value


def test_what_is_kept_is_worth_what_is_said_and_the_same_in_python(monkeypatch):
    cover, weights = town(200, 40, share=0.15)
    solve = Solve(Question(cover, weights, count=8), Effort(seed=3))
    level = solve.level()
    found = []
    for leg in (pressing.leg, in_python(pressing.leg)):
        monkeypatch.setattr(pressing, "leg", leg)
        heavy = level.board._replace(weights=level.board.weights * pressing.FINE)
        hand, chance = search.empty_hand(heavy), np.array([7], np.int64)
        search.fill(heavy, hand, np.zeros(40, np.int64), 1, search.UNLIMITED, chance)
        best = hand.open.copy()
        before = search.value_of(level.board, best)
        pressing.press(heavy, hand, level.board.weights, best, 300, 10, chance)
        assert best.sum() <= 8 and search.value_of(level.board, best) >= before
        gains = search.empty_hand(heavy)
        search.deal(heavy, gains, hand.open)
        assert (gains.gains == hand.gains).all() and (gains.losses == hand.losses).all()
        found.append(best)
    assert (found[0] == found[1]).all()


def test_searches_end_soon_after_they_are_told_to_stop(monkeypatch):
    cover, weights = town(200, 40, share=0.15)
    level = Solve(Question(cover, weights, count=8), Effort(seed=3)).level()
    monkeypatch.setattr(pressing, "LEG", 10)
    monkeypatch.setattr(annealing, "LEG", 10)
    hand, chance, asked = search.empty_hand(level.board), np.array([7], np.int64), list[int]()

    def stopped() -> bool:
        asked.append(1)
        return len(asked) > 2

    search.fill(level.board, hand, np.zeros(40, np.int64), 1, search.UNLIMITED, chance)
    plan = hand.open.copy()
    near = annealing.nearby(level.board, chance)
    annealing.anneal(level.board, hand, near, plan, 10**9, (100.0, 10.0), chance, stopped)
    assert len(asked) == 3 and plan.sum() == 8
    pressing.press(level.board, hand, weights, plan, 10**9, 1, chance, stopped)
    assert len(asked) == 4


def test_runs_begin_apart_are_kept_and_end_with_the_best_plan(monkeypatch):
    question = hidden(2)
    solve = Solve(question, Effort(seed=1))
    level, whole = solve.level(), question.weights.sum()
    rests = np.zeros(question.cover.candidates, np.int64)
    search.fill(level.board, level.hand, rests, 1, search.UNLIMITED, solve.chance)
    solve.take(level)
    assert solve.value < whole
    monkeypatch.setattr(crossing, "LITTLE", 0.5)
    monkeypatch.setattr(pressing, "STEPS", 40)
    pressing.pressed(solve, level, run)
    assert len(solve.learnt.annealed) >= pressing.IDLE * len(pressing.GROWTH) or solve.value == whole
    assert len({tuple(sites.tolist()) for _, sites in solve.learnt.annealed}) > 1
    assert (
        solve.value
        == worth(question, solve.sites.tolist())
        == max(solve.value, *(value for value, _ in solve.learnt.annealed))
    )
    for value, sites in solve.learnt.annealed:
        assert value == worth(question, sites.tolist()) and len(sites) <= question.count
