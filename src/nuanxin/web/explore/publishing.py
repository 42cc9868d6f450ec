"""Publishing 公开口径: a table as it may be given to the public, small numbers of persons withheld.

The one place where the explorer asks for suppression. Inside, readers see true values.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.suppression import about_persons, smallest_cell, suppressed
from nuanxin.kernel.figures.tables import Scope, Table
from nuanxin.plain.periods import Period

Key = tuple[str, Scope, Period]


def for_publication(table: Table) -> tuple[Table, int]:
    """Return a table without the numbers that may not be published, and how many were withheld.

    Withheld is what is small, and what would betray it from the sum of its line or of its column.
    """
    hidden = {
        key
        for figure in table.question.figures
        if about_persons(figure_of(figure))
        for key in _hidden(table, figure)
    }
    cells = {
        key: replace(cell, value=None, base=None, bases=cell.bases) if key in hidden else cell
        for key, cell in table.cells.items()
    }
    return replace(table, cells=cells), len(hidden)


def _hidden(table: Table, figure: str) -> set[Key]:
    """Return the keys to withhold, going over lines and columns until nothing more is betrayed."""
    smallest = smallest_cell()
    parts = [scope for scope in table.scopes if scope != table.question.whole]
    steps = [period for period in table.periods if period != table.question.period]
    sums = [[(figure, scope, period) for scope in parts] for period in table.periods]
    sums += [[(figure, scope, period) for period in steps] for scope in table.scopes]
    every = [(figure, scope, period) for scope in table.scopes for period in table.periods]
    hidden = {key for key in every if _small(table, key, smallest)}
    while more := {key for keys in sums for key in _betraying(table, keys, hidden, smallest)} - hidden:
        hidden |= more
    return hidden


def _small(table: Table, key: Key, smallest: int) -> bool:
    cell = table.cells[key]
    return any(value is not None and 0 < abs(value) < smallest for value in (cell.value, cell.base))


def _betraying(table: Table, keys: Sequence[Key], hidden: set[Key], smallest: int) -> set[Key]:
    """Return what must go with the numbers withheld of a sum."""
    lost = [key for key in keys if key in hidden]
    if not lost:
        return set()
    cells = {key: table.cells[key].value for key in keys if key not in lost}
    missing = sum((abs(table.cells[key].value or Fraction()) for key in lost), Fraction())
    if len(lost) >= 2 and missing >= smallest:
        return set()
    known = sorted((abs(value), at, key) for at, (key, value) in enumerate(cells.items()) if value)
    return {
        *(key for _size, _at, key in known[:1]),
        *suppressed({key: table.cells[key].value for key in keys}, smallest),
    }
