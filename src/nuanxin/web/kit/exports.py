"""Exports 导出: what a list shows, as a table for a spreadsheet, as JSON, and as GeoJSON.

Personal columns are left out. A cell that a spreadsheet would take for a formula is kept a text.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.web.kit.asked import Asked
from nuanxin.web.kit.cells import Printer, heading
from nuanxin.web.kit.finding import narrowed, ordered
from nuanxin.web.kit.pictures import shapes

AT_ONCE = 5_000
"""So many records are given at once; more of them are written in the background."""

BATCH = 2_000
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Progress = Callable[[int, int], None]


class Table:
    """The records of a question as rows of values, read a batch at a time."""

    def __init__(self, page: Page, actor: Actor, asked: Asked) -> None:
        self.page, self.actor, self.asked = page, actor, asked
        shown = asked.columns or page.columns
        self.columns = [name for name in shown if name not in page.personal]
        self.query = ordered(page, narrowed(page, actor, asked), asked)

    def heads(self) -> list[str]:
        """Return the headings with their units."""
        heads = [heading(self.page, name) for name in self.columns]
        return [f"{head.word} ({head.unit})" if head.unit else head.word for head in heads]

    def rows(self, progress: Progress | None = None) -> Iterator[list[Any]]:
        """Yield the rows in the order of the list; ``progress`` hears how many of how many."""
        total = self.query.order_by().count() if progress else 0
        walk, done = self.query.iterator(chunk_size=BATCH), 0
        while batch := list[Record](islice(walk, BATCH)):
            printer = Printer(self.page, batch, self.columns)
            for record in batch:
                yield [printer.kept(record, name) for name in self.columns]
            done += len(batch)
            if progress:
                progress(done, total)


def write(table: Table, kind: str, out: Path, progress: Progress | None = None) -> None:
    """Write an export to a file: ``kind`` is one of ``MEDIA``."""
    if kind == "xlsx":
        _write_workbook(table, out, progress)
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        _WRITERS[kind](table, file, progress)


def written(table: Table, kind: str) -> bytes:
    """Return an export as bytes."""
    if kind == "xlsx":
        content = io.BytesIO()
        _write_workbook(table, content, None)
        return content.getvalue()
    text = io.StringIO()
    _WRITERS[kind](table, text, None)
    return text.getvalue().encode()


def _write_csv(table: Table, file: TextIO, progress: Progress | None) -> None:
    """Write comma-separated values that Excel and WPS open in Chinese (a mark of order comes first)."""
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow(table.heads())
    for row in table.rows(progress):
        writer.writerow([_text(value) for value in row])


def _text(value: Any) -> str:
    """Return a value as text; what a spreadsheet would take for a formula gets a quote before it."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(value)
    harmless = isinstance(value, int | Decimal | date) or not text.startswith(_FORMULA)
    return text if harmless else f"'{text}"


def _write_json(table: Table, file: TextIO, progress: Progress | None) -> None:
    heads = [{"field": name, "title": word} for name, word in zip(table.columns, table.heads(), strict=True)]
    file.write('{"columns": ' + json.dumps(heads, ensure_ascii=False) + ', "rows": [')
    for number, row in enumerate(table.rows(progress)):
        file.write((",\n" if number else "\n") + json.dumps(row, ensure_ascii=False, default=_jsoned))
    file.write("\n]}\n")


def _jsoned(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else float(value)


def _write_geojson(table: Table, file: TextIO, progress: Progress | None) -> None:
    """Write points where the records have a place of their own, else the counties they add up in."""
    if not table.page.point:
        file.write(json.dumps(shapes(table.actor, table.page, table.asked), ensure_ascii=False))
        return
    features = list(_points(table))
    file.write(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))


def _points(table: Table) -> Iterator[dict[str, Any]]:
    """Yield the records that have a place, each with what it is called."""
    page, (east, north) = table.page, table.page.point
    walk = table.query.exclude(**{east: None}).iterator(chunk_size=BATCH)
    while batch := list[Record](islice(walk, BATCH)):
        printer = Printer(page, batch, page.columns[:1])
        for record in batch:
            yield {
                "type": "Feature",
                "id": record.pk,
                "geometry": {"type": "Point", "coordinates": [getattr(record, east), getattr(record, north)]},
                "properties": {"name": printer.text(record, page.columns[0])},
            }


_WRITERS: dict[str, Callable[[Table, TextIO, Progress | None], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "geojson": _write_geojson,
}


def _write_workbook(table: Table, out: Path | io.BytesIO, progress: Progress | None) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.page.zh[:30])
    sheet.freeze_panes = "A2"
    sheet.append(table.heads())
    for row in table.rows(progress):
        sheet.append([_cell(sheet, value) for value in row])
    book.save(out)


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # never a formula: the text is somebody else's
    return cell
