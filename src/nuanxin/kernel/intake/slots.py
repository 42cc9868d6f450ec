"""Slots 列位: the columns of a recognised worksheet at work, each with the reader chosen for it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from unicodedata import normalize

from django.utils.translation import gettext as _

from nuanxin.kernel.areas import tree
from nuanxin.kernel.areas.codes import LEVELS
from nuanxin.kernel.intake.amounts import PLAIN, Scale, fits
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.cells import reader
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.headings import Heading, foreign_money, split_unit, unit_lines
from nuanxin.kernel.intake.matching import Match
from nuanxin.plain.units import UNITS, Unit

NUMERIC = ("whole", "quantity")
_UNIT_ALONE = re.compile(r"\s*[(（]?\s*(?:计量|金额|数量|货币)?单\s*位\s*[:：]")
_AREA_ENDS = "省区市盟县旗"
_YEAR = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?=\s*年|年度|[.\-/]\d)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A column at work: where its cells stand, how they are read, and whose area bounds it.

    ``heading`` is None for a declared column that the worksheet does not have; captions may give it.
    """

    column: Column
    heading: Heading | None
    read: Callable[..., Any]
    scale: Scale
    inside: str

    @property
    def numeric(self) -> bool:
        """Whether it holds amounts, which a typed sum may add up."""
        return self.column.kind in NUMERIC


def slots(match: Match, page: Page) -> list[Slot]:
    """Choose a reader for each declared column; areas from the widest level to the narrowest.

    Raises CellError where a heading is in a unit that its column does not count.
    """
    lines = (*match.lines, *_corner_units(match, page))
    units, within, money = unit_lines(lines), area_of_lines(match.lines), foreign_money(lines)
    years = years_of_lines((page.part, *match.lines))
    areas = [column for column in match.sheet.columns if column.kind == "area"]
    areas.sort(key=lambda column: LEVELS.index(column.level))
    found: list[Slot] = []
    for column in (*areas, *(column for column in match.sheet.columns if column.kind != "area")):
        heading = match.columns.get(column.field)
        scale = _scale(column, heading, units, money) if column.kind in NUMERIC else PLAIN
        wider = [slot.column for slot in found if column.kind == "area" and slot.column.level != column.level]
        read = reader(column, scale, within, epoch=page.epoch, years=years)
        found.append(Slot(column, heading, read, scale, wider[-1].field if wider else ""))
    return found


def _corner_units(match: Match, page: Page) -> list[str]:
    """Return the unit lines that stand beside or in the corner of the header itself."""
    rows = islice(page.rows(), match.first, match.header_row)
    cells = (cell for _number, cells in rows for cell in cells if isinstance(cell, str))
    return [cell for cell in cells if _UNIT_ALONE.match(cell)]


def _scale(column: Column, heading: Heading | None, lines: Sequence[Unit], money: str) -> Scale:
    """Settle the unit of a column's bare numbers: heading, then unit line, then declaration.

    ``money`` of another country that a unit line names is nobody's unit here.
    """
    declared = UNITS[column.unit] if column.unit else split_unit(column.zh)[1]
    base = declared.base if declared else ""
    odd = "" if heading is None or base != "fen" or heading.unit else foreign_money((heading.text,)) or money
    if heading and heading.unit and not fits(heading.unit, base):
        odd = heading.unit.label
    if heading and odd:
        raise CellError(
            _("%(column)s is headed in %(unit)s, which it does not count.")
            % {"column": heading.text, "unit": odd},
            _("Head it in %(unit)s.") % {"unit": (declared or PLAIN.unit).label},
        )
    line = next((unit for unit in lines if base and unit.base == base), None)
    return Scale((heading and heading.unit) or line or declared or PLAIN.unit, base)


def area_of_lines(lines: Sequence[str]) -> int | None:
    """Return the area a title or reporting line begins with, None where none does."""
    for line in lines:
        text = line.split("：")[-1].split(":")[-1].strip()
        for length in range(min(len(text), 20), 1, -1):
            if text[length - 1] in _AREA_ENDS:
                found = tree.find(text[:length], None, "county")
                if len(found) == 1:
                    return found[0].code
    return None


def years_of_lines(lines: Sequence[str]) -> tuple[int, ...]:
    """Return the years that the title and the lines above a header speak of, in order."""
    said = (year for line in lines for year in _YEAR.findall(normalize("NFKC", line)))
    return tuple(dict.fromkeys(map(int, said)))
