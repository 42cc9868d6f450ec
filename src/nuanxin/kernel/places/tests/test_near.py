"""Nearest points against looking at every one of them."""

from math import asin, cos, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.places.near import EARTH_M, Points

points = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), max_size=60)


def metres(one, other):
    """The haversine formula, written out."""
    (x1, y1), (x2, y2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((y2 - y1) / 2) ** 2 + cos(y1) * cos(y2) * sin((x2 - x1) / 2) ** 2
    return 2 * EARTH_M * asin(min(1, sqrt(half)))


@given(points, st.tuples(st.floats(-180, 180), st.floats(-90, 90)), st.integers(1, 70))
def test_they_are_the_nearest_ones_in_order(some, asked, count):
    found = Points([x for x, _ in some], [y for _, y in some]).nearest(*asked, count)
    expected = sorted(metres(each, asked) for each in some)[:count]
    assert [each.metres for each in found] == pytest.approx(expected, abs=1)
    assert len({each.at for each in found}) == len(found)


@given(points, st.sets(st.integers(0, 59)))
def test_only_those_that_fit_are_found(some, fitting):
    found = Points([x for x, _ in some], [y for _, y in some]).nearest(107.4, 40.7, 60, fitting.__contains__)
    assert {each.at for each in found} == {at for at in fitting if at < len(some)}


def test_two_hundred_metres_in_linhe_are_two_hundred_metres():
    found = Points([107.4, 107.4], [40.75, 40.7518]).nearest(107.4, 40.75, 2)
    assert [round(each.metres) for each in found] == [0, 200]


def test_a_point_off_the_globe_is_named():
    with pytest.raises(ValueError, match="point 1"):
        Points([107, 40], [40, 107])
    with pytest.raises(ValueError, match="point 0"):
        Points([float("nan")], [40])
