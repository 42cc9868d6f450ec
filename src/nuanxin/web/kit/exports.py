"""Exports 导出: what a list shows, as a table for a spreadsheet, as JSON, and as GeoJSON.

Personal columns are left out. A cell that a spreadsheet would take for a formula is kept a text. Where
nobody chose columns, a table has all of its sheet's, headed as the sheet heads them: handed in again it
posts nothing.
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

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import find, full_name
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.plain.formulas import harmless
from nuanxin.plain.worksheets import Column, Form, write_workbook
from nuanxin.web.kit.asked import Asked
from nuanxin.web.kit.cells import NUMBERS, Printer, heading, unit_of
from nuanxin.web.kit.finding import narrowed, ordered
from nuanxin.web.kit.grounds import placed
from nuanxin.web.kit.pictures import shapes
from nuanxin.web.templatetags.wording import language, said

AT_ONCE = 5_000
"""So many records are given at once; more of them are written in the background."""

BATCH = 2_000
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
}
_MONEY_PLACES = 2

Progress = Callable[[int, int], None]


class Table:
    """The records of a question as rows of values, read a batch at a time."""

    def __init__(self, page: Page, actor: Actor, asked: Asked) -> None:
        self.page, self.actor, self.asked = page, actor, asked
        shown = asked.columns or sheet_fields(page)
        self.columns = [name for name in shown if name not in page.personal]
        self._areas = {name for name in self.columns if page.column(name).kind == "area"}
        self._places: dict[tuple[str, int], str] = {}
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
                yield [self._value(printer, record, name) for name in self.columns]
            done += len(batch)
            if progress:
                progress(done, total)

    def _value(self, printer: Printer, record: Record, name: str) -> Any:
        if name not in self._areas:
            return printer.kept(record, name)
        code = getattr(record, name)
        return self._places.get((name, code)) or self._place(printer, record, name)

    def _place(self, printer: Printer, record: Record, name: str) -> str:
        """Return an area's name, with the wider areas before it where the name alone means several."""
        code, short = getattr(record, name), str(printer.value(record, name))
        alone = len(find(short, None, self.page.column(name).level)) == 1
        self._places[name, code] = called = short if alone else full_name(code, "zh-hans")
        return called


def sheet_fields(page: Page) -> list[str]:
    """Return the fields of a page's record in the order of the sheet's columns, then those it adds.

    Coordinates say nothing without the system they were written in: GeoJSON gives them.
    """
    back = {column: name for name, column in page.headed.items()}
    known = {field.name for field in page.record._meta.get_fields()}
    found = [back.get(column.field, column.field) for column in page.sheet.columns]
    placed = {*page.point, *page.shape}
    return [name for name in dict.fromkeys([*found, *page.columns]) if name in known - placed]


def form_of(table: Table) -> Form:
    """Return the worksheet a table is written as: headed, summed and signed."""
    page = table.page
    summed = {name for name in table.columns if page.column(name).kind in NUMBERS} - _keys(page)
    moment = localtime().strftime("%Y-%m-%d %H:%M")
    note = _("Source: Nuanxin, register “%(register)s”; exported on %(moment)s. Personal columns left out.")
    return Form(
        part=said(page)[:28],
        title=said(page.sheet),
        columns=[_column(page, name, summed=name in summed) for name in table.columns],
        notes=[note % {"register": said(page), "moment": moment}],
        by=table.actor.name,
        filtered=True,
    )


def _keys(page: Page) -> set[str]:
    """Return the fields that tell a record apart: a year is no amount."""
    back = {column: name for name, column in page.headed.items()}
    return {back.get(column, column) for column in page.sheet.key}


def _column(page: Page, name: str, *, summed: bool) -> Column:
    unit = unit_of(page.column(name))[0]
    places = _MONEY_PLACES if "元" in unit or unit == "yuan" else 0
    return Column(heading(page, name).word, unit, places, summed, grouped=summed)


def write(table: Table, kind: str, out: Path, progress: Progress | None = None) -> None:
    """Write an export to a file: ``kind`` is one of ``MEDIA``."""
    if kind == "xlsx":
        write_workbook(out, [(form_of(table), table.rows(progress))], language())
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        _WRITERS[kind](table, file, progress)


def written(table: Table, kind: str) -> bytes:
    """Return an export as bytes."""
    if kind == "xlsx":
        content = io.BytesIO()
        write_workbook(content, [(form_of(table), table.rows())], language())
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
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = value.isoformat() if isinstance(value, date) else str(value)
    return text if isinstance(value, int | Decimal | date) else harmless(text)


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
    east, north = table.page.point
    for record, name in placed(table.page, table.query):
        yield {
            "type": "Feature",
            "id": record.pk,
            "geometry": {"type": "Point", "coordinates": [getattr(record, east), getattr(record, north)]},
            "properties": {"name": name},
        }


_WRITERS: dict[str, Callable[[Table, TextIO, Progress | None], None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "geojson": _write_geojson,
}
