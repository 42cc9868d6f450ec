"""Nesting 嵌套: a case that has set much aside is a question of its own, gathered anew and split further.

The nearer a case is to the best plan, the more its own multipliers set aside: rows become one or are won,
odd sets are found that the whole does not break, and more falls away. Each case gets a program of its own,
which begins where its parent's stood, and is split by some of its sites: of these one at least is open, or
none is. Its halves wait with all the others, worst bound first.
"""

from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from typing import Any

import numpy as np

from nuanxin.planners.siting.branching import Cases, Promise, nothing_left
from nuanxin.planners.siting.clusters import halving
from nuanxin.planners.siting.compiled import Places
from nuanxin.planners.siting.cover import Cover
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.gathering import UNREACHED, Gathered, carried
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question
from nuanxin.planners.siting.relaxed_cover import Case, Priced, Pricing, Relaxed
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.staging import OddSets, Stage
from nuanxin.planners.siting.standing import Stand, basis_of, stand_of
from nuanxin.planners.siting.tree_certificate import Half, Halves, Tree

LEAVING, WORTH = 0.25, 0.05
"""The part of the sites that fall away for a case to be gathered anew, and for a stage to be told."""
ROUNDS, SETS = 1, 800
"""Rounds of odd sets of a case, and sets of a round."""


@dataclass(slots=True)
class Nest:
    """A case: its stages, what they prove, its multipliers (a tree of one node) and their bound, its halves.

    It is split by ``sites``; the first half has a row more, of this ``weight``. Bounds count what a case's
    own rows weigh.
    """

    stages: list[Stage | Dominated] = field(default_factory=list)
    tree: Tree | None = None
    staged: int = 2**60
    bound: int = 0
    bounded: bool = False
    sites: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    weight: int = 0
    halves: tuple["Nest", "Nest"] | None = None


@dataclass(slots=True)
class Spot:
    """A case that waits: what is set aside in it and asked of it, and its parent's reduction.

    ``asked`` are sites of which one must open, and what the row weighs that says so.
    """

    nest: Nest
    states: Places
    asked: tuple[tuple[Places, int], ...]
    left: Gathered
    sets: OddSets
    stand: Stand

    def weight(self) -> int:
        """Return what the rows weigh that were added."""
        return sum(weight for _, weight in self.asked)


@dataclass(slots=True)
class Nests:
    """All that waits, and what was split."""

    solve: Solve
    top: Nest = field(default_factory=Nest)
    waiting: list[tuple[int, int, Spot]] = field(default_factory=list)
    many: int = 0

    def begin(self, level: Level, relaxed: Relaxed) -> bool:
        """Let the whole wait; return False where it was not bounded."""
        solve, case = self.solve, Case((), ())
        shares = relaxed.solve(case, solve.left_s())
        if shares is None:
            return False
        stand = stand_of(relaxed.solver.getBasis(), shares)
        self._wait(case.bound, Spot(self.top, solve.states, (), level.left, relaxed.sets, stand))
        return True

    def bound(self) -> int:
        """Return the bound of all that waits."""
        return max([self.solve.value, *(-spot[0] for spot in self.waiting[:1])])

    def step(self) -> bool:
        """Bound and split the worst case; False where none is left, or time ran out."""
        if not self.waiting or (self.top.bounded and -self.waiting[0][0] <= self.solve.value):
            return False
        worst = heappop(self.waiting)
        if self._bounded(worst[2], -worst[0]):
            return True
        heappush(self.waiting, worst)
        return False

    def _wait(self, bound: int, spot: Spot) -> None:
        """Let a case wait for its turn."""
        self.many += 1
        heappush(self.waiting, (-bound, self.many, spot))

    def _bounded(self, spot: Spot, before: int) -> bool:
        """Gather a case anew, bound it and let its halves wait; False where time ran out before that."""
        solve, nest = self.solve, spot.nest
        mine, more = _solve_of(solve, spot), spot.weight()
        found = rooted(mine, spot)
        if found is None:
            return False
        level, relaxed, case = found
        if relaxed is None or case is None:
            if (level.limits.limits < 0).any():
                nest.tree = nothing_left(level.left, level.limits)
        else:
            alone = Cases(relaxed, Promise(0), [case])
            nest.tree, nest.bound = alone.tree(level.left.groups), case.bound
            if case.bound > mine.value:
                self._halve(spot, mine, level, relaxed, case, min(before, case.bound - more))
        nest.stages, nest.staged, nest.bounded = mine.stages, mine.bound, True
        if mine.value - more > solve.value:
            solve.value, solve.sites = mine.value - more, mine.sites
        return True

    def _halve(self, spot: Spot, mine: Solve, level: Level, relaxed: Relaxed, case: Case, bound: int) -> None:
        """Split a case in two that wait."""
        nest, left, stand = spot.nest, level.left, stand_of(relaxed.solver.getBasis(), relaxed.shares)
        chosen = left.columns[halving(relaxed, case, mine.left_s(), mine.value)]
        if mine.leaving(level, _priced(case)) > WORTH:
            mine.stage(level, _priced(case))
        chosen = chosen[mine.states[chosen] == FREE]
        if not len(chosen):
            chosen = np.flatnonzero(mine.states == FREE)[:1].astype(np.int32)
        nest.sites, nest.halves = chosen, (Nest(), Nest())
        for half, state in zip(nest.halves, (OPEN, SHUT), strict=True):
            one = Spot(half, mine.states.copy(), spot.asked, left, relaxed.sets, stand)
            if state == SHUT or len(chosen) == 1:
                one.states[chosen] = state
            else:
                nest.weight = case.bound - mine.value + 1
                one.asked = (*spot.asked, (chosen, nest.weight))
                one.left = replace(left, groups=np.append(left.groups, np.int32(UNREACHED)))
            self._wait(bound, one)


def _solve_of(solve: Solve, spot: Spot) -> Solve:
    """Return what solves a case that waits."""
    mine = Solve(asking(solve.question, spot.asked), solve.part_effort())
    mine.merging, mine.chance, mine.steps, mine.scale = True, solve.chance, solve.steps, solve.scale
    mine.value, mine.sites, mine.states = solve.value + spot.weight(), solve.sites, spot.states.copy()
    return mine


def asking(question: Question, asked: tuple[tuple[Places, int], ...]) -> Question:
    """Return a question with a row more for all sites of which one must open, as heavy as that is told.

    A row outweighs what plans that open none of its sites may be worth more than the best one.
    """
    if not asked:
        return question
    cover, rows = question.cover, [sites for sites, _ in asked]
    ends = cover.starts[-1] + np.cumsum([len(row) for row in rows], dtype=np.int64)
    starts, items = np.concatenate((cover.starts, ends)), np.concatenate((cover.items, *rows))
    weights = np.append(question.weights, [weight for _, weight in asked])
    return replace(question, cover=Cover(starts, items, cover.candidates), weights=weights)


def _priced(case: Case) -> Priced:
    """Return the prices of a case that was bounded."""
    if case.priced is None:
        raise ValueError("a case is split that is settled")
    return case.priced


def rooted(mine: Solve, spot: Spot) -> tuple[Level, Relaxed | None, Case | None] | None:
    """Gather a case and add odd sets while they pay; None where time ran out, no case where settled."""
    left, sets, stand = spot.left, spot.sets, spot.stand
    rounds = [ROUNDS]
    while True:
        level = mine.undominated()
        if (level.limits.limits < 0).any():
            return level, None, None
        if not len(level.left.columns):
            _settled(mine, level)
            return level, None, None
        relaxed = Relaxed(level.left, level.limits, mine.scale, mine.effort.stopped, mine.steps)
        carry, kept = carried(left, sets, level.left)
        relaxed.add(carry)
        basis = basis_of(stand, left, level.left, len(level.limits.limits), kept)
        case = _tightened(mine, level, relaxed, basis, rounds)
        if case is None or case.priced is None:
            return None
        if case.bound <= mine.value or mine.leaving(level, case.priced) <= LEAVING:
            case.basis = relaxed.solver.getBasis()
            return level, relaxed, case
        mine.stage(level, case.priced)
        mine.hoped = case.bound
        left, sets, stand = level.left, relaxed.sets, stand_of(relaxed.solver.getBasis(), relaxed.shares)


def _settled(mine: Solve, level: Level) -> None:
    """Bound a case of which no site is free, and keep its plan where it is better."""
    mine.take(level)
    pricing = Pricing(level.left, level.limits, mine.scale)
    none = np.zeros(level.left.cover.rows, np.int64)
    mine.stage(level, pricing.price(none, np.zeros(len(level.limits.limits), np.int64), Case((), ())))


def _tightened(mine: Solve, level: Level, relaxed: Relaxed, basis: Any, rounds: list[int]) -> Case | None:
    """Add odd sets to a case until enough falls away or ``rounds`` are over; None where time ran out."""
    while True:
        case = Case((), (), basis=basis)
        shares = relaxed.solve(case, mine.left_s(), mine.value)
        if shares is None or case.priced is None:
            return None
        mine.guided(level, shares)
        if case.bound <= mine.value or not rounds[0] or mine.leaving(level, case.priced) > LEAVING:
            return case
        sets, basis = relaxed.broken(mine.chance, mine.done, SETS, larger=False), None
        if not len(sets):
            return case
        rounds[0] -= 1
        relaxed.relieve()
        relaxed.add(sets)


def proved(nest: Nest, value: int) -> int:
    """Return the bound of a case, ``value`` being what its best plan is worth in it."""
    below = nest.staged if nest.tree is None else nest.bound
    if nest.halves is not None and all(half.bounded for half in nest.halves):
        some, none = nest.halves
        below = max(proved(some, value + nest.weight) - nest.weight, proved(none, value))
    return max(value, min(nest.staged, below))


def told_cases(nest: Nest) -> Tree | Halves | None:
    """Return a case as the certificate tells it: its multipliers, or its halves if both are bounded."""
    if nest.halves is None or not all(half.bounded for half in nest.halves):
        return nest.tree
    some, none = (Half(tuple(half.stages), told_cases(half)) for half in nest.halves)
    return Halves(nest.sites, nest.weight, some, none)
