"""Annealing 模拟退火: sites move to places near them, at first even where it costs, later only where it pays.

For questions in which fixings decide little: many plans are nearly as good, and exchanges get stuck. Only
how often rows are covered is kept up, not what every site would add: a step costs as much as one site has
rows, and some four million a second are looked at.
"""

from collections.abc import Callable
from math import exp, log
from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places, compiled
from nuanxin.planners.siting.search import Board, Hand, drawn

SAMPLED = 4000
"""Exchanges looked at to learn what one costs."""
LEG = 400_000
"""Steps between two questions whether to stop."""
NOBODY, SEVERAL = -1, -2
"""In place of the site that alone covers a row."""
NEARBY = 512
"""Sites near each that an annealing knows."""
FAR = 16
"""One step in so many looks at any site, not at one near."""


class Standing(NamedTuple):
    """What is open in an annealing: how often rows are covered, the sum of by whom, and what shutting takes.

    ``sole`` is who alone covers a row, or `NOBODY` or `SEVERAL`; ``whole`` the weight of all rows that a
    site reaches; ``used`` the value and the cost.
    """

    open: Flags
    times: Places
    owners: Ints
    sole: Places
    losses: Ints
    whole: Ints
    used: Ints


class Annealing(NamedTuple):
    """An annealing on its way: how things stand, the open sites, the heat and what a step leaves of it.

    ``near`` are for each site some near it (`nearby`).
    """

    near: Places
    now: Standing
    sites: Ints
    heat: Floats


@compiled
def standing(board: Board, opened: Flags) -> Standing:
    """Return how things stand with these sites open."""
    rows, sites = len(board.weights), len(board.costs)
    found = Standing(
        np.zeros(sites, np.bool_),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int64),
        np.full(rows, NOBODY, np.int32),
        np.zeros(sites, np.int64),
        np.zeros(sites, np.int64),
        np.zeros(2, np.int64),
    )
    for site in range(sites):
        for k in range(board.starts[site], board.starts[site + 1]):
            found.whole[site] += board.weights[board.items[k]]
        if opened[site]:
            _opened(board, found, site)
    return found


@compiled
def _opened(board: Board, now: Standing, site: int) -> None:
    """Open a site."""
    now.open[site] = True
    now.used[1] += board.costs[site]
    now.losses[site] = 0
    for k in range(board.starts[site], board.starts[site + 1]):
        row = board.items[k]
        if now.times[row] == 0:
            now.losses[site] += board.weights[row]
            now.sole[row] = site
        else:
            if now.times[row] == 1:
                now.losses[now.owners[row]] -= board.weights[row]
            now.sole[row] = SEVERAL
        now.times[row] += 1
        now.owners[row] += site
    now.used[0] += now.losses[site]


@compiled
def _shut(board: Board, now: Standing, site: int) -> None:
    """Shut a site."""
    now.open[site] = False
    now.used[1] -= board.costs[site]
    now.used[0] -= now.losses[site]
    for k in range(board.starts[site], board.starts[site + 1]):
        row = board.items[k]
        now.times[row] -= 1
        now.owners[row] -= site
        if now.times[row] == 1:
            now.losses[now.owners[row]] += board.weights[row]
            now.sole[row] = now.owners[row]
        elif now.times[row] == 0:
            now.sole[row] = NOBODY


@compiled
def warmth(board: Board, opened: Flags, chance: Ints) -> float:
    """Return the heat to begin with: what one in fifty of the exchanges that cost something costs at most."""
    now, sites = standing(board, opened), np.flatnonzero(opened)
    costs, many = np.zeros(SAMPLED), 0
    if len(sites) == 0:
        return 1.0
    for _ in range(SAMPLED):
        goes = sites[drawn(chance, len(sites))]
        comes = _neighbour(board, goes, chance)
        if not now.open[comes]:
            change = _won(board, now, goes, comes) - now.losses[goes]
            if change < 0:
                costs[many] = -change
                many += 1
    return max(1.0, float(np.sort(costs[:many])[many // 50])) if many else 1.0


def anneal(
    board: Board,
    hand: Hand,
    near: Places,
    found: Flags,
    moves: int,
    heats: tuple[float, float],
    chance: Ints,
    stopped: Callable[[], bool] | None = None,
) -> int:
    """Anneal from a hand in ``moves`` steps; ``found`` becomes the best plan met; return what it is worth.

    The heat falls from the first of ``heats``, in weight, to the second. What is met in the first half is
    passed over: it is the plan it began with, hardly changed. ``stopped`` is asked a few times a second.
    """
    now, sites, best = standing(board, hand.open), np.flatnonzero(hand.open), 0
    heat = np.array([heats[0], exp(log(heats[1] / heats[0]) / max(1, moves))])
    for first in range(0, moves if len(sites) else 0, LEG):
        if stopped is not None and stopped():
            break
        span = first, min(moves, first + LEG), moves
        best = leg(board, hand, Annealing(near, now, sites, heat), found, best, span, chance)
    return best


@compiled
def leg(
    board: Board,
    hand: Hand,
    annealing: Annealing,
    found: Flags,
    best: int,
    span: tuple[int, int, int],
    chance: Ints,
) -> int:
    """Anneal on from the first move of a span to its second, of so many in all."""
    near, now, sites, heat = annealing
    for move in range(span[0], span[1]):
        heat[0] *= heat[1]
        place = drawn(chance, len(sites))
        goes = sites[place]
        comes = near[goes, drawn(chance, NEARBY)]
        if drawn(chance, FAR) == 0:
            comes = drawn(chance, len(board.costs))
        if now.open[comes]:
            continue
        least = now.losses[goes] + heat[0] * log((1 + drawn(chance, 1 << 30)) / (1 << 30))
        if now.whole[comes] < least or not _fits(board, now, hand, goes, comes):
            continue
        if _won(board, now, goes, comes) < least:
            continue
        _shut(board, now, goes)
        _opened(board, now, comes)
        sites[place] = comes
        if now.used[0] > best and 2 * move >= span[2]:
            best = now.used[0]
            found[:] = now.open
    return best


@compiled
def nearby(board: Board, chance: Ints) -> Places:
    """Return for each site some that share a row with it, by chance: those that share many, many times.

    Of shape (candidates, `NEARBY`). Those of the few open sites stay where memory is quick, and to look for
    one among the rows in every step would take half of its time.
    """
    found = np.empty((len(board.costs), NEARBY), np.int32)
    for site in range(len(found)):
        for k in range(NEARBY):
            found[site, k] = _neighbour(board, site, chance)
    return found


@compiled
def _neighbour(board: Board, site: int, chance: Ints) -> int:
    """Return a site that shares a row with another, by chance; any site where it reaches none."""
    rows = board.starts[site + 1] - board.starts[site]
    if rows == 0:
        return drawn(chance, len(board.costs))
    row = board.items[board.starts[site] + drawn(chance, rows)]
    many = board.row_starts[row + 1] - board.row_starts[row]
    return int(board.row_items[board.row_starts[row] + drawn(chance, many)])


@compiled
def _fits(board: Board, now: Standing, hand: Hand, goes: int, comes: int) -> bool:
    """Return whether one site may be open in another's place.

    What limits have set aside for good stays blocked in the hand: more often than open sites are near.
    """
    if now.used[1] - board.costs[goes] + board.costs[comes] > board.budget:
        return False
    first, last = board.apart_starts[comes], board.apart_starts[comes + 1]
    near = hand.blocked[comes]
    for k in range(first, last):
        near -= hand.open[board.apart[k]]
    for k in range(first, last):
        near += now.open[board.apart[k]] and board.apart[k] != goes
    return bool(near == 0)


@compiled
def _won(board: Board, now: Standing, goes: int, comes: int) -> int:
    """Return the weight that a site would cover alone, were it open in another's place."""
    won = 0
    for k in range(board.starts[comes], board.starts[comes + 1]):
        row = board.items[k]
        won += board.weights[row] * ((now.sole[row] == NOBODY) | (now.sole[row] == goes))
    return won
