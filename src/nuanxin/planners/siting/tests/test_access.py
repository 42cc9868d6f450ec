"""Accessibility agrees with dense tables; layers agree with what they say, by brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Question, Refused, check_certificate, most_covered, reach_of_points
from nuanxin.planners.siting.access import access, floating_catchments, mean_by_area
from nuanxin.planners.siting.layers import by_hours, by_steps
from nuanxin.planners.siting.tests.questions import plans


def scene(seed: int, rows: int = 14, sites: int = 6, hours: int = 3):
    rng = np.random.default_rng(seed)
    demand, places = rng.uniform(0, 100, (rows, 2)), rng.uniform(0, 100, (sites, 2))
    far = np.hypot(*(demand[:, None] - places[None]).transpose(2, 0, 1))
    reach = reach_of_points(demand, places, 60.0, planar=True)
    weights = rng.integers(0, 9, (rows, hours)) * rng.integers(0, 2, (rows, 1))
    return reach, np.where(far <= 60.0, far, np.inf), weights, rng.random((sites, hours)) < 0.6, rng


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**31))
def test_share_mean_and_worst_as_by_a_dense_table(seed):
    reach, far, weights, opened, rng = scene(seed)
    areas = rng.integers(0, 3, len(weights))
    found = access(reach, weights, opened, areas, 30.0)
    for area in range(int(areas.max()) + 1):
        for hour in range(3):
            near = np.where(opened[:, hour], far, np.inf).min(axis=1)
            mine, heads = areas == area, weights[:, hour]
            some = mine & (heads > 0) & np.isfinite(near)
            whole = heads[mine].sum()
            share = heads[mine & (near <= 30)].sum() / whole if whole else np.nan
            mean = np.average(near[some], weights=heads[some]) if some.any() else np.nan
            worst = near[some].max() if some.any() else np.nan
            told = (found.share, found.mean, found.worst)
            assert np.allclose([t[area, hour] for t in told], [share, mean, worst], equal_nan=True)
            assert found.unreached[area, hour] == whole - heads[some].sum()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**31), st.sampled_from([None, [1.0, 0.6, 0.2]]))
def test_floating_catchments_as_by_a_dense_table(seed, decay):
    reach, far, weights, opened, rng = scene(seed)
    supply = opened * rng.uniform(1, 20, opened.shape)
    found = floating_catchments(reach, weights, supply, [15.0, 30.0, 55.0], decay)
    parts = np.select([far <= 15, far <= 30, far <= 55], decay or [1.0, 1.0, 1.0], 0.0)
    asked = parts.T @ weights
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(asked > 0, supply / asked, 0.0)
    assert np.allclose(found, parts @ ratio)
    areas = rng.integers(0, 2, len(weights))
    shared = mean_by_area(found, weights, areas) * np.array(
        [weights[areas == a].sum(0) for a in range(areas.max() + 1)]
    )
    given_out = np.where(asked > 0, supply, 0.0).sum(axis=0)
    assert np.allclose(np.nansum(shared, axis=0), given_out)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(0, 4))
def test_a_station_shut_at_night_covers_nobody_at_night(seed, count):
    reach, far, weights, opened, _ = scene(seed)
    layered = by_hours(reach.within(30.0), weights, opened)
    question = Question(layered.cover, layered.weights, count=count)
    result = most_covered(question)
    served = far <= 30

    def worth(plan):
        sites = list(plan)
        return sum(int(weights[(served[:, sites] & opened[sites, h]).any(axis=1), h].sum()) for h in range(3))

    assert result.status == "optimal" and check_certificate(question, result.certificate) == result.value
    assert result.value == max(map(worth, plans(question))) == worth(result.sites)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(0, 4))
def test_cover_that_decays_counts_the_nearest(seed, count):
    reach, far, weights, _, _ = scene(seed)
    heads = weights[:, 0].astype(np.int64)
    layered = by_steps(reach, heads, [20.0, 40.0, 55.0], [1000, 600, 150])
    question = Question(layered.cover, layered.weights, count=count)
    result = most_covered(question)

    def worth(plan):
        near = far[:, list(plan)].min(axis=1, initial=np.inf)
        return int((heads * np.select([near <= 20, near <= 40, near <= 55], [1000, 600, 150], 0)).sum())

    assert result.status == "optimal" and result.value == max(map(worth, plans(question))) == worth(
        result.sites
    )


def test_what_does_not_fit_is_refused():
    reach, _, weights, opened, _ = scene(1)
    with pytest.raises(Refused, match="14 rows, 6 sites"):
        access(reach, weights[1:], opened, np.zeros(13, int), 30.0)
    with pytest.raises(Refused, match="hours must agree"):
        by_hours(reach.within(30.0), weights[:, :2], opened)
    with pytest.raises(Refused, match="outwards"):
        by_steps(reach, weights[:, 0], [20.0, 10.0], [1000, 500])
    with pytest.raises(Refused, match="zones go outwards"):
        floating_catchments(reach, weights, opened * 1.0, [20.0, 10.0])
