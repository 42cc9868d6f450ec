"""Workbooks as openpyxl writes them: formulas without values, merged followers without borders."""

from io import BytesIO
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from nuanxin.kernel.intake.torture.canvas import BLANK, DAY, UNCACHED, Canvas, Cell, Drawn
from nuanxin.kernel.intake.torture.writers.archives import steady


def write(drawn: Drawn, random: Random) -> bytes:
    """Return the workbook's bytes."""
    book = Workbook()
    book.remove(book.active)
    if drawn.from_1904:
        book.epoch = CALENDAR_MAC_1904
    for canvas in drawn.canvases:
        _draw(book.create_sheet(canvas.name), canvas, random)
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue())


def _draw(sheet: Any, canvas: Canvas, random: Random) -> None:
    for (row, column), cell in sorted(canvas.cells.items()):
        _put(sheet.cell(row + 1, column + 1), cell)
    for top, left, bottom, right in canvas.merges:
        sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    for row in sorted(canvas.hidden_rows):
        sheet.row_dimensions[row + 1].hidden = True
    for column in sorted(canvas.hidden_columns):
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    if canvas.stray:
        far = sheet.cell(canvas.stray[0] + 1, canvas.stray[1] + 1)
        far.fill = PatternFill("solid", fgColor="FFFF00")
    for row in range(canvas.height, canvas.height + canvas.blank_rows):
        sheet.cell(row + 1, 1).fill = PatternFill("solid", fgColor="EEEEEE")
    if random.random() < 0.3:
        sheet.cell(1, 1).comment = Comment("请核对", "office")
    if canvas.protected:
        sheet.protection.enable()
    if canvas.hidden:
        sheet.sheet_state = "hidden"


def _put(into: Any, cell: Cell) -> None:
    if cell.kind == UNCACHED:
        into.value = cell.formula
    elif cell.kind != BLANK:
        into.value = cell.value
        if isinstance(cell.value, str):
            into.data_type = "e" if cell.kind == "error" else "s"
    if cell.form or cell.kind == DAY:
        into.number_format = cell.form or "yyyy-mm-dd"
    if cell.struck:
        into.font = Font(strike=True)
    if cell.fill:
        into.fill = PatternFill("solid", fgColor=cell.fill.removeprefix("#"))
