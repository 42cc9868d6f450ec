"""Tables as offices lay them out: titles, merged headers, units in headings, totals, captions, footers."""

from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from nuanxin.kernel.intake.books import pages
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.headings import headings
from nuanxin.kernel.intake.matching import Unrecognised, recognise
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tables import recognised
from nuanxin.kernel.intake.tests.offices import (
    CITY,
    HANGJIN_REAR,
    LINHE,
    OTHER,
    PLANTINGS,
    SHEETS,
    drawn,
    office_rows,
)

HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）"]
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
FACT = ["北渠林带", "临河区", "2024.5.1", 100]


def costs(reading):
    return [row.values["cost"] for row in reading.rows]


def test_an_office_table(read):
    reading = read(office_rows())
    assert reading.sheet is PLANTINGS
    assert reading.match.header_row == 3
    assert [row.number for row in reading.rows] == [4, 5, 6]
    assert costs(reading) == [100_000_000, 200_500_000, 300_000_000]  # 万元 by the unit line
    assert [row.values["area"] for row in reading.rows] == [LINHE, HANGJIN_REAR, LINHE]
    assert [row.values["trees"] for row in reading.rows] == [None] * 3
    assert not reading.bad and not reading.finds


@pytest.mark.parametrize(
    ("cost", "heading", "fen"),
    [
        (1, "投资（万元）", 1_000_000),
        (1, "投资(元)", 100),
        (1, "投资/亿元", 10_000_000_000),
        (1, "投资\n（单位：万元）", 1_000_000),
        (1, "投 资", 100),
        ("1万元", "投资（亿元）", 1_000_000),  # the cell's unit first
    ],
)
def test_the_unit_of_a_heading(read, cost, heading, fen):
    assert costs(read([[*HEADER[:3], heading], [*FACT[:3], cost]])) == [fen]


def test_a_heading_in_a_unit_that_does_not_fit_refuses_the_table(read):
    reading = read([[*HEADER[:3], "投资（公里）"], FACT])
    assert not reading.rows
    assert reading.bad[0].row == 1


def test_two_levels_of_merged_headers(read):
    rows = [
        ["植树台账"],
        ["序号", "项目名称", "旗县区", "开工日期", "投资（万元）", None, "株数"],
        [None, None, None, None, "总投资", "已完成", None],
        [1, "北渠林带", "临河区", "2024.5.1", 12.5, 3, 500],
    ]
    merges = ("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3")
    reading = read(rows, merges=merges)
    assert reading.match.header_row == 3
    assert reading.rows[0].values["cost"] == 12_500_000
    assert reading.rows[0].values["trees"] == 500


def test_two_levels_nobody_merged(read):
    rows = [[*HEADER[:3], "投资（万元）", None], [None, None, None, "合计", "已完成"], [*FACT[:3], 7, 1]]
    assert costs(read(rows)) == [7_000_000]


def test_a_header_row_of_units(read):
    rows = [["项目名称", "旗县区", "开工日期", "投资", "株数"], [None, None, None, "万元", "株"], [*FACT, 9]]
    reading = read(rows)
    assert costs(reading) == [100_000_000]
    assert reading.rows[0].values["trees"] == 9


def test_a_row_numbering_the_columns_is_no_fact(read):
    reading = read([HEADER, ["甲", "乙", 1, 2], FACT])
    assert [row.number for row in reading.rows] == [3]
    assert not reading.bad


def test_the_header_again_on_the_next_page(read):
    reading = read([HEADER, FACT, HEADER, ["南渠林带", *FACT[1:]]])
    assert len(reading.rows) == 2
    assert not reading.bad


def test_captions_of_blocks_are_tolerated(read):
    rows = [
        HEADER,
        ["一、临河区"],
        FACT,
        ["（二）杭锦后旗"],
        ["南渠林带", "杭后", *FACT[2:]],
        ["其中：", None, None, 3],
    ]
    reading = read(rows, merges=("A2:D2",))
    assert len(reading.rows) == 2
    assert not reading.bad


def test_vertical_merges_fill_only_inside(read):
    rows = [
        HEADER,
        ["北渠林带", "临河区", "2024.5.1", 1],
        ["南渠林带", None, "2024.5.1", 1],
        ["西渠林带", None, "2024.5.1", 1],
    ]
    reading = read(rows, merges=("B2:B3",))
    assert [row.values["area"] for row in reading.rows] == [LINHE, LINHE]
    assert [(bad.row, bad.column) for bad in reading.bad] == [(4, "旗县区")]


def test_the_footer_ends_the_table_and_what_follows_is_told(read, english):
    rows = [HEADER, FACT, ["注：以上为示例。"], ["南渠林带", *FACT[1:]], ["填表人：某某"]]
    reading = read(rows)
    assert len(reading.rows) == 1
    assert [find.row for find in reading.finds] == [4]


def test_a_remark_that_begins_like_a_footer_is_a_cell(read):
    reading = read(
        [
            ["项目名称", "备注", *HEADER[1:]],
            ["北渠林带", "注：已拆除", *FACT[1:]],
            ["南渠林带", "", *FACT[1:]],
        ]
    )
    assert len(reading.rows) == 2


def test_blank_rows_and_stray_blanks_are_nothing(read):
    stray = [None] * 60 + [" "]
    reading = read([HEADER, FACT, [None] * 4, [" ", "　"], stray, ["南渠林带", *FACT[1:]], *[[""]] * 50])
    assert [row.number for row in reading.rows] == [2, 6]
    assert not reading.bad


def test_the_table_may_begin_anywhere(divisions, tmp_path):
    book = Workbook()
    sheet = book.active
    for row, cells in enumerate([HEADER, FACT], 5):
        for column, cell in enumerate(cells, 4):
            sheet.cell(row, column, cell)
    book.save(tmp_path / "t.xlsx")
    known, _others = recognised(tmp_path / "t.xlsx", SHEETS)
    assert [row.number for row in read_table(*known[0]).rows] == [6]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_csv_in_the_encodings_of_offices(divisions, tmp_path, encoding, comma):
    path = tmp_path / "t.csv"
    lines = [HEADER, ["㛃林带", "临河区", "2024.5.1", "100"], ["合计", "", "", "100"]]
    path.write_bytes("\r\n".join(comma.join(line) for line in lines).encode(encoding))
    known, _others = recognised(path, SHEETS)
    reading = read_table(*known[0])
    assert [row.values["name"] for row in reading.rows] == ["㛃林带"]
    assert costs(reading) == [10_000]
    assert not reading.bad and not reading.finds


def test_an_open_document(divisions, tmp_path):
    """Drawn by hand, because nothing here writes .ods: one table, its cells as text and numbers."""
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    rows = ("".join(map(_ods, row)) for row in (HEADER, FACT))
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content{spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(tmp_path / "t.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        packed.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"/>'
        )
    known, _others = recognised(tmp_path / "t.ods", SHEETS)
    assert costs(read_table(*known[0])) == [10_000]


def _ods(cell):
    if isinstance(cell, str):
        kind = 'office:value-type="string"'
    else:
        kind = f'office:value-type="float" office:value="{cell}"'
    return f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>"


def test_a_file_that_is_no_workbook(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"<html><table></table></html>")
    with pytest.raises(FileRefused):
        pages(path)


def test_a_stray_cell_at_the_far_end_is_cut_before_it_fills_the_memory(read):
    reading = read([HEADER, FACT], far={"XFD1048576": " ", "AB90000": "\u3000"})
    assert costs(reading) == [10_000]


def test_a_worksheet_filled_to_the_far_end_is_refused(tmp_path):
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "项目", "到此"
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(FileRefused) as refused:
        pages(tmp_path / "t.xlsx")
    assert "16384" in refused.value.said and refused.value.remedy


def match(tmp_path, *rows, part="表", sheets=SHEETS):
    return recognise(pages(drawn(tmp_path / "t.xlsx", list(rows), parts=(part,)))[0], sheets)


def test_missing_columns_are_named(tmp_path, english):
    found = match(tmp_path, ["项目名称", "旗县区", "投资"], FACT)
    assert isinstance(found, Unrecognised)
    assert "begun on" in found.said and "plantings" in found.said


def test_a_worksheet_that_is_none_of_the_sheets(tmp_path):
    assert isinstance(match(tmp_path, ["说明"], ["本表一式两份", "报送"]), Unrecognised)


def test_a_column_that_stands_there_twice_is_not_guessed(tmp_path, english):
    found = match(tmp_path, [*HEADER, "投资"], [*FACT, 5])
    assert isinstance(found, Unrecognised)
    assert "twice" in found.said


@pytest.mark.usefixtures("divisions")
def test_headings_in_english_and_by_alias(tmp_path):
    found = match(tmp_path, ["Project *", "County", "Begun on", "总投资（万元）"], FACT)
    assert set(found.columns) == {"name", "area", "on", "cost"}


@pytest.mark.usefixtures("divisions")
def test_two_sheets_alike_are_told_apart_by_the_title_or_not_at_all(tmp_path, english):
    twin = type(OTHER)("tests.twin", "回访台账", "returns", OTHER.columns, OTHER.key, OTHER.into)
    header = ["户主", "走访日期"]
    unsure = match(tmp_path, header, sheets=(OTHER, twin))
    assert isinstance(unsure, Unrecognised) and "visits or returns" in unsure.said
    assert match(tmp_path, ["2024年回访台账"], header, sheets=(OTHER, twin)).sheet is twin
    assert match(tmp_path, header, part="走访台账", sheets=(OTHER, twin)).sheet is OTHER


def test_the_area_of_the_title_bounds_names_below(read):
    """狼山镇 is asked for inside the banner or district the title begins with."""
    reading = read([["填报单位：巴彦淖尔市林草局"], HEADER, FACT])
    assert reading.rows[0].values["area"] == LINHE
    assert LINHE // 10**8 == CITY // 10**8


def test_the_line_that_names_the_office_is_no_part_of_a_heading():
    rows = [
        ["填报单位：示例办公室", "填报单位：示例办公室", "单位：人次"],
        ["日期", "接待人次", "接待人次"],
        ["", "合计人次", "其中团队"],
    ]
    found = headings(rows, 0, 3, [])
    assert [heading.text for heading in found[:2]] == ["日期", "接待人次·合计人次"]
