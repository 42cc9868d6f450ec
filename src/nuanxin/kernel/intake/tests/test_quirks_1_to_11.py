"""Quirks 1 to 11 of offices' sheets: what stands in cells; read rightly or asked about, never guessed."""

from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter

from nuanxin.kernel.intake.books import pages
from nuanxin.kernel.intake.matching import recognise
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tests.offices import (
    FACT,
    HANGJIN_REAR,
    HEADER,
    LINHE,
    PLANTINGS,
    Said,
    drawn,
    kinds,
    open_document,
    values,
)


def test_quirk_01_titles_unit_lines_and_headers_of_three_levels_merged_both_ways(read):
    rows = [
        ["植树台账"],
        ["填报单位：示例办", None, None, None, "单位：万元"],
        ["项 目\n名称", "旗县区", "开工日期", "投  资", None],
        [None, None, None, "总投资", "已完成"],
        ["北渠林带", "临河区", "2024.5.1", 12.5, 3],
    ]
    reading = read(rows, merges=("A1:E1", "A3:A4", "B3:B4", "C3:C4", "D3:E3"))
    assert values(reading, "cost") == [12_500_000]


@pytest.mark.parametrize(
    ("heading", "cell", "fen"),
    [
        ("投资（万元）", 10, 10_000_000),
        ("投资（元）", "10万", 10_000_000),
        ("投资（万元）", "1.2亿元", 12_000_000_000),
        ("投资（元）", "1,234", 123_400),
        ("投资/元*", 10, 1_000),
        ("投资/万元（必填）", 10, 10_000_000),
        ("*投资（万元，必填）", 10, 10_000_000),
        ("投资（单位：万元，保留两位小数）", 10, 10_000_000),
        ("☆投资、万元※", 10, 10_000_000),
        ("投资（必填项）：万元", 10, 10_000_000),
    ],
)
def test_quirk_02_units_in_header_or_cell_are_never_mixed(read, heading, cell, fen):
    assert values(read([[*HEADER[:3], heading], [*FACT[:3], cell]]), "cost") == [fen]


@pytest.mark.parametrize("heading", ["投资（美元）", "投资（万美元）", "投资（单位：千欧元）", "投资(USD)"])
def test_quirk_02_money_of_another_country_is_refused_and_not_taken_for_yuan(read, english, heading):
    (bad,) = read([[*HEADER[:3], heading], [*FACT[:3], 10]]).bad
    assert (bad.row, bad.remedy) == (1, "Head it in 元.")


def test_quirk_02_a_unit_line_in_money_of_another_country_is_refused_too(read, english):
    rows = [["外汇支出折合人民币台账"], ["单位：万美元"], [*HEADER[:3], "投资"], [*FACT[:3], 5]]
    reading = read(rows)
    assert not reading.rows
    assert "万美元" in reading.bad[0].said
    rows[1:3] = [["单位：万美元"], [*HEADER[:3], "投资（元）"]]
    assert values(read(rows), "cost") == [500]


def test_quirk_02_two_measures_in_one_cell_are_asked_about(read):
    reading = read([HEADER, [*FACT[:4], "3处/5公里"]])
    assert kinds(reading) == [(2, "two_measures")]


@pytest.mark.parametrize("label", ["合计", "合  计", "总计", "小计", "其中：临河"])
@pytest.mark.parametrize("first", [True, False])
def test_quirk_03_sums_anywhere_are_checked_and_never_imported(read, label, first):
    total = [label, None, None, 300]
    facts = [FACT, ["南渠林带", *FACT[1:3], 200]]
    reading = read([HEADER, total, *facts] if first else [HEADER, *facts, total])
    assert values(reading, "name") == ["北渠林带", "南渠林带"]
    assert not reading.finds and not reading.bad


def test_quirk_03_a_wrong_sum_is_told_with_both_numbers_and_the_cells(read, english):
    reading = read([HEADER, FACT, ["南渠林带", *FACT[1:3], 200], ["合  计", None, None, 400]])
    (find,) = reading.finds
    assert find.row == 4
    assert all(said in find.said for said in ("400 yuan", "300 yuan", "D2:D3", "100 yuan less"))


def test_quirk_04_serial_numbers_in_any_form_and_captions_that_give_a_column(divisions, tmp_path):
    header = ["序号", "项目名称", "开工日期", "投资（元）"]
    rows = [
        header,
        ["一、临河区"],
        ["（一）", "甲渠", "2024.5.1", 1],
        ["2", "乙渠", "2024.5.1", 1],
        ["二、杭后"],
        [1.0, "丙渠", "2024.5.1", 1],
    ]
    (page,) = pages(drawn(tmp_path / "t.xlsx", rows))
    loose = replace(PLANTINGS, columns=tuple(each for each in PLANTINGS.columns if each.field != "area"))
    match = replace(recognise(page, (loose,)), sheet=PLANTINGS)
    reading = read_table(page, match)
    assert values(reading, "area") == [LINHE, LINHE, HANGJIN_REAR]
    assert not reading.bad


def test_quirk_05_vertical_merges_fill_inside_and_never_past_a_subtotal(read):
    rows = [
        HEADER,
        ["甲", "临河区", "2024.5.1", 1],
        ["乙", None, "2024.5.1", 2],
        ["小计", None, None, 3],
        ["丙", None, "2024.5.1", 4],
    ]
    reading = read(rows, merges=("B2:B5",))
    assert values(reading, "name") == ["甲", "乙"]
    assert [bad.row for bad in reading.bad] == [5]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2024年", "year"),
        ("24/5/1", "short_year"),
        (2024.1, "month_number"),
        ("2024.5.1-5.30", "span"),
        ("长期", "open_end"),
        ("拟2025年", "planned"),
        ("农历八月十五", "lunar"),
        ("5月底", "no_year"),
    ],
)
def test_quirk_06_days_that_are_none_are_asked_about(read, cell, kind):
    reading = read([HEADER, [*FACT[:2], cell, *FACT[3:]]])
    assert not reading.rows and not reading.bad
    assert kinds(reading) == [(2, kind)]


@pytest.mark.parametrize("cell", ["2024.05", "2024年5月", "2024年5月底", "二〇二四年五月"])
def test_quirk_06_a_month_is_read_as_that_month(read, cell):
    reading = read([HEADER, [*FACT[:2], cell, *FACT[3:]]])
    assert values(reading, "on") == [date(2024, 5, 1)] and not reading.asked
    assert dict(reading.rows[0].precision) == {"on": "month"}


@pytest.mark.parametrize("cell", ["2024.5.1", "20240501", 45413, "二〇二四年五月一日", "２０２４．５．１"])
def test_quirk_06_days_in_many_hands(read, cell):
    assert values(read([HEADER, [*FACT[:2], cell, *FACT[3:]]]), "on") == [date(2024, 5, 1)]


def test_quirk_06_october_and_january_are_both_offered(read_file, tmp_path):
    path = drawn(tmp_path / "t.xlsx", [HEADER, [*FACT[:2], 2024.1, *FACT[3:]]])
    (asked,) = read_file(path).asked
    assert {option.code for option in asked.doubt.options} >= {"october_last", "january_last"}
    answered = read_file(path, Said({("on", "month_number"): "october_last"}))
    assert values(answered, "on") == [date(2024, 10, 31)]
    assert answered.rows[0].precision == {"on": "month"}


def test_quirk_06_serials_of_the_1904_system(read_file, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "m.xlsx", {"date_1904": True})
    sheet = book.add_worksheet()
    for number, row in enumerate((HEADER, [*FACT[:2], 43951, *FACT[3:]])):
        sheet.write_row(number, 0, row)
    book.close()
    assert values(read_file(tmp_path / "m.xlsx"), "on") == [date(2024, 5, 1)]


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("１２３", 12_300),
        ("一百八十二", 18_200),
        ("廿三", 2_300),
        ("一点五亿", 15_000_000_000),
        ("1.5万", 1_500_000),
    ],
)
def test_quirk_07_widths_and_chinese_numerals(read, cell, fen):
    assert values(read([HEADER, [*FACT[:3], cell]]), "cost") == [fen]


@pytest.mark.parametrize("cell", ["①", "5²"])
def test_quirk_07_folding_makes_no_digits(read, cell):
    assert [bad.column for bad in read([HEADER, [*FACT[:3], cell]]).bad] == ["投资"]


@pytest.mark.parametrize(
    ("cell", "code", "fen"),
    [
        ("约5", "about", 500),
        ("≈200", "about", 20_000),
        ("3万余", "at_least", 3_000_000),
        ("近百", "nearly", 10_000),
        (">60", "at_least", 6_000),
        ("60以上", "at_least", 6_000),
    ],
)
def test_quirk_08_estimates_are_kept_as_such(read_file, tmp_path, cell, code, fen):
    path = drawn(tmp_path / "t.xlsx", [HEADER, [*FACT[:3], cell]])
    reading = read_file(path)
    assert values(reading, "cost") == [fen] and not reading.asked
    assert dict(reading.rows[0].precision) == {"cost": code}


def test_quirk_08_a_range_is_asked_about(read_file, tmp_path):
    path = drawn(tmp_path / "t.xlsx", [HEADER, [*FACT[:3], "5-6"]])
    (asked,) = read_file(path).asked
    reading = read_file(path, Said({("cost", asked.doubt.kind): "low"}))
    assert values(reading, "cost") == [500]
    assert set(reading.rows[0].precision) == {"cost"}


def test_quirk_08_blank_stroke_none_and_zero_are_four_things(read):
    rows = [[str(number), *FACT[1:4], cell] for number, cell in enumerate(["/", "—", "无", 0, None])]
    reading = read([HEADER, *rows])
    assert values(reading, "trees") == [None, None, None, 0, None]
    assert [dict(row.precision) for row in reading.rows] == [
        {"trees": "not_applicable"},
        {},
        {"trees": "none"},
        {},
        {},
    ]


def test_quirk_08_none_answers_a_question_of_yes_or_no(people):
    (row,) = people(["示例甲", None, None, "无"]).rows
    assert row.values["paid"] is False and dict(row.precision) == {}


@pytest.mark.parametrize("ditto", ["同上", "〃"])
def test_quirk_08_ditto_is_the_row_above_but_not_past_a_total(read, ditto):
    rows = [
        FACT,
        ["乙", ditto, ditto, ditto],
        ["丙", ditto, "2024.5.2", 1],
        ["小计", "", "", 201],
        ["丁", ditto, *FACT[2:]],
    ]
    reading = read([HEADER, *rows])
    assert values(reading, "area") == [LINHE] * 3
    assert values(reading, "cost") == [10_000, 10_000, 100]
    assert [(bad.row, bad.column) for bad in reading.bad] == [(6, "旗县区")]


def test_quirk_09_phones_and_ids_in_one_form(people):
    reading = people(
        ["甲", 13800138000.0, "15010219900307123x", "是"],
        ["乙", "+86 138 0013 8000", "150102900307123", "是"],
        ["丙", "13800138000/0478-8888888转8001", " 15010219900307123Ｘ", "是"],
    )
    assert values(reading, "phone") == ["13800138000", "13800138000", "13800138000、0478-8888888转8001"]
    assert values(reading, "id_number") == ["15010219900307123X", "150102900307123", "15010219900307123X"]


@pytest.mark.parametrize(
    ("phone", "identity", "column"),
    [("1.39E+10", "", "联系电话"), ("1380013800", "", "联系电话"), ("", 150102199003071232.0, "身份证号")],
)
def test_quirk_09_lost_digits_are_told_with_a_remedy(people, phone, identity, column):
    (bad,) = people(["甲", phone, identity, "是"]).bad
    assert (bad.row, bad.column) == (2, column) and bad.remedy


def test_quirk_09_an_id_that_ends_in_noughts_is_asked_about(people):
    assert kinds(people(["甲", "", "150102199003071000", "是"])) == [(2, "id_lost")]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("巴特尔•苏和", "巴特尔·苏和"),
        ("巴特尔．苏和", "巴特尔．苏和"),
        ("李四\u00a0", "李四"),
        ("李\u200b四", "李四"),
        ("䶮某", "䶮某"),
    ],
)
def test_quirk_10_names(people, cell, name):
    assert values(people([cell, "", "", "是"]), "name") == [name.replace("．", "·")]


def test_quirk_10_private_signs_are_asked_about(people):
    reading = people(["\ue863某", "", "", "是"])
    assert kinds(reading) == [(2, "private_sign")]
    assert "䶮某" in [option.value for option in reading.asked[0].doubt.options]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("临河", LINHE),
        ("巴彦淖尔市临河区", LINHE),
        ("巴市临河区", LINHE),
        ("乌前旗", 150823000000),
        ("杭后", HANGJIN_REAR),
        ("准旗", 150622000000),
    ],
)
def test_quirk_11_area_names(read, cell, code):
    assert values(read([HEADER, ["甲", cell, *FACT[2:]]]), "area") == [code]


def test_quirk_11_a_name_of_several_areas_is_asked_about_with_each_as_an_option(read):
    reading = read([HEADER, ["甲", "左旗", *FACT[2:]]])
    (asked,) = reading.asked
    assert asked.doubt.kind == "area" and len(asked.doubt.options) > 1
    assert all(str(option.value) == option.code for option in asked.doubt.options)


def test_quirk_05_vertical_merges_of_open_documents(read_file, tmp_path):
    """Drawn by hand: calamine does not tell the merges of an .ods."""
    rows = [
        HEADER[:4],
        ["甲", "临河区", "2024.5.1", 1],
        ["乙", None, "2024.5.1", 2],
        ["丙", "杭后", "2024.5.1", 3],
    ]
    path = open_document(tmp_path / "t.ods", rows, spans={(1, 1): 2}, hidden={3})
    reading = read_file(path)
    assert values(reading, "area") == [LINHE, LINHE]
    assert kinds(reading) == [(4, "hidden_row")]


def test_quirk_02_a_unit_line_alone_above_the_header(read):
    rows = [["植树台账"], [None, None, None, "单位：万元"], [*HEADER[:3], "投资"], [*FACT[:3], 5]]
    assert values(read(rows), "cost") == [5_000_000]
