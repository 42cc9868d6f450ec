"""Closing 收口: odd sets draw the bound towards the plan, candidates fall away, and cases prove the rest."""

from collections.abc import Callable
from typing import NamedTuple

from nuanxin.planners.siting.answer import gap
from nuanxin.planners.siting.branching import Cases, Promise
from nuanxin.planners.siting.breeding import FIRST, bred
from nuanxin.planners.siting.compiled import Floats
from nuanxin.planners.siting.gathering import carried_sets
from nuanxin.planners.siting.nesting import Nests, proved, told_cases
from nuanxin.planners.siting.parting import parted, parts_of
from nuanxin.planners.siting.pressing import pressed
from nuanxin.planners.siting.question import FREE
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed
from nuanxin.planners.siting.solving import Level, Solve

LARGEST_PROGRAM = 3_000_000
"""Pairs up to which a linear program is tried."""
LEAST_GAIN = 0.01
"""The part of what is open between plan and bound that a round of odd sets must win, or it is the last."""
NEAR, TRIED = 0.001, 60
"""Where plan and bound are so near, so many cases are tried before better plans are sought."""
EASY, EASY_STEPS = 30_000, 40_000
"""Pairs below which cases are tried before better plans are sought, however far the bound is, and steps of
the solver that all that are tried may take.
"""
PROBED = 24
"""So many cases of the whole are tried before it is taken apart."""
SEEKING = 15_000
"""Steps of the solver among cases, after which better plans are sought, and each time so many more."""
UNBOUNDED = 20_000_000_000
"""Steps of the solver, times pairs, for better plans before the bound is drawn in, which may be far off."""
QUICK = 100_000
"""Pairs below which cases are quick to bound."""
LEAVING = 0.25
"""The part of the candidates that falls away before the question is gathered anew."""


def closed(solve: Solve, level: Level, run: Callable[[Solve], None]) -> None:
    """Bound what is left by its relaxation and odd sets, fix and begin again; then split it by cases.

    Where much is left that hangs together, better plans are sought in between (``run`` answers the questions
    of that search).
    """
    large = level.left.cover.pairs >= QUICK and not solve.merging
    if large and parts_of(solve, level) is None:
        pressed(solve, level, run)
        if solve.done():
            return
        bred(solve, level, run, FIRST, UNBOUNDED // level.left.cover.pairs)
        level = solve.level()
    level, relaxed = rooted(solve, level)
    if solve.done():
        return
    if not solve.merging and (solve.states == FREE).any():
        if apart(solve, level, relaxed, run):
            return
        tried = trial(solve, level)
        if tried is not None:
            split(solve, *fresh(solve, level, relaxed), tried.cases, steps=tried.steps)
            if solve.done():
                return
        bred(solve, solve.level(), run)
    seek = None if solve.merging else (lambda: bred(solve, solve.level(), run, 1))
    while not solve.done() and split(solve, *fresh(solve, level, relaxed), solve.most_cases, seek):
        pass


class Trial(NamedTuple):
    """How many cases are tried at most, and how many steps of the solver they may take."""

    cases: int
    steps: int


def trial(solve: Solve, level: Level) -> Trial | None:
    """Return how far cases are tried before better plans are sought: easy ones as far as steps go."""
    if level.left.cover.pairs < EASY:
        return Trial(solve.most_cases, EASY_STEPS)
    near = gap(solve.value, solve.bound) < NEAR and level.left.cover.pairs < QUICK
    return Trial(TRIED, EASY_STEPS) if near else None


def rooted(solve: Solve, level: Level) -> tuple[Level, Relaxed]:
    """Bound what is left by its relaxation and odd sets, and begin again while enough falls away."""
    relaxed = _relaxed(solve, level)
    if solve.begun is not None:
        relaxed.add(carried_sets(*solve.begun, level.left))
    while tightened(solve, level, relaxed):
        after = solve.undominated()
        if (after.limits.limits < 0).any() or not len(after.left.columns):
            break
        sets = carried_sets(level.left, relaxed.sets, after.left)
        level, relaxed = after, _relaxed(solve, after)
        relaxed.add(sets)
    return level, relaxed


def _relaxed(solve: Solve, level: Level) -> Relaxed:
    """Return the program of a level."""
    return Relaxed(level.left, level.limits, solve.scale, solve.effort.stopped, solve.steps)


def apart(solve: Solve, level: Level, relaxed: Relaxed, run: Callable[[Solve], None]) -> bool:
    """Answer what falls into parts part by part, if few cases do not close it; return whether all is done."""
    if parts_of(solve, level) is None:
        return False
    level, relaxed = fresh(solve, level, relaxed)
    split(solve, level, relaxed, PROBED)
    part_of = parts_of(solve, level)
    if not solve.done() and part_of is not None:
        parted(solve, level, relaxed, part_of, run)
    return solve.done()


def fresh(solve: Solve, level: Level, relaxed: Relaxed) -> tuple[Level, Relaxed]:
    """Return what is left after the last fixings, with its odd sets; a tree of earlier ones is void."""
    solve.tree, solve.bound, case = None, solve.staged, solve.case(level)
    if relaxed.solve(case, solve.left_s()) is not None and case.priced is not None:
        solve.stage(level, case.priced)
    after = solve.undominated()
    anew = _relaxed(solve, after)
    anew.add(carried_sets(level.left, relaxed.sets, after.left))
    return after, anew


def tightened(solve: Solve, level: Level, relaxed: Relaxed) -> bool:
    """Add odd sets while they pay; return whether so many candidates fell away that it is time to gather."""
    last, idle, kept = float(solve.bound), 0, None
    for turn in range(40):
        case = solve.case(level)
        shares = relaxed.solve(case, solve.left_s())
        if shares is None or case.priced is None:
            break
        kept = case.priced
        bound = level.left.won + kept.whole / solve.scale
        solve.hoped = min(solve.hoped, int(bound))
        solve.tell("bound")
        solve.guided(level, shares)
        gain = (last - bound) / max(1.0, bound - solve.value)
        idle = idle + 1 if turn and gain < LEAST_GAIN else 0
        leaving = solve.leaving(level, case.priced)
        if solve.done() or solve.steps[0] >= solve.until or idle == 3 or leaving > LEAVING:
            solve.stage(level, case.priced)
            return leaving > LEAVING and not solve.done()
        last = bound
        sets = relaxed.broken(solve.chance, solve.done)
        relaxed.relieve()
        if not len(sets):
            break
        relaxed.add(sets)
    if kept is not None:
        solve.stage(level, kept)
    return False


def split(
    solve: Solve,
    level: Level,
    relaxed: Relaxed,
    most: int,
    seek: Callable[[], None] | None = None,
    steps: int = 2**60,
) -> bool:
    """Prove by cases, ``most`` at most, what the stages left, as far as time and ``steps`` of the solver go.

    Now and then ``seek`` seeks a better plan. Where it finds one, more may be set aside by it than cases
    would: return True, and leave the cases with what they proved.
    """
    before, better, until = solve.bound, _better(solve, seek), min(solve.until, int(solve.steps[0]) + steps)
    if level.left.cover.pairs >= QUICK and not solve.merging and most > TRIED:
        return _nested(solve, level, relaxed, before, better)
    cases = Cases(relaxed, Promise(relaxed.columns))
    if cases.grow(Case((), ()), solve.left_s(), solve.value) is None:
        return False
    while (number := cases.next(solve.value)) is not None:
        solve.bound = min(before, max(solve.value, cases.nodes[number].bound))
        if len(cases.nodes) % 4 < 2:
            solve.tell("cases")
        enough = len(cases.nodes) > most or solve.steps[0] >= until
        if solve.done() or enough or not _children(solve, level, cases, number):
            cases.back(number)
            break
        if better():
            solve.bound = before
            return True
    solve.bound = min(before, cases.worst(solve.value))
    solve.tree = cases.tree(level.left.groups)
    return False


def _nested(solve: Solve, level: Level, relaxed: Relaxed, before: int, better: Callable[[], bool]) -> bool:
    """Split what is left, each case gathered anew; return True where a better plan was found."""
    nests = Nests(solve)
    if not nests.begin(level, relaxed):
        return False
    while nests.step():
        solve.bound = min(before, nests.bound())
        solve.tell("cases")
        if solve.done():
            break
        if better():
            solve.bound = before
            return True
    solve.stages.extend(nests.top.stages)
    solve.bound, solve.tree = min(before, proved(nests.top, solve.value)), told_cases(nests.top)
    return False


def _better(solve: Solve, seek: Callable[[], None] | None) -> Callable[[], bool]:
    """Return what seeks a better plan, ever more seldom, and returns whether one was found."""
    sought, patience = 1, solve.steps[0] + SEEKING

    def better() -> bool:
        nonlocal sought, patience
        if seek is None or solve.steps[0] <= patience:
            return False
        value = solve.value
        seek()
        sought += 1
        patience = solve.steps[0] + SEEKING * sought
        return solve.value > value and not solve.done()

    return better


def _children(solve: Solve, level: Level, cases: Cases, number: int) -> bool:
    """Split a node in two; leave it as it was and return False where time ran out."""
    many = len(cases.nodes)

    def seen(case: Case, shares: Floats) -> None:
        if case.shares is not None and (many < 60 or number % 8 == 0):
            solve.guided(level, shares)

    return cases.divide(number, solve.left_s(), solve.value, seen)
