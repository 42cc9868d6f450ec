"""Opening hours read what people write, and print one canonical text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.places.hours import HoursUnclear, Week, parse_hours

minutes = st.integers(0, 1439)


@st.composite
def weeks(draw):
    spans = []
    for day in range(7):
        ends = sorted(draw(st.lists(st.integers(0, 1440), max_size=4, unique=True)))
        for first, last in zip(ends[::2], ends[1::2], strict=False):
            spans.append((day * 1440 + first, day * 1440 + last))
    holiday = draw(st.none() | st.lists(st.integers(0, 1440), max_size=2, unique=True).map(sorted))
    return Week(
        tuple(spans), None if holiday is None else tuple(zip(holiday[::2], holiday[1::2], strict=False))
    )


@given(weeks().filter(lambda week: week.spans))
def test_the_canonical_text_reads_back(week):
    assert parse_hours(str(week)) == week


@given(weeks().filter(lambda week: week.spans))
def test_what_is_said_reads_back_in_both_languages(week):
    assert parse_hours(week.said("zh-hans")) == week
    assert parse_hours(week.said("en")) == week


def test_words_of_always_and_of_holidays_read_back():
    for text in ("24/7", "24/7; PH off", "Mo-Fr 08:30-18:00; PH 10:00-12:00,14:00-16:00"):
        for language in ("zh-hans", "en"):
            assert str(parse_hours(parse_hours(text).said(language))) == text


@given(weeks(), st.integers(0, 6), minutes)
def test_open_is_being_inside_a_span(week, day, minute):
    moment = day * 1440 + minute
    assert week.open_at(day, minute) == any(a <= moment < b for a, b in week.spans)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-16:00", "Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-16:00"),
        ("周一至周五 9:00—18:00；周六、周日 10:00-16:00", "Mo-Fr 09:00-18:00; Sa-Su 10:00-16:00"),
        ("星期一到星期五：8:30~17:30".replace("：", " ", 1), "Mo-Fr 08:30-17:30"),
        ("每天 8:00-20:00", "Mo-Su 08:00-20:00"),
        ("8:00-20:00", "Mo-Su 08:00-20:00"),
        ("工作日 9:00-17:00；周末 10:00-15:00", "Mo-Fr 09:00-17:00; Sa-Su 10:00-15:00"),
        ("24小时", "24/7"),
        ("全天开放", "24/7"),
        ("24/7", "24/7"),
        ("每日 18:00-02:00", "Mo-Su 18:00-02:00"),
        ("周六至周一 10:00-12:00", "Mo,Sa-Su 10:00-12:00"),
        ("周一至周日 9:00-18:00；周日休息", "Mo-Sa 09:00-18:00"),
        ("周一至周六 9:00-18:00；周日休息；节假日休息", "Mo-Sa 09:00-18:00; PH off"),
        ("每天 8:00-20:00；法定节假日 10:00-16:00", "Mo-Su 08:00-20:00; PH 10:00-16:00"),
        ("24小时；节假日不开放", "24/7; PH off"),
    ],
)
def test_what_offices_write(text, canonical):
    assert str(parse_hours(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        "随时",
        "周八 9:00-10:00",
        "9:00-",
        "25:00-26:00",
        "9:70-10:00",
        "9:00-12:00,11:00-13:00",
        "8:00-次日18:00",
    ],
)
def test_what_is_unclear_is_refused(text):
    with pytest.raises(HoursUnclear):
        parse_hours(text)


@pytest.mark.parametrize("text", ["8:00-8:00", "周一至周五 08:00-08:00", "00:00-00:00", "24/7; PH 9:00-9:00"])
def test_hours_that_close_as_they_open_are_refused_with_the_word_for_a_whole_day(text):
    with pytest.raises(HoursUnclear) as refused:
        parse_hours(text)
    assert "24小时" in refused.value.remedy


def test_past_midnight_is_said_and_reads_back():
    assert parse_hours("每天 20:00-8:00").said("zh-hans") == "每天 20:00-次日08:00"
    for text in ("Mo-Su 20:00-08:00", "Mo 08:00-32:00", "Mo-Su 18:00-02:00; PH 20:00-06:00"):
        for language in ("zh-hans", "en"):
            assert str(parse_hours(parse_hours(text).said(language))) == text
    assert str(parse_hours("周一 8:00-次日8:00")) == "Mo 08:00-32:00"


def test_past_midnight_belongs_to_the_first_day():
    week = parse_hours("周日 22:00-02:00")
    assert week.open_at(6, 23 * 60) and week.open_at(0, 60)
    assert not week.open_at(6, 60) and not week.open_at(0, 120)


def test_holidays_have_hours_of_their_own_where_they_are_said():
    week = parse_hours("周一至周日 18:00-02:00；节假日 10:00-12:00")
    assert week.open_at(3, 11 * 60, holiday=True) and not week.open_at(3, 19 * 60, holiday=True)
    assert week.open_at(3, 60, holiday=True) and not week.open_at(4, 60, eve=True)
    plain = parse_hours("每天 18:00-20:00")
    assert plain.open_at(3, 19 * 60, holiday=True)
    assert week.said("en") == "daily 18:00-02:00 next day; public holidays 10:00-12:00"
    assert parse_hours("24/7; PH off").said("zh-hans") == "全天开放；节假日 休息"


def test_said_in_two_languages():
    week = parse_hours("Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-16:00")
    assert week.said("zh-hans") == "周一至周五 09:00-12:00、14:00-18:00；周六 10:00-16:00"
    assert week.said("en") == "Mon–Fri 09:00-12:00, 14:00-18:00; Sat 10:00-16:00"
    assert parse_hours("24/7").said("en") == "always open"
