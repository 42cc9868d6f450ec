"""Trends as geometry: the baseline is zero, nothing leaves the ground."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nuanxin.web.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Point, nice_step, trend_chart

VALUES = st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=24).filter(any)


def points(values):
    return [
        Point(str(n), None if value is None else Fraction(value), str(value))
        for n, value in enumerate(values)
    ]


def test_one_value_is_no_trend():
    assert trend_chart(points([None, 5, None]), columns=True) is None


def test_a_line_begins_left_and_ends_right():
    chart = trend_chart(points([10, 20, 30]), columns=False)
    assert [mark.x for mark in chart.marks] == [LEFT, (LEFT + WIDTH - RIGHT) / 2, WIDTH - RIGHT]
    assert chart.path.startswith("M46.0 ") and chart.path.count("L") == 2


def test_the_axis_begins_at_zero_however_high_the_values():
    chart = trend_chart(points([1_000_001, 1_000_002]), columns=False)
    assert [tick.text for tick in chart.ticks] == ["0", "1,000,000", "2,000,000"]
    assert chart.ticks[0].zero and chart.ticks[0].y == HEIGHT - BOTTOM


def test_half_the_value_is_half_the_column():
    small, large = trend_chart(points([50, 100]), columns=True).marks
    assert (small.height, large.height) == (large.height / 2, HEIGHT - TOP - BOTTOM)


def test_a_day_tells_its_highest_hour_and_names_every_sixth():
    chart = trend_chart(points([0, 3, 9, 2, 5, 1, 4, 0]), columns=True, every=3)
    assert chart.told.point.printed == "9"
    assert [mark.point.label for mark in chart.named] == ["0", "3", "6", "7"]
    assert trend_chart(points([9, 3, 0]), columns=True).told.point.printed == "0"


def test_values_below_zero_hang_from_the_zero_line():
    chart = trend_chart(points([-40, 60]), columns=True)
    zero = next(tick.y for tick in chart.ticks if tick.zero)
    assert chart.marks[0].top == zero and chart.marks[1].top + chart.marks[1].height == zero


def test_an_unknown_step_keeps_its_place():
    chart = trend_chart(points([1, None, 3]), columns=False)
    assert [mark.point.label for mark in chart.marks] == ["0", "2"]
    assert chart.marks[1].x == WIDTH - RIGHT


def test_the_axis_is_in_the_scale_asked_for():
    chart = trend_chart(points([10_000, 30_000]), columns=False, scale=Fraction(10_000))
    assert [tick.text for tick in chart.ticks] == ["0", "2", "4"]


@given(VALUES, st.booleans())
def test_nothing_is_drawn_outside_the_ground(values, columns):
    chart = trend_chart(points(values), columns=columns)
    assert 2 <= len(chart.ticks) <= 6
    for mark in chart.marks:
        assert TOP <= mark.y <= HEIGHT - BOTTOM and LEFT <= mark.x <= WIDTH - RIGHT


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**12))
def test_a_step_is_round_and_just_large_enough(rough):
    step = nice_step(rough)
    assert rough <= step < rough * Fraction(5, 2) * Fraction(1001, 1000)
