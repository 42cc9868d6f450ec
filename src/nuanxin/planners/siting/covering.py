"""Most weight covered (MCLP 最大覆盖选址): search, multipliers, fixings, then proof by cases."""

import numpy as np

from nuanxin.planners.siting import bounding
from nuanxin.planners.siting.answer import Result, infeasible
from nuanxin.planners.siting.benders import Cuts
from nuanxin.planners.siting.branching import nothing_left
from nuanxin.planners.siting.breeding import bred, searched
from nuanxin.planners.siting.closing import LARGEST_PROGRAM, closed
from nuanxin.planners.siting.compiled import Ints
from nuanxin.planners.siting.question import FREE, Effort, Question, impossible, put
from nuanxin.planners.siting.relaxed_cover import Case, Pricing
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.staging import FINE, Stage

MANY_ROWS, MANY_PAIRS, CUTTING = 5, 1_000_000, 0.4
"""Rows to a site, and pairs, from which cuts are made; and the part of the time they may take."""
STEPS, LEG_PAIRS = 25, 4_000_000
"""Steps down between two plans, and pairs from which stopping is asked for more often."""


def most_covered(question: Question, effort: Effort | None = None) -> Result:
    """Return the sites that cover most weight, with a bound and a certificate (MCLP).

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.

    Returns
    -------
    Result
        The weight covered: `OPTIMAL` where the bound proves it, else `FEASIBLE` with the gap that is left.
        The certificate is one for `check_certificate`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Church and ReVelle (1974); bounds after Galvão and ReVelle (1996), reductions after Chen et al. (2023).
    """
    put(question)
    effort = effort or Effort()
    reason = impossible(question)
    if reason:
        return infeasible(reason, effort.seed)
    solve = Solve(question, effort)
    run(solve)
    return solve.result()


def run(solve: Solve) -> None:
    """Search and bound, fix, and begin again on what is left; then close in on it."""
    carried = None
    for turn in range(12):
        level = solve.level()
        if (level.limits.limits < 0).any():
            break
        searched(solve, level, 4 if turn == 0 else 2)
        before = int((solve.states == FREE).sum())
        descended(solve, level, carried)
        solve.hoped = solve.bound
        if solve.done():
            return
        free = int((solve.states == FREE).sum())
        last = solve.stages[-1] if solve.stages else None
        carried = last.multipliers if isinstance(last, Stage) else None
        if free == 0 or free > 0.9 * before:
            break
    if solve.effort.proof and not solve.merging and not solve.done():
        cut_down(solve, solve.level())
    small = solve.question.cover.pairs <= LARGEST_PROGRAM
    level = solve.undominated() if small else solve.level()
    if (level.limits.limits < 0).any():
        solve.bound, solve.tree = solve.value, nothing_left(level.left, level.limits)
    elif solve.effort.proof and level.left.cover.pairs <= LARGEST_PROGRAM:
        closed(solve, level, run)
    elif not solve.merging and len(level.left.columns):
        bred(solve, level, run)


def cut_down(solve: Solve, level: Level) -> None:
    """Lower the bound by cuts, where rows are many and the program of every pair is slow or too large."""
    left = level.left
    if left.cover.pairs < MANY_PAIRS or left.cover.rows < MANY_ROWS * len(left.columns):
        return
    until_s = solve.left_s() * (1 - CUTTING)
    cuts = Cuts(left, level.limits, lambda: -1.0 if solve.done() else solve.left_s() - until_s)
    if cuts.settle(level.hand.open.astype(float)):
        multipliers, prices = cuts.multipliers(solve.scale)
        whole = np.rint(prices * solve.scale * FINE).astype(np.int64)
        pricing = Pricing(left, level.limits, solve.scale)
        solve.stage(level, pricing.price(multipliers, whole, solve.case(level)))
        solve.guided(level, cuts.shares)
        solve.tell("bound")


def descended(solve: Solve, level: Level, carried: Ints | None) -> None:
    """Lower the bound by multipliers, try the sites they like, and set aside what cannot be better."""
    if not len(level.left.columns):
        pricing = Pricing(level.left, level.limits, solve.scale)
        none, prices = (
            np.zeros(level.left.cover.rows, np.int64),
            np.zeros(len(level.limits.limits), np.int64),
        )
        solve.stage(level, pricing.price(none, prices, Case((), ())))
        return
    if carried is None:
        multipliers = bounding.first_duals(level.board, level.hand.times.astype(np.int64), solve.scale)
    else:
        multipliers = np.zeros(level.left.cover.rows, np.int64)
        kept = level.left.groups >= 0
        np.add.at(multipliers, level.left.groups[kept], carried[kept])
    step = np.array([1.0 if carried is None else 0.3, 0.0, np.inf])
    sums = bounding.summed(level.board, multipliers)
    duals = bounding.Duals(multipliers, sums, np.zeros(len(multipliers)), multipliers.copy(), step)
    last = np.inf
    for turn in range(40):
        legs = min(STEPS, 1 + level.left.cover.pairs // LEG_PAIRS)
        for _ in range(legs):
            bound = bounding.descend(
                level.board, duals, solve.scale, solve.value - level.left.won, STEPS // legs
            )
            if legs > 1 and solve.done():
                break
        solve.hoped = min(solve.hoped, level.left.won + int(bound))
        solve.tell("bound")
        solve.guided(level, duals.sums.astype(float))
        if solve.done() or step[0] < 1e-3 or (turn > 3 and last - bound < 2e-5 * bound):
            break
        last = bound
    best = bounding.summed(level.board, duals.best)
    solve.fix(level, duals.best, best)
