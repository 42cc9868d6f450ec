"""Doubts: a cell that may mean several things waits for an answer, and one answer settles all alike."""

from datetime import date

import pytest

from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.importing import occasion, stored
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tables import hand_in, recognised
from nuanxin.kernel.intake.tests.offices import SHEETS, drawn
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.rules.models import ReferenceValue

HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）"]
ROWS = [
    HEADER,
    ["甲渠", "临河区", "2024年", 1],
    ["乙渠", "临河区", "2024.5.2", 2],
    ["丙渠", "临河区", "2024年", 4],
    ["合计", "", "", 7],
]
LAST = date(2024, 12, 31)


class Said(dict):
    """Answers by (field, kind, text)."""

    def find(self, field, kind, text):
        return self.get((field, kind, text))


@pytest.fixture
def reading(divisions, tmp_path):
    def read(answers=None, rows=ROWS):
        known, _others = recognised(drawn(tmp_path / "t.xlsx", rows), SHEETS)
        return read_table(*known[0], answers=answers)

    return read


def test_a_row_with_a_doubt_waits(reading):
    found = reading()
    assert [row.number for row in found.rows] == [3]
    assert not found.bad
    assert [(each.row, each.field, each.heading) for each in found.asked] == [
        (2, "on", "开工日期"),
        (4, "on", "开工日期"),
    ]


def test_one_answer_settles_all_alike_and_keeps_the_precision(reading):
    found = reading(Said({("on", "year", "2024"): "last"}))
    assert not found.asked and not found.bad
    assert [(row.number, row.values["on"], dict(row.precision)) for row in found.rows] == [
        (2, LAST, {"on": "year"}),
        (3, date(2024, 5, 2), {}),
        (4, LAST, {"on": "year"}),
    ]


def test_a_month_says_itself_and_is_not_asked_about_until_somebody_answers_otherwise(reading):
    rows = [HEADER, ["甲渠", "临河区", "2024年5月", 1]]
    ((first,), (last,)) = (
        reading(answers, rows).rows for answers in (None, Said({("on", "month", "2024.5"): "last"}))
    )
    assert (first.values["on"], last.values["on"]) == (date(2024, 5, 1), date(2024, 5, 31))
    assert dict(first.precision) == dict(last.precision) == {"on": "month"}


@pytest.mark.parametrize("said", [{("on", "year", "2024"): "gone"}, {("cost", "year", "2024"): "last"}])
def test_an_answer_to_something_else_is_no_answer(reading, said):
    assert len(reading(Said(said)).asked) == 2


def test_a_row_may_be_left_out_by_an_answer(reading):
    found = reading(Said({("on", "year", "2024"): DROP}))
    assert [row.number for row in found.rows] == [3]
    assert not found.asked and not found.bad


def test_a_row_with_a_doubt_and_a_fault_is_bad_and_says_both(reading):
    found = reading(rows=[HEADER, ["甲渠", "无此地方", "2024年", 1]])
    assert not found.asked and not found.rows
    assert {bad.column for bad in found.bad} == {"旗县区", "开工日期"}


@pytest.mark.parametrize("total", [7, 8])
def test_a_sum_counts_waiting_rows_as_typed(reading, total):
    finds = reading(rows=[*ROWS[:-1], ["合计", "", "", total]]).finds
    assert [find.row for find in finds] == ([] if total == 7 else [5])


@pytest.mark.usefixtures("sheets")
def test_precision_goes_into_the_record_and_a_change_of_it_alone_is_a_change(clerk, reading, tmp_path):
    file = stored(drawn(tmp_path / "k.xlsx", ROWS))

    def keep(answer, rows=ROWS):
        found = reading(Said({("on", "year", "2024"): answer}), rows)
        return hand_in(found, occasion(clerk, file, "表1"), rehearse=False).outcome

    assert keep("last").result.fresh == 3
    assert {each.key: each.precision for each in ReferenceValue.objects.all()} == {
        "甲渠": {"on": "year"},
        "乙渠": {},
        "丙渠": {"on": "year"},
    }
    assert keep("last").act is None
    exact = [[*row[:2], "2024.12.31", row[3]] if "2024年" in row else row for row in ROWS]
    entries, acts = Entry.objects.count(), Act.objects.count()
    again = keep("last", exact)
    assert (again.result.changed, again.result.same) == (2, 1)
    assert (Entry.objects.count(), Act.objects.count()) == (entries, acts + 1)
    assert not ReferenceValue.objects.exclude(precision={}).exists()
