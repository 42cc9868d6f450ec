"""Nesting 嵌套: a case that has set much aside is a question of its own, gathered anew and split further.

The nearer a case is to the best plan, the more its own multipliers set aside: rows become one or are won,
odd sets are found that the whole does not break, and more falls away. Each such case gets a program of its
own that begins where its parent's stood, and a small tree; what that leaves open waits with all the others,
worst bound first, to be gathered in its turn.
"""

from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from time import perf_counter
from typing import Any

import numpy as np

from nuanxin.planners.siting.branching import LOOSE, Cases, Promise, nothing_left
from nuanxin.planners.siting.certificate import Branch, Deep, OddSets, Stage, Tree
from nuanxin.planners.siting.compiled import Floats
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.gathering import Gathered, carried
from nuanxin.planners.siting.question import OPEN, SHUT
from nuanxin.planners.siting.relaxed_cover import Case, Pricing, Relaxed, kept_sets
from nuanxin.planners.siting.solving import Level, Solve
from nuanxin.planners.siting.standing import Stand, basis_of, stand_of

LEAVING, WORTH = 0.25, 0.05
"""The part of the sites that fall away for a case to be gathered anew, and for a stage to be told."""
DEEP, MOST = 2, 40
"""Splits below which a case is gathered anew in any case, and nodes of one tree."""
ROUNDS, GAIN, SETS = 3, 0.08, 800
"""Rounds of odd sets of a case, the part of what is open that one must win, and sets of a round."""


@dataclass(slots=True)
class Nest:
    """A case that was split for itself: its stages, its tree, each node's bound, and nests below nodes."""

    stages: list[Stage | Dominated] = field(default_factory=list)
    tree: Tree | None = None
    staged: int = 0
    bounds: list[int] = field(default_factory=list)
    below: dict[int, "Nest"] = field(default_factory=dict)


@dataclass(slots=True)
class Spot:
    """A case that waits: what it has set aside so far, its parent's reduction, and where its node stands."""

    mine: Solve
    left: Gathered
    sets: OddSets
    stand: Stand
    above: Nest
    node: int


@dataclass(slots=True)
class Nests:
    """All that waits below a tree, and what was split."""

    solve: Solve
    promise: Promise
    top: Nest = field(default_factory=Nest)
    waiting: list[tuple[int, int, Spot]] = field(default_factory=list)
    many: int = 0

    def begin(self, level: Level, cases: Cases) -> None:
        """Take over a tree."""
        self._close(self.top, self.solve, level, cases, [number for _, number in cases.waiting])

    def bound(self) -> int:
        """Return the bound of all that waits."""
        return max([self.solve.value, *(-spot[0] for spot in self.waiting[:1])])

    def step(self) -> bool:
        """Split the worst case; False where none is left, or time ran out."""
        while self.waiting and -self.waiting[0][0] <= self.solve.value:
            heappop(self.waiting)
        if not self.waiting:
            return False
        worst = heappop(self.waiting)
        spot, nest = worst[2], Nest()
        if not self._split(spot, nest):
            heappush(self.waiting, worst)
            return False
        spot.above.below[spot.node] = nest
        return True

    def _split(self, spot: Spot, nest: Nest) -> bool:
        """Gather a case anew and split it; False where time ran out before it was bounded."""
        solve, mine = self.solve, spot.mine
        mine.effort, mine.started, kept = solve.part_effort(), perf_counter(), len(mine.stages)
        mine.value, mine.sites = solve.value, solve.sites
        states, bound = mine.states.copy(), mine.bound
        found = rooted(mine, spot, self.promise)
        if found is None:
            del mine.stages[kept:]
            mine.states, mine.bound = states, bound
            return False
        level, cases = found
        if cases is None:
            nest.stages, nest.staged = mine.stages, mine.bound
            if (level.limits.limits < 0).any():
                nest.tree, nest.bounds = nothing_left(level.left, level.limits), [0]
        else:
            self._close(nest, mine, level, cases, grown(mine, level, cases))
        if mine.value > solve.value:
            solve.value, solve.sites = mine.value, mine.sites
        return True

    def _close(self, nest: Nest, mine: Solve, level: Level, cases: Cases, outside: list[int]) -> None:
        """Keep a tree as it is, and let its open cases wait."""
        for number in outside:
            case = cases.nodes[number]
            if case.bound > mine.value:
                self.many += 1
                spot = _spot(mine, level, cases.relaxed, case, nest, number)
                heappush(self.waiting, (-case.bound, self.many, spot))
        nest.stages, nest.staged = mine.stages, mine.bound
        nest.tree, nest.bounds = cases.tree(level.left.groups), [case.bound for case in cases.nodes]


def _spot(mine: Solve, level: Level, relaxed: Relaxed, case: Case, nest: Nest, number: int) -> Spot:
    """Return a case of a tree as one that waits, with what its own multipliers set aside."""
    if case.shares is None or case.priced is None:
        raise ValueError("a case waits that is settled")
    own = Solve(mine.question, mine.effort)
    own.merging, own.chance, own.steps = True, mine.chance, mine.steps
    own.value, own.sites, own.states = mine.value, mine.sites, mine.states.copy()
    own.states[level.left.columns[list(case.opened)]] = OPEN
    own.states[level.left.columns[list(case.shut)]] = SHUT
    if own.leaving(level, case.priced) > WORTH:
        own.stage(level, case.priced)
    own.hoped = case.bound
    return Spot(own, level.left, relaxed.sets, stand_of(case.basis, case.shares), nest, number)


def rooted(mine: Solve, spot: Spot, promise: Promise) -> tuple[Level, Cases | None] | None:
    """Gather a case and add odd sets while they pay; None where time ran out, no cases where settled."""
    left, sets, stand = spot.left, spot.sets, spot.stand
    rounds = [ROUNDS]
    while True:
        level = mine.undominated()
        if (level.limits.limits < 0).any():
            return level, None
        if not len(level.left.columns):
            _settled(mine, level)
            return level, None
        relaxed = Relaxed(level.left, level.limits, mine.scale, mine.effort.stopped, mine.steps)
        carry, kept = carried(left, sets, level.left)
        relaxed.add(carry)
        basis = basis_of(stand, left, level.left, len(level.limits.limits), kept)
        case = _tightened(mine, level, relaxed, basis, rounds)
        if case is None or case.priced is None:
            return None
        leaving = mine.leaving(level, case.priced)
        if case.bound <= mine.value or leaving <= LEAVING:
            cases = Cases(relaxed, promise, level.left.columns.astype(np.int64))
            cases.keep(case, relaxed.shares, mine.value)
            return level, cases
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
    """Add odd sets to a case while they pay, until enough falls away; None where time ran out."""
    last = None
    while True:
        case = Case((), (), basis=basis)
        shares = relaxed.solve(case, mine.left_s(), mine.value)
        if shares is None or case.priced is None:
            return None
        mine.guided(level, shares)
        basis = None
        gain = 1.0 if last is None else (last - case.bound) / max(1, case.bound - mine.value)
        left_over = mine.leaving(level, case.priced) <= LEAVING
        if case.bound <= mine.value or gain < GAIN or not rounds[0] or not left_over:
            return case
        last, sets = case.bound, relaxed.broken(mine.chance, mine.done, SETS, larger=False)
        if not len(sets):
            return case
        rounds[0] -= 1
        relaxed.relieve()
        relaxed.add(sets)


def grown(mine: Solve, level: Level, cases: Cases) -> list[int]:
    """Split a case until its own cases are small, deep, many or settled; return those left open."""
    outside = list[int]()

    def seen(_: Case, shares: Floats) -> None:
        if (np.minimum(shares, 1 - shares) < LOOSE).all():
            mine.guided(level, shares)

    while (number := cases.next(mine.value)) is not None:
        case = cases.nodes[number]
        small = case.priced is not None and mine.leaving(level, case.priced) > LEAVING
        deep = len(case.opened) + len(case.shut) >= DEEP or len(cases.nodes) > MOST
        late = number > 0 and (small or deep)
        if late or mine.done() or not cases.divide(number, mine.left_s(), mine.value, seen):
            outside.append(number)
    return outside


def proved(nest: Nest, value: int) -> int:
    """Return the bound of a case that was split."""
    if nest.tree is None:
        return max(value, nest.staged)
    leaves = [
        proved(nest.below[node], value) if node in nest.below else bound
        for node, (bound, split) in enumerate(zip(nest.bounds, nest.tree.splits.tolist(), strict=True))
        if split < 0
    ]
    return max(value, min(nest.staged, max(leaves)))


def told_tree(nest: Nest) -> Tree | Deep | None:
    """Return a tree as the certificate tells it; leaves proved for themselves need no multipliers."""
    if nest.tree is None or not nest.below:
        return nest.tree
    tree, below = nest.tree, sorted(nest.below.items())
    leaves = tree.leaves.copy()
    leaves[[node for node, _ in below]] = -1
    named = np.flatnonzero(leaves >= 0)
    rows = leaves[named]
    leaves[named] = np.arange(len(rows), dtype=np.int32)
    amounts = tree.set_multipliers[rows]
    used = amounts.max(axis=0, initial=0) > 0
    tree = replace(
        tree,
        leaves=leaves,
        multipliers=tree.multipliers[rows],
        prices=tree.prices[rows],
        sets=kept_sets(tree.sets, used),
        set_multipliers=np.ascontiguousarray(amounts[:, used]),
    )
    return Deep(tree, tuple(Branch(node, tuple(one.stages), told_tree(one)) for node, one in below))
