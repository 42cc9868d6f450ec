"""The working calendar against the notices for 2025 and 2026, and where no notice is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.rules import catalogue
from nuanxin.kernel.rules.calendar import due_after, is_workday, year_of
from nuanxin.kernel.rules.declare import RuleFault

MAKE_UP_2026 = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
OFF_2031 = """
[[rule]]
id = "calendar.off.2031"
zh = "二〇三一年节假日"
en = "holidays of 2031"
value = "{value}"
clause = "一"
source = "通知"
valid_from = 2031-01-01
verified = true
"""


@pytest.fixture
def city(tmp_path, settings):
    settings.NUANXIN = {**settings.NUANXIN, "city": tmp_path / "town"}
    (tmp_path / "town/rules").mkdir(parents=True)
    yield tmp_path / "town/rules"
    catalogue._loaded.cache_clear()


def test_make_up_days_are_worked_and_holidays_are_not():
    assert sorted(year_of(2026).worked) == [date.fromisoformat(day) for day in MAKE_UP_2026]
    assert is_workday(date(2026, 2, 14)) and not is_workday(date(2026, 10, 1))
    assert not is_workday(date(2026, 11, 28)) and is_workday(date(2026, 11, 26))


def test_workdays_pass_over_the_national_holiday_and_count_its_make_up_day():
    due = due_after(date(2026, 9, 29), 4)
    assert (due.on, due.certain) == (date(2026, 10, 10), True)


def test_a_year_without_a_notice_is_monday_to_friday_and_says_so():
    assert due_after(date(2031, 6, 5), 1).on == date(2031, 6, 6)
    assert not due_after(date(2031, 6, 5), 1).certain
    assert not year_of(2031).known


def test_holidays_of_the_same_day_every_year_are_known_before_the_notice():
    assert not is_workday(date(2031, 1, 1)) and not is_workday(date(2031, 10, 1))
    assert due_after(date(2031, 5, 1), 1).on == date(2031, 5, 5)


def test_a_city_may_say_a_year_itself(city):
    (city / "calendar.toml").write_text(OFF_2031.format(value="2031-05-01 2031-05-02 2031-05-05"))
    due = due_after(date(2031, 4, 30), 1)
    assert (due.on, due.certain) == (date(2031, 5, 6), True)


def test_days_that_are_none_are_refused_by_name(city):
    (city / "calendar.toml").write_text(OFF_2031.format(value="1 May"))
    with pytest.raises(RuleFault, match=r"calendar\.off\.2031"):
        year_of(2031)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 1)), st.integers(1, 30))
def test_so_many_workdays_lie_between(day, count):
    due = due_after(day, count).on
    between = (day + timedelta(days=step) for step in range(1, (due - day).days + 1))
    assert is_workday(due)
    assert sum(map(is_workday, between)) == count
