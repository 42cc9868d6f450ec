"""Books 工作簿: files of offices (.xlsx .xls .ods .csv and what passes for them) as worksheets of rows.

A file is what its content says, whatever its name: GBK text named .xlsx and HTML named .xls are read.
"""

import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from lxml.etree import LxmlError
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nuanxin.kernel.intake import formats
from nuanxin.kernel.intake.compound_looks import compound_looks
from nuanxin.kernel.intake.days import EPOCH, EPOCH_1904
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.looks import Look, Looked
from nuanxin.kernel.intake.markup import Table, html_tables, xml_tables
from nuanxin.kernel.intake.open_looks import OpenLook, open_looks
from nuanxin.kernel.intake.receipts.column import without as without_receipt
from nuanxin.kernel.intake.texts import text_rows
from nuanxin.kernel.intake.trimming import trimmed

Cells = list[Any]
Span = tuple[tuple[int, int], tuple[int, int]]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv", ".htm", ".html", ".xml")
LARGEST_FILE_BYTES = 200 * 2**20
_DAMAGE: tuple[type[Exception], ...] = (CalamineError, BadZipFile, LxmlError, zlib.error, OSError, EOFError)
_DAMAGE += (ArithmeticError, LookupError, RuntimeError, SyntaxError, TypeError, ValueError)
"""What readers of archives and of XML raise on files cut short, forged or scrambled."""


class Content(NamedTuple):
    """A file in memory: the name it came under, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One worksheet: its name, how many rows, its merged spans, and its rows from the first.

    Rows and columns of spans count from 0; ``left`` columns before the first used one are left out of
    rows and spans alike. ``hidden`` worksheets are told apart and not read. ``look`` is what the
    worksheet shows beside its values, ``epoch`` the day its serial numbers count from.
    """

    part: str
    height: int
    cells: Callable[[], Iterator[Cells]]
    merges: list[Span] = field(default_factory=list)
    left: int = 0
    hidden: bool = False
    look: Look = field(default_factory=Look)
    epoch: date = EPOCH

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield (row number as Excel shows it, cells), from row 1."""
        numbered = enumerate(self.cells(), 1)
        return self._with_odd_cells(numbered) if self.look.cells else numbered

    def _with_odd_cells(self, rows: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
        """Put errors, pictures and the like where calamine shows a blank or a bare number."""
        for number, cells in rows:
            for column, odd in self.look.cells.get(number, {}).items():
                at = column - self.left
                if at >= len(cells):
                    cells += [""] * (at + 1 - len(cells))
                if at >= 0:
                    cells[at] = odd
            yield number, cells


def pages(source: Path | Content) -> list[Page]:
    """Return the worksheets of a file that hold anything; FileRefused says what to do instead."""
    size = source.stat().st_size if isinstance(source, Path) else len(source.content)
    formats.refuse_name(Path(source.name).suffix.lower())
    if size > LARGEST_FILE_BYTES:
        raise FileRefused(
            _("The file is larger than %(size)s MB.") % {"size": LARGEST_FILE_BYTES >> 20},
            _("Split it, or delete its pictures."),
        )
    found = _pages(source.read_bytes() if isinstance(source, Path) else source.content)
    return [replace(page, cells=without_receipt(page.cells)) for page in found]


def _pages(content: bytes) -> list[Page]:
    try:
        match formats.kind_of(content):
            case formats.TEXT:
                return _laid_out(Table("", text_rows(content), []))
            case formats.HTML:
                return _laid_out(*html_tables(content))
            case formats.XML:
                return _laid_out(*xml_tables(content))
            case kind:
                return list(_workbook_pages(content, zipped=kind == formats.ZIPPED))
    except PasswordError as error:
        raise FileRefused(
            _("The file is locked by a password."), _("Take the password off and save.")
        ) from error
    except FileRefused:
        raise
    except _DAMAGE as error:
        raise _unreadable() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # calamine gave up: it is no Exception of Python's
            raise _unreadable() from error
        raise


def _unreadable() -> FileRefused:
    return FileRefused(
        _("The file cannot be read as a workbook."), _("Open it in Excel or WPS and save it as .xlsx.")
    )


def _laid_out(*tables: Table) -> list[Page]:
    filled = [table for table in tables if table.rows]
    if not filled:
        raise FileRefused(_("The file holds no table."), _("Hand in the workbook with the table in it."))
    return [_page_of(table) for table in filled]


def _page_of(table: Table) -> Page:
    return Page(table.name, len(table.rows), lambda: map(list, table.rows), table.merges)


def _workbook_pages(content: bytes, *, zipped: bool) -> Iterator[Page]:
    """Yield the worksheets of a workbook; those with blanks astray are cut before they fill the memory."""
    looked = Looked(content) if zipped and b"xl/workbook.xml" in content else None
    if looked and (far := {looked.parts[part] for part, look in looked.measured().items() if look.astray}):
        content = trimmed(content, far)
    opened = open_looks(content) if zipped and looked is None else {}
    looks = looked.looks if looked else {} if zipped else compound_looks(content)
    epoch = EPOCH_1904 if looked and looked.from_1904 else EPOCH
    with _looking(looked):
        found = list(_worksheets(content))
    for sheet, hidden in found:
        other = opened.get(sheet.name, OpenLook())
        page = _page(sheet, other.merges, hidden=hidden)
        yield replace(page, look=looks.get(sheet.name, other.look), epoch=epoch)


@contextmanager
def _looking(looked: Looked | None) -> Iterator[None]:
    """Look at a workbook's worksheets while they are laid out: calamine leaves Python to others."""
    if looked is None or not looked.large:
        if looked:
            looked.look()
        yield
        return
    with ThreadPoolExecutor(1) as aside:
        looking = aside.submit(looked.look)
        yield
        looking.result()


def _worksheets(content: bytes) -> Iterator[tuple[CalamineSheet, bool]]:
    """Yield the worksheets that hold anything, and whether they are hidden."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for entry in book.sheets_metadata:
        if entry.typ == SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(entry.name)
            if sheet.start is not None:
                yield sheet, entry.visible != SheetVisibleEnum.Visible


def _page(sheet: CalamineSheet, spans: list[Span], *, hidden: bool) -> Page:
    _first, left = sheet.start or (0, 0)
    last, right = sheet.end or (0, 0)
    if right >= formats.MOST_COLUMNS:  # no program writes such a file
        raise _unreadable()
    merges = [
        ((top, max(start - left, 0)), (bottom, end - left))
        for (top, start), (bottom, end) in sheet.merged_cell_ranges or spans
        if end >= left
    ]
    return Page(sheet.name, last + 1, sheet.iter_rows, merges, left, hidden)
