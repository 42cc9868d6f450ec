"""Annealing 模拟退火: sites move to places near them, at first even where it costs, later only where it pays.

For questions in which fixings decide little: many plans are nearly as good, and exchanges get stuck. An
exchange is weighed without being made, so that a million a second can be looked at.
"""

from math import exp, log

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Ints, compiled
from nuanxin.planners.siting.search import Board, Hand, add, drawn, drop

SAMPLED = 4000
"""Exchanges looked at to learn what one costs."""
COLD = 0.05
"""The part of the heat that is left at the end."""


@compiled
def warmth(board: Board, hand: Hand, chance: Ints) -> float:
    """Return the heat to begin with: what one in fifty of the exchanges that cost something costs at most."""
    opened, costs, many = np.flatnonzero(hand.open), np.zeros(SAMPLED), 0
    if len(opened) == 0:
        return 1.0
    for _ in range(SAMPLED):
        goes = opened[drawn(chance, len(opened))]
        comes = _neighbour(board, hand, goes, chance)
        if comes >= 0 and not hand.open[comes]:
            change = _weighed(board, hand, goes, comes)
            if change < 0:
                costs[many] = -change
                many += 1
    return max(1.0, float(np.sort(costs[:many])[many // 50])) if many else 1.0


@compiled
def anneal(board: Board, hand: Hand, found: Flags, best: int, moves: int, hot: float, chance: Ints) -> int:
    """Anneal from a hand in ``moves`` steps; ``found``, worth ``best``, becomes the better plan.

    The heat falls from ``hot``, in weight, to a part of it. What is met in the first half is passed over:
    it is the plan it began with, hardly changed.
    """
    opened = np.flatnonzero(hand.open)
    if len(opened) == 0:
        return best
    heat, cools = hot, exp(log(COLD) / moves)
    for move in range(moves):
        heat *= cools
        place = drawn(chance, len(opened))
        goes = opened[place]
        comes = _neighbour(board, hand, goes, chance)
        if comes < 0 or hand.open[comes] or not _fits(board, hand, goes, comes):
            continue
        change = _weighed(board, hand, goes, comes)
        if change < 0 and drawn(chance, 1 << 30) >= exp(change / heat) * (1 << 30):
            continue
        drop(board, hand, goes)
        add(board, hand, comes)
        opened[place] = comes
        if hand.used[2] > best and 2 * move >= moves:
            best = hand.used[2]
            found[:] = hand.open
    return best


@compiled
def _neighbour(board: Board, hand: Hand, site: int, chance: Ints) -> int:
    """Return a site that shares a row with another, by chance; or now and then any site."""
    rows = board.starts[site + 1] - board.starts[site]
    if rows == 0 or drawn(chance, 12) == 0:
        return drawn(chance, len(board.costs))
    row = board.items[board.starts[site] + drawn(chance, rows)]
    many = board.row_starts[row + 1] - board.row_starts[row]
    return int(board.row_items[board.row_starts[row] + drawn(chance, many)])


@compiled
def _fits(board: Board, hand: Hand, goes: int, comes: int) -> bool:
    """Return whether one site may be open in another's place."""
    if hand.used[1] - board.costs[goes] + board.costs[comes] > board.budget:
        return False
    near = hand.blocked[comes]
    for k in range(board.apart_starts[goes], board.apart_starts[goes + 1]):
        near -= board.apart[k] == comes
    return bool(near == 0)


@compiled
def _weighed(board: Board, hand: Hand, goes: int, comes: int) -> int:
    """Return how much an exchange changes the weight covered."""
    change = hand.gains[comes] - hand.losses[goes]
    for k in range(board.starts[comes], board.starts[comes + 1]):
        row = board.items[k]
        if hand.times[row] == 1 and hand.owners[row] == goes:
            change += board.weights[row]
    return int(change)
