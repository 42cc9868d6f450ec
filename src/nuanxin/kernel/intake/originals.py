"""Originals 原文: each cell of a sheet line kept three ways: as it stands, what it was read as, and where."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from nuanxin.kernel.areas import tree
from nuanxin.kernel.intake.amounts import shown as in_unit
from nuanxin.kernel.intake.body import Body
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.doubts import Answers
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.headings import Heading
from nuanxin.kernel.intake.inexact import inexact
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.readings import Reading
from nuanxin.kernel.intake.slots import Slot, slots


@dataclass(frozen=True, slots=True)
class Original:
    """A cell three ways. ``place`` as Excel names it (E5); ``raw`` as it stands there; ``read`` in words.

    ``raw`` and ``read`` are None in columns that name persons. ``precision`` is one of
    ``doubts.PRECISIONS``, "" for exact; ``open`` says that nothing was read: ``read`` is then the reason.
    """

    place: str
    heading: str
    raw: str | None
    read: str | None
    precision: str = ""
    open: bool = False


def originals(page: Page, match: Match, row: int, answers: Answers | None = None) -> tuple[Original, ...]:
    """Return the cells of a line that a sheet declares, in the worksheet's order."""
    try:
        chosen = slots(match, page)
    except CellError:
        return ()
    reading = Reading(match, page.part)
    Body(reading, chosen, page, answers).run(lambda _done: None, only=row)
    _number, cells = next(islice(page.rows(), row - 1, row), (row, []))
    placed = sorted(((slot.heading, slot) for slot in chosen if slot.heading), key=lambda pair: pair[0].at)
    return tuple(_original(slot, heading, page, row, cells, reading) for heading, slot in placed)


def _original(
    slot: Slot, heading: Heading, page: Page, row: int, cells: list[Any], reading: Reading
) -> Original:
    column = slot.column
    place = f"{get_column_letter(heading.at + page.left + 1)}{row}"
    if column.personal:
        return Original(place, heading.text, None, None)
    raw = shown(cells[heading.at]) if heading.at < len(cells) else ""
    found = next((each for each in reversed(reading.rows) if each.number == row), None)
    if found is None:
        return Original(place, heading.text, raw, _why(slot, row, reading), open=True)
    word = found.precision.get(column.field, "")
    return Original(place, heading.text, raw, inexact(_words(slot, found.values[column.field]), word), word)


def _why(slot: Slot, row: int, reading: Reading) -> str:
    """Return why nothing was read of a cell: its doubt, its fault, or those of its row."""
    heading = slot.heading.text if slot.heading else ""
    asked = [each for each in reading.asked if each.row == row and each.field in (slot.column.field, "")]
    if asked:
        return _("asked: %(said)s") % {"said": asked[0].doubt.said}
    bad = [each for each in reading.bad if each.row == row and each.column in (heading, "")]
    return bad[0].said if bad else _("nothing was read of this cell")


def _words(slot: Slot, value: Any) -> str:
    """Return a value in words, with its unit; what is not stated is said so."""
    column: Column = slot.column
    if value is None:
        return _("not stated")
    match column.kind:
        case "area":
            return tree.full_name(value, get_language() or "")
        case "quantity":
            return in_unit(value, slot.scale.unit)
        case "yes_no":
            return _("yes") if value else _("no")
        case "choice":
            return next((word for word, code in (column.choices or {}).items() if code == value), str(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def shown(cell: object) -> str:
    """Return a cell as a reader of the sheet sees it."""
    if isinstance(cell, float):
        return getattr(cell, "text", f"{cell:.15g}")
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
