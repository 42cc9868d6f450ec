"""Texts, choices, yes and no, areas."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.intake import cells
from nuanxin.kernel.intake.cells import read_area, read_text, read_yes_no, reader, tidy
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.doubts import Doubt
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.tests.offices import CITY, FACT, HANGJIN_REAR, HEADER, LINHE

VILLAGE = 150826101200
"""A village of Hangjin Rear Banner; no other place of the list is called so."""


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        (" 暖心驿站\n", "暖心驿站"),
        ("驿 站\n名称", "驿站名称"),
        ("Warm  Station", "Warm Station"),
        ("ＡＢＣ１２３", "ABC123"),
        ("网点(东)", "网点（东）"),
        ("网点（东）", "网点（东）"),
        ("地址:临河", "地址：临河"),
        ("上午8:30开门", "上午8:30开门"),
        ("巴特尔•苏和", "巴特尔·苏和"),
        ("名\u200b字\u00a0", "名字"),
        ("①号楼…", "①号楼…"),
        (5.0, "5"),
        (13800138000.0, "13800138000"),
        (1.5, "1.5"),
        (date(2024, 5, 1), "2024-05-01"),
        (True, "是"),
        ("/", None),
        ("", None),
    ],
)
def test_texts_in_one_form(cell, text):
    assert read_text(cell) == text


def test_a_number_too_long_for_a_spreadsheet_is_refused():
    with pytest.raises(CellError):
        read_text(1.508021990010112e17)


@given(st.text())
def test_a_tidy_text_stays_as_it_is(text):
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(max_size=12) | st.text("同上ditoDITO1eE.WT井\u212a盖ab#〃", max_size=6))
def test_a_plain_word_means_what_it_would_mean_the_long_way(text):
    def said():
        try:
            return read_text(text)
        except CellError as error:
            return error.said

    short = said()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "_PLAIN_WORD", lambda _text: None)
        assert said() == short


@pytest.mark.parametrize(
    ("cell", "said"), [("是", True), ("√", True), ("Y", True), (1.0, True), (True, True), ("有", True)]
)
def test_yes(cell, said):
    assert read_yes_no(cell) is said


@pytest.mark.parametrize("cell", ["否", "×", "无", "N", 0.0, False, "no"])
def test_no(cell):
    assert read_yes_no(cell) is False


def test_neither_yes_nor_no():
    assert read_yes_no("") is None
    with pytest.raises(CellError):
        read_yes_no("也许")


def test_a_choice_is_its_code_and_nothing_else(english):
    choose = reader(
        Column("kind", "类别", "kind", "choice", choices={"社区 驿站": "community", "商铺（临街）": "shop"})
    )
    assert [choose(cell) for cell in ("社区驿站", "商铺(临街)", "shop", "")] == [
        "community",
        "shop",
        "shop",
        None,
    ]
    with pytest.raises(CellError) as refused:
        choose("别的")
    assert "社区 驿站, 商铺（临街）" in refused.value.remedy


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("临河", LINHE),
        ("临河区", LINHE),
        ("巴彦淖尔市临河区", LINHE),
        ("杭后", HANGJIN_REAR),
        ("150802", LINHE),
    ],
)
def test_areas_as_offices_call_them(divisions, text, code):
    assert read_area(text, CITY, "county") == code


def test_an_area_outside_the_sheets_own_is_still_found(divisions):
    assert read_area("临河区", HANGJIN_REAR, "county") == LINHE


def test_a_village_outside_its_rows_county_is_asked_about(divisions, english):
    read = reader(Column("area", "所在村", "village", "area", level="village"))
    for _again in range(2):
        with pytest.raises(Doubt) as asked:
            read("三角城村", LINHE)
        assert asked.value.kind == "elsewhere" and "Linhe" in asked.value.said
        assert [option.value for option in asked.value.options] == [VILLAGE, LINHE]
        assert asked.value.options[1].says.endswith("and no place within it")
    assert read("三角城村", HANGJIN_REAR) == VILLAGE
    assert read("三角城村", CITY) == VILLAGE and read("三角城村") == VILLAGE
    assert read("临河区", LINHE) == LINHE, "wider than wanted, yet no contradiction"


def test_an_unknown_area_is_said_with_names_like_it(divisions, english):
    with pytest.raises(CellError) as refused:
        read_area("临何区", CITY, "county")
    assert "临河区" in refused.value.remedy


def test_an_area_column_remembers_what_failed(divisions):
    read = reader(Column("area", "区域", "area", "area"), within=CITY)
    for _again in range(2):
        with pytest.raises(CellError):
            read("无此地方")
    assert read(150802.0) == LINHE


@pytest.mark.parametrize("stands", ["/", "无", " — "])
def test_what_says_nothing_where_a_value_is_needed_is_quoted(read, stands):
    with override("zh-hans"):
        (bad,) = read([HEADER, [*FACT[:3], stands, 7]]).bad
    assert f"“{stands.strip()}”" in bad.said and "空着" not in bad.said and bad.remedy
