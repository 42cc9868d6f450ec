"""Markup 网页表: the HTML and the Excel 2003 XML that some systems export under the name of .xls."""

import re
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from lxml import etree, html

from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.odd_cells import ERROR, Unread
from nuanxin.kernel.intake.texts import WIDEST, decoded

Span = tuple[tuple[int, int], tuple[int, int]]
MOST_CELLS = 5_000_000
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.I)


class Table(NamedTuple):
    """A table of a file: its name, its rows from the first, and the spans merged in it."""

    name: str
    rows: list[list[Any]]
    merges: list[Span]


def html_tables(content: bytes) -> list[Table]:
    """Return the tables of an HTML file; every cell is text. Raises FileRefused."""
    try:
        root = html.document_fromstring(_html_text(content), parser=html.HTMLParser(huge_tree=False))
    except (etree.LxmlError, ValueError) as error:
        raise _refused() from error
    found = [table for table in root.iter("table") if not any(True for _t in table.iterdescendants("table"))]
    tables = [_html_table(table) for table in found]
    tables = [table for table in tables if any(any(row) for row in table.rows)]
    if len(tables) == 1:
        return tables
    return [table._replace(name=str(number)) for number, table in enumerate(tables, 1)]


def _html_text(content: bytes) -> str:
    named = _CHARSET.search(content[:4096])
    if named and named[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", decoded(content))


def _html_table(table: Any) -> Table:
    grid = _Grid()
    for at, line in enumerate(table.iter("tr")):
        for cell in line.iterchildren("td", "th"):
            across, down = _whole(cell.get("colspan")), _whole(cell.get("rowspan"))
            grid.put(at, None, " ".join(cell.text_content().split()), across, down)
    return Table("", grid.rows(), grid.merges)


def _whole(text: str | None) -> int:
    return max(1, min(int(text), WIDEST)) if text and text.strip().isdecimal() else 1


class _Grid:
    """Cells set down one by one, each after those before it in its row and beside what reaches down."""

    def __init__(self) -> None:
        self.cells: dict[int, dict[int, Any]] = {}
        self.taken: set[tuple[int, int]] = set()
        self.merges: list[Span] = []

    def put(self, row: int, column: int | None, value: Any, across: int = 1, down: int = 1) -> int:
        """Set a cell down, at the next free column where none is told; return the column after it."""
        line = self.cells.setdefault(row, {})
        if column is None:
            start = max(line, default=-1) + 1
            column = next(at for at in count(start) if (row, at) not in self.taken)
        if len(self.taken) + across * down > MOST_CELLS or column >= WIDEST:
            raise _refused()
        line[column] = value
        if across > 1 or down > 1:
            self.merges.append(((row, column), (row + down - 1, column + across - 1)))
            self.taken |= {(r, c) for r in range(row, row + down) for c in range(column, column + across)}
            for at in range(column + 1, column + across):
                line.setdefault(at, "")
        return column + across

    def rows(self) -> list[list[Any]]:
        """Return the rows, blank ones too."""
        width = 1 + max((max(line) for line in self.cells.values() if line), default=-1)
        height = 1 + max(self.cells, default=-1)
        if width * height > MOST_CELLS:
            raise _refused()
        return [[self.cells.get(row, {}).get(at, "") for at in range(width)] for row in range(height)]


def xml_tables(content: bytes) -> list[Table]:
    """Return the worksheets of an Excel 2003 XML file. Raises FileRefused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError) as error:
        raise _refused() from error
    return [_xml_table(sheet) for sheet in root.iter(f"{_SS}Worksheet")]


def _xml_table(sheet: Any) -> Table:
    grid, at = _Grid(), -1
    for line in sheet.iter(f"{_SS}Row"):
        at = int(line.get(f"{_SS}Index", at + 2)) - 1
        column = 0
        for cell in line.iterchildren(f"{_SS}Cell"):
            column = int(cell.get(f"{_SS}Index", column + 1)) - 1
            across, down = (1 + int(cell.get(f"{_SS}Merge{way}", 0)) for way in ("Across", "Down"))
            column = grid.put(at, column, _xml_value(cell.find(f"{_SS}Data")), across, down)
    return Table(sheet.get(f"{_SS}Name", ""), grid.rows(), grid.merges)


def _xml_value(data: Any) -> Any:
    if data is None:
        return ""
    text, kind = "".join(data.itertext()), data.get(f"{_SS}Type")
    if kind == "Number":
        return float(text)
    if kind == "DateTime":
        return datetime.fromisoformat(text.split(".")[0])
    if kind == "Boolean":
        return text == "1"
    return Unread(ERROR, text) if kind == "Error" else text


def _refused() -> FileRefused:
    return FileRefused(
        _("The file cannot be read as a workbook."), _("Open it in Excel or WPS and save it as .xlsx.")
    )
