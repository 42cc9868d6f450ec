"""Covers agree with a dense table of distances, by coordinates and along streets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from nuanxin.planners.siting.compiled import in_python
from nuanxin.planners.siting.cover import Cover, Refused, checked, cover_from_lists, turned
from nuanxin.planners.siting.points import cover_of_points, reach_of_points
from nuanxin.planners.siting.streets import CYCLING_M_S, WALKING_M_S, reach_by_streets, streets

R = 6_371_000.0


def haversine(one: np.ndarray, other: np.ndarray, radius: float = R) -> np.ndarray:
    a, b = np.radians(one)[:, None], np.radians(other)[None]
    half = np.sin((a[..., 1] - b[..., 1]) / 2) ** 2
    half = half + np.cos(a[..., 1]) * np.cos(b[..., 1]) * np.sin((a[..., 0] - b[..., 0]) / 2) ** 2
    return 2 * radius * np.arcsin(np.sqrt(half))


def dense(cover: Cover) -> np.ndarray:
    table = np.zeros((cover.rows, cover.candidates), bool)
    for row in range(cover.rows):
        table[row, cover.row(row)] = True
    return table


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 60),
    st.integers(1, 40),
    st.floats(10, 4e5),
    st.sampled_from([0, 40, 80]),
)
def test_great_circles_as_by_haversine(seed, rows, candidates, radius_m, latitude):
    rng = np.random.default_rng(seed)
    demand = np.column_stack((rng.uniform(106, 109, rows), latitude + rng.uniform(0, 2, rows)))
    places = np.column_stack((rng.uniform(106, 109, candidates), latitude + rng.uniform(0, 2, candidates)))
    far = haversine(demand, places)
    cover = checked(cover_of_points(demand, places, radius_m))
    near = np.abs(far - radius_m) > 1e-3
    assert (dense(cover) == (far <= radius_m))[near].all()
    reach = reach_of_points(demand, places, radius_m)
    pairs = np.repeat(np.arange(rows), np.diff(reach.starts))
    assert np.allclose(reach.metres, far[pairs, reach.items], atol=1e-3)
    assert np.allclose(reach.nearest()[cover.counts() > 0], far.min(axis=1)[cover.counts() > 0], atol=1e-3)
    assert (dense(reach.within(radius_m / 2)) == (far <= radius_m / 2))[
        np.abs(far - radius_m / 2) > 1e-3
    ].all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 50), st.integers(0, 30), st.integers(1, 30))
def test_plane_at_the_limit_included(seed, rows, candidates, radius_m):
    rng = np.random.default_rng(seed)
    demand, places = rng.integers(0, 40, (rows, 2)), rng.integers(0, 40, (candidates, 2))
    square = ((demand[:, None] - places[None]) ** 2).sum(axis=2)
    cover = checked(cover_of_points(demand, places, radius_m, planar=True))
    assert (dense(cover) == (square <= radius_m**2)).all()


def test_the_earths_radius_decides_at_the_limit():
    here, there = np.array([[107.4, 40.7]]), np.array([[107.4, 40.7 + 0.1]])
    metres = np.radians(0.1) * R
    assert cover_of_points(here, there, metres * 1.0005).pairs == 1
    assert cover_of_points(here, there, metres * 1.0005, earth_radius_m=6_378_100).pairs == 0


@pytest.mark.parametrize(
    ("points", "radius_m", "said"),
    [
        ([[107.4, np.nan]], 500, "row 0"),
        ([[107.4, 40.7], [40.7, 107.4]], 500, "demand row 1 .* longitude comes first"),
        ([[107.4, 40.7]], 0, "metres above 0"),
        ([[-170.0, 40.7], [170.0, 40.7]], 500, "half the globe"),
    ],
)
def test_points_that_are_none_are_refused(points, radius_m, said):
    with pytest.raises(Refused, match=said):
        cover_of_points(np.array(points), np.array([[107.4, 40.7]]), radius_m)


def test_covers_that_are_none_are_refused():
    with pytest.raises(Refused, match="row 1 names candidate 3"):
        cover_from_lists([[0], [3]], 3)
    with pytest.raises(Refused, match="row 1 is not ascending"):
        checked(Cover(np.array([0, 1, 3]), np.array([0, 2, 1], np.int32), 3))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 6), max_size=7), max_size=8))
def test_turned_twice_is_itself(lists):
    cover = cover_from_lists(lists, 7)
    columns = cover.by_candidate()
    assert (dense(cover) == dense(columns).T).all()
    for found, slow in zip(
        turned(cover.starts, cover.items, 7), in_python(turned)(cover.starts, cover.items, 7), strict=True
    ):
        assert (found == slow).all()
    assert (cover.times_covered([1, 4]) == dense(cover)[:, [1, 4]].sum(axis=1)).all()


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(2, 40),
    st.booleans(),
    st.sampled_from([None, WALKING_M_S, CYCLING_M_S]),
)
def test_streets_as_by_scipy(seed, nodes, both_ways, speed):
    rng = np.random.default_rng(seed)
    tails, heads = rng.integers(0, nodes, 3 * nodes), rng.integers(0, nodes, 3 * nodes)
    metres = rng.integers(1, 50, 3 * nodes).astype(float)
    network = streets(nodes, tails, heads, metres, both_ways=both_ways)
    demand, places = rng.integers(0, nodes, 25), rng.integers(0, nodes, 10)
    table = np.full((nodes, nodes), np.inf)
    np.minimum.at(table, (tails, heads), metres)
    if both_ways:
        table = np.minimum(table, table.T)
    np.fill_diagonal(table, 0)
    rows, columns = np.nonzero(np.isfinite(table) & (table > 0))
    shortest = dijkstra(csr_matrix((table[rows, columns], (rows, columns)), shape=table.shape))
    limit = 60.0 * (speed or 1)
    reach = reach_by_streets(network, demand, places, 60.0, speed_m_s=speed)
    assert (dense(reach.within(60.0)) == (limit >= shortest[places][:, demand].T)).all()
    pairs = np.repeat(np.arange(25), np.diff(reach.starts))
    assert np.allclose(reach.metres, shortest[places[reach.items], demand[pairs]] / (speed or 1))


def test_streets_that_are_none_are_refused():
    with pytest.raises(Refused, match="edge 1"):
        streets(3, [0, 1], [1, 3], [5.0, 5.0])
    network = streets(3, [0, 1], [1, 2], [5.0, 5.0])
    with pytest.raises(Refused, match="candidate row 0 stands at node 7"):
        reach_by_streets(network, [0], [7], 10.0)
    with pytest.raises(Refused, match="above 0"):
        reach_by_streets(network, [0], [1], 0)
    with pytest.raises(Refused, match="speed"):
        reach_by_streets(network, [0], [1], 5, speed_m_s=-1)
