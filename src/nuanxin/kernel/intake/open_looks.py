"""Open looks 开放格式外观: what an .ods holds that calamine does not give: merges, hidden and struck rows."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from lxml import etree

from nuanxin.kernel.intake.looks import Look, Place

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _STYLE = f"{{{_OASIS}:table:1.0}}", f"{{{_OASIS}:style:1.0}}"
_HIDDEN = ("collapse", "filter")
_MOST_REPEATED = 16_384
Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class OpenLook:
    """A worksheet's merged spans, rows and columns from 0, and its look."""

    merges: list[Span] = field(default_factory=list)
    look: Look = field(default_factory=Look)


def open_looks(content: bytes) -> dict[str, OpenLook]:
    """Return the merges and looks of an .ods file's worksheets by name; nothing where it is none."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        if "content.xml" not in packed.namelist():
            return {}
        with packed.open("content.xml") as stream:
            return dict(_tables(stream))


def _tables(stream: Any) -> Iterator[tuple[str, OpenLook]]:
    """Go through the document once; rows are let go as soon as they are looked at."""
    struck, found, row = set[str](), OpenLook(), 0
    events = etree.iterparse(stream, events=("start", "end"), resolve_entities=False, huge_tree=True)
    for event, element in events:
        tag = element.tag
        if event == "end" and tag == f"{_STYLE}style":
            struck |= {element.get(f"{_STYLE}name", "")} if _crosses_out(element) else set()
        elif event == "start" and tag == f"{_TABLE}table":
            found, row = OpenLook(), 0
        elif event == "end" and tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), found
        elif event == "end" and tag == f"{_TABLE}table-row":
            row += _row(element, row, struck, found)
            element.clear()


def _crosses_out(style: Any) -> bool:
    lines = (each.get(f"{_STYLE}text-line-through-style", "none") for each in style)
    return any(line != "none" for line in lines)


def _row(element: Any, row: int, struck: set[str], found: OpenLook) -> int:
    """Look at a row and its repetitions; return how many rows it stands for."""
    times, column = int(element.get(f"{_TABLE}number-rows-repeated", 1)), 0
    if element.get(f"{_TABLE}visibility") in _HIDDEN and times <= _MOST_REPEATED:
        found.look.hidden_rows |= set(range(row + 1, row + times + 1))
    for cell in element:
        across, down = (int(cell.get(f"{_TABLE}number-{way}-spanned", 1)) for way in ("columns", "rows"))
        if across > 1 or down > 1:
            found.merges.append(((row, column), (row + down - 1, column + across - 1)))
        if struck and cell.get(f"{_TABLE}style-name") in struck and len(cell):
            found.look.struck.add(Place(row + 1, column))
        column += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
    return times
