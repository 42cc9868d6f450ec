"""Several tables on one worksheet, side by side and below one another (quirk 12)."""

import pytest

from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.files import keep_file, sheet_line
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tables import recognised
from nuanxin.kernel.intake.tests.offices import FACT, HEADER, OTHER, PLANTINGS, SHEETS, drawn, values

VISITS = ["户主", "走访日期"]


@pytest.fixture
def tables(divisions, tmp_path):
    def read(*rows):
        known, others = recognised(drawn(tmp_path / "t.xlsx", list(rows)), SHEETS)
        assert not others, others
        return [read_table(*each) for each in known]

    return read


def test_quirk_12_tables_below_one_another(tables):
    first, second = tables(
        ["植树台账"],
        HEADER,
        FACT,
        ["合计", "", "", 100],
        [],
        ["走访台账"],
        VISITS,
        ["甲户", "2024.5.1"],
        ["乙户", "2024.5.2"],
    )
    assert (first.sheet, second.sheet) == (PLANTINGS, OTHER)
    assert [row.number for row in first.rows] == [3]
    assert [row.number for row in second.rows] == [8, 9]
    assert not (first.bad or second.bad or first.finds or second.finds)


def test_quirk_12_another_table_of_the_same_sheet_with_its_columns_in_another_order(tables):
    turned = [HEADER[3], *HEADER[:3]]
    readings = tables(HEADER, FACT, [], turned, [5, "南渠林带", "杭后", "2024.5.2"])
    assert [values(each, "cost") for each in readings] == [[10_000], [500]]


def test_quirk_12_tables_side_by_side(tables):
    head, fact = HEADER[:4], FACT[:4]
    readings = tables(
        [*head, None, *head],
        [*fact, None, "南渠林带", *fact[1:]],
        [*fact[:0], *[None] * 5, "西渠林带", *fact[1:]],
    )
    assert [values(each, "name") for each in readings] == [["北渠林带"], ["南渠林带", "西渠林带"]]


def test_a_column_of_the_table_beside_is_not_borrowed_for_having_the_better_name(divisions, tmp_path):
    """Found by the corpus: both tables whole, the right one calling one column by its very name."""
    left = ["序号", "设备名称", "最近检查日期", "站点编号", "失效日期", "数量"]
    right = ["序号", "到期日期", "设备名称", "站点编号", "最近检查日期", "数量"]
    rows = [
        ["兴安盟暖心驿站设备台账", *[None] * 6, "兴安盟暖心驿站设备台账（2024年）"],
        [*left, None, *right],
        [
            1,
            "座椅",
            "2022.5.26",
            "NX-1",
            "2024.7.28",
            152,
            None,
            1,
            "2023.5.27",
            "空调",
            "NX-2",
            "2022.1.1",
            3,
        ],
        [2, "AED", "2021.1.24", "NX-3", "2022.10.1", 9, None, 2, "2020.5.31", "座椅", "NX-4", "2024.2.9", 4],
    ]
    known, _others = recognised(drawn(tmp_path / "t.xlsx", rows), all_sheets())
    readings = [read_table(*each) for each in known]
    days = [[f"{day:%Y.%-m.%-d}" for day in values(each, "expires_on")] for each in readings]
    assert days == [["2024.7.28", "2022.10.1"], ["2023.5.27", "2020.5.31"]]


def test_one_table_with_a_blank_column_in_it_stays_one(tables):
    (reading,) = tables([*HEADER[:2], None, *HEADER[2:]], [*FACT[:2], None, *FACT[2:]])
    assert (values(reading, "name"), values(reading, "trees")) == (["北渠林带"], [7])


def test_a_header_said_again_in_one_row_is_no_fact_and_hides_no_wrong_sum(tables):
    """Found by the corpus: a header of two levels, said again as its lower level with the rest beside it."""
    (reading,) = tables(
        ["序号", "录入员", *[""] * 5],
        ["", "", *HEADER],
        [1, "甲", *FACT],
        ["序号", "录入员", *HEADER],
        [2, "", "南渠林带", *FACT[1:]],
        ["合计", *[""] * 4, 205, 14],
    )
    assert (len(reading.rows), reading.bad) == (2, [])
    assert len(reading.finds) == 1 and "205" in reading.finds[0].said and "200" in reading.finds[0].said


def test_the_header_said_again_on_the_next_page_begins_no_table(tables):
    (reading,) = tables(HEADER, FACT, HEADER, ["南渠林带", *FACT[1:]])
    assert len(reading.rows) == 2


@pytest.mark.usefixtures("sheets", "divisions")
def test_a_line_of_the_lower_table_is_shown_under_its_own_headings(tmp_path):
    path = drawn(tmp_path / "t.xlsx", [HEADER, FACT, [], VISITS, ["甲户", "2024.5.1"]])
    line = sheet_line(keep_file(path, path.name).digest, "表1", 5)
    assert line.headings == ("户主", "走访日期")
    assert [each.raw for each in line.originals] == ["甲户", "2024.5.1"]


def test_a_lower_table_in_another_unit_is_read_in_its_own(tables):
    header, again = [*HEADER[:3], "投资", HEADER[4]], ["南渠林带", *FACT[1:3], 5]
    readings = tables(["单位：元"], header, FACT, [], ["单位：万元"], header, again)
    assert [values(each, "cost") for each in readings] == [[10_000], [5_000_000]]


def test_a_lower_table_of_another_county_reads_its_towns_there(tables):
    lines = [["临河区植树台账"], HEADER, FACT, [], ["五原县植树台账"], HEADER, ["南渠林带", *FACT[1:]]]
    assert [each.match.lines[-1] for each in tables(*lines)] == ["临河区植树台账", "五原县植树台账"]


def test_the_header_under_the_same_title_again_goes_on(tables):
    title = ["临河区植树台账"]
    (reading,) = tables(
        title, ["单位：元"], HEADER, FACT, title, ["单位：元"], HEADER, ["南渠林带", *FACT[1:]]
    )
    assert len(reading.rows) == 2 and not reading.bad


def test_headings_of_three_levels_begin_a_lower_table_with_all_their_columns(tables):
    deep = [
        ["登记", None, "基本情况", "总投资"],
        ["主要", None, "概况", None],
        ["旗县区", "项目名称", "开工日期", None],
    ]
    first, second = tables(HEADER, FACT, [], ["杭锦后旗植树台账"], *deep, ["杭后", "南渠林带", "2024.5.2", 5])
    assert values(second, "cost") == [500] and second.match.lines[-1] == "杭锦后旗植树台账"
    assert len(first.rows) == 1 and not (first.bad or second.bad)


def test_headings_nobody_has_shown_end_the_table_above(divisions, tmp_path):
    unknown = ["项目名称", "旗县区", "投 资（原估）", "总投资（含税）", "开工日期"]
    path = drawn(tmp_path / "t.xlsx", [HEADER, FACT, [], unknown, ["南渠林带", "杭后", 7, 5, "2024.5.2"]])
    known, others = recognised(path, SHEETS)
    assert [[row.number for row in read_table(*each).rows] for each in known] in ([[2]], [[2], [5]])
    assert len(known) + len(others) == 2


def test_the_upper_table_is_read_though_the_lower_has_more_columns(tables):
    first, second = tables(HEADER[:4], FACT[:4], [], ["植树台账"], HEADER, ["南渠林带", *FACT[1:]])
    assert [[row.number for row in each.rows] for each in (first, second)] == [[2], [6]]
