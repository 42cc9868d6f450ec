"""Typed sums: never imported, always checked, and a wrong one is told."""

import pytest

from nuanxin.kernel.intake.tests.offices import office_rows

HEADER = ["项目名称", "旗县区", "开工日期", "投资（万元）"]


def fact(name, cost):
    return [name, "临河区", "2024.5.1", cost]


def table(*body):
    return [HEADER, *body]


def test_a_wrong_total_is_a_find_and_refuses_nothing(read, english):
    reading = read(office_rows(costs=(66000, 173, 0), total=66500))
    assert len(reading.rows) == 3
    assert [find.row for find in reading.finds] == [7]
    assert "66500 万元" in reading.finds[0].said
    assert "66173 万元" in reading.finds[0].said
    assert "327 万元 less" in reading.finds[0].said
    assert "E4:E6" in reading.finds[0].said


@pytest.mark.parametrize(
    "body",
    [
        # 小计 below its rows, 合计 at the end
        [
            fact("a", 1),
            fact("b", 2),
            ["小计", "", "", 3],
            fact("c", 4),
            ["小计", "", "", 4],
            ["合计", "", "", 7],
        ],
        # 小计 above its rows, 总计 at the top
        [
            ["总计", "", "", 7],
            ["小计", "", "", 3],
            fact("a", 1),
            fact("b", 2),
            ["小计", "", "", 4],
            fact("c", 4),
        ],
        # a 合计 for each block, 总计 at the end
        [fact("a", 1), ["合计", "", "", 1], fact("b", 2), ["合计", "", "", 2], ["总  计", "", "", 3]],
        [fact("a", 1), ["临河区小计", "", "", "1"], ["共计", None, None, "1万元"]],
        [fact("a", 1), ["合计", "", "", None]],
        [fact("a", 0.1), fact("b", 0.2), ["合计", "", "", 0.30000000000000004]],
    ],
)
def test_right_totals_are_silent(read, body):
    reading = read(table(*body))
    assert not reading.finds and not reading.bad
    assert {row.values["name"] for row in reading.rows} <= {"a", "b", "c"}


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ([fact("a", 1), fact("b", 2), ["小计", "", "", 9], fact("c", 4), ["合计", "", "", 7]], [4]),
        ([fact("a", 1), fact("b", 2), ["小计", "", "", 3], fact("c", 4), ["合计", "", "", 8]], [6]),
        ([["合计", "", "", 5], fact("a", 1), fact("b", 2)], [2]),
        ([fact("a", 1), ["小计", "", "", 2], fact("b", 2), ["小计", "", "", 1], ["合计", "", "", 3]], [3, 5]),
    ],
)
def test_wrong_totals_are_found_where_they_stand(read, body, rows):
    assert [find.row for find in read(table(*body)).finds] == rows


def test_bad_rows_count_in_the_sum_as_typed(read):
    reading = read(table(fact("a", 1), ["b", "无此地方", "2024.5.1", 2], ["合计", "", "", 3]))
    assert len(reading.rows) == 1 and len(reading.bad) == 1
    assert not reading.finds


def test_a_sum_with_an_unreadable_amount_is_not_judged(read):
    reading = read(table(fact("a", 1), fact("b", "2-3"), ["合计", "", "", 3]))
    assert not reading.bad
    assert [asked.row for asked in reading.asked] == [3]
    assert not reading.finds
