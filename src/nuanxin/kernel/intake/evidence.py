"""Evidence 凭据: what the cells below a heading say about which column they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from math import isfinite
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas import tree
from nuanxin.kernel.areas.codes import level
from nuanxin.kernel.intake import marks
from nuanxin.kernel.intake.amounts import PLAIN, Scale, amount_reader, fits
from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.cells import NOTHING, choice_reader, read_yes_no
from nuanxin.kernel.intake.days import day_reader
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.doubts import Doubt
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.headings import Heading, split_unit
from nuanxin.plain.units import UNITS, Unit

SAMPLED = 50
"""So many rows below a header are looked at."""

TELLING = {
    "choice": 0.75,
    "area": 0.6,
    "day": 0.3,
    "yes_no": 0.3,
    "whole": 0.2,
    "quantity": 0.2,
    "text": 0.08,
}
"""How much it says about a column that all its cells can be read as that kind: few words are a choice's by
chance, most numbers are many things."""

NUMERIC = ("whole", "quantity")
_DAY_NUMBERS = (range(36_526, 54_789), range(19_000_101, 22_001_232))


@dataclass(frozen=True, slots=True)
class Evidence:
    """``read`` of ``of`` cells could be read as the column; ``inside`` is an area that holds them all."""

    read: float
    of: int
    inside: int | None = None

    @property
    def share(self) -> float:
        """How many of the cells could be read, from 0 to 1."""
        return self.read / self.of if self.of else 0.0


def sampled(page: Page, first: int, depth: int) -> list[Cells]:
    """Return the first rows of facts below a header, merged cells filled downwards."""
    below: list[Cells] = []
    down: dict[int, list[int]] = {}
    for (top, left), (bottom, _right) in page.merges:
        for index in range(top + 1, bottom + 1):
            down.setdefault(index + 1, []).append(left)
    above = Cells()
    for number, cells in islice(page.rows(), first + depth, first + depth + 3 * SAMPLED):
        for at in down.get(number, ()):
            if at < min(len(cells), len(above)):
                cells[at] = above[at]
        above = cells
        if _is_fact(cells):
            below.append(cells)
        if len(below) == SAMPLED:
            break
    return below


def _is_fact(cells: Cells) -> bool:
    if marks.empty(cells) or marks.alone(cells) or marks.column_numbers(cells):
        return False
    return marks.mark(cells)[0] == marks.FACT


class Weigher:
    """Weighs the cells of one header's columns; what two declared columns ask alike is read once."""

    def __init__(self, rows: Sequence[Cells], within: int | None, units: Sequence[Unit] = ()) -> None:
        self.rows, self.within, self.units = rows, within, units
        self._cells: dict[int, list[Any]] = {}
        self._known: dict[tuple[Any, ...], Evidence] = {}

    def cells(self, at: int) -> list[Any]:
        """Return what stands in a column, blanks left out."""
        if at not in self._cells:
            cells = (row[at] for row in self.rows if at < len(row))
            self._cells[at] = [c for c in cells if not marks.blank(c) and str(c).strip() not in NOTHING]
        return self._cells[at]

    def weigh(self, column: Column, heading: Heading) -> Evidence:
        """Return how far the cells below a heading are a column's."""
        scale = scale_of(column, heading, self.units) if column.kind in NUMERIC else None
        asked = (heading.at, scale, column.kind, column.level, *(column.choices or ()))
        if asked not in self._known:
            self._known[asked] = self._weighed(column, heading, scale)
        return self._known[asked]

    def apart(self, heading: Heading) -> bool:
        """Return whether every cell below a heading is another, as a number or name that tells rows apart."""
        cells = self.cells(heading.at)
        return len(cells) > 1 and len(set(map(str, cells))) == len(cells)

    def _weighed(self, column: Column, heading: Heading, scale: Scale | None) -> Evidence:
        cells = self.cells(heading.at)
        if column.kind == "area":
            return self._areas(column, cells)
        if column.kind == "text":
            return Evidence(sum(map(_as_text, cells)), len(cells))
        if column.kind in NUMERIC and scale is None:
            return Evidence(0, max(len(cells), 1))
        return Evidence(sum(map(_readable(column, scale or PLAIN), cells)), len(cells))

    def _areas(self, column: Column, cells: Sequence[Any]) -> Evidence:
        """Count the cells that name an area of the column's level; a wider one counts half."""
        found = [self._area(cell, column.level) for cell in cells]
        codes = [code for code in found if code is not None]
        read = sum(1.0 if level(code) == column.level else 0.5 for code in codes)
        return Evidence(read, len(cells), _holding(codes))

    def _area(self, cell: object, lowest: str) -> int | None:
        if not isinstance(cell, str) and not (isinstance(cell, int | float) and cell > 99_999):
            return None
        text = cell if isinstance(cell, str) else f"{cell:.0f}"
        found = tree.find(text, self.within, lowest) or tree.find(text, None, lowest)
        return found[0].code if found else None


def scale_of(column: Column, heading: Heading, units: Sequence[Unit] = ()) -> Scale | None:
    """Return how a column's numbers would be read under a heading; None where its unit does not fit.

    ``units`` are those of the unit line above the header.
    """
    declared = UNITS[column.unit] if column.unit else split_unit(column.zh)[1]
    base = declared.base if declared else ""
    if heading.unit and not fits(heading.unit, base):
        return None
    line = next((unit for unit in units if base and unit.base == base), None)
    return Scale(heading.unit or line or declared or PLAIN.unit, base)


def in_words(column: Column, seen: Evidence) -> str:
    """Say what the cells tell: 48 of 50 cells are towns of a county; "" where there are none."""
    if not seen.of:
        return ""
    facts: dict[str, object] = {"n": round(seen.read), "all": seen.of}
    if column.kind == "area":
        facts |= {"areas": _level_words(column.level)}
        if seen.inside is not None:
            return _("%(n)d of %(all)d cells are %(areas)s of %(inside)s") % {
                **facts,
                "inside": tree.full_name(seen.inside, get_language() or ""),
            }
        return _("%(n)d of %(all)d cells are %(areas)s") % facts
    words = {
        "day": _("%(n)d of %(all)d cells are days"),
        "whole": _("%(n)d of %(all)d cells are numbers"),
        "quantity": _("%(n)d of %(all)d cells are numbers"),
        "choice": _("%(n)d of %(all)d cells are words of this column"),
        "yes_no": _("%(n)d of %(all)d cells say yes or no"),
        "text": _("%(n)d of %(all)d cells are texts"),
    }
    return words[column.kind] % facts


def _level_words(lowest: str) -> str:
    return {
        "county": _("counties"),
        "town": _("streets or towns"),
        "village": _("villages or communities"),
    }.get(lowest, _("areas"))


def _holding(codes: Sequence[int]) -> int | None:
    """Return the narrowest area above all of some areas, down to a county."""
    for width in (10**6, 10**8, 10**10):
        wider = {code - code % width for code in codes}
        if len(wider) == 1 and (one := wider.pop()) not in codes:
            return one
    return None


def _readable(column: Column, scale: Scale) -> Callable[[Any], float]:
    readers: dict[str, Callable[[Any], Any]] = {
        "day": day_reader(),
        "yes_no": read_yes_no,
        "whole": amount_reader(scale),
        "quantity": amount_reader(scale),
    }
    read = choice_reader(column) if column.kind == "choice" else readers[column.kind]

    def readable(cell: Any) -> float:
        if column.kind == "day" and isinstance(cell, int | float):
            return float(isfinite(cell) and any(int(cell) in days for days in _DAY_NUMBERS))
        if column.kind == "yes_no" and isinstance(cell, int | float) and not isinstance(cell, bool):
            return 0.3 if cell in (0, 1) else 0.0
        try:
            return float(read(cell) is not None)
        except Doubt:
            return 1.0
        except CellError:
            return 0.0

    return readable


def _as_text(cell: Any) -> float:
    """Return how far a cell is a text: a day is none, a bare number may be one (a number of a register)."""
    if isinstance(cell, date):
        return 0.0
    if isinstance(cell, str):
        return 1.0
    if not isinstance(cell, int | float):
        return 0.0  # an error, a picture, a formula never calculated: it speaks for no column
    return 0.6 if isfinite(cell) and float(cell).is_integer() else 0.2
