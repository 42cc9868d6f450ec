"""Breeding 育优: better plans by exchange, by annealing, and by merging what several runs opened.

Plans nearly as good as the best are often quite other plans. So a chain of annealings begins from sites
opened by chance, each where the one before ended, all between the same heats; then one of its plans takes
over the best of what the others open, exactly. That is an island (of a genetic search: Whitley, Rana and
Heckendorn 1999). Which heats suit depends on the question, so the first islands take one pair each. What the
islands came to is merged in turn.
"""

from collections.abc import Callable

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.annealing import anneal, nearby, warmth
from nuanxin.planners.siting.answer import gap
from nuanxin.planners.siting.compiled import Flags, Ints
from nuanxin.planners.siting.crossing import crossed, settled
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.surroundings import picked, shifted, widened

SHAKES, VAST = 8, 5_000_000
"""Shakes in a walk, and pairs from which stopping is asked for after each."""
MOST_MOVES, MOVES = 1_000_000, 30
"""Exchanges weighed in one annealing at most, and for every site that may be open in place of every other."""
LADDER = (4.0, 0.8), (0.8, 0.15), (1.2, 0.25), (2.0, 0.4), (0.5, 0.1)
"""Where annealings begin and end, in what an easy exchange costs, in the order in which islands try them."""
GROUP, GROUPS, WIDE, MERGED = 12, 3, 450, 5_000
"""Annealings in a group, groups on an island; sites from which the next merger begins with the best plan, and
steps of the solver that a merger may take.
"""
ROUNDS, FIRST, IDLE = 36, 2, 4
"""Islands at most, those before a large program, and how many may bring nothing before it ends."""
TOGETHER = 3
"""Islands after which all that was annealed and all islands are merged."""
CLOSE, QUICK = 1e-3, 100_000
"""Where plan and bound are so near after a merger, and pairs fewer, proving is better than seeking."""
LONG, WIDEST, CROSSED, SETTLED = 10_000, 4, 20_000, 20_000
"""Steps of the solver in which a plan is made anew around its sites after all islands were merged, how often
they double (twice for an island that brought nothing), steps in which annealed plans are brought up, and
those of the largest kernel (they double for each island that brought nothing).
"""


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


class Ladder:
    """Pairs of heats, and what plans were worth that islands between them came to; ``near`` as there.

    What was learnt stays with the solve.
    """

    def __init__(self, solve: Solve, level: Level) -> None:
        self.near = nearby(level.board, solve.chance)
        learnt = solve.learnt
        if not learnt.heats:
            learnt.warm = warmth(level.board, level.hand.open, solve.chance)
            learnt.heats.extend([] for _ in LADDER)
        self.warm, self.worth = learnt.warm, learnt.heats

    def rung(self, chance: Ints) -> int:
        """Return which heats come next: each once, then half the time what usually does best."""
        for rung, worth in enumerate(self.worth):
            if not worth:
                return rung
        order = np.argsort([-np.median(worth) for worth in self.worth], kind="stable")
        place = 0
        while place + 1 < len(order) and search.drawn(chance, 2):
            place += 1
        return int(order[place])


def bred(
    solve: Solve, level: Level, run: Callable[[Solve], None], rounds: int = ROUNDS, steps: int = 2**60
) -> None:
    """Go from island to island while that brings better plans, ``rounds`` at most, or until so many steps.

    It goes on as long again as it took to the last better one. ``run`` answers a question: which of the sites
    that are left free are the best. ``steps`` are the solver's; what they run out in is still finished.
    """
    idle, last, until = 0, 0, int(solve.steps[0]) + steps
    solve.best_dealt(level)
    ladder = Ladder(solve, level)
    for turn in range(rounds):
        before, rung = solve.value, ladder.rung(solve.chance)
        solve.learnt.islands.append(level.left.columns[island(solve, level, ladder, rung, run)])
        if not _close(solve, level) and solve.steps[0] < until:
            crossed(solve, level, run, CROSSED, solve.learnt.annealed[-GROUP * GROUPS :])
        ladder.worth[rung].append(level.left.won + int(level.hand.used[2]))
        if turn % TOGETHER == TOGETHER - 1 or turn == rounds - 1:
            if not _close(solve, level) and solve.steps[0] < until:
                settled(solve, level, run, SETTLED << min(idle, WIDEST))
            if solve.steps[0] < until:
                united(solve, level, run, LONG << min(2 * idle, WIDEST))
        idle, last = (0, turn) if solve.value > before else (idle + 1, last)
        if idle >= max(IDLE, last) or solve.steps[0] >= until or solve.done() or _close(solve, level):
            return


def island(solve: Solve, level: Level, ladder: Ladder, rung: int, run: Callable[[Solve], None]) -> Flags:
    """Return the plan that a chain of annealings between the same heats comes to: the best of all it opens.

    It begins from sites opened by chance, the very first from the plan in hand. Each annealing begins where
    the one before ended, not with what was merged.
    """
    hand = level.hand
    best, worth, opened = hand.open.copy(), -1, np.zeros(len(hand.open), bool)
    if solve.learnt.annealed:
        _scattered(solve, level, ladder)
    for _ in range(GROUPS):
        if worth >= 0:
            search.deal(level.board, hand, np.isin(level.left.columns, solve.learnt.annealed[-1][1]))
        opened = best.copy() if opened.sum() > WIDE else opened
        for _ in range(GROUP):
            _annealed(solve, level, ladder, rung)
            opened |= hand.open
            solve.learnt.annealed.append((level.left.won + int(hand.used[2]), level.left.columns[hand.open]))
            if hand.used[2] > worth:
                best, worth = hand.open.copy(), int(hand.used[2])
            solve.tell("search")
            if solve.done():
                return best
        search.deal(level.board, hand, best)
        picked(solve, level, opened | best, run, steps=MERGED)
        best, worth = hand.open.copy(), int(hand.used[2])
        solve.take(level)
        if solve.done() or _close(solve, level):
            return best
    shifted(solve, level, run)
    solve.take(level)
    return hand.open.copy()


def united(solve: Solve, level: Level, run: Callable[[Solve], None], steps: int) -> None:
    """Merge what all islands came to with the best plan, and make that anew around each of its sites."""
    solve.best_dealt(level)
    opened = level.hand.open | np.isin(level.left.columns, np.concatenate(solve.learnt.islands))
    picked(solve, level, opened, run)
    widened(solve, level, steps, run)
    solve.take(level)
    solve.tell("search")


def _close(solve: Solve, level: Level) -> bool:
    """Return whether proving the plan is better than seeking another."""
    return gap(solve.value, solve.bound) < CLOSE and level.left.cover.pairs < QUICK


def _scattered(solve: Solve, level: Level, ladder: Ladder) -> None:
    """Leave a plan in the hand that has nothing of those before: annealed from sites opened by chance."""
    board, hand, columns = level.board, level.hand, len(level.left.columns)
    search.deal(board, hand, np.zeros(columns, bool))
    wishes = np.array([1.0 + search.drawn(solve.chance, 2**30) for _ in range(columns)])
    search.kept_to(board, hand, wishes)
    _annealed(solve, level, ladder, 0)


def _annealed(solve: Solve, level: Level, ladder: Ladder, rung: int) -> None:
    """Anneal from the hand between the heats of a rung; leave the best plan met, polished."""
    board, hand = level.board, level.hand
    moves = min(MOST_MOVES, MOVES * len(level.left.columns) * (1 + int(hand.used[0])))
    heats = LADDER[rung][0] * ladder.warm, LADDER[rung][1] * ladder.warm
    found = hand.open.copy()
    anneal(board, hand, ladder.near, found, moves, heats, solve.chance, solve.done)
    search.deal(board, hand, found)
    search.polish(board, hand, solve.chance)
    solve.take(level)
