"""Merged heads 多级表头: a table as some office lays it out to the last cell, under heads of several rows."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_SIDE = Side(style="thin")
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_HEADS_FROM = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: title, what stands left and right above the heads, the heads, and how columns look.

    A head is its texts from the top row down; one that ends early is merged down to the last. ``summed``
    are columns (from 0) a last row adds up by formulas, ``formats`` number formats by column, ``foot`` the
    line of signatures.
    """

    part: str
    title: str
    left: str
    right: str
    heads: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    summed: tuple[int, ...] = ()
    formats: tuple[tuple[int, str], ...] = ()
    foot: str = ""

    @property
    def depth(self) -> int:
        """How many rows the heads have."""
        return max(map(len, self.heads))


def laid_out(layout: Layout, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows as a workbook in a layout; a text is kept a text, whatever it begins with."""
    book = Workbook()
    paper: Worksheet = book.active
    paper.title, width, depth = layout.part, len(layout.heads), layout.depth
    _line(paper, 1, layout.title, width, Font(name="黑体", size=16), "center")
    paper.cell(2, 1, layout.left).font = Font(name="宋体", size=10)
    corner = paper.cell(2, width, layout.right)
    corner.font, corner.alignment = Font(name="宋体", size=10), Alignment(horizontal="right")
    for place, text, across, down in merged(layout.heads):
        _boxed(paper, _HEADS_FROM + place[0], place[1] + 1, text, _MIDDLE)
        if across > 1 or down > 1:
            last = (_HEADS_FROM + place[0] + down - 1, place[1] + across)
            paper.merge_cells(None, _HEADS_FROM + place[0], place[1] + 1, *last)
    for row in range(_HEADS_FROM, _HEADS_FROM + depth):
        for column in range(1, width + 1):
            paper.cell(row, column).border = _BOX
    first = _HEADS_FROM + depth
    _write_rows(paper, layout, first, rows)
    _line(paper, first + len(rows) + 1, layout.foot, width, Font(name="宋体", size=10), "left")
    _set_page(paper, layout, first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def merged(heads: Sequence[Sequence[str]]) -> Iterator[tuple[tuple[int, int], str, int, int]]:
    """Yield each head of a table: (row, column) from 0, its text, columns across, rows down."""
    depth = max(map(len, heads))
    for level in range(depth):
        column = 0
        for texts, same in groupby(heads, key=lambda head: tuple(head[: level + 1])):
            across = len(list(same))
            if len(texts) > level:
                deeper = len(heads[column]) > level + 1
                yield (level, column), texts[level], across, 1 if deeper else depth - level
            column += across


def _write_rows(paper: Worksheet, layout: Layout, first: int, rows: Sequence[Sequence[Any]]) -> None:
    formats = dict(layout.formats)
    total: list[Any] = ["合计"] + [None] * (len(layout.heads) - 1)
    for column in layout.summed:
        letter = get_column_letter(column + 1)
        total[column] = f"=SUM({letter}{first}:{letter}{first + len(rows) - 1})" if rows else 0
    for number, row in enumerate([*rows, total], first):
        for column, value in enumerate(row):
            cell = _boxed(paper, number, column + 1, value, Alignment(vertical="center", wrap_text=True))
            if isinstance(value, str) and row is not total:
                cell.data_type = "s"
            if column in formats:
                cell.number_format = formats[column]


def _boxed(paper: Worksheet, row: int, column: int, value: Any, alignment: Alignment) -> Any:
    cell = paper.cell(row, column, value)
    cell.border, cell.font, cell.alignment = _BOX, Font(name="宋体", size=10), alignment
    return cell


def _line(paper: Worksheet, row: int, text: str, width: int, font: Font, side: str) -> None:
    cell = paper.cell(row, 1, text)
    cell.font, cell.alignment = font, Alignment(horizontal=side, vertical="center")
    paper.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)


def _set_page(paper: Worksheet, layout: Layout, first: int) -> None:
    for column, width in enumerate(layout.widths, 1):
        paper.column_dimensions[get_column_letter(column)].width = width
    paper.freeze_panes = paper.cell(first, 1)
    paper.print_title_rows = f"{_HEADS_FROM}:{first - 1}"
    paper.page_setup.orientation, paper.page_setup.paperSize = "landscape", 9
    paper.page_setup.fitToHeight = 0
    paper.sheet_properties.pageSetUpPr.fitToPage = True
