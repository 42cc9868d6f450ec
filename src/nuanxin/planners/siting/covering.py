"""Most weight covered (MCLP 最大覆盖选址): search, multipliers, fixings, then proof by cases."""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from nuanxin.planners.siting import bounding, search
from nuanxin.planners.siting.annealing import anneal
from nuanxin.planners.siting.answer import FEASIBLE, OPTIMAL, Result, gap, infeasible
from nuanxin.planners.siting.branching import Case, Cases, Priced, Pricing, Relaxed, nothing_left
from nuanxin.planners.siting.certificate import FINE, Certificate, Stage, Tree, sealed
from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places
from nuanxin.planners.siting.gathering import Gathered, gathered, spread
from nuanxin.planners.siting.question import (
    FREE,
    OPEN,
    SHUT,
    Effort,
    Progress,
    Question,
    Sides,
    impossible,
    put,
    sides,
)

FINEST = 2**38
"""Weights times scale stay near this: bounds are exact to its part of the whole."""
LARGEST_PROGRAM = 3_000_000
"""Pairs up to which a linear program is tried."""


def most_covered(question: Question, effort: Effort | None = None) -> Result:
    """Return the sites that cover most weight, with a bound and a certificate.

    Parameters
    ----------
    question
        What is to be covered, what may be opened and what that may use.
    effort
        How long to try, from which seed, whom to tell.

    Returns
    -------
    Result
        `OPTIMAL` where the bound proves it, else `FEASIBLE` with the gap that is left.

    Raises
    ------
    Refused
        Where the question is none; the row is named.

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
    solve.run()
    return solve.result()


@dataclass(slots=True)
class Level:
    """A reduced question as it is worked on: the board, the hand, the multipliers."""

    left: Gathered
    limits: Sides
    board: search.Board
    hand: search.Hand


@dataclass(slots=True)
class Solve:
    """One solve: what is known so far."""

    question: Question
    effort: Effort
    started: float = field(default_factory=perf_counter)
    scale: int = 1
    states: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    value: int = -1
    bound: int = 0
    hoped: int = 0
    sites: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    stages: list[Stage] = field(default_factory=list)
    tree: Tree | None = None
    chance: Ints = field(default_factory=lambda: np.ones(1, np.int64))

    def __post_init__(self) -> None:
        whole = int(self.question.weights.sum())
        self.scale, self.bound, self.hoped = max(1, FINEST // max(1, whole)), whole, whole
        self.states = self.question.states()
        self.chance[0] = np.random.default_rng(self.effort.seed).integers(1, 2**62)

    def run(self) -> None:
        """Search and bound, fix, and begin again on what is left; then split it by cases."""
        carried = None
        for turn in range(12):
            level = self.level()
            if (level.limits.limits < 0).any():
                break
            self.searched(level, 4 if turn == 0 else 2)
            before = int((self.states == FREE).sum())
            self.descended(level, carried)
            self.hoped = self.bound
            if self.done():
                return
            free = int((self.states == FREE).sum())
            carried = self.stages[-1].multipliers if self.stages else None
            if turn == 0 and free > max(100, 0.5 * before) and gap(self.value, self.bound) > 0.003:
                self.annealed(self.level())
            if free == 0 or free > 0.9 * before:
                break
        level = self.level()
        if (level.limits.limits < 0).any():
            self.bound, self.tree = self.value, nothing_left(level.left, level.limits)
        elif self.effort.proof and level.left.cover.pairs <= LARGEST_PROGRAM:
            self.split(level)

    def done(self) -> bool:
        """Return whether nothing is left to prove, or no time, or somebody said stop."""
        stopped = self.effort.stopped is not None and self.effort.stopped()
        return min(self.bound, self.hoped) <= self.value or self.left_s() <= 0 or stopped

    def left_s(self) -> float:
        """Return how many seconds are left."""
        return self.effort.seconds - (perf_counter() - self.started)

    def tell(self, doing: str) -> None:
        """Tell whoever wants to hear how far it is."""
        if self.effort.tell:
            bound = max(self.value, min(self.hoped, self.bound))
            self.effort.tell(Progress(doing, self.value, bound, perf_counter() - self.started))

    def level(self) -> Level:
        """Return the question that is left, ready to be played on, the best plan in hand if it fits."""
        left = gathered(self.question.cover, self.question.weights, self.states)
        limits = _left_limits(sides(self.question), self.states, left.columns)
        board = _board(self.question, self.states, left)
        hand = search.empty_hand(board)
        side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
        hand.blocked[limits.items[limits.amounts > limits.limits[side]]] += 1
        mine = np.zeros(len(self.states), bool)
        mine[self.sites] = True
        if self.value >= 0 and not (mine & (self.states == SHUT)).any() and self._holds(mine):
            search.deal(board, hand, mine[left.columns])
        return Level(left, limits, board, hand)

    def _holds(self, mine: Flags) -> bool:
        """Return whether the best plan has all that is fixed open: else it is no plan of what is left."""
        need = (self.states == OPEN) & (self.question.states() != OPEN)
        return not (need & ~mine).any()

    def searched(self, level: Level, turns: int) -> None:
        """Search for better plans by exchange and by walks between good ones."""
        rests = np.zeros(len(level.left.columns), np.int64)
        search.fill(level.board, level.hand, rests, 1, search.UNLIMITED, self.chance)
        search.polish(level.board, level.hand, self.chance)
        self.take(level)
        for _ in range(turns):
            best = level.hand.open.copy()
            value = search.wander(level.board, level.hand, best, int(level.hand.used[2]), 8, self.chance)
            search.relink(level.board, level.hand, best, best, value, self.chance)
            self.take(level)
            self.tell("search")
            if self.done():
                return

    def annealed(self, level: Level) -> None:
        """Search longer, where fixings decide little: annealing and exchange by turns."""
        moves = min(2_500_000, 200 * len(level.left.columns) * (1 + int(level.hand.used[0])))
        for _turn in range(3):
            best = level.hand.open.copy()
            anneal(level.board, level.hand, best, int(level.hand.used[2]), moves, self.chance)
            search.deal(level.board, level.hand, best)
            self.searched(level, 30)
            if self.done():
                return

    def take(self, level: Level) -> None:
        """Keep the plan in hand where it is better than all before."""
        value = level.left.won + int(level.hand.used[2])
        if value > self.value:
            self.value = value
            fixed = np.flatnonzero((self.states == OPEN) & (self.question.states() != OPEN))
            forced = sorted(set(self.question.forced) - set(self.question.existing))
            mine = [*level.left.columns[level.hand.open].tolist(), *fixed.tolist(), *forced]
            self.sites = np.unique(np.array(mine, np.int32))

    def descended(self, level: Level, carried: Ints | None) -> None:
        """Lower the bound by multipliers, try the sites they like, and set aside what cannot be better."""
        if not len(level.left.columns):
            pricing = Pricing(level.left, level.limits, self.scale)
            none, prices = (
                np.zeros(level.left.cover.rows, np.int64),
                np.zeros(len(level.limits.limits), np.int64),
            )
            self.stage(level, pricing.price(none, prices, Case((), ())))
            return
        if carried is None:
            multipliers = bounding.first_duals(level.board, level.hand.times.astype(np.int64), self.scale)
        else:
            multipliers = np.zeros(level.left.cover.rows, np.int64)
            kept = level.left.groups >= 0
            np.add.at(multipliers, level.left.groups[kept], carried[kept])
        step = np.array([1.0 if carried is None else 0.3, 0.0, np.inf])
        sums = bounding.summed(level.board, multipliers)
        duals = bounding.Duals(multipliers, sums, np.zeros(len(multipliers)), multipliers.copy(), step)
        last = np.inf
        for turn in range(40):
            bound = bounding.descend(level.board, duals, self.scale, self.value - level.left.won, 25)
            self.hoped = min(self.hoped, level.left.won + int(bound))
            self.tell("bound")
            self.guided(level, duals.sums.astype(float))
            if self.done() or step[0] < 1e-3 or (turn > 3 and last - bound < 2e-5 * bound):
                break
            last = bound
        best = bounding.summed(level.board, duals.best)
        self.fix(level, duals.best, best)

    def guided(self, level: Level, wishes: Floats) -> None:
        """Open what multipliers or a relaxation wish for, and search on from there."""
        search.deal(level.board, level.hand, np.zeros(len(wishes), bool))
        search.kept_to(level.board, level.hand, wishes)
        rests = np.zeros(len(wishes), np.int64)
        search.fill(level.board, level.hand, rests, 1, search.UNLIMITED, self.chance)
        search.polish(level.board, level.hand, self.chance)
        self.take(level)

    def fix(self, level: Level, multipliers: Ints, sums: Ints) -> None:
        """Set aside, under one set of multipliers and its best prices, what no better plan would do."""
        pricing = Pricing(level.left, level.limits, self.scale)
        for prices in _prices(level, sums):
            self.stage(level, pricing.price(multipliers, prices, Case((), ())))

    def stage(self, level: Level, priced: Priced) -> None:
        """Keep a stage of the certificate, and set its candidates aside."""
        columns, won = level.left.columns, level.left.won
        free = self.states[columns] == FREE
        without = won + (priced.whole - np.abs(priced.numbers)) // self.scale <= self.value
        opened, shut = free & without & (priced.numbers > 0), free & without & (priced.numbers <= 0)
        bound = max(self.value, min(self.bound, won + priced.whole // self.scale))
        if bound == self.bound and not opened.any() and not shut.any():
            return
        self.bound = bound
        whole = spread(level.left, priced.multipliers, self.question.weights, self.scale)
        self.stages.append(Stage(whole, priced.prices, columns[opened], columns[shut]))
        self.states[columns[opened]], self.states[columns[shut]] = OPEN, SHUT

    def split(self, level: Level) -> None:
        """Prove by cases what the stages left, as far as time goes."""
        relaxed = Relaxed(level.left, level.limits, self.scale)
        cases = Cases(relaxed)
        shares = cases.grow(Case((), ()), self.value, self.left_s())
        if shares is None:
            return
        while (found := cases.next(self.value)) is not None:
            number, column = found
            self.bound = max(self.value, cases.nodes[number].bound)
            if len(cases.nodes) % 32 < 2:
                self.tell("cases")
            if self.done():
                cases.back(number, column)
                break
            if not self._children(level, cases, number, column):
                break
        self.bound = cases.worst(self.value)
        self.tree = cases.tree(level.left.groups)

    def _children(self, level: Level, cases: Cases, number: int, column: int) -> bool:
        """Split a node in two and bound both; put it back and return False where time ran out."""
        parent, many, waiting = cases.nodes[number], len(cases.nodes), list(cases.waiting)
        for opened, shut in (((column,), ()), ((), (column,))):
            case = Case(parent.opened + opened, parent.shut + shut)
            shares = cases.grow(case, self.value, self.left_s())
            if shares is None:
                del cases.nodes[many:]
                cases.waiting[:] = waiting
                cases.back(number, column)
                return False
            if case.priced is not None and (many < 60 or number % 8 == 0):
                self.guided(level, shares)
        parent.split, parent.children, parent.priced = column, (many, many + 1), None
        return True

    def result(self) -> Result:
        """Return the answer."""
        certificate = Certificate(
            self.question.digest(),
            self.sites,
            self.value,
            self.bound,
            self.scale,
            tuple(self.stages),
            self.tree,
        )
        certificate = sealed(certificate)
        status = OPTIMAL if self.bound == self.value else FEASIBLE
        seconds = perf_counter() - self.started
        parts = (self.value, self.bound, gap(self.value, self.bound))
        return Result(status, self.sites, *parts, certificate, seconds, self.effort.seed)


def _left_limits(limits: Sides, states: Places, columns: Places) -> Sides:
    """Return the limits that are left for the free columns when what is open has used its part."""
    local = np.full(len(states), -1, np.int32)
    local[columns] = np.arange(len(columns), dtype=np.int32)
    side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
    used = np.zeros(len(limits.limits), np.int64)
    np.add.at(used, side, limits.amounts * (states[limits.items] == OPEN))
    free = states[limits.items] == FREE
    starts = np.concatenate(([0], np.cumsum(np.bincount(side[free], minlength=len(used)), dtype=np.int64)))
    return Sides(
        starts.astype(np.int64), local[limits.items[free]], limits.amounts[free], limits.limits - used
    )


def _board(question: Question, states: Places, left: Gathered) -> search.Board:
    """Return the board of what is left: sites, money and near pairs."""
    fixed = (states == OPEN) & ~np.isin(np.arange(len(states)), question.existing)
    count = search.UNLIMITED if question.count is None else question.count - int(fixed.sum())
    costs = np.zeros(len(states), np.int64) if question.costs is None else question.costs
    budget = search.UNLIMITED if question.budget is None else question.budget - int(costs[fixed].sum())
    local = np.full(len(states), -1, np.int32)
    local[left.columns] = np.arange(len(left.columns), dtype=np.int32)
    pairs = local[np.asarray(question.apart, np.int64).reshape(-1, 2)]
    pairs = pairs[(pairs >= 0).all(axis=1)]
    return search.board(left.cover, left.weights, count, costs[left.columns], budget, pairs)


def _prices(level: Level, sums: Ints) -> list[Ints]:
    """Return the prices of limits to fix by: of the last site taken, and of the first one left."""
    prices = np.zeros(len(level.limits.limits), np.int64)
    board, order = level.board, np.sort(sums)[::-1]
    if board.sites < search.UNLIMITED:
        both = []
        for place in (board.sites - 1, board.sites):
            price = int(order[place]) if 0 <= place < len(order) else 0
            both.append(np.concatenate(([price * FINE], prices[1:])))
        return both
    share, _ = bounding.chosen(board, sums)
    left = np.flatnonzero((share < 1) & (board.costs > 0))
    if len(left):
        prices[0] = int((sums[left] / board.costs[left]).max() * FINE)
    return [prices]
