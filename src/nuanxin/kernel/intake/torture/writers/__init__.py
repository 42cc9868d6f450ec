"""Writers 写出: drawn workbooks as files of each format, the same bytes for the same drawing."""

from collections.abc import Callable
from random import Random
from typing import NamedTuple

from nuanxin.kernel.intake.torture.canvas import Drawn
from nuanxin.kernel.intake.torture.writers import (
    broken,
    loose,
    opendocument,
    openpyxl_book,
    xls_book,
    xlsx_book,
)


class Format(NamedTuple):
    """A way to store a workbook: its suffix, what it can hold, and its writer."""

    suffix: str
    holds: frozenset[str]
    write: Callable[[Drawn, Random], bytes]


def _format(suffix: str, holds: str, write: Callable[[Drawn, Random], bytes]) -> Format:
    return Format(suffix, frozenset(holds.split()), write)


_SHEETS = "typed merges parts"
_WHOLE = f"{_SHEETS} error uncached form hide strike stray 1904"
FORMATS: dict[str, Format] = {
    "xlsx": _format(".xlsx", f"{_WHOLE} formula", xlsx_book.write),
    "xlsx_openpyxl": _format(".xlsx", _WHOLE, openpyxl_book.write),
    "xls": _format(".xls", f"{_SHEETS} error", xls_book.write),
    "ods": _format(".ods", f"{_SHEETS} formula", opendocument.write),
    "csv_utf8": _format(".csv", "", loose.utf8),
    "csv_utf8_bom": _format(".csv", "", loose.utf8_with_mark),
    "csv_gb18030": _format(".csv", "", loose.gb18030),
    "csv_mixed": _format(".csv", "", loose.mixed),
    "text_named_xlsx": _format(".xlsx", "", loose.gb18030),
    "html_named_xls": _format(".xls", "merges", loose.html),
    "xls_named_xlsx": _format(".xlsx", f"{_SHEETS} error", xls_book.write),
    "xlsx_named_xls": _format(".xls", f"{_WHOLE} formula", xlsx_book.write),
    "encrypted": _format(".xlsx", f"{_SHEETS}", broken.encrypted),
    "cut_short": _format(".xlsx", f"{_SHEETS}", broken.cut_short),
}
"""Every format by name; the last two cannot be opened and must be refused."""
UNREADABLE = ("encrypted", "cut_short")
