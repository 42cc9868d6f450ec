"""Progress: every question tells it, and plan and bound only ever come closer."""

import numpy as np
import pytest

from nuanxin.planners.siting import (
    Effort,
    Farthest,
    Question,
    cover_from_lists,
    cover_of_points,
    everybody,
    fairest,
    least_distance_limited,
    least_worst,
    least_worst_limited,
    most_backed,
    most_covered,
    most_covered_fairly,
    most_served,
    reach_of_points,
)
from nuanxin.planners.siting.case_certificate import most_gained
from nuanxin.planners.siting.proving import Proving
from nuanxin.planners.siting.reaching import relaxed_reaching


class City:
    """Places by chance, and a question of them under a count, a budget and a spacing."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        self.places, offered = rng.uniform(0, 10_000, (160, 2)), rng.uniform(0, 10_000, (30, 2))
        cover = cover_of_points(self.places, offered, 2_200.0, planar=True)
        far = np.hypot(*(offered[:, None] - offered[None]).transpose(2, 0, 1))
        apart = np.argwhere(np.triu(far < 900, 1)).astype(np.int32)
        costs = rng.integers(10, 100, 30)
        self.question = Question(cover, rng.integers(1, 60, 160), 6, costs, 260, apart=apart)
        self.towns = (self.places[:, 0] > 5_000) * 2 + (self.places[:, 1] > 5_000).astype(np.int64)
        self.reach = reach_of_points(self.places, offered, 15_000.0, planar=True)
        self.metres = rng.integers(0, 100, cover.pairs)


KINDS = {
    "covered": (1, lambda city, effort: most_covered(city.question, effort)),
    "backed": (1, lambda city, effort: most_backed(city.question, city.question.weights // 2, effort)),
    "fairest": (1, lambda city, effort: fairest(city.question, city.towns, effort)),
    "fairly": (1, lambda city, effort: most_covered_fairly(city.question, city.towns, 250_000, effort)),
    "served": (1, lambda city, effort: most_served(city.question, np.full(30, 400), effort)),
    "worst": (-1, lambda city, effort: least_worst(Farthest(city.reach, 5), effort)),
    "worst, limited": (-1, lambda city, effort: least_worst_limited(city.question, city.reach, effort)),
    "distance": (-1, lambda city, effort: least_distance_limited(city.question, city.metres, 100, effort)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_plan_and_bound_come_closer_all_along(kind):
    sign, asked = KINDS[kind]
    heard = 0
    for seed in range(6):
        told = []
        result = asked(City(seed), Effort(60.0, tell=told.append))
        values, bounds = ([sign * getattr(each, name) for each in told] for name in ("value", "bound"))
        assert values == sorted(values) and bounds == sorted(bounds, reverse=True), (seed, told)
        if result.planned and told:
            assert values[-1] <= sign * result.value <= sign * result.bound <= bounds[-1]
        heard += len(told)
    assert heard, "nothing was told"


class Forgetful:
    """A relaxation whose multipliers say nothing any more after the first case."""

    def __init__(self, relaxed):
        self.relaxed, self.asked = relaxed, 0

    def __getattr__(self, name):
        return getattr(self.relaxed, name)

    def solve(self, states, gain, seconds):
        self.asked += 1
        done = self.relaxed.solve(states, gain, seconds)
        if self.asked > 1:
            self.relaxed.own = np.zeros_like(self.relaxed.own)
        return done


def test_a_case_is_bounded_no_worse_than_the_one_before_it():
    rows = [[0, 1], [1, 2], [2, 3], [3, 4], [4, 0], [5, 6], [6, 7], [7, 5]]
    numbered = everybody(Question(cover_from_lists(rows, 8), np.ones(8, np.int64), 8))
    told = []
    relaxed = Forgetful(relaxed_reaching(numbered))
    proving = Proving(numbered, relaxed, np.arange(8, dtype=np.int32), lambda *both: told.append(both))
    proving.grow(lambda: 1.0, 5)
    assert relaxed.asked > 1 and max(bound for _, bound in told) == told[0][1] < 0
    assert most_gained(numbered, proving.nodes(), proving.gain) <= told[-1][1]
