"""Exports 导出: an answer as a workbook, as CSV that Excel reads, and as JSON.

Each carries title, area, period, the entry it is fixed at, the definitions and the link that shows the
same again. Numbers are those of the page, in its units.
"""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from nuanxin.kernel.areas.codes import short
from nuanxin.web.explore.results import Line, Result, Shown
from nuanxin.web.explore.titles import area_name
from nuanxin.web.templatetags.wording import figure_name, said, span

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
INK, PAPER, RULE = "1F1D1A", "F4F0E8", "CFC8BA"


def exported(result: Result, kind: str, link: str) -> bytes:
    """Return an answer as a file of a kind of ``MEDIA``; ``link`` shows the same in a browser."""
    return {"xlsx": _workbook, "csv": _csv, "json": _json}[kind](result, link)


def file_name(result: Result, kind: str) -> str:
    """Return a name for the file: the title without what file systems refuse."""
    kept = "".join("_" if sign in '/\\:*?"<>|：' else sign for sign in result.title)
    return f"{kept[:80]}.{kind}"


def facts_of(result: Result, link: str) -> list[tuple[str, str]]:
    """Return what an export says about itself."""
    question = result.table.question
    return [
        (_("Title"), result.title),
        (_("Area"), f"{area_name(question.area)} {short(question.area)}"),
        (_("Period"), span(question.period)),
        (_("As of entry"), str(result.table.as_of)),
        (_("Printed on"), localdate().isoformat()),
        (_("Link"), link),
        *((_("Note"), note) for note in result.notes),
    ]


def heads_of(result: Result) -> list[str]:
    """Return the heads of the columns, figure and unit among them."""
    heads = [result.first_head]
    for column in result.columns:
        name = figure_name(column.figure)
        head = name if column.head == name else f"{name} {column.head}"
        heads.append(f"{head} ({column.unit})" if column.unit else head)
        if result.compared:
            heads += [f"{head} · {result.compared}", f"{head} · {_('change')}"]
    return heads


def rows_of(result: Result) -> Iterator[list[str | Decimal | None]]:
    """Yield the lines: name, then each value as the number the page prints."""
    for line in result.lines:
        yield [line.name, *(value for cell in line.cells for value in _values(result, cell))]


def _values(result: Result, cell: Shown) -> list[str | Decimal | None]:
    if not result.compared:
        return [_number(cell.value)]
    return [_number(cell.value), _number(cell.base), cell.change]


def _number(printed: str) -> Decimal | None:
    return None if printed in ("—", "") else Decimal(printed.replace(",", "").replace("−", "-"))


def _csv(result: Result, link: str) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(heads_of(result))
    writer.writerows([*map(_plain, row)] for row in rows_of(result))
    writer.writerow([])
    writer.writerows(facts_of(result, link))
    for each in result.meanings:
        writer.writerow([said(each.figure), said(each.figure.says), each.formula])
    return text.getvalue().encode("utf-8-sig")


def _plain(value: str | Decimal | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else value


def _json(result: Result, link: str) -> bytes:
    told: dict[str, Any] = {
        "title": result.title,
        "area": short(result.table.question.area),
        "period": str(result.table.question.period),
        "as_of": result.table.as_of,
        "link": link,
        "notes": result.notes,
        "figures": [
            {
                "id": each.figure.id,
                "name": said(each.figure),
                "definition": said(each.figure.says),
                "formula": each.formula,
                "unit": result.scales[each.figure.id].unit,
                "source": each.figure.source,
                "definition_hash": each.figure.definition_hash,
            }
            for each in result.meanings
        ],
        "lines": [_told(result, line) for line in result.lines],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _told(result: Result, line: Line) -> dict[str, Any]:
    cells = [
        {
            "figure": column.figure,
            "period": str(cell.cell.ask.period),
            "value": _plain(_number(cell.value)) or None,
            "exact": None if cell.cell.value is None else str(cell.cell.value),
            **(
                {"base": _plain(_number(cell.base)) or None, "change": cell.change} if result.compared else {}
            ),
        }
        for column, cell in zip(result.columns, line.cells, strict=True)
    ]
    return {"name": line.name, "area": short(line.scope.area), "role": line.role, "cells": cells}


def _workbook(result: Result, link: str) -> bytes:
    book = Workbook()
    sheet = book.active
    _write_table(sheet, result, link)
    _write_definitions(book.create_sheet(_("Definitions")), result)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _write_table(sheet: Worksheet, result: Result, link: str) -> None:
    sheet.title = _("Table")
    heads = heads_of(result)
    _put(sheet.cell(1, 1), result.title).font = Font(size=16, bold=True, color=INK)
    row = 3
    for head, words in enumerate(heads, 1):
        cell = _put(sheet.cell(row, head), words)
        cell.font, cell.fill = Font(bold=True, color=INK), PatternFill("solid", fgColor=PAPER)
        cell.alignment = Alignment(
            wrap_text=True, vertical="bottom", horizontal="left" if head == 1 else "right"
        )
        cell.border = Border(bottom=Side(style="thin", color=INK))
    for line, values in zip(result.lines, rows_of(result), strict=True):
        row += 1
        for at, value in enumerate(values, 1):
            _write_value(sheet.cell(row, at), value, bold=line.role == "whole")
    sheet.freeze_panes = sheet.cell(4, 2)
    for below, (fact, what) in enumerate(facts_of(result, link)[1:], row + 2):
        _put(sheet.cell(below, 1), fact).font = Font(color="6B645A")
        _put(sheet.cell(below, 2), what)
    sheet.column_dimensions["A"].width = max(18, *(2 * len(line.name) + 2 for line in result.lines))
    for at in range(2, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 16
    sheet.page_setup.orientation = "landscape" if len(heads) > 5 else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"


def _write_value(cell: Cell, value: str | Decimal | None, *, bold: bool) -> None:
    _put(cell, value)
    cell.font = Font(bold=bold, color=INK)
    cell.border = Border(bottom=Side(style="hair", color=RULE))
    if isinstance(value, Decimal):
        digits = -int(value.as_tuple().exponent)
        cell.number_format = "#,##0" + (f".{'0' * digits}" if digits > 0 else "")
    elif value is not None and cell.column > 1:
        cell.alignment = Alignment(horizontal="right")


def _put(cell: Cell, value: str | Decimal | None) -> Cell:
    """Write a value; a text that looks like a formula stays a text."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _write_definitions(sheet: Worksheet, result: Result) -> None:
    heads = (_("Figure"), _("What it means"), _("Reckoned as"), _("Unit"), _("Source"), _("When it counts"))
    for at, head in enumerate(heads, 1):
        _put(sheet.cell(1, at), head).font = Font(bold=True, color=INK)
    for row, each in enumerate(result.meanings, 2):
        counted = "\n".join(f"{name}: {says}" for name, says in each.counted)
        figure = each.figure
        values = (said(figure), said(figure.says), each.formula, each.unit, figure.source, counted)
        for at, value in enumerate(values, 1):
            _put(sheet.cell(row, at), value).alignment = Alignment(wrap_text=True, vertical="top")
    for at, wide in enumerate((24, 60, 40, 10, 24, 60), 1):
        sheet.column_dimensions[get_column_letter(at)].width = wide
