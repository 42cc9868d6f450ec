"""Crossing 杂交: a plan fresh from annealing becomes a good one by what others of its kind open.

Annealed plans are poor, but what one of them does badly another of its chain does well. One of them takes
over, exactly, the best of what a dozen others open, then of another dozen, until that brings nothing. From
another plan it comes to another end, so several are brought up. Plans of other chains are no help here: they
are merged later. Plans that were merged already have lost what this needs.

The sites that most of them open are a kernel (kernel search: Angelelli, Mansini and Speranza 2010): the best
plan is picked among these alone, exactly, and among ever more of them as long as that takes little.
"""

from collections.abc import Callable

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.compiled import Flags, Ints
from nuanxin.planners.siting.solving import Level, Plans, Solve
from nuanxin.planners.siting.surroundings import picked, shifted

OTHERS, IDLE = 12, 6
"""Plans whose sites are taken at a time, and how many times that may bring nothing before it ends."""
FEWEST, TOP, MOST = 24, 4, 3
"""Plans there must be to begin, the part of them (the best quarter) one of which begins, and how many do."""
SITES, MORE = 200, 1.2
"""Sites in the first kernel, and how many times as many are in each next one."""
CASES = 400
"""Cases into which a kernel may be split."""
LITTLE, REACHING = 1e-3, 80
"""The part of all weight that may be left out for a question to count as near to full cover, and about how
many sites a kernel then has for reaching it.
"""


def crossed(solve: Solve, level: Level, run: Callable[[Solve], None], steps: int, annealed: Plans) -> None:
    """Bring up annealed plans, in so many ``steps`` of the solver; what each comes to is an island's.

    One that is under way is finished, but not in more than as many again. The best is left in the hand.
    """
    until, best, worth = int(solve.steps[0]) + steps, level.hand.open.copy(), int(level.hand.used[2])
    for _ in range(MOST if len(annealed) >= FEWEST else 0):
        if solve.steps[0] >= until or solve.done():
            break
        _brought_up(solve, level, run, until + steps, annealed)
        solve.learnt.islands.append(level.left.columns[level.hand.open])
        solve.take(level)
        solve.tell("search")
        if level.hand.used[2] > worth:
            best, worth = level.hand.open.copy(), int(level.hand.used[2])
    search.deal(level.board, level.hand, best)


def _brought_up(
    solve: Solve, level: Level, run: Callable[[Solve], None], until: int, annealed: Plans
) -> None:
    """Let a good annealed plan take over what others open until that brings nothing; leave it in the hand.

    It ends as well once the solver took its steps ``until`` so many.
    """
    board, hand, columns, chance = level.board, level.hand, level.left.columns, solve.chance
    plans = [sites for _, sites in sorted(annealed, key=lambda plan: -plan[0])]
    search.deal(board, hand, np.isin(columns, plans[search.drawn(chance, len(plans) // TOP)]))
    search.fill(board, hand, np.zeros(len(columns), np.int64), 1, search.UNLIMITED, chance)
    search.polish(board, hand, chance)
    idle = 0
    while idle < IDLE and solve.steps[0] < until and not solve.done():
        others = np.concatenate([plans[search.drawn(chance, len(plans))] for _ in range(OTHERS)])
        better = picked(solve, level, hand.open | np.isin(columns, others), run)
        idle = 0 if better else idle + 1
    shifted(solve, level, run)


def settled(
    solve: Solve, level: Level, run: Callable[[Solve], None], steps: int, fewest: int = FEWEST
) -> None:
    """Pick the best plan anew among its sites and those that most annealed plans open, ever more of them.

    It ends with the kernel that takes so many ``steps`` of the solver, unsettled; the next time it begins
    near that size.
    """
    learnt = solve.learnt
    if len(learnt.annealed) < fewest:
        return
    learnt.kernel, often = max(SITES, learnt.kernel), _often(solve, level)
    order = np.argsort(-often, kind="stable")[: np.count_nonzero(often)]
    while not solve.done():
        solve.best_dealt(level)
        before, free = int(solve.steps[0]), level.hand.open.copy()
        free[order[: int(learnt.kernel)]] = True
        if nearly_full(solve, level):
            _reaching(level, free)
        picked(solve, level, free, run, CASES, steps)
        solve.take(level)
        solve.tell("search")
        if solve.steps[0] - before >= steps:
            learnt.kernel = max(SITES, learnt.kernel / MORE)
            return
        if learnt.kernel >= len(order):
            return
        learnt.kernel *= MORE


def nearly_full(solve: Solve, level: Level) -> bool:
    """Return whether the best plan leaves out little."""
    whole = int(level.board.weights.sum())
    return whole - (solve.value - level.left.won) <= LITTLE * whole


def _reaching(level: Level, free: Flags) -> None:
    """Free as well what reaches rows that the plan in hand leaves out, the heaviest rows first.

    Near to full cover few sites reach them, and good plans open none: no kernel would hold these sites.
    """
    out = np.flatnonzero(level.hand.times == 0)
    most = free.sum() + REACHING
    for row in out[np.argsort(-level.board.weights[out], kind="stable")].tolist():
        if free.sum() >= most:
            return
        free[level.left.cover.row(row)] = True


def _often(solve: Solve, level: Level) -> Ints:
    """Return how many annealed plans open each site."""
    opened = np.concatenate([sites for _, sites in solve.learnt.annealed])
    times = np.bincount(opened, minlength=len(solve.states))
    found: Ints = times[level.left.columns]
    return found
