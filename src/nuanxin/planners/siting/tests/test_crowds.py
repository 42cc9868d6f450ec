"""Sites too near to each other are joined into crowds, which forbid what the pairs do and no more."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Effort, Question, check_certificate, cover_of_points, most_covered
from nuanxin.planners.siting.question import crowded
from nuanxin.planners.siting.tests.questions import plans, worth


def town(seed: int, rows: int, sites: int, count: int, gap: float) -> Question:
    rng = np.random.default_rng(seed)
    places, people = rng.uniform(0, 1, (sites, 2)), rng.uniform(0, 1, (rows, 2))
    ways = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    apart = np.argwhere(np.triu(ways < gap, 1)).astype(np.int32)
    cover = cover_of_points(people, places, 0.2, planar=True)
    return Question(cover, rng.integers(1, 100, rows), count, apart=apart)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**31))
def test_crowds_forbid_what_the_pairs_do_and_no_more(seed):
    question = town(seed, 20, 9, 4, 0.4)
    pairs = {frozenset(pair) for pair in question.apart.tolist()}
    crowds = crowded(question.apart)
    joined = {frozenset(pair) for crowd in crowds for pair in combinations(crowd.tolist(), 2)}
    assert joined == pairs and len(crowds) <= len(pairs)
    assert all((one == other).all() for one, other in zip(crowds, crowded(question.apart), strict=True))
    result = most_covered(question, Effort(20.0))
    best = max(worth(question, plan) for plan in plans(question))
    assert (result.status, result.value, result.bound) == ("optimal", best, best)
    assert set(result.sites.tolist()) in list(plans(question))
    assert check_certificate(question, result.certificate) == best


def test_a_spacing_that_most_pairs_fall_short_of_is_proved():
    question = town(1, 400, 120, 8, 0.45)
    assert len(question.apart) > 2_000
    result = most_covered(question, Effort(20.0))
    assert result.status == "optimal" and check_certificate(question, result.certificate) == result.value
