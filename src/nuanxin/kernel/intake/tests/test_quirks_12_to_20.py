"""Quirks 12 to 20 of offices' sheets: what surrounds and hides cells, and what files are; never guessed."""

import zipfile

import pytest
import xlwt
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from nuanxin.kernel.intake import looks
from nuanxin.kernel.intake.books import pages
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.files import keep_file
from nuanxin.kernel.intake.tables import recognised
from nuanxin.kernel.intake.tests.offices import (
    FACT,
    HEADER,
    LINHE,
    SHEETS,
    Said,
    drawn,
    kinds,
    values,
)


def test_quirk_12_footers_notes_and_signatures_end_the_table(read):
    rows = [
        HEADER,
        FACT,
        ["合计", None, None, 100],
        ["注：本表一式两份"],
        ["填表人：甲（示例）", None, "审核人：乙（示例）"],
    ]
    reading = read(rows)
    assert values(reading, "name") == ["北渠林带"] and not reading.bad and not reading.finds


def test_quirk_13_month_sheets_copies_and_hidden_sheets(divisions, tmp_path):
    path = drawn(
        tmp_path / "t.xlsx", [HEADER, FACT], [HEADER, FACT], [HEADER, FACT], parts=("1月", "2月 (2)", "旧表")
    )
    book = load_workbook(path)
    book["旧表"].sheet_state = "hidden"
    book.save(path)
    known, others = recognised(path, SHEETS)
    assert [page.part for page, _match in known] == ["1月", "2月 (2)"]
    assert [other.part for other in others] == ["旧表"]


def hide(sheet):
    sheet.row_dimensions[3].hidden = True


def strike(sheet):
    sheet["A3"].font = Font(strike=True)


@pytest.mark.parametrize("large_from", [1 << 30, 0])
@pytest.mark.parametrize(("draw", "kind"), [(hide, "hidden_row"), (strike, "struck_row")])
def test_quirk_14_hidden_and_struck_rows_are_asked_about(built, draw, kind, large_from, monkeypatch):
    monkeypatch.setattr(looks, "_LARGE_BYTES", large_from)  # looked at while it is laid out
    assert kinds(built(draw)) == [(3, kind)]
    assert len(built(draw, Said({("", kind): "take"})).rows) == 2
    left = built(draw, Said({("", kind): "leave"}))
    assert values(left, "name") == ["北渠林带"] and not left.bad and not left.asked


def test_quirk_14_a_sum_over_a_hidden_row_is_checked_once_the_row_counts(built, english):
    def draw(sheet):
        hide(sheet)
        sheet.append(["合计", None, None, None, 500])

    assert not [find for find in built(draw).finds if "500" in find.said]
    assert [find for find in built(draw, Said({("", "hidden_row"): "take"})).finds if "500" in find.said]


def test_quirk_14_hidden_columns_are_told(built, english):
    def draw(sheet):
        sheet.column_dimensions["E"].hidden = True

    assert "株数 is hidden" in built(draw).finds[0].said


def test_quirk_15_errors_and_formulas_without_values_are_told(built, english):
    def draw(sheet):
        sheet["E2"], sheet["E2"].data_type = "#REF!", "e"
        sheet["E3"] = "=D3*2"

    said = {bad.row: bad.said for bad in built(draw).bad}
    assert "#REF!" in said[2] and "no value" in said[3]


def test_quirk_15_shares_and_other_displays_are_no_amounts(built):
    def draw(sheet):
        sheet["D2"], sheet["D2"].number_format = 0.15, "0.0%"
        sheet["D3"], sheet["D3"].number_format = 12.5, '0.0"万元"'

    reading = built(draw)
    assert [bad.row for bad in reading.bad] == [2]
    (asked,) = reading.asked
    assert {option.code: option.value for option in asked.doubt.options} == {
        "shown": 12_500_000,
        "stored": 1_250,
    }


def test_quirk_15_brackets_may_mean_less_than_nothing(read):
    (asked,) = read([HEADER, [*FACT[:3], "（5）"]]).asked
    assert {option.code: option.value for option in asked.doubt.options} == {
        "negative": -500,
        "positive": 500,
    }


def test_quirk_15_links_to_other_books_are_told(built):
    def draw(sheet):
        sheet["E2"] = "=[1]Sheet1!A1"

    assert any("E2" in find.said for find in built(draw).finds)


def test_quirk_16_another_thing_counted_is_refused(read):
    assert [bad.column for bad in read([HEADER, [*FACT[:3], "5户"]]).bad] == ["投资"]


@pytest.mark.parametrize("mark", ["√", "✓", "☑", "是", "有", 1, "Y", "●", True])
def test_quirk_17_check_marks(people, mark):
    assert values(people(["甲", "", "", mark]), "paid") == [True]


def test_quirk_17_colour_as_the_only_word_is_warned_of(built, english):
    def draw(sheet):
        for number in range(5):
            sheet.append([f"渠{number}", *FACT[1:]])
        for cell in sheet[4]:
            cell.fill = PatternFill("solid", fgColor="FFFF0000")

    (find,) = built(draw).finds
    assert find.row == 4 and "coloured" in find.said


def test_quirk_18_cell_pictures_and_comments_are_listed_and_not_read(built, english):
    def draw(sheet):
        sheet["E2"] = '=DISPIMG("ID_1",1)'
        sheet["A3"].comment = Comment("旧", "甲")

    reading = built(draw)
    assert values(reading, "trees") == [None, 7]
    told = " ".join(find.said for find in reading.finds)
    assert "pictures" in told and "E2" in told and "A3" in told


HTML = "<html><meta charset=gbk><table><tr>{}</tr><tr>{}</tr></table></html>".format(
    "".join(f"<th>{cell}</th>" for cell in HEADER), "".join(f"<td>{cell}</td>" for cell in FACT)
)
LINES = "\r\n".join(",".join(map(str, row)) for row in (HEADER, FACT))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.xlsx", LINES.encode("gb18030")),
        ("t.xls", HTML.encode("gbk")),
        ("t.xls", HTML.replace("gbk", "utf-8").encode()),
        ("t.csv", LINES.encode("utf-8-sig")),
        ("t.csv", LINES.encode("utf-16")),
        ("t.csv", b"\r\n".join((",".join(HEADER).encode("gb18030"), ",".join(map(str, FACT)).encode()))),
        ("t.csv", b"\r\n".join((",".join(HEADER).encode(), ",".join(map(str, FACT)).encode("gb18030")))),
    ],
)
def test_quirk_19_a_file_is_what_its_content_says(read_file, tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    reading = read_file(tmp_path / name)
    assert values(reading, "cost") == [10_000] and values(reading, "area") == [LINHE]


def test_quirk_19_excel_97_and_excel_2003_xml(read_file, tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    xml = [f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">']
    xml.append('<Worksheet ss:Name="表"><Table>')
    for number, row in enumerate((HEADER, FACT)):
        xml.append("<Row>")
        for at, cell in enumerate(row):
            sheet.write(number, at, cell)
            kind = "String" if isinstance(cell, str) else "Number"
            xml.append(f'<Cell><Data ss:Type="{kind}">{cell}</Data></Cell>')
        xml.append("</Row>")
    book.save(str(tmp_path / "a.xls"))
    (tmp_path / "b.xls").write_text("".join([*xml, "</Table></Worksheet></Workbook>"]), encoding="utf-8")
    for name in ("a.xls", "b.xls"):
        assert values(read_file(tmp_path / name), "trees") == [7]


@pytest.mark.parametrize(
    "content",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        b"%PDF-1.7",
        b"PK\x03\x04 cut short",
        b"\x00\x01\x02",
        b"",
        b"<html><p>\xe6\x97\xa0</p></html>",
    ],
)
def test_quirk_19_what_cannot_be_opened_is_refused_with_a_remedy(tmp_path, content):
    (tmp_path / "t.xlsx").write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        pages(tmp_path / "t.xlsx")
    assert refused.value.said and refused.value.remedy


def test_quirk_19_et_of_wps_is_refused_with_its_remedy(tmp_path, english):
    with pytest.raises(FileRefused) as refused:
        keep_file(b"\xd0\xcf\x11\xe0", "台账.et")
    assert ".xlsx" in refused.value.remedy and "WPS" in refused.value.said


def test_quirk_20_formatted_empty_rows_and_stray_blanks_cost_nothing(built):
    def draw(sheet):
        for number in (40_000, 90_000):
            sheet.cell(number, 1).fill = PatternFill("solid", fgColor="FFFFFF00")
        sheet["XFD1048576"] = " "

    reading = built(draw)
    assert len(reading.rows) == 2 and not reading.bad


def test_quirk_20_a_bomb_is_refused_before_it_is_unpacked(tmp_path, english, monkeypatch):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _piece in range(70):
                member.write(bytes(1 << 24))
    monkeypatch.setattr(zipfile.ZipFile, "open", pytest.fail)
    with pytest.raises(FileRefused) as refused:
        pages(tmp_path / "t.xlsx")
    assert refused.value.said == "The file unpacks to more than 1 GB."


def test_quirks_14_and_15_in_excel_97_too(read_file, tmp_path, english):
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    facts = ([name, *FACT[1:]] for name in ("甲渠", "乙渠", "丙渠"))
    for number, row in enumerate((HEADER, *facts, ["丁渠", *FACT[1:4]])):
        for at, cell in enumerate(row):
            crossed = number == 3 and at == 0
            sheet.write(number, at, cell, xlwt.easyxf("font: struck_out true") if crossed else xlwt.XFStyle())
    sheet.row(2).hidden = True
    sheet.row(4).set_cell_error(4, 0x17)
    book.save(str(tmp_path / "a.xls"))
    reading = read_file(tmp_path / "a.xls")
    assert kinds(reading) == [(3, "hidden_row"), (4, "struck_row")]
    assert [(bad.row, bad.column) for bad in reading.bad] == [(5, "株数")]
    assert "#REF!" in reading.bad[0].said


def test_quirk_19_an_excel_97_file_whose_sectors_run_in_a_circle_is_refused(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "项目名称")
    book.save(str(tmp_path / "a.xls"))
    content = bytearray((tmp_path / "a.xls").read_bytes())
    table = (int.from_bytes(content[76:80], "little") + 1) * 512
    content[table : table + 4] = bytes(4)  # the first sector follows itself
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        pages(tmp_path / "a.xls")
    assert refused.value.remedy
