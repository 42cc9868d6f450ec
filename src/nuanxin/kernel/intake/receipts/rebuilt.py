"""The copy 重写本: a workbook of a kind that cannot be added to (.xls, .ods), written as an .xlsx.

Worksheets in their order, hidden ones hidden, every value as what it is, merged cells merged. Formulas
are their values; colours, widths and pictures stay behind in her own file, which she has.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from nuanxin.kernel.intake.books import Content, Page, pages
from nuanxin.kernel.intake.files import shown
from nuanxin.kernel.intake.receipts.column import heading
from nuanxin.kernel.intake.receipts.rows import ASKED, FOUND, REFUSED, Receipt
from nuanxin.kernel.intake.receipts.workbook import words_of
from nuanxin.plain.worksheets import wide

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _RECEIPT_WIDTH = 40, 46


def rebuilt(content: Content, receipts: Iterable[Receipt]) -> bytes:
    """Return the workbook as an .xlsx with the column. Raises FileRefused."""
    said, out = {receipt.part: receipt for receipt in receipts}, BytesIO()
    with Workbook(out, _OPTIONS) as book:
        looks = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            "merged": book.add_format({"align": "center", "valign": "vcenter"}),
            "plain": book.add_format({"text_wrap": True, "valign": "top"}),
            ASKED: book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF3CF"}),
            REFUSED: book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FBE3D6"}),
        }
        for page in pages(content):
            _write(book.add_worksheet(page.part[:31] or "1"), page, said.get(page.part), looks)
    return out.getvalue()


def _write(sheet: Worksheet, page: Page, receipt: Receipt | None, looks: dict[str, Format]) -> None:
    tops, held = {top for top, _bottom in page.merges}, dict[tuple[int, int], Any]()
    widths: dict[int, int] = {}
    for number, cells in page.rows():
        for at, value in enumerate(cells):
            if (number - 1, at) in tops:
                held[number - 1, at] = value
            if value != "":
                _put(sheet, number - 1, at + page.left, value, looks)
                widths[at] = max(widths.get(at, 8), wide(str(value)[:60]))
    for (top, left), (bottom, right) in page.merges:
        text = shown(held.get((top, left), ""))
        with suppress(OverlappingRange):
            sheet.merge_range(top, left + page.left, bottom, right + page.left, text, looks["merged"])
    for at, width in widths.items():
        sheet.set_column(at + page.left, at + page.left, min(width + 2, _WIDEST))
    if page.hidden:
        sheet.hide()
    if receipt:
        _stamp(sheet, receipt, max(widths, default=0) + page.left + 1, looks)


def _put(sheet: Worksheet, row: int, at: int, value: Any, looks: dict[str, Format]) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, at, value, looks["moment" if value.time() != time() else "day"])
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, looks["day"])
    elif isinstance(value, time | timedelta):
        sheet.write_datetime(row, at, value)
    else:
        sheet.write_string(row, at, str(value)[:32_000])


def _stamp(sheet: Worksheet, receipt: Receipt, at: int, looks: dict[str, Format]) -> None:
    sheet.set_column(at, at, _RECEIPT_WIDTH)
    sheet.write_string(receipt.header_row - 1, at, heading(), looks["plain"])
    kinds = {ASKED: 1, REFUSED: 2}
    names = {0: "plain", 1: ASKED, 2: REFUSED}
    for row, words in words_of(receipt, {"plain": 0, **kinds, FOUND: 1}):
        sheet.write_string(row - 1, at, words.text[:32_000], looks[names[words.look or 0]])
    if receipt.refused:
        sheet.write_string(receipt.header_row, at, receipt.refused, looks[REFUSED])
