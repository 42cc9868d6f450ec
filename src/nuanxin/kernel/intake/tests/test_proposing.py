"""Worksheets nobody has shown: proposed with reasons, asked about where two readings are as good."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanxin.kernel.intake.books import Page, pages
from nuanxin.kernel.intake.declare import COUNTED, ITS_DAY, Column, Sheet
from nuanxin.kernel.intake.layouts import Learned
from nuanxin.kernel.intake.matching import Match, recognise
from nuanxin.kernel.intake.proposing import propose
from nuanxin.kernel.intake.tests.offices import OTHER, PLANTINGS, drawn, plant

pytestmark = pytest.mark.usefixtures("divisions")
KINDS = {"党群服务中心": "centre", "工会驿站": "union", "快递网点": "depot"}
STATIONS = Sheet(
    name="tests.stations",
    zh="驿站登记台账",
    en="stations",
    columns=(
        Column("number", "驿站编号", "number"),
        Column("name", "驿站名称", "name"),
        Column("kind", "依托场所", "housed in", "choice", choices=KINDS),
        Column("area", "所在乡镇", "town", "area", level="town"),
        Column("opened_on", "启用日期", "opened on", "day", needed=ITS_DAY),
        Column("closed_on", "撤销日期", "closed on", "day"),
        Column("seats", "座位数", "seats", "whole", needed=COUNTED),
    ),
    key=("number",),
    into=plant,
)
SHEETS = (PLANTINGS, OTHER, STATIONS)
FACTS = [
    ["YZ-01", "胜利路驿站", "工会驿站", "解放街道", "2024.5.1", "", 12],
    ["YZ-02", "新华街驿站", "快递网点", "团结街道", "2024.5.6", "2024.9.1", 8],
    ["YZ-03", "团结路驿站", "党群服务中心", "狼山镇", "2024-06-01", "", 20],
    ["YZ-04", "永安街驿站", "快递网点", "新华镇", "2024.6.9", "", 6],
    ["YZ-05", "五一街驿站", "工会驿站", "干召庙镇", "2024年7月1日", "", 9],
]
NAMES = ["编号", "驿站名", "依托的场所", "镇（街道）", "启用时间", "撤站时间", "座位（个）"]
TRUTH = ["number", "name", "kind", "area", "opened_on", "closed_on", "seats"]


def page_of(rows, merges=(), part="Sheet1"):
    return Page(part, len(rows), lambda: (list(row) for row in rows), list(merges))


def sheet_page(names=NAMES, order=range(7), above=(["临河区驿站台账（2024年）"], ["填报单位：临河区总工会"])):
    rows = [[row[at] for at in order] for row in [list(names), *FACTS]]
    return page_of([*above, *rows])


def proposed(page, **options):
    return propose(page, SHEETS, **options)[0]


def told(proposal):
    return {field: heading.text for field, heading in proposal.match.columns.items()}


def test_nearly_named_columns_are_proposed_with_reasons(english):
    page = sheet_page()
    assert not isinstance(recognise(page, SHEETS), Match)  # nothing less than certain goes through
    found = proposed(page)
    assert found.match.sheet is STATIONS
    assert (found.match.first, found.match.depth) == (2, 1)
    assert list(found.match.columns) == TRUTH
    assert [heading.at for heading in found.match.columns.values()] == list(range(7))
    assert "nearly “驿站名称”" in found.fits["name"].why
    assert "5 of 5 cells are streets or towns of Linhe" in found.fits["area"].why
    assert "5 of 5 cells are words of this column" in found.fits["kind"].why
    assert found.confidence > 0.6


def test_values_tell_what_a_heading_does_not():
    found = proposed(sheet_page(["编号", "名称", "甲类", "乙类", "启用时间", "撤站时间", "座位"]))
    assert told(found)["kind"] == "甲类"
    assert told(found)["area"] == "乙类"


def test_two_headings_that_suit_equally_are_left_to_a_person():
    rows = [["编号", "启用日", "启用日", "乡镇"], *([a, b, b, c] for a, _n, _k, c, b, _e, _s in FACTS)]
    found = proposed(page_of(rows))
    assert "opened_on" not in found.match.columns
    assert {heading.at for heading in found.unclear["opened_on"]} == {1, 2}


def test_two_sheets_that_suit_equally_are_rivals():
    twin = Sheet("tests.twin", "驿站副表", "twin", STATIONS.columns, STATIONS.key, plant)
    found = propose(sheet_page(above=()), (STATIONS, twin))
    assert {one.match.sheet.name for one in found} == {"tests.stations", "tests.twin"}
    assert all(one.rivals for one in found)


def test_a_title_names_the_sheet_of_twins():
    twin = Sheet("tests.twin", "文化站名册", "culture", STATIONS.columns, STATIONS.key, plant)
    assert not proposed(sheet_page()).rivals
    assert propose(sheet_page(above=(["临河区文化站名册"],)), (STATIONS, twin))[0].match.sheet is twin


def test_a_header_of_two_rows_is_not_cut_short():
    rows = [
        ["编号", "驿站名", "依托的场所", "镇", "时间", "时间", "座位"],
        ["编号", "驿站名", "依托的场所", "镇", "启用", "撤销", "座位"],
        *FACTS,
    ]
    found = proposed(page_of(rows))
    assert found.match.header_row == 2
    assert [heading.at for heading in found.match.columns.values()] == list(range(7))


def test_what_was_said_before_counts_most():
    page = sheet_page(["编号", "名称", "场所", "镇", "启用时间", "备注", "数"])
    said = Learned({("tests.stations", "seats"): frozenset(["数"])}, {})
    assert propose(page, SHEETS, said)[0].fits["seats"].said == "here"


def test_a_header_place_is_taken_as_given():
    found = proposed(sheet_page(), place=(2, 1))
    assert (found.match.first, found.match.depth) == (2, 1)


def test_a_page_of_prose_is_no_table():
    assert propose(page_of([["说明"], ["本表一式两份"], ["送林草局"]]), SHEETS) == []


def test_a_unit_line_in_a_corner_is_no_heading(tmp_path):
    """Taken for the first header row, the line lost its unit."""
    rows = [["单位：万元", None, None, "填报单位：林草局"], ["项目名称", "旗县区", "开工日期", "投资"]]
    page = pages(drawn(tmp_path / "t.xlsx", [*rows, ["北渠", "临河区", "2024.5.1", 3]]))[0]
    found = recognise(page, SHEETS)
    assert (found.first, found.depth) == (1, 1)
    assert found.lines[0] == "单位：万元"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(7)), above=st.integers(0, 4), seed=st.integers(0, 10**6))
def test_a_shuffled_renamed_header_gives_the_same_mapping_or_asks(order, above, seed):
    draw = random.Random(seed)  # noqa: S311 (a test)
    other = {
        "编号": ["驿站编码", "编号", "驿站编号"],
        "驿站名": ["驿站名", "驿站名称", "名称"],
        "依托的场所": ["依托场所", "依托的场所"],
        "镇（街道）": ["镇（街道）", "所属乡镇", "乡镇"],
        "启用时间": ["启用时间", "启用日期", "启用年月日"],
        "撤站时间": ["撤站时间", "撤销日期", "撤销时间"],
        "座位（个）": ["座位（个）", "座位数", "座位"],
    }
    page = sheet_page([draw.choice(other[name]) for name in NAMES], order, [["驿站台账"], [], [], []][:above])
    sure = recognise(page, SHEETS)
    found = sure if isinstance(sure, Match) else proposed(page).match
    assert found.sheet is STATIONS
    assert {field: order[heading.at] for field, heading in found.columns.items()}.items() <= dict(
        zip(TRUTH, range(7), strict=True)
    ).items()
    assert {"number", "area", "opened_on", "seats"} <= set(found.columns)


@pytest.mark.usefixtures("divisions")
def test_headings_of_two_levels_are_joined_where_the_serial_number_is_merged_over_both(tmp_path):
    rows = [
        ["植树情况表"],
        ["序号", "项目", None, "完成情况", None],
        [None, "工程", "哪个旗县", "开工", "花了多少（元）"],
        [1, "北渠林带", "临河区", "2024.5.1", 100],
        [2, "南渠林带", "杭锦后旗", "2024.5.2", 200],
        [3, "西渠林带", "五原县", "2024.5.3", 300],
    ]
    merged = ("A2:A3", "B2:C2", "D2:E2")
    (page,) = pages(drawn(tmp_path / "t.xlsx", rows, merges=merged))
    headed = propose(page, SHEETS)[0].match.headed
    assert [each.text for each in headed][:2] == ["序号", "项目·工程"]
