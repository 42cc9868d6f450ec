"""Bindings: which stretch of time a cell asks for, and what a suggestion may and may not be sure of."""

import pytest

from nuanxin.kernel.areas.tree import full, load_divisions
from nuanxin.kernel.bulletins.forms.binding import Binding, NotBound, period_for, spanned
from nuanxin.kernel.bulletins.forms.grid import drawn
from nuanxin.kernel.bulletins.forms.guessing import guessed
from nuanxin.kernel.bulletins.forms.suggesting import series, suggestions
from nuanxin.kernel.bulletins.forms.tests.blanks import blank
from nuanxin.plain.periods import Period

MAY, Q1 = Period.parse("2024-05"), Period.parse("2024Q1")


@pytest.mark.parametrize(
    ("span", "meant"),
    [
        ("form", "2024-05"), ("year_before", "2023-05"), ("cumulative", "2024-01-01/2024-05-31"),
        ("cumulative_year_before", "2023-01-01/2023-05-31"), ("before", "2024-04"), ("up_to", "..2024-05-31"),
        ("year", "2024"), ("quarter", "2024Q1"), ("twelve_months", "2023-06-01/2024-05-31"),
        ("month_2", "2024-02"), ("=2023Q4", "2023Q4"), ("=..2030-12-31", "..2030-12-31"),
    ],
)  # fmt: skip
def test_spans_of_a_month(span, meant):
    assert str(spanned(span, MAY)) == meant


def test_a_quarter_that_is_over_is_the_last_whole_one():
    assert str(spanned("quarter", Q1)) == "2024Q1"
    assert str(spanned("quarter", Period.parse("2024-02"))) == "2023Q4"


@pytest.mark.parametrize(
    ("kind", "text"), [("month", "2024"), ("month", "x"), ("year", "2024-05"), ("as_of", "2024-05")]
)
def test_a_form_is_filled_for_its_own_kind_of_period(kind, text):
    with pytest.raises(NotBound):
        period_for(kind, text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"figure": "no.such"},
        {"area": "99"},
        {"span": "someday"},
        {"unit": "户"},
        {"decimals": 9},
        {"figure": ""},
    ],
)
def test_what_cannot_be_filled_is_not_bound(wrong):
    load_divisions()
    good = {"part": "表一", "cell": "B2", "figure": "sand.wages_paid", "area": "1504", "unit": "元"}
    assert Binding(**good).checked().ask(MAY).period == MAY
    with pytest.raises(NotBound):
        Binding(**{**good, **wrong}).checked()


TABLE = {
    "A1": "治沙月报表", "A2": "制表机关：省统计机构", "F2": "单位：元",
    "A3": "旗县", "B3": "发放劳务报酬（万元）", "C3": "发放劳务报酬（万元）",
    "D3": "在建以工代赈治沙项目（户）",
    "E3": "天气", "B4": "本月", "C4": "1月至本月累计", "A5": "松山区", "A6": "敖汉旗", "A7": "合计",
    "B7": "=SUM(B5:B6)", "C7": "=SUM(C5:C6)",
}  # fmt: skip


@pytest.fixture
def found(db):
    load_divisions()
    grids = drawn(blank(TABLE, boxed="A3:E7"), "x.xlsx")
    return grids, {each.binding.cell: each for each in suggestions(grids, full("15"), [])}


def test_labels_tell_figure_area_span_and_unit(found):
    _grids, likely = found
    one, other = likely["B5"], likely["C6"]
    assert (one.binding.figure, one.binding.area, one.binding.span) == ("sand.wages_paid", "150404", "form")
    assert (other.binding.area, other.binding.span) == ("150430", "cumulative")
    assert one.binding.unit == "万元" and one.certain and one.reason


def test_another_unit_is_never_certain_and_no_words_give_no_suggestion(found):
    _grids, likely = found
    assert not likely["D5"].certain if "D5" in likely else True
    assert "E5" not in likely and "B7" not in likely


def test_a_column_is_bound_in_one_go_and_sums_are_left_alone(found):
    grids, likely = found
    made = series(grids[0], full("15"), likely["B5"].binding, "column", [])
    assert {each.cell: each.area for each in made} == {"B5": "150404", "B6": "150430"}
    across = series(grids[0], full("15"), likely["B5"].binding, "row", [])
    assert {each.cell: each.span for each in across} == {"B5": "form", "C5": "cumulative"}


def test_months_as_columns_are_bound_in_one_go(db):
    load_divisions()
    heads = {f"{letter}3": f"{month}月" for month, letter in enumerate("BCDE", 1)}
    grids = drawn(blank({"A3": "指标", **heads, "A4": "服务群众（人次）"}, boxed="A3:E4"), "x.xlsx")
    likely = {each.binding.cell: each for each in suggestions(grids, full("1508"), [])}
    made = series(grids[0], full("1508"), likely["B4"].binding, "row", [])
    assert {each.cell: each.span for each in made} == dict(
        zip(("B4", "C4", "D4", "E4"), (f"month_{n}" for n in range(1, 5)), strict=True)
    )


def test_a_blank_says_what_it_is():
    about = guessed(drawn(blank(TABLE, boxed="A3:E7"), "x.xlsx"), "x.xlsx")
    assert (about.title, about.issued_by, about.period_kind) == ("治沙月报表", "省统计机构", "month")
