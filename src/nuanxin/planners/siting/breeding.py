"""Breeding 育优: better plans by exchange, by annealing, and by merging what several runs opened."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.annealing import anneal
from nuanxin.planners.siting.question import OPEN
from nuanxin.planners.siting.solving import Level, Solve

MOST_MOVES = 1_500_000
"""Exchanges weighed in one annealing."""
RUNS = 4
"""Annealings whose plans are merged."""
ROUNDS, IDLE = 16, 4
"""Mergers at most, and how many may bring nothing before it ends."""
MERGED_CASES = 40
"""Cases into which a merger may be split: it is a search, not a proof."""


def searched(solve: Solve, level: Level, turns: int) -> None:
    """Search for better plans by exchange and by walks between good ones."""
    rests = np.zeros(len(level.left.columns), np.int64)
    search.fill(level.board, level.hand, rests, 1, search.UNLIMITED, solve.chance)
    search.polish(level.board, level.hand, solve.chance)
    solve.take(level)
    for _ in range(turns):
        best = level.hand.open.copy()
        value = search.wander(level.board, level.hand, best, int(level.hand.used[2]), 8, solve.chance)
        search.relink(level.board, level.hand, best, best, value, solve.chance)
        solve.take(level)
        solve.tell("search")
        if solve.done():
            return


def bred(solve: Solve, level: Level, run: Callable[[Solve], None]) -> None:
    """Anneal several times from the best plan and merge what is opened, while that brings better plans.

    ``run`` answers a question: of the sites that some plan of a round opened, the best are picked exactly.
    """
    columns, idle = level.left.columns, 0
    for turn in range(ROUNDS):
        before = solve.value
        solve.best_dealt(level)
        opened = level.hand.open.copy()
        for number in range(RUNS):
            solve.best_dealt(level)
            hot = 1 / 12 if turn == 0 else (1 / 15, 1 / 20, 1 / 30, 1 / 40)[number % 4]
            _annealed(solve, level, hot)
            opened |= level.hand.open
            if solve.done():
                return
        _merged(solve, columns[opened], run)
        solve.tell("search")
        idle = 0 if solve.value > before else idle + 1
        if idle == IDLE or solve.done():
            return


def _annealed(solve: Solve, level: Level, hot: float) -> None:
    """Anneal from the hand; keep the best plan met, and leave the last one in the hand, polished."""
    board, hand = level.board, level.hand
    moves = min(MOST_MOVES, 60 * len(level.left.columns) * (1 + int(hand.used[0])))
    found = hand.open.copy()
    anneal(board, hand, found, int(hand.used[2]), moves, hot, solve.chance)
    search.polish(board, hand, solve.chance)
    last = hand.open.copy()
    solve.take(level)
    search.deal(board, hand, found)
    search.polish(board, hand, solve.chance)
    solve.take(level)
    search.deal(board, hand, last)


def _merged(solve: Solve, sites: np.ndarray, run: Callable[[Solve], None]) -> None:
    """Answer the question anew where only some sites may open, and keep what is better."""
    question = solve.question
    fixed = np.flatnonzero(solve.states == OPEN)
    outside = np.setdiff1d(np.arange(len(solve.states)), np.concatenate((sites, fixed, solve.sites)))
    forbidden = tuple(sorted({*question.forbidden, *outside.tolist()} - {*question.existing}))
    part = Solve(replace(question, forbidden=forbidden), solve.part_effort())
    part.most_cases, part.merging = MERGED_CASES, True
    part.value, part.sites, part.chance = solve.value, solve.sites, solve.chance
    run(part)
    if part.value > solve.value:
        solve.value, solve.sites = part.value, part.sites
