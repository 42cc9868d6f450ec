"""Reader 读表: the rows below a recognised header, parsed; good ones, bad ones, and finds.

The reader is chosen once a column. A row costs a few microseconds, so that a workbook of hundreds
of thousands of rows is a matter of seconds.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.areas import tree
from nuanxin.kernel.areas.codes import LEVELS
from nuanxin.kernel.intake import marks
from nuanxin.kernel.intake.amounts import PLAIN, Scale, fits
from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.cells import reader
from nuanxin.kernel.intake.declare import Column, Row, Sheet
from nuanxin.kernel.intake.doubts import DROP, Answers, Asked, Doubt, Option, answered
from nuanxin.kernel.intake.faults import BadRow, CellError, Find, listed
from nuanxin.kernel.intake.headings import Heading, normal, split_unit, unit_lines
from nuanxin.kernel.intake.matching import Match, said_of
from nuanxin.kernel.intake.totals import Summed, Total, wrong_totals
from nuanxin.plain.units import UNITS, Unit

Progress = Callable[[int], None]
_Step = tuple[str, int, Callable[..., Any], bool, str]
_STEP = 2_000
_AREA_ENDS = "省区市盟县旗"
_NUMERIC = ("whole", "quantity")


@dataclass(slots=True)
class Reading:
    """What a worksheet says: the match, rows good and bad, and finds. Nothing is posted yet.

    A row with a doubt that nobody has answered waits: it is in ``asked``, and neither good nor bad.
    """

    match: Match
    part: str
    rows: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    finds: list[Find] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        """The declared sheet it is read as."""
        return self.match.sheet


@dataclass(frozen=True, slots=True)
class _Slot:
    """A column at work: where its cells stand, how they are read, and whose area bounds it."""

    column: Column
    heading: Heading
    read: Callable[..., Any]
    scale: Scale
    inside: str

    @property
    def numeric(self) -> bool:
        return self.column.kind in _NUMERIC


def read_table(
    page: Page, match: Match, progress: Progress | None = None, answers: Answers | None = None
) -> Reading:
    """Read the rows of a recognised worksheet; bad rows are told apart, doubtful ones wait, good ones stand.

    ``progress`` is called now and then with the number of rows gone through; ``answers`` settles doubts.
    """
    reading = Reading(match, page.part)
    try:
        slots = _slots(match)
    except CellError as error:
        reading.bad.append(BadRow(match.header_row, "", error.said, error.remedy))
        return reading
    with collector_paused():
        body = _Body(reading, slots, page, answers)
        body.run(progress or (lambda _done: None))
        reading.finds += wrong_totals(body.totals, body.summed())
        _tell_doubles_apart(reading)
    return reading


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python from searching hundreds of thousands of fresh rows for cycles: they hold none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _slots(match: Match) -> list[_Slot]:
    """Choose a reader for each column found; areas from the widest level to the narrowest."""
    units = unit_lines(match.lines)
    within = area_of_lines(match.lines)
    found = [column for column in match.sheet.columns if column.field in match.columns]
    areas = [column for column in found if column.kind == "area"]
    areas.sort(key=lambda column: LEVELS.index(column.level))
    slots: list[_Slot] = []
    for column in (*areas, *(column for column in found if column.kind != "area")):
        heading = match.columns[column.field]
        scale = _scale(column, heading, units) if column.kind in _NUMERIC else PLAIN
        wider = [slot.column for slot in slots if column.kind == "area" and slot.column.level != column.level]
        inside = wider[-1].field if wider else ""
        slots.append(_Slot(column, heading, reader(column, scale, within), scale, inside))
    return slots


def _scale(column: Column, heading: Heading, lines: Sequence[Unit]) -> Scale:
    """Settle the unit of a column's bare numbers: heading, then unit line, then declaration."""
    declared = UNITS[column.unit] if column.unit else split_unit(column.zh)[1]
    base = declared.base if declared else ""
    if heading.unit and not fits(heading.unit, base):
        raise CellError(
            _("%(column)s is headed in %(unit)s, which it does not count.")
            % {"column": heading.text, "unit": heading.unit.label},
            _("Head it in %(unit)s.") % {"unit": (declared or PLAIN.unit).label},
        )
    line = next((unit for unit in lines if base and unit.base == base), None)
    return Scale(heading.unit or line or declared or PLAIN.unit, base)


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


@dataclass(slots=True)
class _Stumbled:
    """A row that could not be read at once: what was read, its faults and doubts, and the cells left open."""

    number: int
    values: dict[str, Any]
    precision: dict[str, str] = field(default_factory=dict)
    faults: list[BadRow] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    dropped: bool = False

    def fault(self, name: str, heading: str, error: CellError) -> None:
        self.open.add(name)
        self.faults.append(BadRow(self.number, heading, error.said, error.remedy))


class _Body:
    """The walk down a table, from the row below the header to the footer."""

    def __init__(self, reading: Reading, slots: Sequence[_Slot], page: Page, answers: Answers | None) -> None:
        self.reading, self.slots, self.page, self.answers = reading, slots, page, answers
        self.totals: list[Total] = []
        self.facts: list[Row] = []
        self.unread: set[str] = set()
        self.headed = {normal(text) for text in self._header_texts()}
        self.blank = {column.field: None for column in reading.sheet.columns}
        self.width = 1 + max(slot.heading.at for slot in slots)
        self.wide = {top + 1 for (top, left), (_bottom, right) in page.merges if right > left}
        self.steps: list[_Step] = [
            (slot.column.field, slot.heading.at, slot.read, slot.column.required, slot.inside)
            for slot in slots
        ]

    def run(self, progress: Progress) -> None:
        """Go through the rows, keeping facts and totals apart, until the footer."""
        rows = self._rows()
        for number, cells in rows:
            if number % _STEP == 0:
                progress(number)
            kind, label = marks.mark(cells)
            if kind == marks.FACT:
                self._take(number, cells)
            elif kind == marks.TOTAL:
                self._total(number, label, cells)
            elif kind == marks.FOOTER:
                self._below(rows)

    def summed(self) -> list[Summed]:
        """Return the numeric columns whose every cell could be read, with all amounts in order."""
        if not self.totals:
            return []
        return [
            Summed(name, slot.heading.text, slot.scale, [row.values[name] or 0 for row in self.facts])
            for slot in self.slots
            if slot.numeric and (name := slot.column.field) not in self.unread
        ]

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield the rows below the header, merged cells filled downwards, short rows made long."""
        down: dict[int, list[int]] = {}
        for (top, left), (bottom, _right) in self.page.merges:
            for index in range(top + 1, bottom + 1):
                down.setdefault(index + 1, []).append(left)
        first, above = self.reading.match.header_row, Cells()
        for number, cells in islice(self.page.rows(), first, None):
            if len(cells) < self.width:
                cells += [""] * (self.width - len(cells))
            for at in down.get(number, ()):
                if at < min(len(cells), len(above)):
                    cells[at] = above[at]
            above = cells
            if number > first + 1 or not marks.column_numbers(cells):
                yield number, cells

    def _take(self, number: int, cells: Cells) -> None:
        """Read one row of facts; where a cell stumbles, the row is looked at cell by cell."""
        values: dict[str, Any] = self.blank.copy()
        try:
            for name, at, read, required, inside in self.steps:
                cell = cells[at]
                if cell != "":
                    values[name] = read(cell, values[inside]) if inside else read(cell)
                if required and values[name] is None:
                    raise _blank()
        except CellError:
            if not self._no_row(number, cells):
                self._sort_out(_Stumbled(number, self.blank.copy()), cells)
        else:
            row = Row(number, values)
            self.reading.rows.append(row)
            self.facts.append(row)

    def _sort_out(self, row: "_Stumbled", cells: Cells) -> None:
        """Read a row with all its faults and doubts: bad, waiting, left out, or good by people's answers."""
        for step in self.steps:
            self._read_cell(row, step, cells)
        self.facts.append(Row(row.number, row.values))
        self.unread.update(name for name in row.open if cells[self._at(name)] != "")
        if row.faults:
            self.reading.bad += [*row.faults, *map(_as_fault, row.asked)]
        elif not row.dropped:
            self.reading.asked += row.asked
            if not row.asked:
                self.reading.rows.append(Row(row.number, row.values, row.precision))

    def _read_cell(self, row: "_Stumbled", step: _Step, cells: Cells) -> None:
        name, at, read, required, inside = step
        heading = self.reading.match.columns[name].text
        try:
            if cells[at] != "":
                row.values[name] = read(cells[at], row.values[inside]) if inside else read(cells[at])
        except Doubt as doubt:
            found = answered(doubt, name, self.answers)
            if isinstance(found, Option):
                row.values[name] = found.value
                row.precision |= {name: found.precision} if found.precision else {}
            else:
                row.open.add(name)
                row.dropped |= found == DROP
                row.asked += [] if found == DROP else [Asked(row.number, name, heading, doubt)]
        except CellError as error:
            row.fault(name, heading, error)
        if required and row.values[name] is None and name not in row.open:
            row.fault(name, heading, _blank())

    def _no_row(self, number: int, cells: Cells) -> bool:
        """Return whether a row that could not be read is no row at all."""
        if marks.empty(cells) or marks.repeats(cells, self.headed):
            return True
        return number in self.wide and marks.alone(cells)

    def _total(self, number: int, label: str, cells: Cells) -> None:
        amounts: dict[str, int] = {}
        for slot in self.slots:
            cell = cells[slot.heading.at]
            if slot.numeric and not marks.blank(cell):
                try:
                    amounts[slot.column.field] = slot.read(cell)
                except CellError as error:
                    self.reading.finds.append(Find(number, f"{label} · {slot.heading.text}: {error.said}"))
        said = {name: amount for name, amount in amounts.items() if amount is not None}
        self.totals.append(Total(number, label, len(self.facts), said))

    def _below(self, rows: Iterator[tuple[int, Cells]]) -> None:
        """Look at what stands below the footer: another table there is told, not read."""
        for number, cells in rows:
            if sum(1 for cell in cells if not marks.blank(cell)) > 2:
                self.reading.finds.append(
                    Find(number, _("The table ends above this row; from here on nothing was read."))
                )
                return

    def _header_texts(self) -> Iterator[str]:
        match = self.reading.match
        for _number, cells in islice(self.page.rows(), match.first, match.header_row):
            yield from (cell for cell in cells if isinstance(cell, str) and cell.strip())

    def _at(self, name: str) -> int:
        return self.reading.match.columns[name].at


def _as_fault(asked: Asked) -> BadRow:
    """Return a doubt of a row that is bad anyway, told with its faults."""
    return BadRow(asked.row, asked.heading, asked.doubt.said, asked.doubt.remedy)


def _blank() -> CellError:
    return CellError(
        _("The cell is blank."),
        _("Fill it in; if it holds a formula, open the file in Excel or WPS and save it."),
    )


def _tell_doubles_apart(reading: Reading) -> None:
    """Move rows of one key to the bad ones, each naming the others: nobody knows which is right."""
    key = reading.sheet.key
    if not key:
        return
    first: dict[Any, int] = {}
    doubles: dict[Any, list[int]] = {}
    for row in reading.rows:
        said = tuple(map(row.values.__getitem__, key)) if len(key) > 1 else row.values[key[0]]
        if first.setdefault(said, row.number) != row.number:
            doubles.setdefault(said, [first[said]]).append(row.number)
    if not doubles:
        return
    names = listed(said_of(column) for column in reading.sheet.columns if column.field in key)
    for numbers in doubles.values():
        for number in numbers:
            others = listed(str(other) for other in numbers if other != number)
            said = _("Row %(row)s and row %(others)s have the same %(key)s.")
            reading.bad.append(
                BadRow(
                    number,
                    names,
                    said % {"row": number, "others": others, "key": names},
                    _("Keep one of them, or write what tells them apart."),
                )
            )
    gone = {number for numbers in doubles.values() for number in numbers}
    reading.rows = [row for row in reading.rows if row.number not in gone]
    reading.bad.sort(key=lambda bad: bad.row)
