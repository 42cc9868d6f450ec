"""Points come back from the shifted systems to where they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.plain.coordinates import Point, distance_m, gcj02_to_bd09, to_wgs84, wgs84_to_gcj02

here = st.builds(Point, st.floats(97.2, 126.1), st.floats(37.4, 53.4))


@given(here)
def test_gcj02_reads_back_within_a_quarter_metre(point):
    assert distance_m(to_wgs84(*wgs84_to_gcj02(point), "gcj02"), point) < 0.25


@given(here)
def test_bd09_reads_back_within_a_quarter_metre(point):
    assert distance_m(to_wgs84(*gcj02_to_bd09(wgs84_to_gcj02(point)), "bd09"), point) < 0.25


@pytest.mark.parametrize(
    ("point", "metres"),
    [(Point(107.40, 40.75), 500), (Point(117.43, 49.59), 640)],
    ids=["Linhe", "Manzhouli"],
)
def test_the_shift_is_what_was_measured(point, metres):
    assert distance_m(wgs84_to_gcj02(point), point) == pytest.approx(metres, rel=0.05)


def test_a_published_pair():
    shifted = wgs84_to_gcj02(Point(116.404, 39.915))
    assert shifted == pytest.approx((116.41024449916938, 39.91640428150164), abs=1e-6)
    assert gcj02_to_bd09(Point(116.404, 39.915)) == pytest.approx(
        (116.41036949371029, 39.92133699351021), abs=1e-6
    )


def test_wgs84_stays_and_abroad_nothing_is_shifted():
    assert to_wgs84(107.4, 40.75, "wgs84") == (107.4, 40.75)
    assert to_wgs84(-0.1275, 51.5072, "gcj02") == (-0.1275, 51.5072)


@pytest.mark.parametrize("arguments", [(40.75, 107.4, "wgs84"), (107.4, 40.75, "cgcs")])
def test_what_is_no_point_is_refused(arguments):
    with pytest.raises(ValueError):
        to_wgs84(*arguments)
