"""Workbooks as XlsxWriter writes them: with cached values, number formats, strike-through, what is hidden."""

import re
from datetime import datetime
from io import BytesIO
from random import Random
from typing import Any

import xlsxwriter

from nuanxin.kernel.intake.torture.canvas import (
    BLANK,
    DAY,
    ERROR,
    FLAG,
    FORMULA,
    NUMBER,
    UNCACHED,
    Canvas,
    Cell,
    Drawn,
)
from nuanxin.kernel.intake.torture.writers.archives import packed, unpacked

_MARK = "987654321012"
_UNCACHED = re.compile(rb"<v>987654321012</v>")


def write(drawn: Drawn, _random: Random) -> bytes:
    """Return the workbook's bytes."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": drawn.from_1904})
    book.set_properties({"created": datetime(2025, 1, 1)})
    looks = _Looks(book)
    for canvas in drawn.canvases:
        _draw(book.add_worksheet(canvas.name), canvas, looks)
    book.close()
    return packed({name: _UNCACHED.sub(b"", part) for name, part in unpacked(out.getvalue()).items()})


class _Looks:
    """The formats of a workbook, one for each look."""

    def __init__(self, book: Any) -> None:
        self.book, self.known = book, dict[tuple[str, bool, str], Any]()

    def of(self, cell: Cell) -> Any:
        look = (cell.form or ("yyyy-mm-dd" if cell.kind == DAY else ""), cell.struck, cell.fill)
        if look not in self.known:
            chosen: dict[str, Any] = {"border": 1}
            if look[0]:
                chosen["num_format"] = look[0]
            if look[1]:
                chosen["font_strikeout"] = True
            if look[2]:
                chosen["bg_color"] = look[2]
            self.known[look] = self.book.add_format(chosen)
        return self.known[look]


def _draw(sheet: Any, canvas: Canvas, looks: _Looks) -> None:
    for span in canvas.merges:
        sheet.merge_range(*span, "", looks.of(Cell()))
    for (row, column), cell in sorted(canvas.cells.items()):
        _put(sheet, row, column, cell, looks.of(cell))
    for row in sorted(canvas.hidden_rows):
        sheet.set_row(row, None, None, {"hidden": True})
    for column in sorted(canvas.hidden_columns):
        sheet.set_column(column, column, None, None, {"hidden": True})
    _draw_around(sheet, canvas, looks.of(Cell()))


def _draw_around(sheet: Any, canvas: Canvas, look: Any) -> None:
    """Draw what lies around a table: formatted blanks, filters, locks."""
    for row in range(canvas.height, canvas.height + canvas.blank_rows):
        for column in range(min(canvas.width, 6)):
            sheet.write_blank(row, column, None, look)
    if canvas.stray:
        sheet.write_blank(*canvas.stray, None, look)
    if canvas.filtered:
        sheet.autofilter(*canvas.filtered)
    if canvas.protected:
        sheet.protect("office")
    if canvas.hidden:
        sheet.hide()


def _put(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    match cell.kind:
        case kind if kind == BLANK:
            sheet.write_blank(row, column, None, look)
        case kind if kind == NUMBER:
            sheet.write_number(row, column, cell.value, look)
        case kind if kind == DAY:
            sheet.write_datetime(row, column, cell.value, look)
        case kind if kind == FLAG:
            sheet.write_boolean(row, column, cell.value, look)
        case kind if kind == ERROR:
            sheet.write_formula(row, column, "=1/0", look, cell.value)
        case kind if kind == FORMULA:
            sheet.write_formula(row, column, cell.formula, look, cell.value)
        case kind if kind == UNCACHED:
            sheet.write_formula(row, column, cell.formula, look, int(_MARK))
        case _:
            sheet.write_string(row, column, cell.value, look)
