"""What an action says of its rows repeats nobody's name or number, wherever it is read afterwards."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from nuanxin.kernel.intake.declare import Column, Row
from nuanxin.kernel.intake.faults import BadRow, CellError, RowsRefused
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.receipts.rows import receipt_of
from nuanxin.kernel.intake.tests.offices import PLANTINGS, drawn
from nuanxin.kernel.intake.veils import Veil
from nuanxin.kernel.ledger.acts import Outcome
from nuanxin.kernel.ledger.possible import DoubleKey, TooLong

NAME, NUMBER = "欧阳示例", "WG-20988"
HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）", "负责人", "电话"]
ROWS = [
    ["甲渠", "临河区", "2024.5.1", 5, NAME, NUMBER],
    ["乙渠", "临河区", "2024.5.1", 5, "王示例", "WG-1"],
]
COLUMNS = (
    *PLANTINGS.columns,
    Column("chief", "负责人", "chief", personal="party.name"),
    Column("phone", "电话", "phone", personal="particular.phone"),
)


def refusing(error):
    def into(by, rows, rehearse=False):
        if any(row.values["name"] == "甲渠" for row in rows):
            raise error()
        return Outcome(None, None, 0, 0, {})

    return into


def said_of(monkeypatch, tmp_path, clerk, error):
    sheet = replace(PLANTINGS, columns=COLUMNS, into=refusing(error))
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {sheet.name: sheet})
    path = drawn(tmp_path / "t.xlsx", [HEADER, *ROWS])
    heard = []
    for look in (lambda: preview(clerk, path).tables, lambda: take(clerk, path)):
        try:
            for report in look():
                heard += [
                    str(report.bad),
                    str([receipt_of(report).example, *receipt_of(report).said()]),
                    report.refused,
                ]
        except ValueError as refused:
            heard += [str(refused), repr(refused), repr(refused.__cause__)]
    return heard


def _rows():
    return RowsRefused(
        [BadRow(2, "", f"{NAME}（{NUMBER.lower()}）已登记", f"请向{NAME}核实；见第 3 行王示例")]
    )


@pytest.mark.parametrize(
    "error",
    [
        _rows,
        lambda: DoubleKey(f"two rows have the key {NAME}|{NUMBER}"),
        lambda: CellError(f"{NAME}没有登记", f"先登记{NAME}，电话 {NUMBER}"),
        lambda: RowsRefused([BadRow(99, "", f"{NAME}不在表中", "")]),
    ],
    ids=["rows", "double key", "the whole sheet", "a row that is not there"],
)
def test_a_persons_value_in_an_actions_words_is_masked_everywhere(clerk, tmp_path, monkeypatch, error):
    heard = said_of(monkeypatch, tmp_path, clerk, error)
    assert any("欧**例" in each for each in heard)
    for each in heard:
        assert NAME not in each and NUMBER.casefold() not in each.casefold() and "王示例" not in each


def test_a_text_too_long_is_told_by_its_length_alone(clerk, tmp_path, monkeypatch):
    long = "北" * 170

    def too_long(by, rows, rehearse=False):
        if any(row.values["chief"] == long for row in rows):
            raise TooLong([(long, 160, None)])
        return Outcome(None, None, 0, 0, {})

    sheet = replace(PLANTINGS, columns=COLUMNS, into=too_long)
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {sheet.name: sheet})
    path = drawn(tmp_path / "t.xlsx", [HEADER, [*ROWS[0][:4], long, ""], ROWS[1]])
    with override("en"):
        (report,) = take(clerk, path)
    assert (report.good, report.bad[0].column, report.bad[0].row) == (1, "负责人", 2)
    assert "北北" not in str(report.bad)


def veil(**values):
    return Veil(replace(PLANTINGS, columns=COLUMNS), [Row(2, values)])


def test_parts_of_longer_numbers_and_words_are_left_and_long_names_go_first():
    hide = veil(chief="王示", phone="1234")
    assert hide.over("第 51234 行、1234 与 A1234") == "第 51234 行、****34 与 A1234"
    both = Veil(
        replace(PLANTINGS, columns=COLUMNS), [Row(2, {"chief": "王示"}), Row(3, {"chief": "王示范例"})]
    )
    assert both.over("王示范例、王示") == "王**例、王*"
    assert veil(chief="甲").over("甲渠") == "甲渠"
    assert Veil(PLANTINGS, [Row(2, {"name": "王示"})]).over("王示") == "王示"
