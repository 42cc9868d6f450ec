"""Pressing 加压: where nearly everything is covered, what is left uncovered weighs more with every step.

A question near to full cover is one of which few rows to leave out: exchanges find that every one of them
costs. Here the site that is missed least goes, one comes that reaches a row by chance of those left out, and
whatever is still left out grows heavier (row weighting: Gao, Weise and Li 2015). The plan kept is the one
that leaves out least by the true weights.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.compiled import Flags, Ints, compiled
from nuanxin.planners.siting.crossing import nearly_full, settled
from nuanxin.planners.siting.search import UNLIMITED, Board, Hand, add, drawn, drop
from nuanxin.planners.siting.solving import Level, Solve

FINE = 1000
"""Weights are counted in this part of one, so that they may grow by little."""
GROWTH = (2, 5, 10, 20, 30)
"""What a row left out gains in a step, in those parts of its weight, one run after another."""
STEPS, CHANCED = 1_000_000, 30
"""Steps in a run, and sites opened by chance that it begins with, of those of a plan half at most."""
RUNS, IDLE, FEWEST, SETTLED = 100, 5, 10, 20_000
"""Runs at most, rounds of them that may bring nothing before it ends, runs after which kernels are settled,
and steps of the solver for the largest.
"""
LEG = 50_000
"""Steps between two questions whether to stop."""


class Out(NamedTuple):
    """The rows left out: ``rows[:told[0]]``, each one's place there, and ``told[1]`` their true weight."""

    rows: Ints
    places: Ints
    told: Ints


class Pressing(NamedTuple):
    """A run on its way: what is left out, the open sites, true weights, and ``ages``.

    Those are when each site was exchanged, then the one that came last, then the least left out.
    """

    out: Out
    opened: Ints
    ages: Ints
    weights: Ints


def pressed(solve: Solve, level: Level, run: Callable[[Solve], None]) -> None:
    """Seek a plan that leaves out less, where the best leaves out little and only sites are counted.

    Runs begin with some sites by chance. After each round what most plans open is settled, by ``run``.
    """
    board, idle = level.board, 0
    if board.budget < UNLIMITED or len(board.apart) or level.hand.blocked.any():
        return
    if not nearly_full(solve, level):
        return
    for turn in range(RUNS // len(GROWTH)):
        before = solve.value
        for growth in GROWTH:
            _pressed_once(solve, level, growth)
            if solve.done():
                return
        settled(solve, level, run, SETTLED, FEWEST)
        idle = 0 if solve.value > before else idle + 1
        if solve.done() or idle >= max(IDLE, turn // 2):
            return


def _pressed_once(solve: Solve, level: Level, growth: int) -> None:
    """Press once, from sites by chance, and keep what it came to."""
    board, chance = level.board, solve.chance
    heavy, mask = board._replace(weights=board.weights * FINE), np.zeros(len(board.costs), bool)
    hand = search.empty_hand(heavy)
    for _ in range(min(CHANCED, int(board.sites) // 2)):
        mask[drawn(chance, len(mask))] = True
    search.deal(heavy, hand, mask)
    search.fill(heavy, hand, np.zeros(len(mask), np.int64), 1, UNLIMITED, chance)
    found = hand.open.copy()
    press(heavy, hand, board.weights, found, STEPS, growth, chance, solve.done)
    search.deal(board, level.hand, found)
    search.polish(board, level.hand, chance)
    solve.learnt.annealed.append(
        (level.left.won + int(level.hand.used[2]), level.left.columns[level.hand.open])
    )
    solve.take(level)
    solve.tell("search")


def press(
    board: Board,
    hand: Hand,
    weights: Ints,
    found: Flags,
    steps: int,
    growth: int,
    chance: Ints,
    stopped: Callable[[], bool] | None = None,
) -> None:
    """Exchange sites in ``steps`` steps; ``found`` becomes the plan that leaves out least of ``weights``.

    The weights of the board, which the hand goes by, grow. ``stopped`` is asked a few times a second.
    """
    now = begun(hand, weights)
    for first in range(1, steps + 1, LEG):
        span = first, min(steps + 1, first + LEG)
        if stopped is not None and stopped():
            return
        if not leg(board, hand, now, found, span, growth, chance):
            return


def begun(hand: Hand, weights: Ints) -> Pressing:
    """Return a run that begins with what a hand has open."""
    out, ages = _left_out(hand, weights), np.zeros(len(hand.open) + 2, np.int64)
    ages[-2], ages[-1] = -1, out.told[1]
    return Pressing(out, np.flatnonzero(hand.open), ages, weights)


@compiled
def leg(
    board: Board, hand: Hand, now: Pressing, found: Flags, span: tuple[int, int], growth: int, chance: Ints
) -> bool:
    """Press on for a span of steps; return whether there is more to do."""
    out, opened, weights = now.out, now.opened, now.weights
    since, last, least = now.ages[:-2], now.ages[-2], now.ages[-1]
    for step in range(span[0], span[1]):
        place = _missed_least(hand, opened, since, last)
        if place < 0:
            return False
        goes = opened[place]
        for k in range(board.starts[goes], board.starts[goes + 1]):
            if hand.times[board.items[k]] == 1:
                _leaves(out, board.items[k], weights[board.items[k]])
        drop(board, hand, goes)
        if out.told[0] == 0:
            add(board, hand, goes)
            return False
        comes = _wanted_most(board, hand, out.rows[drawn(chance, out.told[0])], goes, since)
        for k in range(board.starts[comes], board.starts[comes + 1]):
            if hand.times[board.items[k]] == 0:
                _returns(out, board.items[k], weights[board.items[k]])
        add(board, hand, comes)
        opened[place], since[goes], since[comes], last = comes, step, step, comes
        if out.told[1] < least:
            least = out.told[1]
            found[:] = hand.open
            if least == 0:
                now.ages[-2], now.ages[-1] = last, least
                return False
        _grow(board, hand, out, weights, growth)
    now.ages[-2], now.ages[-1] = last, least
    return True


@compiled
def _left_out(hand: Hand, weights: Ints) -> Out:
    """Return the rows that a hand leaves out."""
    rows = len(weights)
    out = Out(np.empty(rows, np.int64), np.full(rows, -1, np.int64), np.zeros(2, np.int64))
    for row in range(rows):
        if hand.times[row] == 0:
            _leaves(out, row, weights[row])
    return out


@compiled
def _leaves(out: Out, row: int, weight: int) -> None:
    """Count a row among those left out."""
    out.rows[out.told[0]], out.places[row] = row, out.told[0]
    out.told[0] += 1
    out.told[1] += weight


@compiled
def _returns(out: Out, row: int, weight: int) -> None:
    """Count a row no more among those left out."""
    out.told[0] -= 1
    last, place = out.rows[out.told[0]], out.places[row]
    out.rows[place], out.places[last], out.places[row] = last, place, -1
    out.told[1] -= weight


@compiled
def _missed_least(hand: Hand, opened: Ints, since: Ints, last: int) -> int:
    """Return the place of the open site that is missed least, of equals the one longest so; not ``last``."""
    best, first = -1, (0, 0)
    for place in range(len(opened)):
        site = opened[place]
        mine = (hand.losses[site], since[site])
        if site != last and (best < 0 or mine < first):
            best, first = place, mine
    return best


@compiled
def _wanted_most(board: Board, hand: Hand, row: int, goes: int, since: Ints) -> int:
    """Return the site that adds most of those that reach a row, but for the one that went."""
    best, first = goes, (0, 0)
    for k in range(board.row_starts[row], board.row_starts[row + 1]):
        site = board.row_items[k]
        mine = (-hand.gains[site], since[site])
        if site != goes and (best == goes or mine < first):
            best, first = site, mine
    return int(best)


@compiled
def _grow(board: Board, hand: Hand, out: Out, weights: Ints, growth: int) -> None:
    """Let every row that is left out weigh more."""
    for k in range(out.told[0]):
        row = out.rows[k]
        more = growth * weights[row]
        board.weights[row] += more
        for m in range(board.row_starts[row], board.row_starts[row + 1]):
            hand.gains[board.row_items[m]] += more
