"""Days as offices write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.intake.days import EPOCH, day_reader, read_day
from nuanxin.kernel.intake.faults import CellError

DAY = date(2024, 5, 1)


@pytest.mark.parametrize(
    "cell",
    [
        *(DAY, datetime(2024, 5, 1, 10, 30), "2024.5.1", "2024.05.01", "2024-05-01", "2024/5/1"),
        *("2024年5月1日", "2024年05月1号", "２０２４．５．１", " 2024.5.1 ", "2024 年 5 月 1 日", "20240501"),
        *(20240501, 20240501.0, 45413, 45413.0, 45413.75, "45413"),
        *("2024-05-01 10:30:00", "2024-05-01T10:30", "二〇二四年五月一日"),
    ],
)
def test_one_day_in_many_hands(cell):
    assert read_day(cell) == DAY
    assert day_reader()(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "day"),
    [("二〇二三年十二月二十三日", date(2023, 12, 23)), ("二〇二三年十月十日", date(2023, 10, 10))],
)
def test_written_numerals(cell, day):
    assert read_day(cell) == day


@pytest.mark.parametrize("cell", ["", "/", "—", "无"])
def test_no_day(cell):
    assert read_day(cell) is None


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2024.05", "names a month"),
        ("2024年5月", "names a month"),
        ("2024年5月底", "names a month"),
        (2024.5, "names a month"),
        (2024, "names a month or a year"),
        ("2024", "names a month or a year"),
        ("2024.2.30", "There is no day"),
        ("20241301", "There is no day"),
        (13800138000.0, "is not a day"),
        (True, "is not a day"),
        (float("nan"), "is not a day"),
    ],
)
def test_what_is_no_day_is_said_with_a_remedy(cell, words, english):
    with pytest.raises(CellError) as refused:
        day_reader()(cell)
    assert words in refused.value.said
    assert "2024.5.1" in refused.value.remedy


WRITINGS = [
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day:%Y%m%d}",
    lambda day: float((day - EPOCH).days),
]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(WRITINGS))
def test_every_writing_is_read_back(day, writing):
    assert read_day(writing(day)) == day
