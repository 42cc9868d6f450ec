"""Office sheets 办公表格: drawing a table as such offices keep it, the same cells on every run.

A merged title, a reporting line with the unit in the corner, one or two levels of merged headers,
serial numbers, a total row, dates as 2024.5.1 and the line of who filled it in and who looked it over.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

MARK = "（示例）"
"""Stands behind every invented name."""

STAMP = datetime(2024, 6, 3, 9, 0, 0)
"""The one moment written into workbooks and archives, so that bytes do not depend on the day."""

_SIDE = Side(style="thin")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_BODY = Font(name="宋体", size=11)
_TITLE = Font(name="黑体", size=16)

Heading = str | tuple[str, str]
"""A column's heading, or (group, heading) where neighbours share a group above them."""


@dataclass(frozen=True, slots=True)
class Table:
    """One worksheet. ``rows`` hold the cells after 序号, in the order of ``headings``.

    ``corner`` is the unit line at the right (单位：万元); ``sums`` the headings (without group) that the
    合计 row adds up; ``announced`` replaces sums by figures as somebody announced them; ``merged`` the
    headings whose equal neighbours down the page are merged; ``note`` a line below the table.
    """

    part: str
    title: str
    office: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Any]]
    corner: str = ""
    sums: Sequence[str] = ()
    announced: Mapping[str, Any] = field(default_factory=dict)
    merged: Sequence[str] = ()
    serial: bool = True
    filled_by: str = f"田小满{MARK}"
    checked_by: str = f"何秋实{MARK}"
    note: str = ""

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Headings as (group, heading), 序号 first where the table has serial numbers."""
        pairs = [(head, head) if isinstance(head, str) else head for head in self.headings]
        return [("序号", "序号"), *pairs] if self.serial else pairs

    @property
    def two_level(self) -> bool:
        """Whether any heading stands under a group."""
        return any(group != head for group, head in self.heads)

    def body(self) -> list[list[Any]]:
        """Return the rows as cells, serial numbers first, days as offices write them."""
        numbered = ([number, *row] for number, row in enumerate(self.rows, 1)) if self.serial else self.rows
        return [[said(cell) for cell in row] for row in numbered]

    def total(self) -> list[Any]:
        """Return the 合计 row, empty where nothing is added up."""
        if not self.sums and not self.announced:
            return []
        names = [head for _, head in self.heads]
        cells: list[Any] = ["合计"] + [None] * (len(names) - 1)
        columns = list(zip(*self.rows, strict=True))
        for head in self.sums:
            place = names.index(head)
            cells[place] = tidy(sum(cell for cell in columns[place - self.serial] if cell is not None))
        for head, value in self.announced.items():
            cells[names.index(head)] = value
        return cells

    @property
    def footer(self) -> str:
        """Return the line of who filled the table in and who looked it over."""
        return f"填表人：{self.filled_by}    审核人：{self.checked_by}"


def said(cell: Any) -> Any:
    """Return a cell as an office writes it: a day as 2024.5.1, yes and no as 是 and 否."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return f"{cell.year}.{cell.month}.{cell.day}" if isinstance(cell, date) else cell


def tidy(number: Any) -> Any:
    """Return a sum without the dust of binary fractions: at most six decimals, whole where it is whole."""
    rounded = round(number, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def write_workbook(path: Path, tables: Iterable[Table]) -> None:
    """Draw tables as the worksheets of one .xlsx file, byte-identical for the same tables."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = f"示例填报{MARK}"
    book.properties.created = book.properties.modified = STAMP
    for table in tables:
        _draw(book.create_sheet(table.part), table)
    written = io.BytesIO()
    book.save(written)
    path.write_bytes(settle(written.getvalue()))


def write_csv(path: Path, table: Table, encoding: str = "gb18030") -> None:
    """Write a table as the plain .csv export of an office system: one header row, no title, CRLF ends."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([head for _, head in table.heads])
    writer.writerows(table.body())
    writer.writerows([table.total()] if table.total() else [])
    path.write_bytes(written.getvalue().encode(encoding))


def _draw(paper: Worksheet, table: Table) -> None:
    width = len(table.heads)
    _line(paper, 1, table.title, width, _TITLE)
    paper.cell(2, 1, f"填报单位：{table.office}").font = _BODY
    if table.corner:
        corner = paper.cell(2, width, table.corner)
        corner.font, corner.alignment = _BODY, Alignment(horizontal="right")
    first = _draw_heads(paper, table)
    body = table.body()
    last = _draw_rows(paper, first, [*body, *([total] if (total := table.total()) else [])])
    _merge_down(paper, table, first, first + len(body) - 1)
    for number, text in enumerate(filter(None, [table.note, table.footer]), last + 1):
        _line(paper, number, text, width, _BODY, Alignment(horizontal="left"))
    _set_page(paper, table, first)


def _line(
    paper: Worksheet, row: int, text: str, width: int, font: Font, alignment: Alignment = _CENTRE
) -> None:
    cell = paper.cell(row, 1, text)
    cell.font, cell.alignment = font, alignment
    if width > 1:
        paper.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def _draw_heads(paper: Worksheet, table: Table) -> int:
    """Draw one or two header rows below row 2 and return the first row of the body."""
    bottom = 4 if table.two_level else 3
    column = 1
    for (group, alone), heads in groupby(table.heads, key=lambda pair: (pair[0], pair[0] == pair[1])):
        names = [head for _, head in heads]
        last = column + len(names) - 1
        _head(paper, 3, column, group)
        if not alone:
            for place, name in enumerate(names, column):
                _head(paper, 4, place, name)
        if last > column or (alone and bottom == 4):
            paper.merge_cells(None, 3, column, bottom if alone else 3, last)
        column = last + 1
    return bottom + 1


def _head(paper: Worksheet, row: int, column: int, text: str) -> None:
    cell = paper.cell(row, column, text)
    cell.font, cell.alignment, cell.border = Font(name="宋体", size=11, bold=True), _CENTRE, _BORDER


def _draw_rows(paper: Worksheet, first: int, rows: Sequence[Sequence[Any]]) -> int:
    """Draw rows from ``first`` on and return the number of the last one."""
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            cell = paper.cell(number, column, value)
            cell.font, cell.border = _BODY, _BORDER
    return first + len(rows) - 1


def _merge_down(paper: Worksheet, table: Table, first: int, last: int) -> None:
    names = [head for _, head in table.heads]
    for head in table.merged:
        column, start = names.index(head) + 1, first
        for row in range(first + 1, last + 2):
            if row <= last and paper.cell(row, column).value == paper.cell(start, column).value:
                continue
            if row - start > 1:
                paper.merge_cells(start_row=start, end_row=row - 1, start_column=column, end_column=column)
            start = row


def _set_page(paper: Worksheet, table: Table, first: int) -> None:
    paper.freeze_panes = paper.cell(first, 1)
    paper.print_title_rows = f"3:{first - 1}"
    paper.page_setup.orientation, paper.page_setup.paperSize = "landscape", 9
    paper.page_setup.fitToHeight = 0
    paper.sheet_properties.pageSetUpPr.fitToPage = True
    for column, (_, head) in enumerate(table.heads, 1):
        sample = [str(said(row[column - 1 - table.serial])) for row in table.rows[:20] if head != "序号"]
        widest = max([len(head), *(len(text) for text in sample)])
        paper.column_dimensions[get_column_letter(column)].width = min(2.1 * widest + 3, 42)


def settle(book: bytes) -> bytes:
    """Pack a workbook anew with one moment on every member, in the order openpyxl wrote them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, _settled(name, old.read(name)))
    return packed.getvalue()


def _settled(name: str, content: bytes) -> bytes:
    if name != "docProps/core.xml":
        return content
    moment = f"{STAMP:%Y-%m-%dT%H:%M:%SZ}".encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, content)
