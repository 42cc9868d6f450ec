"""Surroundings 周边: a plan is made anew among some of the sites, exactly, and the rest of it stays.

What is left free is a question of its own, small enough to be answered with its proof: around a site,
among sites alike the open ones, or among what several plans open.
"""

from collections.abc import Callable

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Places, compiled
from nuanxin.planners.siting.gathering import gathered
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question
from nuanxin.planners.siting.search import UNLIMITED, Board, deal, drawn
from nuanxin.planners.siting.solving import Level, Solve

CASES = 20
"""Cases into which such a question may be split: it is a search, not a proof."""
NEAR = 4_000
"""Pairs around each site of a plan within which it is made anew at first, half as many more each time."""
ALIKE, SHIFTED, SHIFTS = (4, 8), 400, 20_000
"""Sites alike each open one among which a plan is made anew, cases into which that may be split, and steps of
the solver for it.
"""


@compiled
def around(board: Board, site: int, most: int) -> Flags:
    """Return the sites around one, by the rows they share, until they reach about ``most`` rows."""
    free, met = np.zeros(len(board.costs), np.bool_), np.zeros(len(board.weights), np.bool_)
    queue = np.empty(len(board.costs), np.int64)
    queue[0], free[site] = site, True
    first, last, pairs = 0, 1, board.starts[site + 1] - board.starts[site]
    while first < last and pairs < most:
        near = queue[first]
        first += 1
        for k in range(board.starts[near], board.starts[near + 1]):
            row = board.items[k]
            if met[row]:
                continue
            met[row] = True
            for m in range(board.row_starts[row], board.row_starts[row + 1]):
                other = board.row_items[m]
                if not free[other]:
                    free[other], queue[last] = True, other
                    last += 1
                    pairs += board.starts[other + 1] - board.starts[other]
    return free


@compiled
def alike(board: Board, opened: Flags, most: int) -> Flags:
    """Return the open sites, and for each the ``most`` with which it shares most of what both reach."""
    free, shared = opened.copy(), np.zeros(len(board.costs))
    whole, met = np.zeros(len(board.costs)), np.empty(len(board.costs), np.int64)
    for site in range(len(board.costs)):
        for k in range(board.starts[site], board.starts[site + 1]):
            whole[site] += board.weights[board.items[k]]
    for mine in np.flatnonzero(opened):
        many = 0
        for k in range(board.starts[mine], board.starts[mine + 1]):
            row = board.items[k]
            for m in range(board.row_starts[row], board.row_starts[row + 1]):
                other = board.row_items[m]
                if shared[other] == 0:
                    met[many] = other
                    many += 1
                shared[other] += board.weights[row]
        others = met[:many]
        parts = shared[others] / (whole[mine] + whole[others] - shared[others])
        free[others[np.argsort(-parts, kind="mergesort")[: most + 1]]] = True
        shared[others] = 0
    return free


def picked(
    solve: Solve,
    level: Level,
    free: Flags,
    run: Callable[[Solve], None],
    cases: int = CASES,
    steps: int = 2**60,
) -> bool:
    """Pick anew which of the sites ``free`` are open; return whether the plan in hand became better.

    The question may be split into so many ``cases`` and take so many ``steps`` of the solver.
    """
    board, hand = level.board, level.hand
    fixed = hand.open & ~free
    question, columns, won = freed(level, fixed, free)
    if question.count == 0 or not len(columns):
        return False
    worth, asked = int(hand.used[2]) - won, question.digest()
    if solve.known.get(asked, -1) == worth:
        return False
    part = Solve(question, solve.part_effort())
    part.most_cases, part.until, part.merging = cases, int(solve.steps[0]) + steps, True
    part.chance, part.steps = solve.chance, solve.steps
    part.value, part.sites = worth, np.flatnonzero(hand.open[columns]).astype(np.int32)
    run(part)
    solve.known[asked] = part.value
    if part.value <= worth:
        return False
    fixed[columns[part.sites]] = True
    deal(board, hand, fixed)
    return True


def freed(level: Level, fixed: Flags, free: Flags) -> tuple[Question, Places, int]:
    """Return the question of the sites ``free`` with those ``fixed`` open, its columns, and what is won."""
    board = level.board
    states = np.where(fixed, OPEN, np.where(free, FREE, SHUT)).astype(np.int32)
    near = np.repeat(np.arange(len(board.costs)), np.diff(board.apart_starts))
    states[near[fixed[board.apart]]] = SHUT
    limits = level.limits
    side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
    beyond = limits.items[limits.amounts > limits.limits[side]]
    states[beyond[states[beyond] == FREE]] = SHUT
    left = gathered(level.left.cover, level.left.weights, states)
    columns, local = left.columns, np.full(len(states), -1, np.int32)
    local[columns] = np.arange(len(columns), dtype=np.int32)
    pairs = np.stack((local[near], local[board.apart]), axis=1)
    pairs = pairs[(pairs >= 0).all(axis=1) & (pairs[:, 0] < pairs[:, 1])]
    count = None if board.sites >= UNLIMITED else board.sites - int(fixed.sum())
    budget = None if board.budget >= UNLIMITED else board.budget - int(board.costs[fixed].sum())
    costs = None if budget is None else board.costs[columns]
    return Question(left.cover, left.weights, count, costs, budget, apart=pairs), columns, left.won


def shifted(solve: Solve, level: Level, run: Callable[[Solve], None], steps: int = SHIFTS) -> None:
    """Pick anew among the open sites and those most alike each, until nothing gets better.

    All of them may shift a little at once. It ends as well once the solver took so many ``steps``.
    """
    until = int(solve.steps[0]) + steps
    for most in ALIKE:
        while not solve.done() and solve.steps[0] < until:
            free = alike(level.board, level.hand.open, most)
            if not picked(solve, level, free, run, SHIFTED, until - int(solve.steps[0])):
                break
            solve.take(level)


def renewed(solve: Solve, level: Level, most: int, run: Callable[[Solve], None], steps: int = 2**60) -> None:
    """Pick anew around each site of the plan in hand, ``most`` pairs at a time, until nothing gets better.

    It ends as well once the solver took so many ``steps``.
    """
    settled, until = np.zeros(len(level.left.columns), bool), int(solve.steps[0]) + steps
    while not solve.done() and solve.steps[0] < until:
        todo = np.flatnonzero(level.hand.open & ~settled)
        if not len(todo):
            return
        site = int(todo[drawn(solve.chance, len(todo))])
        settled[site] = True
        free = around(level.board, site, most)
        if picked(solve, level, free, run):
            settled[free] = False
            solve.take(level)


def widened(solve: Solve, level: Level, steps: int, run: Callable[[Solve], None]) -> None:
    """Make the plan in hand anew around its sites, further around each time, for so many ``steps``.

    Where all there is would be around one of them, it is made anew as a whole.
    """
    near, until = NEAR, int(solve.steps[0]) + steps
    if level.left.cover.pairs < 2 * near:
        picked(solve, level, np.ones(len(level.left.columns), bool), run)
    while near < level.left.cover.pairs // 2 and not solve.done() and solve.steps[0] < until:
        renewed(solve, level, near, run, until - int(solve.steps[0]))
        near += near // 2
