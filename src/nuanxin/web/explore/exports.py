"""Exports 导出: an answer as a workbook, as CSV that Excel reads, and as JSON.

Each carries title, area, period, the entry it is fixed at, the definitions and the link that shows the
same again. Numbers are those of the page, in its units.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.tables import adds_over_areas, adds_over_time
from nuanxin.plain.formulas import harmless
from nuanxin.plain.worksheets import Column, Form, Whole, write_workbook
from nuanxin.web.explore.results import Line, Result, Shown
from nuanxin.web.explore.titles import area_name
from nuanxin.web.templatetags.wording import figure_name, language, said, span

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
}


_CHANGE = re.compile(r"[+−-]?[\d,.]+[ %\w]*")
"""A change as printed: a sign and digits, which no spreadsheet takes for a formula that does something."""


def exported(result: Result, kind: str, link: str, by: str = "") -> bytes:
    """Return an answer as a file of a kind of ``MEDIA``; ``link`` shows the same, ``by`` has asked for it."""
    if kind == "xlsx":
        return _workbook(result, link, by)
    return {"csv": _csv, "json": _json}[kind](result, link)


def file_name(result: Result, kind: str) -> str:
    """Return a name for the file: the title without what file systems refuse."""
    kept = "".join("_" if sign in '/\\:*?"<>|：' else sign for sign in result.title)
    return f"{kept[:80]}.{kind}"


def facts_of(result: Result, link: str) -> list[tuple[str, str]]:
    """Return what an export says about itself."""
    question = result.table.question
    return [
        (_("Title"), result.title),
        (_("Area"), f"{area_name(question.area)} {short(question.area)}"),
        (_("Period"), span(question.period)),
        (_("As of entry"), str(result.table.as_of)),
        (_("Printed on"), localdate().isoformat()),
        (_("Link"), link),
        *((_("Explanation"), note) for note in result.notes),
    ]


def columns_of(result: Result) -> list[Column]:
    """Return the columns, figure and unit among them, and whether their lines add up to the whole."""
    columns = [Column(result.first_head)]
    adds = adds_over_areas if result.table.question.by else adds_over_time
    for column in result.columns:
        name, summed = figure_name(column.figure), adds(figure_of(column.figure))
        head = name if column.head == name else f"{name} {column.head}"
        columns.append(Column(head, column.unit, summed=summed))
        if result.compared:
            base = Column(f"{head} · {result.compared}", column.unit, summed=summed)
            columns += [base, Column(f"{head} · {_('change')}")]
    return columns


def rows_of(result: Result) -> Iterator[list[str | Decimal | None]]:
    """Yield the lines: name, then each value as the number the page prints."""
    for line in result.lines:
        yield [line.name, *(value for cell in line.cells for value in _values(result, cell))]


def _values(result: Result, cell: Shown) -> list[str | Decimal | None]:
    if not result.compared:
        return [_number(cell.value)]
    return [_number(cell.value), _number(cell.base), cell.change]


def _number(printed: str) -> Decimal | None:
    return None if printed in ("—", "") else Decimal(printed.replace(",", "").replace("−", "-"))


def _csv(result: Result, link: str) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(harmless(column.heading(language())) for column in columns_of(result))
    writer.writerows([*map(_spread, row)] for row in rows_of(result))
    writer.writerow([])
    writer.writerows(map(harmless, fact) for fact in facts_of(result, link))
    for each in result.meanings:
        writer.writerow(map(harmless, [said(each.figure), said(each.figure.says), each.formula]))
    return text.getvalue().encode("utf-8-sig")


def _spread(value: str | Decimal | None) -> str:
    return harmless(value) if isinstance(value, str) and not _CHANGE.fullmatch(value) else _plain(value)


def _plain(value: str | Decimal | None) -> str:
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else value


def _json(result: Result, link: str) -> bytes:
    told: dict[str, Any] = {
        "title": result.title,
        "area": short(result.table.question.area),
        "period": str(result.table.question.period),
        "as_of": result.table.as_of,
        "link": link,
        "notes": result.notes,
        "figures": [
            {
                "id": each.figure.id,
                "name": said(each.figure),
                "definition": said(each.figure.says),
                "formula": each.formula,
                "unit": result.scales[each.figure.id].unit,
                "source": each.figure.source,
                "definition_hash": each.figure.definition_hash,
            }
            for each in result.meanings
        ],
        "lines": [_told(result, line) for line in result.lines],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _told(result: Result, line: Line) -> dict[str, Any]:
    cells = [
        {
            "figure": column.figure,
            "period": str(cell.cell.ask.period),
            "value": _plain(_number(cell.value)) or None,
            "exact": None if cell.cell.value is None else str(cell.cell.value),
            **(
                {"base": _plain(_number(cell.base)) or None, "change": cell.change} if result.compared else {}
            ),
        }
        for column, cell in zip(result.columns, line.cells, strict=True)
    ]
    return {"name": line.name, "area": short(line.scope.area), "role": line.role, "cells": cells}


def _workbook(result: Result, link: str, by: str) -> bytes:
    out = BytesIO()
    sheets: list[tuple[Form, Iterable[Sequence[Any]]]] = [
        (_form(result, link, by), _lines(result)),
        (_definitions(result), _meanings(result)),
    ]
    write_workbook(out, sheets, language())
    return out.getvalue()


def _form(result: Result, link: str, by: str) -> Form:
    question = result.table.question
    return Form(
        part=_("Table"),
        title=result.title,
        columns=columns_of(result),
        notes=[f"{fact}{_(': ')}{what}" for fact, what in facts_of(result, link)[1:]],
        by=by,
        scope=f"{area_name(question.area)} · {span(question.period)}",
        numbered=False,
        total=False,
    )


def _lines(result: Result) -> Iterator[list[str | Decimal | None]]:
    for line, row in zip(result.lines, rows_of(result), strict=True):
        yield Whole(row) if line.role == "whole" else row


def _definitions(result: Result) -> Form:
    heads = (_("Figure"), _("What it means"), _("Reckoned as"), _("Unit"), _("Source"), _("When it counts"))
    return Form(_("Definitions"), _("Definitions"), [Column(head) for head in heads], signed=False)


def _meanings(result: Result) -> Iterator[list[str]]:
    for each in result.meanings:
        counted = "\n".join(f"{name}: {says}" for name, says in each.counted)
        figure = each.figure
        yield [said(figure), said(figure.says), each.formula, each.unit, figure.source, counted]
