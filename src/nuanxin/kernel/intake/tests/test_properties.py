"""What holds for every cell: printed reads back, doubts yield no value, nothing but a CellError is raised."""

from datetime import date
from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.intake.amounts import PLAIN, Scale, amount_reader, read_amount
from nuanxin.kernel.intake.books import Content, pages
from nuanxin.kernel.intake.cells import read_text, read_yes_no
from nuanxin.kernel.intake.days import day_reader, read_day
from nuanxin.kernel.intake.doubts import PRECISIONS, Doubt
from nuanxin.kernel.intake.faults import CellError, FileRefused
from nuanxin.kernel.intake.numbers import check_sign, id_number, phones
from nuanxin.kernel.intake.numerals import number_of
from nuanxin.plain.units import UNITS

YUAN = Scale(UNITS["元"], "fen")
AT_LEAST = {"{}余": "at_least", "{}以上": "at_least", "≥{}": "at_least"}
MARKS = {"约{}": "about", "近{}": "nearly", "{}以内": "at_most", **AT_LEAST}
CELLS = st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.booleans(), st.dates())
SIGNS = "0123456789.,约近余多以上内年月日-—~/()%万亿一二三十百千点零〇元个〃无 农历初腊拟"
SAID = st.text(SIGNS, max_size=12)
READERS = (
    lambda: amount_reader(PLAIN),
    lambda: amount_reader(YUAN),
    day_reader,
    lambda: read_text,
    lambda: read_yes_no,
)
HEADS = [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html><table>", b"\xff\xfe"]


@given(st.integers(0, 10**12))
def test_chinese_numerals_read_back(number):
    assert number_of(cn2an.an2cn(number, "low")) == number


@given(st.integers(0, 9_999), st.integers(1, 99))
def test_chinese_decimals_of_large_units_read_back(whole, part):
    number = Decimal(f"{whole}.{part}")
    assert number_of(f"{cn2an.an2cn(str(number), 'low')}亿") == number * 10**8


@given(st.integers(1, 10**9), st.sampled_from(sorted(MARKS)))
def test_an_estimate_offers_its_number_with_its_precision_and_nothing_else(amount, mark):
    with pytest.raises(Doubt) as asked:
        amount_reader(YUAN)(mark.format(amount))
    (option,) = asked.value.options
    assert (option.value, option.precision) == (amount * 100, MARKS[mark])


MONTHS = ("{0}年{1}月", "{0}.{1:02}", "{0}-{1:02}", "{0}/{1:02}", "{0}年{1}月份", "{0}年{1}月底", "{0}{1:02}")


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(MONTHS))
def test_a_month_offers_its_first_and_last_day(day, form):
    with pytest.raises(Doubt) as asked:
        read_day(form.format(day.year, day.month))
    days = [option.value for option in asked.value.options]
    assert {(each.year, each.month) for each in days} == {(day.year, day.month)} and days[0].day == 1


@given(st.one_of(CELLS, SAID))
def test_readers_return_a_value_or_raise_a_cell_error_and_stay_with_it(cell):
    for make in READERS:
        read, outcomes = make(), []
        for _again in range(2):
            try:
                outcomes.append(read(cell))
            except Doubt as doubt:
                outcomes.append((doubt.kind, doubt.text, [option.code for option in doubt.options]))
                assert all(option.precision in ("", *PRECISIONS) for option in doubt.options)
            except CellError as error:
                assert error.said and error.remedy
                outcomes.append(str(error))
        assert outcomes[0] == outcomes[1]


@given(SAID)
def test_fast_and_plain_ways_agree_on_texts(text):
    try:
        plain = read_amount(text, YUAN)
    except CellError as error:
        with pytest.raises(type(error)):
            amount_reader(YUAN)(text)
    else:
        assert amount_reader(YUAN)(text) == plain


@given(st.integers(10**16, 10**17 - 1))
def test_an_id_number_with_its_check_sign_is_itself(digits):
    number = f"{digits}{check_sign(str(digits))}"
    assert id_number(f" {number.lower()} ") == number


@given(st.integers(13_000_000_000, 19_999_999_999), st.sampled_from(["{}", "+86{}", "0086 {}", "86-{}"]))
def test_a_phone_in_any_writing_is_its_eleven_digits(number, form):
    assert phones(form.format(number)) == str(number)


@given(st.binary(max_size=400), st.sampled_from(HEADS))
def test_any_bytes_are_pages_or_refused(content, head):
    try:
        found = pages(Content("t.xlsx", head + content))
    except FileRefused as refused:
        assert refused.said and refused.remedy
    else:
        assert all(list(page.rows()) for page in found)


def test_an_old_file_whose_cells_stand_further_apart_than_any_is_refused_before_it_is_laid_out():
    """Found by fuzzing: two cells 65,536 columns apart took 137 GB, and the process with them."""
    from io import BytesIO

    import xlwt

    book, file = xlwt.Workbook(), BytesIO()
    sheet = book.add_sheet("1")
    sheet.write(0, 0, 1.5)
    sheet.write(15_000, 200, 7.25)
    book.save(file)
    whole = file.getvalue()
    assert pages(Content("t.xls", whole))
    cell = (15_000).to_bytes(2, "little") + (200).to_bytes(2, "little")
    assert whole.count(cell) == 1
    with pytest.raises(FileRefused):
        pages(Content("t.xls", whole.replace(cell, cell[:2] + b"\xff\xff")))


def test_an_old_file_that_makes_room_for_more_than_any_holds_is_refused():
    """Found by fuzzing: a worksheet that said it had 10^14 cells ended the process."""
    from io import BytesIO
    from struct import pack

    import xlwt

    book, file = xlwt.Workbook(), BytesIO()
    sheet = book.add_sheet("1")
    sheet.write(0, 0, "名称")
    sheet.write(1, 1, 2.5)
    book.save(file)
    whole = file.getvalue()
    size, texts = pack("<HHIIHH", 0x200, 14, 0, 2, 0, 2), pack("<II", 1, 1)
    assert pages(Content("t.xls", whole)) and whole.count(size) == 1
    for vast in (pack("<HHIIHH", 0x200, 14, 0, 1 << 31, 0, 256), pack("<HHIIHH", 0x200, 14, 9, 2, 0, 2)):
        with pytest.raises(FileRefused):
            pages(Content("t.xls", whole.replace(size, vast)))
    shared = whole.index(b"\xfc\x00")
    assert whole[shared + 4 : shared + 12] == texts
    with pytest.raises(FileRefused):
        pages(Content("t.xls", whole[: shared + 8] + pack("<I", 1 << 30) + whole[shared + 12 :]))


@pytest.mark.parametrize("kind", ["xls", "xlsx"])
def test_a_few_cells_far_apart_take_no_hundreds_of_megabytes(kind):
    """Found by fuzzing: five kilobytes took 443 MB; where most is blank less is laid out."""
    from io import BytesIO

    import xlwt
    from openpyxl import Workbook

    file = BytesIO()
    if kind == "xls":
        old = xlwt.Workbook()
        sheet = old.add_sheet("1")
        sheet.write(0, 0, 1.5)
        sheet.write(60_000, 200, 7.25)
        old.save(file)
    else:
        book = Workbook()
        book.active.append([1.5])
        book.active.cell(60_000, 200).value = 7.25
        book.save(file)
    with pytest.raises(FileRefused) as refused:
        pages(Content(f"t.{kind}", file.getvalue()))
    assert "200" in refused.value.said or "201" in refused.value.said


def test_a_workbook_with_cells_beyond_the_last_column_is_refused():
    """Found by fuzzing: a heading 139,000 columns to the right kept the reader busy for minutes."""
    from io import BytesIO
    from zipfile import ZipFile

    from openpyxl import Workbook

    book, file = Workbook(), BytesIO()
    book.active.append(["名称", "XFD"])
    book.save(file)
    moved = BytesIO()
    with ZipFile(file) as before, ZipFile(moved, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(b'"B1"', b'"AAAA1"'))
    assert pages(Content("t.xlsx", file.getvalue()))
    with pytest.raises(FileRefused):
        pages(Content("t.xlsx", moved.getvalue()))
