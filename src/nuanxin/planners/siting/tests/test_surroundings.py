"""A part of a plan made anew: the rest stays, the limits are kept, and the part is brute force's best."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Effort, Question
from nuanxin.planners.siting.annealing import anneal, nearby, warmth
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.question import impossible
from nuanxin.planners.siting.search import UNLIMITED, fill
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.surroundings import around, picked, renewed
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
