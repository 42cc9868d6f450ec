"""Rows 逐行回执: what became of every row of a worksheet, packed small enough to be kept with a job."""

import json
from base64 import b85decode, b85encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from zlib import compress, decompress

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.doubts import Asked
from nuanxin.kernel.intake.headings import names_of
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.kernel.intake.telling import quotes_a_person, veiled

FRESH, CHANGED, SAME, ASKED, REFUSED, FOUND = "fresh", "changed", "same", "asked", "refused", "found"

Ranges = list[list[int]]


@dataclass(slots=True)
class Receipt:
    """What became of the rows of one worksheet.

    ``act`` is the act that took them, None where nothing was posted; ``rehearsed``: nothing was yet.
    ``refused`` says why the whole worksheet was not taken. ``rows`` holds for each kind the words (blank:
    the kind's own) and the rows they are said of; ``example`` the row whose remedy is written out, and how.
    """

    part: str
    header_row: int
    act: int | None = None
    rehearsed: bool = False
    refused: str = ""
    rows: list[tuple[str, str, Ranges]] = field(default_factory=list)
    example: tuple[int, str] | None = None

    def packed(self) -> str:
        """Return it as a text of signs that JSON keeps as they are."""
        fields = (self.part, self.header_row, self.act, self.rehearsed, self.refused, self.rows, self.example)
        return b85encode(compress(json.dumps(fields, ensure_ascii=False).encode(), 6)).decode()

    @classmethod
    def unpacked(cls, text: str) -> "Receipt":
        """Return what ``packed`` made a text of."""
        *others, rows, example = json.loads(decompress(b85decode(text)))
        receipt = cls(*others)
        receipt.rows = [tuple(each) for each in rows]
        receipt.example = tuple(example) if example else None
        return receipt

    def said(self) -> Iterator[tuple[int, str, str]]:
        """Yield row, kind and words, row by row of each kind."""
        where = _(" (act %(act)d, row %(row)d)").replace("%(act)d", str(self.act))
        for kind, words, ranges in self.rows:
            told = words or self._own(kind)
            posted = bool(self.act) and kind in (FRESH, CHANGED)
            for first, last in ranges:
                for row in range(first, last + 1):
                    yield row, kind, told + where.replace("%(row)d", str(row)) if posted else told
        if self.example:
            yield self.example[0], REFUSED, self.example[1]

    def _own(self, kind: str) -> str:
        if self.rehearsed:
            return {FRESH: _("Read; new"), SAME: _("Read; known already, nothing changes")}[kind]
        return {FRESH: _("Posted: new"), SAME: _("Known already; nothing changed")}[kind]


def receipt_of(report: TableReport, *, rehearsed: bool = False) -> Receipt:
    """Return what became of a worksheet's rows; ``rehearsed`` where it was only looked at."""
    outcome = report.outcome
    receipt = Receipt(report.part, report.header_row, None, rehearsed, report.refused)
    fresh, changed = (outcome.fresh, outcome.changed) if outcome else ({}, {})
    if outcome and not rehearsed:
        receipt.act = outcome.act
    taken = report.taken
    receipt.rows = [
        (FRESH, "", ranges(row for row in taken if row in fresh)),
        *_changed({row: changed[row] for row in taken if row in changed and row not in fresh}, rehearsed),
        (SAME, "", ranges(row for row in taken if row not in fresh and row not in changed)),
        *_alike(ASKED, ((each.row, _asked(report.sheet, each)) for each in report.asked)),
        *_alike(REFUSED, ((bad.row, _refused(bad.column, bad.said, bad.remedy)) for bad in report.bad)),
        *_alike(FOUND, ((find.row, find.said) for find in report.finds)),
    ]
    receipt.rows = [each for each in receipt.rows if each[2]]
    receipt.example = _example(report)
    return receipt


def _changed(changed: dict[int, int], rehearsed: bool) -> Iterator[tuple[str, str, Ranges]]:
    by_number: dict[int, list[int]] = {}
    for row, fields in changed.items():
        by_number.setdefault(fields, []).append(row)
    for fields, rows in sorted(by_number.items()):
        words = _("Read; changes %(n)d fields") if rehearsed else _("Posted: %(n)d fields changed")
        yield CHANGED, words % {"n": fields}, ranges(rows)


def _alike(kind: str, told: Iterable[tuple[int, str]]) -> Iterator[tuple[str, str, Ranges]]:
    """Yield the words said of rows, each once with all its rows; what is said twice of a row in two lines."""
    by_row: dict[int, list[str]] = {}
    for row, words in told:
        by_row.setdefault(row, []).append(words)
    rows: dict[str, list[int]] = {}
    for row, lines in by_row.items():
        rows.setdefault("\n".join(dict.fromkeys(lines)), []).append(row)
    for words, some in rows.items():
        yield kind, words, ranges(some)


def _asked(sheet: Sheet, asked: Asked) -> str:
    """Return what a row waits for; of a cell that names a person neither its text nor what it may be."""
    doubt = asked.doubt
    facts = {
        "heading": asked.heading,
        "said": veiled(sheet, asked),
        "options": " / ".join(o.says for o in doubt.options),
    }
    words = (
        _("Waits for an answer: %(said)s")
        if not asked.heading
        else _("Waits for an answer: %(heading)s: %(said)s")
    )
    told = words % facts
    possible = _("Possible: %(options)s") % facts  # not within an f-string: Babel does not see it there
    return f"{told} {possible}" if doubt.options and not quotes_a_person(sheet, asked) else told


def _refused(column: str, said: str, remedy: str) -> str:
    about = _("%(column)s: ") % {"column": column} if column else ""
    return _("Not taken: %(about)s%(said)s %(remedy)s") % {"about": about, "said": said, "remedy": remedy}


def _example(report: TableReport) -> tuple[int, str] | None:
    """Return the first row to mend, with its remedy written as an example."""
    wanting = [bad for bad in report.bad if bad.column and bad.row > report.header_row]
    for bad in sorted(wanting, key=lambda bad: bad.row):
        column = _column(report, bad.column)
        known = report.sample[0].values.get(column.field) if column and report.sample else None
        if column and (text := example_of(column, known)):
            facts = {"column": bad.column, "row": bad.row, "text": text}
            return bad.row, _("Example: in row %(row)d write under “%(column)s”: %(text)s") % facts
    return None


def _column(report: TableReport, heading: str) -> Column | None:
    """Return the declared column of a heading."""
    wanted = {*names_of(heading), *names_of(heading.rsplit("·", 1)[-1])}
    for column in report.sheet.columns:
        if wanted & {name for text in (column.zh, column.en, *column.aliases) for name in names_of(text)}:
            return column
    return None


def example_of(column: Column, known: Any = None) -> str:
    """Return what a cell of a column may say, as an example; blank where any text will do.

    ``known`` is what a good row has there: areas are named by the sheet's own.
    """
    match column.kind:
        case "day":
            return "2024-05-01"
        case "whole":
            return "12"
        case "quantity":
            return f"12.5 {column.unit}" if column.unit else "12.5"
        case "yes_no":
            return "是"
        case "choice":
            return next(iter(column.choices or {}), "")
        case "area" if known:
            return full_name(known, "zh-hans")
    return ""


def ranges(rows: Iterable[int]) -> Ranges:
    """Return numbers as ranges, both ends included."""
    found: Ranges = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    return found
