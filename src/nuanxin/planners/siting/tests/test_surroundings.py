"""A part of a plan made anew: the rest stays, the limits are kept, and the part is brute force's best."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import OPTIMAL, Effort, Question, most_covered
from nuanxin.planners.siting.annealing import anneal, nearby, warmth
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.question import impossible
from nuanxin.planners.siting.search import UNLIMITED, deal, fill
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.surroundings import alike, around, picked, renewed, shifted
from nuanxin.planners.siting.tests.questions import plans, random_question, worth
from nuanxin.planners.siting.tests.test_covering import town


def begun(question: Question, seed: int = 0) -> tuple[Solve, Level]:
    """Return a solve with a first plan in hand."""
    solve = Solve(question, Effort(seed=seed))
    level = solve.level()
    rests = np.zeros(len(level.left.columns), np.int64)
    fill(level.board, level.hand, rests, 1, UNLIMITED, solve.chance)
    solve.take(level)
    return solve, level


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**31))
def test_the_part_is_brute_forces_and_the_rest_stays(seed):
    question, rng = random_question(seed), np.random.default_rng(seed)
    if impossible(question):
        return
    solve, level = begun(question, seed % 5)
    before, columns = level.hand.open.copy(), level.left.columns
    free = rng.random(len(columns)) < 0.6
    picked(solve, level, free, run)
    solve.take(level)
    assert (level.hand.open[~free] == before[~free]).all()
    stays, settled = set(columns[before & ~free].tolist()), set(columns[~free].tolist())
    alike = [plan for plan in plans(question) if plan & settled == stays]
    assert set(solve.sites.tolist()) in alike
    assert solve.value == worth(question, solve.sites.tolist()) == max(worth(question, p) for p in alike)


def test_what_is_around_a_site_hangs_together_and_ends_where_told():
    cover, weights = town(700, 120, share=0.02)
    _, level = begun(Question(cover, weights, count=10))
    site = int(np.flatnonzero(level.hand.open)[0])
    few, more, every = (around(level.board, site, most) for most in (1, 600, 10**9))
    assert few.sum() == 1 and few[site]
    assert few.sum() < more.sum() < every.sum() and (every | ~more).all()
    columns = cover.by_candidate()
    rows = {row for place in np.flatnonzero(more) for row in columns.row(int(place)).tolist()}
    assert all(rows & set(columns.row(int(place)).tolist()) for place in np.flatnonzero(more))


def test_made_anew_everywhere_an_annealed_plan_gets_no_worse_and_is_settled():
    cover, weights = town(900, 150, share=0.03)
    solve, level = begun(Question(cover, weights, count=15))
    found = level.hand.open.copy()
    warm = warmth(level.board, level.hand.open, solve.chance)
    assert warm > 1
    near = nearby(level.board, solve.chance)
    anneal(level.board, level.hand, near, found, 20_000, (warm, warm / 10), solve.chance)
    solve.take(level)
    before = int(level.hand.used[2])
    renewed(solve, level, 2000, run)
    after = int(level.hand.used[2])
    assert after >= before and solve.value >= after
    renewed(solve, level, 2000, run)
    assert int(level.hand.used[2]) == after


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**31))
def test_most_alike_are_those_that_share_most_of_what_both_reach(seed):
    rng = np.random.default_rng(seed)
    cover, weights = town(60, 25, share=0.1)
    _, level = begun(Question(cover, weights, count=5))
    columns, board = level.left.cover.by_candidate(), level.board
    reached = [set(columns.row(site).tolist()) for site in range(len(board.costs))]
    opened, most = rng.random(len(reached)) < 0.2, int(rng.integers(1, 8))
    wanted = opened.copy()
    for site in np.flatnonzero(opened):
        parts = np.array([_part(board.weights, reached[site], other) for other in reached])
        least = np.sort(parts)[::-1][min(most, len(parts) - 1)]
        free = alike(board, np.arange(len(reached)) == site, most)
        assert free[site] and free[parts > max(0, least)].all()
        assert (parts[free] >= least).all() and free.sum() == max(1, min(most + 1, (parts > 0).sum()))
        wanted |= free
    assert (alike(board, opened, most) == wanted).all()


def _part(weights, one: set[int], other: set[int]) -> float:
    """Return the weight that both sites reach, as a part of what one or both do."""
    return float(weights[[*one & other]].sum() / max(1, weights[[*one | other]].sum()))


def test_a_plan_of_which_all_sites_stand_beside_the_best_ones_is_shifted_to_the_best():
    cover, weights = town(300, 60, share=0.04)
    question = Question(cover, weights, count=6)
    best = most_covered(question)
    assert best.status == OPTIMAL

    def shift(steps: int) -> tuple[int, int]:
        solve, level = begun(question)
        beside = np.zeros(len(level.left.columns), bool)
        for place in np.flatnonzero(np.isin(level.left.columns, best.sites)):
            near = alike(level.board, np.arange(len(beside)) == place, 1)
            beside[[other for other in np.flatnonzero(near) if other != place]] = True
        deal(level.board, level.hand, beside)
        before = level.left.won + int(level.hand.used[2])
        shifted(solve, level, run, steps)
        again = level.hand.open.copy()
        assert again.sum() <= 6
        if steps:
            shifted(solve, level, run, steps)
            assert (level.hand.open == again).all()
        return before, level.left.won + int(level.hand.used[2])

    before, after = shift(10_000)
    assert before < after == best.value
    assert shift(0) == (before, before)
