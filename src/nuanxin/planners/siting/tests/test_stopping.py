"""Stopped at any moment, every question is still answered: a plan, and a bound that no plan exceeds."""

from itertools import count

import numpy as np
import pytest

from nuanxin.planners.siting import (
    Effort,
    Medians,
    Question,
    Reach,
    cover_of_points,
    least_distance,
    medians_of,
    most_covered,
)
from nuanxin.planners.siting.answering import at_most
from nuanxin.planners.siting.capacity import most_served
from nuanxin.planners.siting.everyone import Everyone
from nuanxin.planners.siting.fairness import fairest, most_backed, most_covered_fairly
from nuanxin.planners.siting.farthest import Farthest
from nuanxin.planners.siting.fewest import fewest_sites
from nuanxin.planners.siting.proving import NOT_YET
from nuanxin.planners.siting.worst import least_worst

RNG = np.random.default_rng(5)
PLACES = RNG.uniform(0, 1, (60, 2))
COVER = cover_of_points(RNG.uniform(0, 1, (300, 2)), PLACES, 0.25, planar=True)
WEIGHTS = RNG.integers(1, 50, 300)
QUESTION = Question(COVER, WEIGHTS, count=6)
TOWNS = RNG.integers(0, 4, 300)
METRES = np.round(RNG.uniform(1, 900, COVER.pairs))
REACH = Reach(COVER.starts, COVER.items, METRES, COVER.candidates)

SEATS = RNG.integers(200, 900, 60)
LEAST = (COVER.starts, COVER.items, METRES, WEIGHTS, 1000.0)

ASKED = {
    "most covered": lambda effort: most_covered(QUESTION, effort),
    "seats": lambda effort: most_served(QUESTION, SEATS, effort),
    "least way": lambda effort: least_distance(Medians(*medians_of(*LEAST), 60, 6), effort),
    "backup": lambda effort: most_backed(QUESTION, WEIGHTS // 2, effort),
    "worst town": lambda effort: fairest(QUESTION, TOWNS, effort),
    "share owed": lambda effort: most_covered_fairly(QUESTION, TOWNS, 100_000, effort),
    "fewest": lambda effort: fewest_sites(
        Everyone(COVER, np.minimum(COVER.counts(), 1), np.ones(60, np.int64)), effort
    ),
    "farthest": lambda effort: least_worst(Farthest(REACH, 30), effort),
}
COSTS = {"fewest", "farthest", "least way"}


def holds(name, stopped, best):
    """A plan no better than the best, a bound no worse; said to be proved only where both meet."""
    assert stopped.status in ("optimal", "feasible"), stopped.reason
    plan, bound = (stopped.value, stopped.bound) if name not in COSTS else (-stopped.value, -stopped.bound)
    assert plan <= (best if name not in COSTS else -best) <= bound
    assert (stopped.status == "optimal") == (plan == bound)


@pytest.mark.parametrize("name", ASKED)
def test_stopped_at_any_moment_there_is_a_plan_and_a_bound(name):
    best = ASKED[name](Effort(60.0))
    assert best.status == "optimal"
    for most in (0, 1, 2, 3, 5, 8, 13, 30, 100):
        asked = count()
        holds(name, ASKED[name](Effort(60.0, stopped=lambda: next(asked) >= most)), best.value)  # noqa: B023
    for seconds in (0.0, 1e-3, 0.02, 0.1):
        holds(name, ASKED[name](Effort(seconds)), best.value)


def test_a_solver_that_was_stopped_before_it_had_a_bound_bounds_nothing():
    assert at_most(np.inf) == at_most(float("nan")) == NOT_YET
    assert (at_most(6.9999), at_most(-0.5)) == (6, -1)
