from datetime import date

import pytest

from nuanxin.plain.workdays import workdays_after


@pytest.mark.parametrize(
    ("day", "count", "after"),
    [
        (date(2024, 5, 31), 1, date(2024, 6, 3)),  # Friday to Monday
        (date(2024, 6, 1), 1, date(2024, 6, 3)),  # a Saturday counts nothing
        (date(2024, 6, 3), 15, date(2024, 6, 24)),
        (date(2024, 6, 3), 0, date(2024, 6, 3)),
    ],
)
def test_weekends_are_passed_over(day, count, after):
    assert workdays_after(day, count) == after


def test_a_holiday_is_passed_over_and_a_worked_weekend_counts():
    off, on = {date(2024, 10, 1)}, {date(2024, 9, 29)}
    assert workdays_after(date(2024, 9, 27), 3, off, on) == date(2024, 10, 2)
