"""Stumbled rows 存疑的行: a row that could not be read at once, taken cell by cell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.cells import below_nothing
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.doubts import DROP, Answers, Asked, Doubt, Option, answered, tellable
from nuanxin.kernel.intake.faults import BadRow, CellError
from nuanxin.kernel.intake.odd_cells import PICTURE, Unread
from nuanxin.kernel.intake.reasons import reason_of

TAKE, LEAVE = "take", "leave"


@dataclass(slots=True)
class Stumbled:
    """What was read of a row, its faults and doubts, and the cells left open.

    ``taken`` says of a row that somebody hid or crossed out that people have said it counts. What is wrong
    with a cell that names a person is told without its text.
    """

    number: int
    values: dict[str, Any]
    precision: dict[str, str] = field(default_factory=dict)
    faults: list[BadRow] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    dropped: bool = False
    taken: bool = False

    @property
    def good(self) -> bool:
        """Whether it can be taken."""
        return not (self.faults or self.asked or self.dropped)

    def read(
        self,
        step: tuple[str, int, Callable[..., Any], bool, str],
        cell: Any,
        heading: str,
        column: Column,
        answers: Answers | None,
    ) -> None:
        """Read one cell; a doubt that people have answered is read as they said."""
        name, _at, read, required, inside = step
        if isinstance(cell, Unread) and cell.kind == PICTURE:
            cell = ""
        if column.personal:
            self.named.add(name)
        try:
            if cell != "":
                self.values[name] = read(cell, self.values[inside]) if inside else read(cell)
        except Doubt as doubt:
            self._settle(name, heading, doubt, answers)
        except CellError as error:
            self.fault(name, heading, error)
        if column.counted and isinstance(self.values[name], int) and self.values[name] < 0:
            self.fault(name, heading, below_nothing())
        if required and self.values[name] is None and name not in self.open:
            self.fault(name, heading, blank_cell(column, cell))

    def ask_of_row(self, kind: str, answers: Answers | None) -> None:
        """Ask whether a row that somebody hid or crossed out is to be taken."""
        self._settle("", "", _row_doubt(kind), answers)
        said = self.values.pop("", "")
        self.dropped, self.taken = self.dropped or said == LEAVE, said == TAKE

    def _settle(self, name: str, heading: str, doubt: Doubt, answers: Answers | None) -> None:
        found = answered(doubt, name, answers)
        if isinstance(found, Option):
            self.values[name] = found.value
            self.precision |= {name: found.precision} if found.precision else {}
            return
        self.open.add(name)
        if found == DROP:
            self.dropped = True
        else:
            self.asked.append(Asked(self.number, name, heading, doubt))

    def fault(self, name: str, heading: str, error: CellError) -> None:
        """Note what is wrong with a cell."""
        self.open.add(name)
        self.faults.append(self._bad(name, heading, error))

    def _bad(self, name: str, heading: str, error: CellError) -> BadRow:
        said = error.plain if name in self.named else error.said
        return BadRow(self.number, heading, said, error.remedy)

    def bad(self) -> list[BadRow]:
        """Return its faults, and where it has any its doubts told as faults; a row left out has none."""
        if not self.faults or self.dropped:
            return []
        doubts = (self._bad(each.field, each.heading, each.doubt) for each in self.asked)
        return [*self.faults, *doubts]

    def waiting(self) -> list[Asked]:
        """Return what it waits for; nothing where it is bad or left out."""
        return [] if self.faults or self.dropped else self.asked


def blank_cell(column: Column, cell: object = "") -> CellError:
    """Return what is wrong with a cell that a rule needs and that says nothing, and the rule."""
    if isinstance(cell, str) and (stands := cell.strip()):
        facts = {"text": stands, "reason": reason_of(column)}
        said = _("“%(text)s” says that there is nothing, and it is needed: %(reason)s.") % facts
        return CellError(said, _("Write the value in its place; write 0 where there was none."), plain=said)
    said = _("The cell is blank, and it is needed: %(reason)s.") % {"reason": reason_of(column)}
    remedy = _("Fill it in; if it holds a formula, open the file in Excel or WPS and save it.")
    return CellError(said, remedy, plain=said)


@tellable
def _row_doubt(kind: str) -> Doubt:
    said = {
        "hidden_row": _("The row is hidden or filtered away in the worksheet."),
        "struck_row": _("The row is crossed out in the worksheet."),
    }[kind]
    options = [Option(TAKE, _("take such rows"), TAKE), Option(LEAVE, _("leave such rows out"), LEAVE)]
    remedy = _("Say whether such rows count, or delete them from the worksheet.")
    return Doubt(kind, "", said, options, remedy)
