"""Columnwise 逐列: many rows of facts read a column at a time, since a column says few different things.

What a cell means depends on the cell alone (an area's on the wider area of its row too), so each column
remembers what its cells mean. Rows that stumble are only named here; the walk down the table takes them
one by one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from typing import Any

from nuanxin.kernel.intake.faults import CellError

Step = tuple[str, int, Callable[..., Any], bool, str]
"""A column at work: field, where its cells stand, their reader, whether needed, whose area bounds it."""

STUMBLES = object()
"""What a cell means that cannot be read, or not without a question."""

_MOST_KEPT = 10_000
_PLAIN = frozenset((str, float, int, date, datetime))
"""Types whose equal values mean the same; True is equal to 1 and means something else."""


class Meanings(dict[Any, Any]):
    """What the cells of a column mean, each read once; a cell that stumbles is read at each meeting.

    ``silent`` are the cells met that say there is nothing, though they are not blank.
    """

    def __init__(self, read: Callable[..., Any], blank: Any = None) -> None:
        super().__init__({"": blank})
        self.blank = blank
        self.read = getattr(read, "__wrapped__", read)  # one memory is enough
        self.stumbled, self.silent = False, set[Any]()

    def __missing__(self, cell: Any) -> Any:
        value = self.once(cell)
        if value is not STUMBLES:
            if len(self) > _MOST_KEPT:
                self.clear()
                self[""] = self.blank
            self[cell] = value
        return value

    def once(self, cell: Any, *inside: Any) -> Any:
        """Read one cell and do not remember it."""
        try:
            value = self.read(cell, *inside)
        except CellError:
            value = STUMBLES
        if value is STUMBLES:
            self.stumbled = True
        elif value is None:
            self.silent.add(cell)
        return value

    def of(self, cells: Sequence[Any]) -> list[Any]:
        """Return what cells mean, in their order."""
        if _PLAIN.issuperset(map(type, cells)):
            return list(map(self.__getitem__, cells))
        return [self[cell] if type(cell) in _PLAIN else self.once(cell) for cell in cells]

    def inside(self, cells: Sequence[Any], wider: Sequence[Any]) -> list[Any]:
        """Return what names of areas mean, each within the wider area of its row."""
        return [
            None if cell == "" else STUMBLES if area is STUMBLES else self.once(cell, area)
            for cell, area in zip(cells, wider, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some rows as they were read: the values of each in turn, by field.

    ``odd`` are the places of rows to be taken one by one, ``silent`` of those in which a cell says that
    there is nothing.
    """

    values: Iterator[dict[str, Any]]
    odd: set[int]
    silent: set[int]


class Columnwise:
    """The columns of a table, each with what its cells have meant so far."""

    def __init__(self, steps: Sequence[Step], blank: Mapping[str, Any]) -> None:
        self.steps = [
            (name, at, Meanings(read, blank[name]), needed, wider) for name, at, read, needed, wider in steps
        ]

    def read(self, rows: Sequence[Sequence[Any]], blank: dict[str, Any]) -> Stretch:
        """Read rows, each at least as long as the table is wide; ``blank`` says what columns start from."""
        columns, found = list(zip(*rows, strict=False)), dict[str, list[Any]]()
        odd, silent = set[int](), set[int]()
        for name, at, meanings, needed, wider in self.steps:
            cells = columns[at]
            values = meanings.inside(cells, found[wider]) if wider else meanings.of(cells)
            found[name] = values
            if meanings.stumbled:
                odd.update(place for place, value in enumerate(values) if value is STUMBLES)
                meanings.stumbled = False
            if needed and None in values:
                odd.update(place for place, value in enumerate(values) if value is None)
            if meanings.silent:
                silent.update(place for place, cell in enumerate(cells) if cell in meanings.silent)
        return Stretch(_by_row(found, blank), odd, silent)


def _by_row(found: Mapping[str, Sequence[Any]], blank: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what was found in columns row by row, beside what columns start from."""
    names = (*blank, *(name for name in found if name not in blank))
    columns = [found[name] if name in found else repeat(blank[name]) for name in names]
    for said in zip(*columns, strict=False):
        yield dict(zip(names, said, strict=False))
