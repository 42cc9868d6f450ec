"""Breeding 育优: better plans by exchange, by annealing, and by merging what several runs opened."""

from collections.abc import Callable

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.annealing import anneal, warmth
from nuanxin.planners.siting.answer import gap
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.surroundings import picked, renewed

SHAKES, VAST = 8, 5_000_000
"""Shakes in a walk, and pairs from which stopping is asked for after each."""
MOST_MOVES = 12_000_000
"""Exchanges weighed in one annealing at most."""
HEATS, COLD = (8.0, 4.0, 8.0), 0.15
"""Where annealings begin and end, in what an easy exchange costs."""
ROUNDS, FIRST, IDLE = 24, 5, 4
"""Mergers at most, those before a large program, and how many may bring nothing before it ends."""
CLOSE, QUICK = 1e-3, 100_000
"""Where plan and bound are so near after a merger, and pairs fewer, proving is better than seeking."""
NEAR, WIDER = 7_000, 4_000
"""Pairs around each site of a plan within which it is made anew, and more where that brings nothing."""


def searched(solve: Solve, level: Level, turns: int) -> None:
    """Search for better plans by exchange and by walks between good ones."""
    board, hand, chance = level.board, level.hand, solve.chance
    search.fill(board, hand, np.zeros(len(level.left.columns), np.int64), 1, search.UNLIMITED, chance)
    search.polished(board, hand, chance, solve.done)
    solve.take(level)
    legs = 1 if level.left.cover.pairs < VAST else SHAKES
    for _ in range(turns):
        best, value = hand.open.copy(), int(hand.used[2])
        for _ in range(legs):
            value = search.wander(board, hand, best, value, SHAKES // legs, chance)
            if legs > 1 and solve.done():
                break
        search.relink(board, hand, best, best, value, chance)
        solve.take(level)
        solve.tell("search")
        if solve.done():
            return


def bred(solve: Solve, level: Level, run: Callable[[Solve], None], rounds: int = ROUNDS) -> None:
    """Anneal several times from the best plan, mend every part exactly, and merge what is opened.

    Goes on while that brings better plans. ``run`` answers a question: of the sites around one, or of
    those that some plan of a round opened, the best are picked with proof. At most ``rounds`` mergers.
    """
    idle, board, hand = 0, level.board, level.hand
    solve.best_dealt(level)
    warm = warmth(board, hand.open, solve.chance)
    for _ in range(rounds):
        before = solve.value
        solve.best_dealt(level)
        opened = hand.open.copy()
        for heat in HEATS:
            solve.best_dealt(level)
            _annealed(solve, level, heat, warm)
            renewed(solve, level, NEAR, run)
            opened |= hand.open
            solve.best_dealt(level)
            picked(solve, level, opened, run)
            solve.take(level)
            solve.tell("search")
            if solve.done():
                return
        renewed(solve, level, NEAR + WIDER * (1 + idle), run)
        solve.take(level)
        idle = 0 if solve.value > before else idle + 1
        if idle == IDLE or solve.done() or _close(solve, level):
            return


def _close(solve: Solve, level: Level) -> bool:
    """Return whether proving the plan is better than seeking another."""
    return gap(solve.value, solve.bound) < CLOSE and level.left.cover.pairs < QUICK


def _annealed(solve: Solve, level: Level, heat: float, warm: float) -> None:
    """Anneal from the hand, and leave the best plan met in it, polished."""
    board, hand = level.board, level.hand
    moves = min(MOST_MOVES, 180 * len(level.left.columns) * (1 + int(hand.used[0])))
    found = hand.open.copy()
    anneal(board, hand, found, 0, moves, (heat * warm, COLD * warm), solve.chance, solve.done)
    search.deal(board, hand, found)
    search.polish(board, hand, solve.chance)
    solve.take(level)
