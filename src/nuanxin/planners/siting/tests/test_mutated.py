"""Whatever is mutated in good input, every entry refuses it or answers soundly: no other exception."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import (
    Cover,
    Effort,
    Everyone,
    Farthest,
    Medians,
    Question,
    Reach,
    Refused,
    Result,
    access,
    by_hours,
    by_steps,
    cover_from_lists,
    cover_of_points,
    fairest,
    fewest_limited,
    fewest_sites,
    floating_catchments,
    least_distance,
    least_distance_limited,
    least_distance_served,
    least_worst,
    least_worst_limited,
    mean_by_area,
    medians_of,
    most_backed,
    most_covered,
    most_covered_fairly,
    most_served,
    nearest_by_hour,
    reach_by_streets,
    reach_of_points,
    streets,
    worst_share,
)

COVER = cover_from_lists([[0, 1], [1, 2], [0], [1]], 3)
ODD = [
    None,
    "1",
    True,
    -1,
    0,
    2,
    1.5,
    2.0,
    float("nan"),
    float("inf"),
    2**40,
    2**62,
    2**70,
    (),
    [1, [2]],
    {1},
]
STARTS, ITEMS, METRES = COVER.starts, COVER.items, np.array([3, 5, 2, 7, 1, 4])
ROWS, SITES, TOWNS = np.array([1, 2, 3, 4]), np.ones(3, np.int64), np.array([0, 0, 1, 1])
ONES, OPEN = np.ones((4, 2), np.int64), np.ones((3, 2), bool)
POINTS = np.array([[111.0, 40.0], [111.001, 40.0], [111.002, 40.001]])
EFFORT = Effort(0.2, proof=False)
ASKED = (STARTS, ITEMS, 3, ROWS, 1, SITES, None, (), (), ())
NAMED = ((), (), ())


def asked(starts, items, candidates, weights, count, costs, budget, existing, forced, forbidden):
    """Return a question of the parts that may be mutated."""
    cover = Cover(starts, items, candidates)
    return Question(cover, weights, count, costs, budget, existing, forced, forbidden)


def of(answer, *more):
    """Return an entry that takes a question's parts and some more, and what is good input of it."""
    return (lambda *parts: answer(asked(*parts[:10]), *parts[10:])), (*ASKED, *more)


ENTRIES = {
    "most_covered": of(lambda question: most_covered(question, EFFORT)),
    "most_backed": of(lambda question, *more: most_backed(question, *more, EFFORT), ROWS),
    "fairest": of(lambda question, *more: fairest(question, *more, EFFORT), TOWNS),
    "worst_share": of(worst_share, TOWNS, np.array([1], np.int32)),
    "fairly": of(lambda question, *more: most_covered_fairly(question, *more, EFFORT), TOWNS, 1000),
    "most_served": of(lambda question, *more: most_served(question, *more, EFFORT), SITES),
    "served": of(lambda question, *more: least_distance_served(question, *more, EFFORT), SITES, METRES, 9),
    "limited": of(lambda question, *more: least_distance_limited(question, *more, EFFORT), METRES, 9),
    "fewest_limited": of(lambda question: fewest_limited(question, EFFORT)),
    "worst_limited": of(
        lambda question, metres: least_worst_limited(question, Reach(STARTS, ITEMS, metres, 3), EFFORT),
        METRES,
    ),
    "fewest": (
        lambda starts, items, many, *rest: fewest_sites(Everyone(Cover(starts, items, many), *rest), EFFORT),
        (STARTS, ITEMS, 3, ROWS // 2, SITES, *NAMED),
    ),
    "least_worst": (
        lambda *parts: least_worst(Farthest(Reach(*parts[:4]), *parts[4:]), EFFORT),
        (STARTS, ITEMS, METRES, 3, 2, *NAMED),
    ),
    "least_distance": (
        lambda *parts: least_distance(Medians(*parts), EFFORT),
        (*medians_of(STARTS, ITEMS, METRES, ROWS, 9.0), 3, 1, *NAMED),
    ),
    "medians_of": (medians_of, (STARTS, ITEMS, METRES, ROWS, 9.0)),
    "cover_from_lists": (cover_from_lists, ([[0, 1], [2]], 3)),
    "cover_of_points": (cover_of_points, (POINTS, POINTS, 500.0)),
    "reach_of_points": (
        lambda *parts: reach_of_points(*parts[:3], planar=True, earth_radius_m=parts[3]),
        (POINTS, POINTS, 500.0, 6e6),
    ),
    "streets": (streets, (3, np.array([0, 1]), np.array([1, 2]), np.array([1.0, 2.0]))),
    "by_streets": (
        lambda *parts: reach_by_streets(
            streets(3, [0, 1], [1, 2], [1.0, 2.0]), *parts[:3], speed_m_s=parts[3]
        ),
        (np.array([0]), np.array([2]), 10.0, 1.2),
    ),
    "by_hours": (lambda *parts: by_hours(Cover(*parts[:3]), *parts[3:]), (STARTS, ITEMS, 3, ONES, OPEN)),
    "by_steps": (
        lambda *parts: by_steps(Reach(*parts[:4]), *parts[4:]),
        (STARTS, ITEMS, METRES, 3, ROWS, np.array([2.0, 5.0]), np.array([1000, 500])),
    ),
    "nearest": (
        lambda *parts: nearest_by_hour(Reach(*parts[:4]), parts[4]),
        (STARTS, ITEMS, METRES, 3, OPEN),
    ),
    "access": (
        lambda *parts: access(Reach(*parts[:4]), *parts[4:]),
        (STARTS, ITEMS, METRES, 3, ONES, OPEN, TOWNS, 4.0),
    ),
    "catchments": (
        lambda *parts: floating_catchments(Reach(*parts[:4]), *parts[4:]),
        (STARTS, ITEMS, METRES, 3, ONES, OPEN * 1.0, np.array([2.0, 5.0]), np.array([1.0, 0.5])),
    ),
    "mean_by_area": (mean_by_area, (ONES * 1.0, ONES, TOWNS)),
    "effort": (Effort, (1.0, 0)),
}


def mutated(part, rng):
    """Return something else in place of a part: another value, length or kind."""
    if not isinstance(part, np.ndarray) or rng.random() < 0.2:
        return ODD[rng.integers(len(ODD))]
    kind = rng.integers(5)
    if kind == 0:
        return part[:-1]
    if kind == 1:
        return np.concatenate((part, part))
    if kind == 2:
        with np.errstate(invalid="ignore"):
            return part.astype(rng.choice([np.float64, np.int32, np.uint64, np.int64, np.bool_]))
    if kind == 3:
        return part[..., None] if rng.random() < 0.5 else part.tolist()
    value = [-1, 0, 9, 2**30, 1.5, np.nan, np.inf, 1e300][rng.integers(8)]
    found = part.astype(float) if isinstance(value, float) else part.copy()
    found.flat[rng.integers(found.size)] = value
    return found


@pytest.mark.parametrize("name", ENTRIES)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_bad_input_is_refused_or_answered(name, seed):
    entry, good = ENTRIES[name]
    rng, parts = np.random.default_rng(seed), list(good)
    for place in rng.choice(len(parts), rng.integers(1, 3), replace=False):
        parts[place] = mutated(parts[place], rng)
    try:
        found = entry(*parts)
    except Refused as refusal:
        assert str(refusal)
        return
    if isinstance(found, Result):
        assert found.status in ("optimal", "feasible", "infeasible") and (
            found.reason or not np.isnan(found.gap)
        )
        assert all(isinstance(each, int) for each in (found.value, found.bound))


@pytest.mark.parametrize("name", ENTRIES)
def test_good_input_is_answered(name):
    entry, good = ENTRIES[name]
    assert entry(*good) is not None
