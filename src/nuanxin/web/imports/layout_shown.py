"""A worksheet as its clerk knows it, with our proposal above each column, and how its rows would be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas import tree
from nuanxin.kernel.intake import amounts
from nuanxin.kernel.intake.amounts import PLAIN
from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.declare import Column, Row
from nuanxin.kernel.intake.evidence import scale_of
from nuanxin.kernel.intake.files import shown
from nuanxin.kernel.intake.headings import unit_lines
from nuanxin.kernel.intake.inexact import inexact, inexact_day
from nuanxin.kernel.intake.pairing import likelihood
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.reasons import reason_of
from nuanxin.kernel.intake.telling import veiled
from nuanxin.kernel.ledger.wording import called
from nuanxin.plain.masks import masked
from nuanxin.web.imports.layout_asked import OPEN, Understood

FACTS_SHOWN, FACTS_READ, WIDEST = 6, 30, 60
_LONG_NUMBER = re.compile(r"\d{11,18}[\dxX]?")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a column may be said to be."""

    field: str
    says: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the worksheet: its letter, what it may be, what was proposed, how likely and why."""

    at: int
    letter: str
    heading: str
    choices: tuple[Choice, ...]
    likely: str
    why: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the worksheet: its number, its cells as text, and whether it belongs to the header."""

    number: int
    cells: tuple[str, ...]
    head: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """A declared column without a heading: whether it is needed, and why."""

    says: str
    needed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows as they would be read: headings, values by row, and what would be refused or asked."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    faults: tuple[tuple[int, str, str], ...]


def places(page: Page, how: Understood) -> list[Place]:
    """Return the columns of a worksheet as the page shows them."""
    headed = {heading.at: heading for heading in how.match.headed}
    width = min(max((len(line.cells) for line in lines(page, how)), default=0), WIDEST)
    return [
        _place(how, at, _letter(at + page.left), headed[at].text if at in headed else "")
        for at in range(width)
    ]


def _place(how: Understood, at: int, letter: str, heading: str) -> Place:
    if not heading:
        return Place(at, letter, "", (), "", "", "bare")
    field, sheet = how.columns[at], how.match.sheet
    choices = [Choice("", _("not needed"), field == "")]
    choices += [Choice(OPEN, _("please choose"), True)] if field == OPEN else []
    choices += [Choice(one.field, _marked(one), field == one.field) for one in sheet.columns]
    fits = how.proposal.fits if how.proposal and how.proposal.match.sheet is sheet else {}
    fit = fits.get(field)
    if fit and fit.heading.at == at:
        return Place(at, letter, heading, tuple(choices), likelihood(fit.confidence), fit.why, "proposed")
    if field == OPEN:
        why = _("two headings suit equally well")
        return Place(at, letter, heading, tuple(choices), likelihood(0.0), why, "open")
    said = _("as you say") if field else ""
    return Place(at, letter, heading, tuple(choices), said, "", "said" if field else "unused")


def _marked(column: Column) -> str:
    return f"{called(column)} *" if column.required else called(column)


def lines(page: Page, how: Understood) -> list[Line]:
    """Return the first rows as the clerk knows them; what names persons is masked below the header."""
    end = how.match.header_row
    hidden = {how.match.columns[c.field].at for c in how.match.sheet.columns if _hidden(c, how)}
    rows = islice(page.rows(), max(0, how.match.first - 3), end + FACTS_SHOWN)
    found = [
        Line(number, _texts(cells, hidden if number > end else set(), number > end), False)
        for number, cells in rows
    ]
    width = min(max((len(line.cells) for line in found), default=0), WIDEST)
    return [
        Line(each.number, (*each.cells, *[""] * width)[:width], how.match.first < each.number <= end)
        for each in found
    ]


def _hidden(column: Column, how: Understood) -> bool:
    return bool(column.personal) and column.field in how.match.columns


def _texts(cells: Cells, hidden: set[int], fact: bool) -> tuple[str, ...]:
    said = [shown(cell) if cell is not None else "" for cell in cells]
    while said and not said[-1]:
        said.pop()
    return tuple(_open(text, at in hidden) if fact else text for at, text in enumerate(said))


def _open(text: str, personal: bool) -> str:
    """Return a cell as it may stand on a screen: no name, and no number as long as a phone's or an ID's."""
    if personal:
        return masked("name", text)
    return _LONG_NUMBER.sub(lambda found: masked("phone", found[0]), text)


def _letter(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def lacking(how: Understood) -> list[Lacking]:
    """Return the declared columns without a heading, the needed ones first."""
    missing = (one for one in how.match.sheet.columns if one.field not in how.match.columns)
    found = [Lacking(called(one), one.required, reason_of(one)) for one in missing]
    return sorted(found, key=lambda each: not each.needed)


def sample(page: Page, how: Understood) -> Sample:
    """Read the first rows as they would be read."""
    rows = [cells for _number, cells in islice(page.rows(), how.match.header_row + FACTS_READ)]
    top = replace(
        page,
        height=len(rows),
        cells=lambda: iter([list(row) for row in rows]),
        merges=[span for span in page.merges if span[1][0] < len(rows)],
    )
    if not how.match.columns:
        return Sample((), (), ())
    reading = read_table(top, how.match)
    columns = [one for one in how.match.sheet.columns if one.field in how.match.columns]
    said = [
        (row.number, tuple(_understood(one, row, how) for one in columns))
        for row in reading.rows[:FACTS_SHOWN]
    ]
    faults = [(bad.row, bad.column, f"{bad.said} {bad.remedy}") for bad in reading.bad]
    faults += [
        (asked.row, asked.heading, f"{veiled(reading.sheet, asked)} {asked.doubt.remedy}")
        for asked in reading.asked
    ]
    return Sample(tuple(map(called, columns)), tuple(said), tuple(sorted(faults)[:FACTS_SHOWN]))


def _understood(column: Column, row: Row, how: Understood) -> str:
    """Return what a cell was understood as, no more exact than the sheet says: about 30, August 2024."""
    value, word = row.values[column.field], row.precision.get(column.field, "")
    if isinstance(value, date) and (said := inexact_day(value, word)):
        return said
    return inexact(_value(column, value, how), word)


def _value(column: Column, value: Any, how: Understood) -> str:
    """Return a value as it was understood, in words."""
    if value is None:
        return "—"
    if column.personal:
        return masked("name", str(value))
    if column.kind == "area":
        return tree.full_name(value, get_language() or "")
    if column.kind == "yes_no":
        return _("yes") if value else _("no")
    if column.kind == "choice":
        return next((word for word, code in (column.choices or {}).items() if code == value), str(value))
    if column.kind == "quantity":
        scale = scale_of(column, how.match.columns[column.field], unit_lines(how.match.lines)) or PLAIN
        return amounts.shown(value, scale.unit)
    return shown(value)


def sheets_offered(how: Understood) -> Iterator[tuple[str, str, bool]]:
    """Yield the sheets it may be, the likeliest first: name, words, chosen."""
    likely = [one.match.sheet for one in how.candidates]
    rest: Sequence[Any] = [sheet for sheet in all_sheets() if sheet not in likely]
    for sheet in (*likely, *rest):
        yield sheet.name, called(sheet), how.chosen and sheet is how.match.sheet
