"""Returning 退回: the workbook handed back with a column saying why each bad row was not taken."""

from collections.abc import Iterable, Sequence
from copy import copy
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from nuanxin.kernel.intake.books import pages
from nuanxin.kernel.intake.faults import BadRow
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.plain.traces import office_file_without_traces

_MARKED = PatternFill("solid", fgColor="FFFBE3D6")
_WIDTH = 48


def write_back(path: Path, reports: Iterable[TableReport], out: Path) -> None:
    """Write the workbook to ``out`` with the reasons beside the bad rows, to be mended and sent again.

    An .xlsx keeps its look; other kinds of file come back as a plain .xlsx of the same cells. Authors,
    comments and thumbnails stay behind.
    """
    book = load_workbook(path) if path.suffix.lower() == ".xlsx" else _copied(path)
    for report in reports:
        sheet = book[report.part] if report.part else book.worksheets[0]
        _write_reasons(sheet, report.header_row, report.bad)
    held = BytesIO()
    book.save(held)
    out.write_bytes(office_file_without_traces(held.getvalue()))


def _copied(path: Path) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for page in pages(path):
        sheet = book.create_sheet(page.part or "1")
        for number, cells in page.rows():
            for at, value in enumerate(cells, page.left + 1):
                if value != "":
                    cell = sheet.cell(number, at, value)
                    if isinstance(value, str):
                        cell.data_type = "s"  # never a formula: the text was somebody else's
    return book


def _write_reasons(sheet: Worksheet, header_row: int, bad: Sequence[BadRow]) -> None:
    column = _reason_column(sheet, header_row)
    for row in range(header_row + 1, sheet.max_row + 1):
        if sheet.cell(row, column).value:
            sheet.cell(row, column).value = None  # said about an earlier return
    by_row: dict[int, list[str]] = {}
    for fault in bad:
        heading = f"{fault.column}: " if fault.column else ""
        by_row.setdefault(fault.row, []).append(f"{heading}{fault.said} {fault.remedy}")
    for row, reasons in by_row.items():
        cell = sheet.cell(row, column, "\n".join(reasons))
        cell.data_type, cell.fill = "s", _MARKED
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _reason_column(sheet: Worksheet, header_row: int) -> int:
    """Return the column for the reasons: the one of an earlier return, or the next free one."""
    said = set()
    for language in ("zh-hans", "en"):
        with override(language):
            said.add(_("Why this row was not taken"))
    last = 1
    for row in sheet.iter_rows(min_row=max(header_row - 2, 1), max_row=header_row):
        for cell in row:
            if cell.value in said:
                return int(cell.column)
            last = max(last, int(cell.column)) if cell.value not in (None, "") else last
    heading = sheet.cell(header_row, last + 1, _("Why this row was not taken"))
    heading.font, heading.fill = copy(sheet.cell(header_row, last).font), _MARKED
    sheet.column_dimensions[heading.column_letter].width = _WIDTH
    return last + 1
