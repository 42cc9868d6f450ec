"""Small cells 小格: who may not read entries gets numbers of few persons as the public does, withheld."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from nuanxin.api.callers import Caller
from nuanxin.kernel.figures.answers import Answer, Ask
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.suppression import about_persons, smallest_cell, suppressed, withheld


def sees_small(caller: Caller) -> bool:
    """Return whether a caller may read the entries, and so count small numbers himself."""
    return "entries:read" in caller.scopes


def held_back(caller: Caller, answers: Iterable[Answer]) -> set[Ask]:
    """Return the questions whose answers are withheld from a caller."""
    if sees_small(caller):
        return set()
    return {each.ask for each in answers if withheld(each.ask, each.value, each.as_of or None)}


def held_back_beside(caller: Caller, ask: Ask, cells: Mapping[int, Fraction | None]) -> set[int]:
    """Return the areas of a split whose numbers are withheld from a caller."""
    if sees_small(caller) or not about_persons(figure(ask.figure)):
        return set()
    return suppressed(cells, smallest_cell())
