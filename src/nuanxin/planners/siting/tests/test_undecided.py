"""Where time runs out before there is a plan or a proof, it is said so, and nobody takes it for a proof."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from nuanxin.planners.siting import (
    INFEASIBLE,
    UNDECIDED,
    Cover,
    Effort,
    Farthest,
    Question,
    Reach,
    fewest_limited,
    least_worst,
    least_worst_limited,
)

MANY, ENOUGH = 800, 29
PLACES = np.random.default_rng(1).uniform(0, 1000, (MANY, 2))
AWAY = np.rint(cdist(PLACES, PLACES) * 10)
NEAR = AWAY <= 1200
STARTS = np.concatenate(([0], np.cumsum(NEAR.sum(axis=1)))).astype(np.int64)
REACH = Reach(STARTS, np.nonzero(NEAR)[1].astype(np.int32), AWAY[NEAR], MANY)
QUESTION = Question(Cover(STARTS, REACH.items, MANY), np.ones(MANY, np.int64), ENOUGH)

ASKED = {
    "least worst": lambda effort: least_worst(Farthest(REACH, ENOUGH), effort),
    "limited": lambda effort: least_worst_limited(QUESTION, REACH, effort),
    "fewest": lambda effort: fewest_limited(QUESTION, effort),
}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("seconds", [0.01, 0.5])
def test_twenty_nine_sites_reach_everybody_so_nobody_says_they_do_not(name, seconds):
    found = ASKED[name](Effort(seconds))
    assert found.status != INFEASIBLE
    if found.planned:
        reached = QUESTION.cover.times_covered(found.sites) > 0
        assert reached.all() and len(found.sites) <= ENOUGH
    else:
        assert found.status == UNDECIDED and "may be" in found.reason and not found.proof


def test_too_few_sites_are_proved_to_be_too_few():
    found = least_worst(Farthest(REACH, 5), Effort(20.0))
    assert (found.status, found.reason) == (INFEASIBLE, "5 sites do not reach everybody")


def test_nobody_to_reach_is_reached_at_once():
    nobody = Reach(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0), 3)
    empty = Question(Cover(nobody.starts, nobody.items, 3), np.zeros(0, np.int64), 1)
    for found in (least_worst(Farthest(nobody, 1)), least_worst_limited(empty, nobody, Effort())):
        assert (found.status, found.value, found.bound, len(found.sites)) == ("optimal", 0, 0, 0)
