"""The returned workbook: her own file with one column more, and nothing else different."""

import io
import re
import zipfile

import pytest
import xlsxwriter
from django.utils.translation import override
from openpyxl import load_workbook

from nuanxin.kernel.intake.books import Content, pages
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.receipts.rows import Receipt, receipt_of
from nuanxin.kernel.intake.receipts.workbook import stamped
from nuanxin.kernel.intake.returning import returned, write_back
from nuanxin.kernel.intake.tests.offices import drawn, office_rows
from nuanxin.kernel.ledger.models import Act

pytestmark = pytest.mark.usefixtures("sheets")
HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）"]
PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def furnished(tmp_path):
    """A workbook with everything an office puts into one."""
    path = tmp_path / "样样都有.xlsx"
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"author": "张三", "company": "某局"})
    sheet, red = book.add_worksheet("五月"), book.add_format({"bold": True, "bg_color": "red", "border": 1})
    sheet.merge_range("A1:E1", "植树台账", red)
    for at, word in enumerate(["序号", *HEADER]):
        sheet.write(1, at, word, red)
    days = ("2024.5.1", "不是日子", "2024.5.3")
    rows = [(f"渠{at}", "临河区", day, at) for at, day in enumerate(days, 1)]
    for number, row in enumerate(rows, 2):
        sheet.write_row(number, 0, [number - 1, *row])
    sheet.write_formula("E6", "=SUM(E3:E5)", red, 6)
    sheet.write("A6", "合计")
    sheet.set_column("A:D", 15)
    sheet.set_column("G:XFD", None, None, {"hidden": True})
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.freeze_panes(2, 1)
    sheet.autofilter("A2:E5")
    sheet.data_validation("C3:C9", {"validate": "list", "source": ["临河区", "杭后"]})
    sheet.conditional_format("E3:E5", {"type": "data_bar"})
    sheet.write_comment("B3", "问过李四", {"author": "张三"})
    sheet.insert_image("J3", "p.png", {"image_data": io.BytesIO(PICTURE)})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=五月!$E$3:$E$5"})
    sheet.insert_chart("J9", chart)
    sheet.print_area("A1:E6")
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.protect("", {"format_cells": True})
    other = book.add_worksheet("说明")
    other.write("A1", "本表由林草局填报")
    book.close()
    return path


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def back_of(path, reports, **how):
    return returned(Content(path.name, path.read_bytes()), [receipt_of(each, **how) for each in reports])


def column(content: bytes, letter: str, part: int = 0) -> dict[int, str]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[part]
    return {cell.row: cell.value for cell in sheet[letter] if cell.value is not None}


def test_every_part_but_the_worksheet_and_the_styles_is_hers_byte_for_byte(clerk, furnished, english):
    back = back_of(furnished, take(clerk, furnished))
    before, after = members(furnished.read_bytes()), members(back.content)
    assert (back.suffix, back.own) == (".xlsx", True)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
    }
    assert any("media/image" in name for name in after) and any("charts/chart" in name for name in after)
    assert any("comments" in name for name in after) and "张三".encode() in after["docProps/core.xml"]


def test_of_the_worksheet_nothing_goes_but_the_column_comes(clerk, furnished, english):
    back = back_of(furnished, take(clerk, furnished))
    before = members(furnished.read_bytes())["xl/worksheets/sheet1.xml"].decode()
    after = members(back.content)["xl/worksheets/sheet1.xml"].decode()
    ours = re.compile(r'<c r="F\d+"[^>]*t="inlineStr">.*?</c>', re.DOTALL)
    assert len(ours.findall(after)) == 4
    bare = ours.sub("", after).replace('<col min="6" max="6" width="46" customWidth="1"/>', "")
    bare = re.sub(r'(dimension ref="A1:)F', r"\1E", bare)  # the extent
    assert re.sub(r' spans="[^"]*"', "", bare) == re.sub(r' spans="[^"]*"', "", before)


def test_of_the_styles_nothing_goes_and_three_looks_come(clerk, furnished, english):
    back = back_of(furnished, take(clerk, furnished))
    before, after = (
        members(content)["xl/styles.xml"].decode() for content in (furnished.read_bytes(), back.content)
    )
    assert len(after.split("<xf ")) - len(before.split("<xf ")) == 3
    old, new = load_workbook(furnished), load_workbook(io.BytesIO(back.content))
    for one, other in zip(old["五月"].iter_rows(max_col=5), new["五月"].iter_rows(max_col=5), strict=True):
        for cell, same in zip(one, other, strict=True):
            assert (cell.value, cell.fill.fgColor.rgb, cell.font.b, cell.number_format) == (
                same.value, same.fill.fgColor.rgb, same.font.b, same.number_format,
            )  # fmt: skip


def test_each_row_says_what_became_of_it(clerk, furnished, english):
    said = column(back_of(furnished, take(clerk, furnished)).content, "F")
    act = Act.objects.order_by("-number")[0].number
    assert said[2] == "Nuanxin receipt"
    assert said[3].startswith(f"Posted: new (act {act}, row 3)")
    assert said[4].startswith("Not taken: 开工日期: ")
    assert said[4].endswith("Example: in row 4 write under “开工日期”: 2024-05-01")
    assert said[5] == f"Posted: new (act {act}, row 5)"
    assert set(said) <= {2, 3, 4, 5, 6}


@pytest.mark.usefixtures("chinese")
def test_a_rehearsal_says_what_would_become_of_it(clerk, furnished):
    said = column(back_of(furnished, preview(clerk, furnished).tables, rehearsed=True).content, "F")
    assert said[3].startswith("已读：新增") and said[4].startswith("未收：") and "例：第 4 行" in said[4]


def test_mended_and_sent_again_the_column_is_replaced_and_never_doubled(clerk, furnished, tmp_path, english):
    first = back_of(furnished, take(clerk, furnished))
    path = tmp_path / "退回.xlsx"
    book = load_workbook(io.BytesIO(first.content))  # as a spreadsheet would save it: shared strings
    book["五月"]["D4"] = "2024.5.2"
    book.save(path)
    with override("zh-hans"):  # another language, the same column
        reports = take(clerk, path)
        second = back_of(path, reports)
    assert (reports[0].good, reports[0].bad) == (3, [])
    said = column(second.content, "F")
    assert said[2] == "暖新回执" and "已有" in said[3] and "新增" in said[4]
    assert all(cell.value is None for cell in load_workbook(io.BytesIO(second.content))["五月"]["G"])
    third = back_of(path, take(clerk, path))
    assert column(third.content, "F")[4] == "Known already; nothing changed"


def test_a_change_says_how_many_fields(clerk, tmp_path, english):
    take(clerk, drawn(tmp_path / "a.xlsx", [HEADER, ["a", "临河区", "2024.5.1", 1]]))
    path = drawn(tmp_path / "b.xlsx", [HEADER, ["a", "临河区", "2024.5.2", 2]])
    assert column(back_of(path, take(clerk, path)).content, "E")[2].startswith(
        "Posted: 2 fields changed (act "
    )


def test_a_wrong_total_is_said_in_its_row(clerk, tmp_path, english):
    path = drawn(tmp_path / "t.xlsx", office_rows(total=700))
    assert "700" in column(back_of(path, take(clerk, path)).content, "F")[7]


def test_a_worksheet_refused_as_a_whole_says_why(clerk, tmp_path, english):
    path = drawn(tmp_path / "t.xlsx", [HEADER, ["a", "临河区", "2024.5.1", 1]])
    receipt = Receipt("表1", 1, refused="No grant.")
    assert column(returned(Content(path.name, path.read_bytes()), [receipt]).content, "E")[2] == "No grant."


def test_a_receipt_is_packed_and_comes_back(clerk, furnished):
    receipt = receipt_of(take(clerk, furnished)[0])
    assert Receipt.unpacked(receipt.packed()) == receipt


def test_a_comma_separated_file_keeps_its_bytes(clerk, tmp_path, english):
    for encoding, mark in (("gb18030", b""), ("utf-8-sig", b""), ("utf-8", b"\xef\xbb\xbf")):
        text = '项目名称,旗县区,开工日期,投资\r\n"a, b",临河区,2024.5.1,"1,000"\r\nc,哪里,2024.5.1,5\r\n'
        path = tmp_path / f"{encoding}.csv"
        path.write_bytes(text.encode(encoding))
        back = back_of(path, take(clerk, path))
        assert (back.suffix, back.own) == (".csv", True)
        before, after = mark + path.read_bytes(), back.content
        lines = list(zip(before.split(b"\r\n"), after.split(b"\r\n"), strict=True))
        assert all(new.startswith(old) for old, new in lines)
        assert b"Not taken" in lines[2][1] and lines[3] == (b"", b"")
        again = tmp_path / "again.csv"
        bare = encoding.removesuffix("-sig")
        again.write_bytes(after.replace("哪里".encode(bare), "杭后".encode(bare)))
        reports = take(clerk, again)
        assert not reports[0].bad
        assert back_of(again, reports).content.count(b"Nuanxin receipt") == 1


def test_a_text_in_the_receipt_is_no_formula(clerk, tmp_path, english):
    path = tmp_path / "t.csv"
    path.write_text("项目名称,旗县区,开工日期,投资\n=1+1,哪里,2024.5.1,5\n", encoding="utf-8")
    assert b",Not taken" in back_of(path, take(clerk, path)).content


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_other_kinds_come_back_as_a_workbook_of_the_same_cells(clerk, tmp_path, suffix, english):
    path = _other_kind(tmp_path / f"旧{suffix}")
    back = back_of(path, take(clerk, path))
    assert (back.suffix, back.own) == (".xlsx", False)
    out = tmp_path / "新.xlsx"
    out.write_bytes(back.content)
    (old,), (new,) = pages(path), pages(out)
    assert (old.part, old.merges) == (new.part, new.merges)
    assert [cells[:4] for _n, cells in old.rows()] == [cells[:4] for _n, cells in new.rows()]
    assert any("Not taken" in str(text) for text in column(back.content, "E").values())


def _other_kind(path):
    return _old_excel(path) if path.suffix == ".xls" else _open_document(path)


def _old_excel(path):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("五月")
    sheet.write_merge(0, 0, 0, 3, "植树台账")
    for row, cells in enumerate([HEADER, ["a", "临河区", "2024.5.1", 1.5], ["b", "哪里", "2024.5.2", 2]], 1):
        for at, value in enumerate(cells):
            sheet.write(row, at, value)
    book.save(str(path))
    return path


def _open_document(path):
    rows = [HEADER, ["a", "临河区", "2024.5.1", "1.5"], ["b", "哪里", "2024.5.2", "2"]]
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
            for value in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="五月">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr("content.xml", content)
    return path


def test_a_workbook_written_with_prefixes_is_added_to(clerk, furnished, english):
    """Some programs write every name with a prefix; the column's cells are written likewise."""
    parts = members(furnished.read_bytes())
    for name in ("xl/worksheets/sheet1.xml", "xl/styles.xml"):
        text = re.sub(r"<(/?)(?![?!])(\w+)(?=[\s>/])", r"<\1x:\2", parts[name].decode())
        parts[name] = text.replace(' xmlns="', ' xmlns:x="', 1).encode()
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    receipt = receipt_of(take(clerk, furnished)[0])
    after = members(stamped(held.getvalue(), [receipt]))["xl/worksheets/sheet1.xml"].decode()
    assert len(re.findall(r'<x:c r="F\d"[^>]*t="inlineStr"><x:is><x:t ', after)) == 4
    assert '<x:col min="6" max="6" width="46"' in after


def test_the_file_lies_in_a_folder_under_its_name(clerk, furnished, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    assert write_back(furnished, take(clerk, furnished), folder).name == furnished.name
