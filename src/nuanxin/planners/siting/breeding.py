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
MOST_MOVES = 4_000_000
"""Exchanges weighed in one annealing at most."""
TRIES = 3
"""Annealings of which the best is made anew around its sites: that costs as much as all three."""
HEATS = (1.0, 2.0, 4.0, 1.5)
"""Where annealings begin, in what an easy exchange costs."""
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
            _annealed(solve, level, heat * warm)
            renewed(solve, level, NEAR, run)
            opened |= hand.open
            if solve.done():
                return
        solve.best_dealt(level)
        picked(solve, level, opened, run)
        renewed(solve, level, NEAR + WIDER * (1 + idle), run)
        solve.take(level)
        solve.tell("search")
        idle = 0 if solve.value > before else idle + 1
        close = gap(solve.value, solve.bound) < CLOSE and level.left.cover.pairs < QUICK
        if idle == IDLE or solve.done() or close:
            return


def _annealed(solve: Solve, level: Level, hot: float) -> None:
    """Anneal from the hand some times, and leave the best plan met in it, polished."""
    board, hand = level.board, level.hand
    moves = min(MOST_MOVES, 60 * len(level.left.columns) * (1 + int(hand.used[0])))
    found, best = hand.open.copy(), 0
    for _ in range(TRIES):
        best = anneal(board, hand, found, best, moves, hot, solve.chance, solve.done)
    search.deal(board, hand, found)
    search.polish(board, hand, solve.chance)
    solve.take(level)
