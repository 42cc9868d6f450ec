"""Body 表体: the walk down a table, from the row below the header to the footer."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.intake import marks
from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.captions import Captions
from nuanxin.kernel.intake.columnwise import Columnwise, Step
from nuanxin.kernel.intake.declare import Column, Row
from nuanxin.kernel.intake.doubts import NONE, NOT_APPLICABLE, Answers
from nuanxin.kernel.intake.faults import CellError, FileRefused, Find
from nuanxin.kernel.intake.headings import LEVELS, normal, says_the_form
from nuanxin.kernel.intake.odd_cells import DITTO
from nuanxin.kernel.intake.readings import Reading
from nuanxin.kernel.intake.slots import Slot
from nuanxin.kernel.intake.stumbled import Stumbled, blank_cell
from nuanxin.kernel.intake.totals import Summed, Total
from nuanxin.kernel.ledger.precision import EXACT, Precision

Progress = Callable[[int], None]
LONGEST_S = 900
"""So many seconds one worksheet is read at most."""

_STEP = 2_000
_TOGETHER = 500
"""So many rows of facts are read at once."""
_WORDS_FOR_NOTHING = {"/": NOT_APPLICABLE, "\\": NOT_APPLICABLE, "／": NOT_APPLICABLE, "无": NONE}


class Body:
    """The rows of a table: facts are read, totals and captions kept, what follows the footer is told."""

    def __init__(self, reading: Reading, slots: Sequence[Slot], page: Page, answers: Answers | None) -> None:
        self.reading, self.page, self.answers = reading, page, answers
        self.slots = [slot for slot in slots if slot.heading]
        self.totals: list[Total] = []
        self.facts: list[Row] = []
        self.open: dict[str, set[int]] = {}
        self.headed_columns = len(reading.match.headed)
        self.headed = {normal(text) for text in self._header_texts()}
        self.blank: dict[str, Any] = {column.field: column.blank for column in reading.sheet.columns}
        self.captions = Captions([slot for slot in slots if not slot.heading], self.blank)
        self.wide = {top + 1 for (top, left), (_bottom, right) in page.merges if right > left}
        self.doubtful = page.look.doubtful_rows()
        self.columns: dict[str, Column] = {slot.column.field: slot.column for slot in slots}
        self.steps: list[Step] = [
            (slot.column.field, slot.heading.at, slot.read, slot.column.required, slot.inside)
            for slot in self.slots
            if slot.heading
        ]
        self.columnwise = Columnwise(self.steps, self.blank)
        self.together: list[tuple[int, Cells]] = []
        self.width = 1 + max((at for _name, at, *_rest in self.steps), default=0)
        self.above: Cells | None = None
        self.cut = 0

    def run(self, progress: Progress, only: int = 0) -> None:
        """Go through the rows, keeping facts and totals apart, until the footer.

        With ``only``, facts above that row are not read, and those below it not looked at.
        """
        rows, until, mark, fact = self._rows(), monotonic() + LONGEST_S, marks.mark, marks.FACT
        for number, cells in rows:
            if number % _STEP == 0:
                progress(number)
                self._hurry(until)
            kind, label = mark(cells)
            if kind != fact:
                self._read_gathered()
                self._no_fact(kind, number, label, cells, rows)
            elif number < only:
                self.above = cells
            else:
                self.together.append((number, cells))
                if len(self.together) >= _TOGETHER or not self.facts:  # the first of a table is read alone
                    self._read_gathered()
            if number == only:
                break
        self._read_gathered()

    def summed(self) -> list[Summed]:
        """Return the numeric columns with all amounts in order, and which of them nobody could read."""
        if not self.totals:
            return []
        return [
            Summed(
                name := slot.column.field,
                slot.heading.text,
                slot.scale,
                [row.values[name] or 0 for row in self.facts],
                frozenset(self.open.get(name, ())),
                slot.heading.at + self.page.left,
            )
            for slot in self.slots
            if slot.numeric and slot.heading
        ]

    def numbers(self) -> list[int]:
        """Return the numbers of the rows that state facts, read or not, in order."""
        return [row.number for row in self.facts]

    def _hurry(self, until: float) -> None:
        if monotonic() > until:
            said = _("Reading this worksheet takes more than %(minutes)d minutes.") % {
                "minutes": LONGEST_S // 60
            }
            raise FileRefused(said, _("Split it into several, or delete what is no row."))

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        """Yield the rows below the header, merged cells filled downwards, short rows made long.

        A merge that runs past a 合计 or 小计 fills nothing below it.
        """
        down: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, _right) in self.page.merges:
            for index in range(top + 1, min(bottom, self.page.height) + 1):
                down.setdefault(index + 1, []).append((left, top + 1))
        first, above = self.reading.match.header_row, Cells()
        for number, cells in islice(self.page.rows(), first, None):
            if len(cells) < self.width:
                cells += [""] * (self.width - len(cells))
            for at, top in down.get(number, ()):
                if at < min(len(cells), len(above)) and top > self.cut:
                    cells[at] = above[at]
            above = cells
            if self.facts or number > first + 3 or not marks.column_numbers(cells, self.headed_columns):
                yield number, cells

    def _read_gathered(self) -> None:
        """Read the rows gathered, from the start again below each that turned out to be a caption."""
        rows, self.together = self.together, []
        while rows:
            rows = self._take(rows)

    def _take(self, rows: list[tuple[int, Cells]]) -> list[tuple[int, Cells]]:
        """Read rows of facts, those that stumble cell by cell; return those below a caption, unread."""
        stretch, start = (
            self.columnwise.read([cells for _number, cells in rows], self.blank),
            self.blank.copy(),
        )
        lacking = bool(self.captions.lacking)
        for place, ((number, cells), values) in enumerate(zip(rows, stretch.values, strict=True)):
            if lacking or place in stretch.odd or number in self.doubtful:
                if not self._no_row(number, cells):
                    self._sort_out(Stumbled(number, self.blank.copy()), cells)
                self.above = cells
                if self.blank != start:
                    return rows[place + 1 :]
            else:
                row = Row(number, values, self._nothings(cells) if place in stretch.silent else EXACT)
                self.reading.rows.append(row)
                self.facts.append(row)
                self.above = cells
        return []

    def _nothings(self, cells: Cells) -> Precision:
        """Return which cells say that nothing applies there (/), and which that there is nothing (无).

        To a question of yes or no 无 is an answer like any other.
        """
        said = ((name, cells[at]) for name, at, *_rest in self.steps if self.columns[name].kind != "yes_no")
        words = {name: _WORDS_FOR_NOTHING.get(cell.strip()) for name, cell in said if isinstance(cell, str)}
        return {name: word for name, word in words.items() if word} or EXACT

    def _sort_out(self, row: Stumbled, cells: Cells) -> None:
        """Read a row with all its faults and doubts: bad, waiting, left out, or good by people's answers."""
        self._follow_up(cells)
        row.precision |= self._nothings(cells)
        for step in self.steps:
            heading = self.reading.match.columns[step[0]].text
            row.read(step, cells[step[1]], heading, self.columns[step[0]], self.answers)
        for column in self.captions.lacking:
            row.fault(column.field, "", blank_cell(column))
        asked_row = self.doubtful.get(row.number, "")
        if asked_row == "struck_row" and not self._struck(row.number, cells):
            asked_row = ""
        if asked_row:
            row.ask_of_row(asked_row, self.answers)
        self._note(row, cells, doubtful=bool(asked_row) and not row.taken)
        self.reading.bad += row.bad()
        self.reading.asked += row.waiting()
        if row.dropped and not row.faults and not row.asked:
            self.reading.finds.append(Find(row.number, _("Left out, as answered before.")))
        if row.good:
            self.reading.rows.append(Row(row.number, row.values, row.precision or EXACT))

    def _note(self, row: Stumbled, cells: Cells, *, doubtful: bool) -> None:
        """Keep a row for the sums, and which of its amounts nobody can tell yet."""
        for name, at, *_rest in self.steps:
            if doubtful or (name in row.open and not marks.blank(cells[at])):
                self.open.setdefault(name, set()).add(len(self.facts))
        self.facts.append(Row(row.number, row.values))

    def _struck(self, number: int, cells: Cells) -> bool:
        """Return whether one of the cells that are read is crossed out."""
        places = {place.column - self.page.left for place in self.page.look.struck if place.row == number}
        return any(at in places and not marks.blank(cells[at]) for _name, at, *_rest in self.steps)

    def _follow_up(self, cells: Cells) -> None:
        """Put what the row above says in the place of 同上 and 〃."""
        for _name, at, *_rest in self.steps:
            cell = cells[at]
            if isinstance(cell, str) and cell.strip() in DITTO and self.above and at < len(self.above):
                cells[at] = self.above[at]

    def _no_row(self, number: int, cells: Cells) -> bool:
        """Return whether a row that could not be read is no row at all; a wide lone cell is a caption."""
        said = [cell for cell in cells if not marks.blank(cell)]
        if not said or marks.repeats(cells, self.headed):
            return True
        if all(says_the_form(cell) or cell in self.reading.match.lines for cell in said):
            return True  # the title and the lines below it, said again
        if number in self.wide and marks.alone(cells):
            self._caption(next(str(cell) for cell in cells if not marks.blank(cell)))
            return True
        return False

    def _no_fact(
        self, kind: int, number: int, label: str, cells: Cells, rows: Iterator[tuple[int, Cells]]
    ) -> None:
        if kind == marks.TOTAL:
            self._total(number, label, cells)
        elif kind == marks.FOOTER:
            self._below(rows)
        else:
            self._caption(label)

    def _caption(self, label: str) -> None:
        self.captions.take(label)
        self.above = None

    def _total(self, number: int, label: str, cells: Cells) -> None:
        self.above, self.cut = None, number
        amounts: dict[str, int] = {}
        for slot in self.slots:
            cell = cells[slot.heading.at] if slot.heading else ""
            if slot.numeric and slot.heading and not marks.blank(cell):
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
        """Yield what the header says, with the lines right above it: they may be an upper level of it."""
        below = self.reading.match.header_row
        for _number, cells in islice(self.page.rows(), max(below - LEVELS, 0), below):
            yield from (cell for cell in cells if isinstance(cell, str) and cell.strip())
