"""Grids 版面: a worksheet of a form as it looks, for choosing cells on a page and for reading its labels."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import chain
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from nuanxin.kernel.bulletins.forms.package import opened
from nuanxin.kernel.bulletins.forms.patching import named
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.files import kept_file, shown

MOST_ROWS, MOST_COLUMNS = 400, 60
WIDEST = 12
"""The widest class of column a page knows; one step is about four characters."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that stands on its own or for the cells merged with it: what it says and how it looks.

    ``kind`` is "text", "number", "formula" or "blank"; ``percent`` where its format prints hundredths.
    """

    ref: str
    row: int
    column: int
    text: str
    kind: str
    rows: int = 1
    columns: int = 1
    bordered: bool = False
    strong: bool = False
    side: str = ""
    percent: bool = False

    @property
    def last_row(self) -> int:
        """The last row it reaches to."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The last column it reaches to."""
        return self.column + self.columns - 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A worksheet: its name, its cells row by row, how wide its columns are (1 to ``WIDEST``).

    ``cut`` where it is larger than what is shown.
    """

    part: str
    lines: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    cut: bool = False

    def cells(self) -> Iterator[Cell]:
        """Yield its cells."""
        return chain.from_iterable(self.lines)

    def cell(self, ref: str) -> Cell | None:
        """Return a cell by its name, None where there is none or it is merged into another."""
        return next((each for each in self.cells() if each.ref == ref), None)


def grids_of(digest: bytes) -> tuple[Grid, ...]:
    """Return the worksheets of a kept form. Raises FileNotFoundError, FileRefused."""
    return _kept(digest.hex())


@lru_cache(16)
def _kept(digest: str) -> tuple[Grid, ...]:
    kept = kept_file(bytes.fromhex(digest))
    return drawn(kept.read().content, kept.path.name)


def drawn(content: bytes, name: str) -> tuple[Grid, ...]:
    """Return the shown worksheets of a workbook as grids. Raises FileRefused."""
    package = opened(content, name)
    try:
        book = load_workbook(BytesIO(content))
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError) as error:
        raise FileRefused(
            _("The file cannot be read as a workbook."),
            _("Open it in Excel or WPS and save it as .xlsx."),
        ) from error
    return tuple(_grid(book[part]) for part in package.worksheets)


def _grid(sheet: Worksheet) -> Grid:
    height, width = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    spans = {
        (each.min_row, each.min_col): (each.max_row - each.min_row + 1, each.max_col - each.min_col + 1)
        for each in sheet.merged_cells.ranges
    }
    lines = [
        tuple(
            _cell(sheet.cell(row, column), spans.get((row, column), (1, 1)))
            for column in range(1, width + 1)
            if not isinstance(sheet.cell(row, column), MergedCell)
        )
        for row in range(1, height + 1)
    ]
    while lines and all(each.kind == "blank" and not each.bordered for each in lines[-1]):
        lines.pop()
    cut = sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS
    return Grid(sheet.title, tuple(lines), _widths(sheet, width), cut)


def _widths(sheet: Worksheet, width: int) -> tuple[int, ...]:
    known = dict[int, float]()
    for each in sheet.column_dimensions.values():
        if each.width and each.min and each.max:
            known |= dict.fromkeys(range(each.min, min(each.max, width) + 1), each.width)
    return tuple(max(1, min(WIDEST, round(known.get(column, 8.4) / 4))) for column in range(1, width + 1))


def _cell(cell: Any, span: tuple[int, int]) -> Cell:
    value, kind = cell.value, "blank"
    if cell.data_type == "f":
        kind, value = "formula", value if isinstance(value, str) else "="
    elif isinstance(value, str) and value.strip():
        kind = "text"
    elif value is not None and not isinstance(value, str):
        kind = "number"
    border = cell.border
    return Cell(
        ref=named(cell.row, cell.column),
        row=cell.row,
        column=cell.column,
        text="" if kind == "blank" else shown(value),
        kind=kind,
        rows=span[0],
        columns=span[1],
        bordered=any(side is not None and side.style for side in (border.top, border.left, border.bottom)),
        strong=bool(cell.font and cell.font.b) or bool(cell.font and (cell.font.sz or 0) >= 14),
        side={"center": "middle", "right": "right"}.get(cell.alignment.horizontal or "", ""),
        percent="%" in (cell.number_format or ""),
    )
