"""Small cells 小格隐去: numbers of persons too small to be published, and what would betray them.

A number from one up to the smallest that may be published is withheld. Where the sum of a table is known,
one withheld cell could be worked out from the others; so a second one is withheld with it, and more until
what is missing from the sum is itself no small number. A single answer is withheld wherever it would be in
the table of the areas beside it.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from nuanxin.kernel.areas import tree
from nuanxin.kernel.areas.codes import level
from nuanxin.kernel.figures.answers import Ask, answer, parts, split
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.rules.catalogue import rule

K = TypeVar("K", bound=Hashable)
OF_PERSONS = ("person", "household")
"""Base units that count persons; person-times and money do not."""

SPLIT_LEVELS = ("county", "town", "village")


def smallest_cell() -> int:
    """Return the least number of persons that may be published, from the rule in force."""
    value = rule("privacy.smallest_cell", date.today()).value
    if isinstance(value, bool | tuple | str):
        raise TypeError("privacy.smallest_cell is a number")
    return int(value)


def about_persons(figure: Figure) -> bool:
    """Return whether a figure counts persons or households, itself or in a part."""
    if figure.measures:
        return any(measure(code).base in OF_PERSONS for code in figure.measures)
    return any(about_persons(figure_of(each)) for each in figure.parts)


def suppressed(cells: Mapping[K, Fraction | None], smallest: int) -> set[K]:
    """Return the keys of a table's cells to withhold, small ones and those that would betray them.

    The table's sum is taken to be known. Nought may be published.
    """
    counted = {key: value for key, value in cells.items() if value}
    hidden = {key for key, value in counted.items() if abs(value) < smallest}
    others = sorted((key for key in counted if key not in hidden), key=lambda key: abs(counted[key]))
    while hidden and others and (len(hidden) < 2 or sum(abs(counted[key]) for key in hidden) < smallest):
        hidden.add(others.pop(0))
    return hidden


def open_split(ask: Ask, by: str, as_of: int | None = None) -> tuple[list[tuple[int, Fraction]], int]:
    """Return a figure by areas of a level as it may be published, and how many areas are withheld."""
    found = [(area, value) for area, value in split(ask, by, as_of) if value]
    if not about_persons(figure_of(ask.figure)):
        return found, 0
    hidden = suppressed(dict(found), smallest_cell())
    return [(area, value) for area, value in found if area not in hidden], len(hidden)


def withheld(ask: Ask, value: Fraction | None, as_of: int | None = None) -> bool:
    """Return whether an answer may not be published: too small, or what betrays a small one beside it."""
    figure = figure_of(ask.figure)
    if value is None or not about_persons(figure):
        return False
    if not figure.measures:
        made_of = [part.ask for part in parts(ask) if about_persons(figure_of(part.ask.figure))]
        return any(withheld(each, found.value, as_of) for each, found in answer(made_of, as_of).items())
    smallest = smallest_cell()
    return 0 < abs(value) < smallest or _betrays(ask, smallest, as_of)


def _betrays(ask: Ask, smallest: int, as_of: int | None) -> bool:
    """Return whether an area is withheld among its neighbours, who share a sum with it."""
    own = level(ask.area)
    if own not in SPLIT_LEVELS:
        return False
    above = [each.code for each in tree.path(ask.area) if each.code != ask.area]
    if not above:
        return False
    table = dict(split(replace(ask, area=above[-1]), own, as_of))
    return ask.area in suppressed(table, smallest)
