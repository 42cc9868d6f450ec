"""Canvas 画布: a worksheet as drawn, before a format is chosen: cells with looks, merges, the hidden."""

from dataclasses import dataclass, field
from typing import Any

BLANK, TEXT, NUMBER, DAY, FLAG, ERROR, FORMULA, UNCACHED = (
    "blank",
    "text",
    "number",
    "day",
    "flag",
    "error",
    "formula",
    "uncached",
)
"""What a cell is to the program that wrote it; an uncached formula has no value beside it."""

Span = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn cell: ``value`` of its ``kind``; a formula's text stands in ``formula``; looks besides."""

    value: Any = ""
    kind: str = TEXT
    formula: str = ""
    form: str = ""
    struck: bool = False
    fill: str = ""


@dataclass(slots=True)
class Canvas:
    """A worksheet: cells by (row, column) from 0, merged spans (top, left, bottom, right), the hidden.

    ``stray`` is a formatted blank cell far off, ``blank_rows`` how many formatted empty rows follow.
    """

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    hidden: bool = False
    stray: tuple[int, int] | None = None
    blank_rows: int = 0
    protected: bool = False
    filtered: Span | None = None

    @property
    def height(self) -> int:
        """How many rows are drawn."""
        return 1 + max((row for row, _column in self.cells), default=-1)

    @property
    def width(self) -> int:
        """How many columns are drawn."""
        return 1 + max((column for _row, column in self.cells), default=-1)

    def put(self, row: int, column: int, cell: Cell | Any) -> None:
        """Draw a cell; a bare text or number is drawn as such."""
        self.cells[row, column] = cell if isinstance(cell, Cell) else bare(cell)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a span of more than one cell."""
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))


def bare(said: Any) -> Cell:
    """Return a text or a number as a cell without looks."""
    if isinstance(said, bool):
        return Cell(said, FLAG)
    return Cell(said, NUMBER) if isinstance(said, int | float) else Cell(said)


@dataclass(slots=True)
class Drawn:
    """A workbook as drawn: its worksheets, and whether its days count from 1904."""

    canvases: list[Canvas]
    from_1904: bool = False
