"""Returning 退回: the clerk's own file handed back with a column that says what became of each row.

An .xlsx or .xlsm is her own, byte for byte, but for the worksheets' new cells and three looks behind the
workbook's own: pictures, charts, formats, comments, validations and print settings lie as they lay. A .csv
is her own lines with a field more. What cannot be added to (.xls, .ods) comes back as an .xlsx of
the same cells, which opens everywhere. Nothing is taken out: it goes to whom it came from alone.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from nuanxin.kernel.intake.books import Content
from nuanxin.kernel.intake.formats import TEXT, kind_of
from nuanxin.kernel.intake.receipts.lines import stamped_lines
from nuanxin.kernel.intake.receipts.rebuilt import rebuilt
from nuanxin.kernel.intake.receipts.rows import Receipt, receipt_of
from nuanxin.kernel.intake.receipts.workbook import stamped
from nuanxin.kernel.intake.receipts.worksheet import Unpatchable
from nuanxin.kernel.intake.tables import TableReport

_TEXT = (".csv", ".txt")


class Returned(NamedTuple):
    """A file handed back: the ending of its name, its bytes, whether they are her own but for the column."""

    suffix: str
    content: bytes
    own: bool


def returned(file: Content, receipts: Sequence[Receipt]) -> Returned:
    """Return a file with what became of its rows. Raises FileRefused where it cannot be read."""
    suffix = Path(file.name).suffix.lower()
    if receipts and kind_of(file.content) == TEXT:
        kept = suffix if suffix in _TEXT else ".csv"
        return Returned(kept, stamped_lines(file.content, receipts[0]), own=True)
    try:
        kept = suffix if suffix in (".xlsx", ".xlsm") else ".xlsx"
        return Returned(kept, stamped(file.content, receipts), own=True)
    except Unpatchable:
        return Returned(".xlsx", rebuilt(file, receipts), own=False)


def write_back(path: Path, reports: Iterable[TableReport], folder: Path) -> Path:
    """Write a file with what became of its rows into a folder, under its name; return where it lies."""
    back = returned(Content(path.name, path.read_bytes()), [receipt_of(report) for report in reports])
    out = folder / path.with_suffix(back.suffix).name
    out.write_bytes(back.content)
    return out
