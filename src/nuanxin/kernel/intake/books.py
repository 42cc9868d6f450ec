"""Books 工作簿: files of offices (.xlsx .xls .ods .csv) as worksheets of rows, read as they are asked for."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from nuanxin.kernel.intake.faults import FileRefused

Cells = list[Any]
Span = tuple[tuple[int, int], tuple[int, int]]

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt")
LARGEST_FILE_BYTES = 200 * 2**20
LARGEST_UNPACKED_BYTES = 3 * 2**30
MOST_CELLS = 60_000_000
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')


class Content(NamedTuple):
    """A file in memory: the name that tells its kind, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """One worksheet: its name, how many rows, its merged spans, and its rows from the first.

    Rows and columns of spans count from 0; ``left`` columns before the first used one are left out of
    rows and spans alike. ``hidden`` worksheets are told apart and not read.
    """

    part: str
    height: int
    cells: Callable[[], Iterator[Cells]]
    merges: list[Span] = field(default_factory=list)
    left: int = 0
    hidden: bool = False

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield (row number as Excel shows it, cells), from row 1."""
        return enumerate(self.cells(), 1)


def pages(source: Path | Content) -> list[Page]:
    """Return the worksheets of a file that hold anything; FileRefused says what to do instead."""
    size = source.stat().st_size if isinstance(source, Path) else len(source.content)
    if size > LARGEST_FILE_BYTES:
        raise FileRefused(
            _("The file is larger than %(size)s MB.") % {"size": LARGEST_FILE_BYTES >> 20},
            _("Split it, or delete its pictures."),
        )
    content = source.read_bytes() if isinstance(source, Path) else source.content
    if Path(source.name).suffix.lower() in (".csv", ".txt"):
        return [_csv_page(content)]
    _guard(content)
    try:
        return list(_workbook_pages(content))
    except PasswordError as error:
        raise FileRefused(
            _("The file is locked by a password."), _("Take the password off and save.")
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise FileRefused(
            _("The file cannot be read as a workbook."),
            _("Open it in Excel or WPS and save it as .xlsx."),
        ) from error


def _workbook_pages(content: bytes) -> Iterator[Page]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for entry in book.sheets_metadata:
        if entry.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(entry.name)
        if sheet.start is not None:
            yield _page(sheet, hidden=entry.visible != SheetVisibleEnum.Visible)


def _page(sheet: CalamineSheet, *, hidden: bool) -> Page:
    _first, left = sheet.start or (0, 0)
    last, _right = sheet.end or (0, 0)
    merges = [
        ((top, max(start - left, 0)), (bottom, end - left))
        for (top, start), (bottom, end) in sheet.merged_cell_ranges or []
        if end >= left
    ]
    return Page(sheet.name, last + 1, sheet.iter_rows, merges, left, hidden)


def _guard(content: bytes) -> None:
    """Refuse archives that would unpack to a flood, and worksheets with a stray cell far off."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return
    with zipfile.ZipFile(BytesIO(content)) as packed:
        members = packed.infolist()
        if sum(member.file_size for member in members) > LARGEST_UNPACKED_BYTES:
            raise FileRefused(
                _("The file unpacks to more than 3 GB."), _("Copy the table into a new workbook.")
            )
        for member in members:
            if member.filename.startswith("xl/worksheets/sheet"):
                with packed.open(member) as worksheet:
                    _guard_size(worksheet.read(2_000))


def _guard_size(head: bytes) -> None:
    found = _DIMENSION.search(head)
    if not found:
        return
    width = 0
    for letter in found[1]:
        width = width * 26 + letter - 64
    if width * int(found[2]) > MOST_CELLS:
        raise FileRefused(
            _("A worksheet reaches to %(cell)s.") % {"cell": (found[1] + found[2]).decode()},
            _("Delete the empty columns to the right and the empty rows below the table, then save."),
        )


def _csv_page(content: bytes) -> Page:
    encoding = _encoding(content)

    def text() -> TextIOWrapper:
        return TextIOWrapper(BytesIO(content), encoding=encoding, newline="")

    head = text().readline()
    comma = max(",\t;", key=head.count)

    def rows() -> Iterator[Cells]:
        yield from csv.reader(text(), delimiter=comma)

    return Page("", max(1, sum(1 for _line in text())), rows)


def _encoding(content: bytes) -> str:
    """Tell UTF-8 from GB 18030 by reading the whole file as the first, then as the second."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileRefused(
        _("The file's characters are neither UTF-8 nor GB 18030."),
        _("Open it in Excel or WPS and save it as .xlsx."),
    )
