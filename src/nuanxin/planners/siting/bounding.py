"""Bounds 上界 by multipliers: a row may count its weight once, or be sold to the sites that reach it.

Relaxing "a row is covered only where a site that reaches it is open" with multipliers between 0 and the
weight leaves a question that is answered by sorting; its value is never below the best plan's. All
multipliers are whole numbers, in units of a ``scale``-th of a weight, so that the bound is exact.
"""

from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, compiled
from nuanxin.planners.siting.search import UNLIMITED, Board

FINE = 2**20
"""Prices of limits are whole numbers of this part of a multiplier's unit."""


class Duals(NamedTuple):
    """Multipliers by row, their sums by site, the direction the last steps took, and how the descent fares.

    ``step`` holds the step's length, the steps since it last helped and the best bound so far.
    """

    multipliers: Ints
    sums: Ints
    direction: Floats
    best: Ints
    step: Floats


@compiled
def summed(board: Board, multipliers: Ints) -> Ints:
    """Return for each site the multipliers of the rows it reaches, summed."""
    sums = np.zeros(len(board.costs), np.int64)
    for j in range(len(sums)):
        for k in range(board.starts[j], board.starts[j + 1]):
            sums[j] += multipliers[board.items[k]]
    return sums


@compiled
def chosen(board: Board, sums: Ints) -> tuple[Floats, float]:
    """Return which sites the relaxed question opens, the last perhaps in part, and what they bring."""
    share = np.zeros(len(sums))
    if board.budget >= UNLIMITED or board.sites < UNLIMITED:
        count = min(board.sites, len(sums))
        if count > 0:
            for site in np.argsort(-sums)[:count]:
                share[site] = 1.0
        return share, float((share * sums).sum())
    left, total = float(board.budget), 0.0
    for site in np.argsort(-(sums / np.maximum(board.costs, 1e-9))):
        part = 1.0 if board.costs[site] <= left else left / board.costs[site]
        share[site] = part
        total += part * sums[site]
        left -= part * board.costs[site]
        if part < 1.0 or sums[site] == 0:
            break
    return share, total


@compiled
def descend(board: Board, duals: Duals, scale: int, value: int, rounds: int) -> float:
    """Take ``rounds`` steps down; return the best bound in weights. ``duals.best`` are its multipliers."""
    whole = float(board.weights.sum())
    for _ in range(rounds):
        share, brought = chosen(board, duals.sums)
        bound = whole + (brought - float(duals.multipliers.sum())) / scale
        duals.step[1] += 1
        if bound < duals.step[2] - 1e-9:
            if bound < duals.step[2] - 1e-5 * max(1.0, duals.step[2] - value):
                duals.step[1] = 0
            duals.step[2] = bound
            duals.best[:] = duals.multipliers
        if duals.step[2] < value + 1 or duals.step[0] < 1e-4:
            break
        if duals.step[1] > 12:
            duals.step[0] *= 0.6
            duals.step[1] = 0
        _stepped(board, duals, share, scale, duals.step[0] * (bound - value) * 1.02)
    return float(duals.step[2])


@compiled
def _moved(board: Board, duals: Duals, length: float, scale: int) -> None:
    """Move the multipliers along the direction, as far as they may go."""
    for row in range(len(duals.multipliers)):
        if duals.direction[row] != 0.0:
            before, top = duals.multipliers[row], board.weights[row] * scale
            after = min(top, max(0, int(before - length * duals.direction[row])))
            if after != before:
                duals.multipliers[row] = after
                for m in range(board.row_starts[row], board.row_starts[row + 1]):
                    duals.sums[board.row_items[m]] += after - before


@compiled
def _stepped(board: Board, duals: Duals, share: Floats, scale: int, drop: float) -> None:
    """Take a step that would lower the bound by ``drop`` were it straight; redo the sums that change."""
    slope = np.full(len(board.weights), -1.0)
    for j in range(len(share)):
        if share[j] > 0:
            for k in range(board.starts[j], board.starts[j + 1]):
                slope[board.items[k]] += share[j]
    square = 0.0
    for row in range(len(slope)):
        turn = slope[row] + 0.6 * duals.direction[row]
        top = board.weights[row] * scale
        if (duals.multipliers[row] == 0 and turn > 0) or (duals.multipliers[row] == top and turn < 0):
            turn = 0.0
        duals.direction[row] = turn
        square += turn * turn
    if square == 0.0:
        duals.step[0] = 0.0
        return
    _moved(board, duals, drop * scale / square, scale)


@compiled
def first_duals(board: Board, times: Ints, scale: int) -> Ints:
    """Return multipliers to begin with: a row's weight, shared among the open sites that reach it."""
    found = np.zeros(len(times), np.int64)
    for row in range(len(times)):
        found[row] = board.weights[row] * scale // max(1, times[row])
    return found
