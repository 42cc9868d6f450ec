"""Worksheets: no text becomes a formula, no digit is lost, sums are formulas that say what they come to."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from nuanxin.plain.formulas import OPENING, as_written, harmless
from nuanxin.plain.worksheets import Column, Form, Whole, write_workbook

DANGEROUS = st.one_of(
    st.text(max_size=40),
    st.builds(
        lambda lead, sign, rest: lead + sign + rest,
        st.sampled_from(["", " ", "\u3000", "\u00a0", "\ufeff", "'"]),
        st.sampled_from(OPENING),
        st.text(max_size=30),
    ),
    st.sampled_from(["=cmd|'/c calc'!A1", "@SUM(1+1)", "+1+2", "-2+3", "＝1+1", "\t=1", "\r=1", "{=1}"]),
)


def book_of(form: Form, rows, language="zh-hans") -> bytes:
    out = io.BytesIO()
    write_workbook(out, [(form, rows)], language)
    return out.getvalue()


def simple(*columns: Column, **more) -> Form:
    return Form("表", "标题", columns, **{"signed": False, **more})


@given(st.lists(DANGEROUS, min_size=1, max_size=5))
def test_no_text_is_ever_a_formula_in_a_workbook(texts):
    form = Form("表", texts[0], [Column("甲"), Column(texts[-1])], notes=texts, by=texts[0], scope=texts[0])
    book = load_workbook(io.BytesIO(book_of(form, [[text, text] for text in texts])))
    kinds = {
        cell.data_type for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None
    }
    assert kinds <= {"s", "n"}


@given(st.lists(DANGEROUS, min_size=1, max_size=5))
def test_no_text_opens_like_a_formula_in_a_csv_and_all_come_back(texts):
    held = io.StringIO(newline="")
    csv.writer(held).writerow(harmless(text) for text in texts)
    for text in texts:
        assert not harmless(text).lstrip(" \u3000\u00a0\ufeff\u200b").startswith(OPENING)
        assert as_written(harmless(text)) == text


def test_long_numbers_keep_their_digits():
    rows = [["150802199001011234", 150802199001011234, Decimal("12.345"), Decimal("0.1") + 10**14]]
    columns = [Column(word) for word in ("身份证", "编号", "金额", "多")]
    sheet = load_workbook(io.BytesIO(book_of(simple(*columns), rows))).worksheets[0]
    cells = [sheet.cell(3, at) for at in (2, 3, 4, 5)]
    assert [cell.value for cell in cells] == [
        "150802199001011234",
        "150802199001011234",
        12.345,
        "100000000000000.1",
    ]
    assert cells[0].number_format == "@" and cells[2].number_format == "#,##0.000"


def test_sums_are_formulas_with_their_value_over_the_rows_alone():
    columns = [Column("名称"), Column("金额", "万元", 2, summed=True), Column("年度", grouped=False)]
    rows = [["a", Decimal("0.1"), 2024], ["b", Decimal("0.2"), 2025], ["c", None, 2025]]
    for filtered, formula in ((False, "=SUM(C4:C6)"), (True, "=SUBTOTAL(9,C4:C6)")):
        content = book_of(simple(*columns, filtered=filtered), rows)
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert [cell.value for cell in sheet[7]] == ["合计", None, formula, None]
        assert load_workbook(io.BytesIO(content), data_only=True).worksheets[0]["C7"].value == 0.3
        assert (sheet["C4"].number_format, sheet["D4"].number_format) == ("#,##0.00", "0")
        assert (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[6][2] == 0.3
        )


def test_a_whole_is_a_formula_only_where_it_is_the_sum():
    columns = [Column("地区"), Column("件", summed=True), Column("人", summed=True)]
    rows = [["a", 1, 5], ["b", 2, 6], Whole(["全市", 3, 9])]
    sheet = load_workbook(io.BytesIO(book_of(simple(*columns, total=False), rows))).worksheets[0]
    assert [cell.value for cell in sheet[5]][1:] == ["全市", "=SUM(C3:C4)", 9]


def test_days_are_days_and_yes_is_a_word():
    sheet = load_workbook(io.BytesIO(book_of(simple(Column("日"), Column("否")), [[date(2024, 5, 1), True]])))
    cells = sheet.worksheets[0][3]
    assert cells[1].is_date and cells[1].value.date() == date(2024, 5, 1)
    assert cells[2].value == "是"


def test_an_empty_table_is_a_table_without_total():
    sheet = load_workbook(io.BytesIO(book_of(simple(Column("数", summed=True)), []))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["序号", "数"] and sheet.max_row == 2


def test_tabs_are_told_apart_whatever_they_are_called():
    out = io.BytesIO()
    forms = [(Form("a/b:c" * 9, "x", [Column("y")]), [["z"]]) for _ in range(3)]
    write_workbook(out, forms, "en")
    names = load_workbook(out).sheetnames
    assert len(set(names)) == 3 and all(len(name) <= 31 for name in names)
