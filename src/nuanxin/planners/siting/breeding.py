"""Breeding 育优: better plans by exchange, by annealing, and by merging what several runs opened.

Plans nearly as good as the best are often quite other plans. So annealings are so hot that little is left of
where they begin. A group of them is merged: the best is picked, exactly where that is quick, among all that
some plan of the group opens. That is an island (of a genetic search: Whitley, Rana and Heckendorn 1999); what
the islands came to is merged in turn. After one that brought nothing the next begins from sites opened by
chance.
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
LADDER = (4.0, 0.8), (2.0, 0.4), (1.2, 0.25), (0.8, 0.15), (0.5, 0.1)
"""Where annealings begin and end, in what an easy exchange costs."""
TRIES, STILL = 3, 0.75
"""Annealings after which heats are known, and the part of its sites that a plan keeps if they are too low."""
GROUP, GROUPS, WIDE = 12, 2, 450
"""Annealings in a group, groups on an island; sites from which the next merger begins with the best plan."""
ROUNDS, FIRST, IDLE = 24, 2, 3
"""Islands at most, those before a large program, and how many may bring nothing before it ends."""
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
    """Pairs of heats, and what plans were worth that annealings between them came to; ``near`` as there.

    A plan that hardly changed is worth nothing: it was as good before. What was learnt stays with the solve.
    """

    def __init__(self, solve: Solve, level: Level) -> None:
        self.near = nearby(level.board, solve.chance)
        if not solve.heats:
            solve.warm = warmth(level.board, level.hand.open, solve.chance)
            solve.heats.extend([] for _ in LADDER)
        self.warm, self.worth = solve.warm, solve.heats

    def rung(self, chance: Ints) -> int:
        """Return which heats come next: each `TRIES` times, then half the time what usually does best."""
        for rung, worth in enumerate(self.worth):
            if len(worth) < TRIES:
                return rung
        usual = np.array([np.median(worth) for worth in self.worth])
        order = np.argsort(-usual, kind="stable")[: np.count_nonzero(usual)]
        place = 0
        while place + 1 < len(order) and search.drawn(chance, 2):
            place += 1
        return int(order[place]) if len(order) else 0


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
        before = solve.value
        found = island(solve, level, ladder, run, anew=idle > 0)
        solve.islands.append(level.left.columns[found])
        if not _close(solve, level) and solve.steps[0] < until:
            settled(solve, level, run, SETTLED << min(idle, WIDEST))
        if not _close(solve, level) and solve.steps[0] < until:
            crossed(solve, level, run, CROSSED)
        if solve.steps[0] < until:
            united(solve, level, run, LONG << min(2 * idle, WIDEST))
        idle, last = (0, turn) if solve.value > before else (idle + 1, last)
        if idle >= max(IDLE, last) or solve.steps[0] >= until or solve.done() or _close(solve, level):
            return


def island(
    solve: Solve, level: Level, ladder: Ladder, run: Callable[[Solve], None], anew: bool = False
) -> Flags:
    """Return the plan that groups of annealings come to: the best of all they open, made anew all round.

    Each begins where the one before ended, not with what was merged; the first, if it is to begin ``anew``,
    from sites opened by chance.
    """
    hand = level.hand
    best, worth, opened = hand.open.copy(), -1, np.zeros(len(hand.open), bool)
    for _ in range(GROUPS):
        opened = best.copy() if opened.sum() > WIDE else opened
        if anew and worth < 0:
            _scattered(solve, level, ladder)
        elif solve.annealed:
            search.deal(level.board, hand, np.isin(level.left.columns, solve.annealed[-1][1]))
        for _ in range(GROUP):
            _annealed(solve, level, ladder)
            opened |= hand.open
            solve.annealed.append((level.left.won + int(hand.used[2]), level.left.columns[hand.open]))
            if hand.used[2] > worth:
                best, worth = hand.open.copy(), int(hand.used[2])
            solve.tell("search")
            if solve.done():
                return best
        search.deal(level.board, hand, best)
        picked(solve, level, opened | best, run)
        shifted(solve, level, run)
        best, worth = hand.open.copy(), int(hand.used[2])
        solve.take(level)
        if solve.done() or _close(solve, level):
            break
    return best


def united(solve: Solve, level: Level, run: Callable[[Solve], None], steps: int) -> None:
    """Merge what all islands came to with the best plan, and make that anew around each of its sites."""
    solve.best_dealt(level)
    opened = level.hand.open | np.isin(level.left.columns, np.concatenate(solve.islands))
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


def _annealed(solve: Solve, level: Level, ladder: Ladder, rung: int | None = None) -> None:
    """Anneal from the hand, between heats told or that usually do best; leave the best plan met, polished."""
    board, hand, told = level.board, level.hand, rung is not None
    rung = ladder.rung(solve.chance) if rung is None else rung
    moves = min(MOST_MOVES, MOVES * len(level.left.columns) * (1 + int(hand.used[0])))
    heats = LADDER[rung][0] * ladder.warm, LADDER[rung][1] * ladder.warm
    began, found = hand.open.copy(), hand.open.copy()
    anneal(board, hand, ladder.near, found, moves, heats, solve.chance, solve.done)
    search.deal(board, hand, found)
    search.polish(board, hand, solve.chance)
    still = (began & hand.open).sum() >= STILL * began.sum()
    if not told:
        ladder.worth[rung].append(0 if still else level.left.won + int(hand.used[2]))
    solve.take(level)
