"""Workbooks of Excel 97 (.xls), through xlwt."""

from io import BytesIO
from random import Random
from typing import Any

import xlwt

from nuanxin.kernel.intake.torture.canvas import BLANK, DAY, ERROR, FLAG, Canvas, Cell, Drawn

_ERRORS = {"#REF!": 0x17, "#N/A": 0x2A, "#DIV/0!": 0x07, "#VALUE!": 0x0F}


def write(drawn: Drawn, _random: Random) -> bytes:
    """Return the workbook's bytes."""
    book = xlwt.Workbook(encoding="utf-8")
    for canvas in drawn.canvases:
        sheet = book.add_sheet(canvas.name, cell_overwrite_ok=True)
        if canvas.hidden:
            sheet.visibility = 1
        _draw(sheet, canvas)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _draw(sheet: Any, canvas: Canvas) -> None:
    styles: dict[str, Any] = {}
    for (row, column), cell in sorted(canvas.cells.items()):
        form = cell.form or ("yyyy-mm-dd" if cell.kind == DAY else "General")
        style = styles.setdefault(form, xlwt.easyxf(num_format_str=form))
        _put(sheet, row, column, cell, style)
    for top, left, bottom, right in canvas.merges:
        sheet.merge(top, bottom, left, right)


def _put(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    if cell.kind == BLANK:
        sheet.write(row, column, None, style)
    elif cell.kind == ERROR:
        sheet.row(row).set_cell_error(column, _ERRORS[cell.value], style)
    elif cell.kind == FLAG:
        sheet.row(row).set_cell_boolean(column, cell.value, style)
    else:
        sheet.write(row, column, cell.value, style)
