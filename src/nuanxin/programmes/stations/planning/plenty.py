"""Plenty 够不够: whether the stations that may be open have seats for everybody who would come in a day."""

import numpy as np

from nuanxin.programmes.stations.planning.ground import Ints
from nuanxin.programmes.stations.planning.puzzle import FEN, Puzzle


def shortage(puzzle: Puzzle, count: int | None) -> tuple[int, int] | None:
    """Return how many come in all hours asked, and the most seats of ``count`` stations, if those are fewer.

    Who has no site near enough is not counted: no station would change that.
    """
    come = int((puzzle.weights * puzzle.reachable).sum())
    seats = _seats(puzzle, count)
    return (come, seats) if come > seats else None


def _seats(puzzle: Puzzle, count: int | None) -> int:
    """Return how many find a seat in a day at most: with the stations there are, and the best new ones."""
    ground, asked = puzzle.ground, puzzle.asked
    seats = puzzle.seats_open.sum(axis=1)
    free = np.setdiff1d(np.arange(ground.existing, len(seats)), [*puzzle.forced, *puzzle.forbidden])
    held = int(seats[[*puzzle.existing, *puzzle.forced]].sum())
    many = asked.count if count is None else count
    found = [int(seats[free].sum())]
    if many is not None:
        best = np.sort(seats[free])[::-1]
        found.append(int(best[: max(0, many - len(puzzle.forced))].sum()))
    if asked.budget_yuan is not None:
        left = asked.budget_yuan * FEN - int(ground.costs[list(puzzle.forced)].sum())
        found.append(_paid(seats[free], ground.costs[free], left))
    return held + min(found)


def _paid(seats: Ints, costs: Ints, left: int) -> int:
    """Return the most seats that money pays for, were one of the places to be had in part."""
    order = np.argsort(-seats / np.maximum(costs, 1e-9), kind="stable")
    before = np.cumsum(costs[order]) - costs[order]
    part = np.clip((left - before) / np.maximum(costs[order], 1e-9), 0.0, 1.0)
    return int(np.ceil((part * seats[order]).sum()))
