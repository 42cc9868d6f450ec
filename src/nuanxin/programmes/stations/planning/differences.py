"""Differences 差别: what a change of a plan's worth amounts to, in the unit that people read."""

from nuanxin.kernel.ledger.wording import called
from nuanxin.programmes.stations.planning.asking import FEWEST, WAYS
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.wording import ON_AVERAGE, PERSON_TIMES, unit_words


def way_m(puzzle: Puzzle, value: int) -> float | None:
    """Return the metres everybody goes on average, where a value is a sum of ways; None elsewhere."""
    whole = int(puzzle.weights.sum())
    return round(value / whole, 1) if puzzle.asked.model in WAYS and whole else None


def difference(puzzle: Puzzle, change: int) -> tuple[float, str]:
    """Return a change of worth, and its unit: metres on average for sums of ways.

    Where fewest stations were asked for, a change is of the people covered.
    """
    if puzzle.asked.model == FEWEST:
        return change, called(PERSON_TIMES)
    way = way_m(puzzle, change)
    return (change, unit_words(puzzle.asked)) if way is None else (way, called(ON_AVERAGE))


def said(puzzle: Puzzle, change: int) -> str:
    """Return the size of a change with its unit."""
    number, unit = difference(puzzle, change)
    printed = f"{abs(number):,.1f}" if isinstance(number, float) else f"{abs(number):,}"
    return f"{printed} {unit}"
