"""A solve 求解 of most weight covered: what is known so far, and how more is taken down.

Plans, bounds and candidates set aside come from several sides (search, multipliers, relaxation, cases);
what each finds is kept here, in the form in which the certificate tells it.
"""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from nuanxin.planners.siting import bounding, search
from nuanxin.planners.siting.answer import FEASIBLE, OPTIMAL, Result, gap
from nuanxin.planners.siting.certificate import Certificate, Parts, sealed
from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places
from nuanxin.planners.siting.dominance import NOBODY, Dominated
from nuanxin.planners.siting.domination import outdone_by
from nuanxin.planners.siting.gathering import Gathered, gathered, spread, spread_sets
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Effort, Progress, Question, Sides, sides
from nuanxin.planners.siting.relaxed_cover import Case, Priced, Pricing, kept_sets
from nuanxin.planners.siting.staging import FINE, OddSets, Stage
from nuanxin.planners.siting.tree_certificate import Halves, Tree

FINEST = 2**38
"""Weights times scale stay near this: bounds are exact to its part of the whole."""

WORTH_TELLING = 0.03
"""The part of the candidates that others must outdo for it to be told."""


@dataclass(slots=True)
class Level:
    """A reduced question as it is worked on: the board, the hand, the multipliers."""

    left: Gathered
    limits: Sides
    board: search.Board
    hand: search.Hand


Plans = list[tuple[int, Places]]
"""What plans are worth, and their sites."""


@dataclass(slots=True)
class Learnt:
    """What searches for better plans came to, and learnt.

    ``islands`` are plans they came to for themselves, ``annealed`` those they began with; ``warm`` is what an
    easy exchange costs, ``heats`` what islands between each pair of heats were worth, ``kernel`` how many
    sites are quickly settled.
    """

    islands: list[Places] = field(default_factory=list)
    annealed: Plans = field(default_factory=list)
    warm: float = 0.0
    heats: list[list[int]] = field(default_factory=list)
    kernel: float = 0.0


@dataclass(slots=True)
class Solve:
    """One solve: what is known so far.

    ``bound`` is what is proved, ``staged`` what is proved without the cases, ``hoped`` what relaxations say
    before it is told in whole numbers. ``merging`` says that it is a step of another's search, which splits
    into ``most_cases`` at most, and ends when the solver took so many steps (``until``). ``known`` is by
    digest what the best plan of a part is worth; ``begun`` are odd sets that were found before, and of which
    groups; ``learnt`` is what the search for better plans goes on from; ``steps`` how many steps the solver
    took, in this solve and in its parts.
    """

    question: Question
    effort: Effort
    started: float = field(default_factory=perf_counter)
    scale: int = 1
    states: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    value: int = -1
    bound: int = 0
    staged: int = 0
    hoped: int = 0
    sites: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    stages: list[Stage | Dominated] = field(default_factory=list)
    tree: Tree | Halves | Parts | None = None
    chance: Ints = field(default_factory=lambda: np.ones(1, np.int64))
    most_cases: int = 2**60
    until: int = 2**60
    merging: bool = False
    known: dict[str, int] = field(default_factory=dict)
    begun: tuple[Gathered, OddSets] | None = None
    learnt: Learnt = field(default_factory=Learnt)
    steps: Ints = field(default_factory=lambda: np.zeros(1, np.int64))

    def __post_init__(self) -> None:
        whole = int(self.question.weights.sum())
        self.scale, self.bound = max(1, FINEST // max(1, whole)), whole
        self.staged, self.hoped = whole, whole
        self.states = self.question.states()
        self.chance[0] = np.random.default_rng(self.effort.seed).integers(1, 2**62)

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

    def part_effort(self) -> Effort:
        """Return the effort of a step: what is left of the time, and nobody to tell."""
        return Effort(max(0.0, self.left_s()), self.effort.seed, None, self.effort.stopped)

    def level(self) -> Level:
        """Return the question that is left, ready to be played on, the best plan in hand if it fits."""
        left = gathered(self.question.cover, self.question.weights, self.states)
        limits = _left_limits(sides(self.question), self.states, left.columns)
        board = _board(self.question, self.states, left)
        hand = search.empty_hand(board)
        side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
        hand.blocked[limits.items[limits.amounts > limits.limits[side]]] += 1
        level = Level(left, limits, board, hand)
        self.best_dealt(level)
        return level

    def undominated(self) -> Level:
        """Return the question that is left, once the sites are set aside that another of it outdoes.

        A site with others too near to it outdoes none: its place may be less free.
        """
        level = self.level()
        board, columns, rows = level.board, level.left.columns, level.left.cover
        near = np.zeros(len(self.states), bool)
        near[np.asarray(self.question.apart, np.int64).ravel()] = True
        sites = rows.by_candidate()
        by = outdone_by(sites.starts, sites.items, rows.starts, rows.items, board.costs, ~near[columns])
        lost = np.flatnonzero(by != np.arange(len(by)))
        if len(lost) <= WORTH_TELLING * len(columns):
            return level
        better = np.where(by[lost] == NOBODY, NOBODY, columns[by[lost]]).astype(np.int32)
        self.stages.append(Dominated(columns[lost], better))
        if self._is_left():
            self._gives_way(columns[lost], better)
        self.states[columns[lost]] = SHUT
        return self.level()

    def _gives_way(self, lost: Places, better: Places) -> None:
        """Let sites of the best plan give way to those that outdo them."""
        takes = np.arange(len(self.states), dtype=np.int32)
        takes[lost] = better
        plan = np.unique(takes[self.sites])
        self.sites = plan[plan != NOBODY]
        covered = self.question.cover.times_covered([*self.sites, *self.question.existing]) > 0
        self.value = max(self.value, int(self.question.weights[covered].sum()))

    def best_dealt(self, level: Level) -> None:
        """Deal the best plan, unless it is none of those that are left."""
        if self._is_left():
            mine = np.zeros(len(self.states), bool)
            mine[self.sites] = True
            search.deal(level.board, level.hand, mine[level.left.columns])

    def _is_left(self) -> bool:
        """Return whether the best plan is one of what is left: opens nothing shut, and all that is fixed."""
        mine = np.zeros(len(self.states), bool)
        mine[self.sites] = True
        need = (self.states == OPEN) & (self.question.states() != OPEN)
        return self.value >= 0 and not (mine & (self.states == SHUT)).any() and not (need & ~mine).any()

    def take(self, level: Level) -> None:
        """Keep the plan in hand where it is better than all before."""
        value = level.left.won + int(level.hand.used[2])
        if value > self.value:
            self.open_free(level.left.columns[level.hand.open], value)

    def open_free(self, sites: Places, value: int) -> None:
        """Keep the plan that opens these of the free sites, and is worth ``value``."""
        self.value = value
        fixed = np.flatnonzero((self.states == OPEN) & (self.question.states() != OPEN))
        forced = sorted(set(self.question.forced) - set(self.question.existing))
        self.sites = np.unique(np.array([*sites.tolist(), *fixed.tolist(), *forced], np.int32))

    def guided(self, level: Level, wishes: Floats) -> None:
        """Open what multipliers or a relaxation wish for, and search on from there."""
        search.deal(level.board, level.hand, np.zeros(len(wishes), bool))
        search.kept_to(level.board, level.hand, wishes)
        rests = np.zeros(len(wishes), np.int64)
        search.fill(level.board, level.hand, rests, 1, search.UNLIMITED, self.chance)
        search.polished(level.board, level.hand, self.chance, self.done)
        self.take(level)

    def fix(self, level: Level, multipliers: Ints, sums: Ints) -> None:
        """Set aside, under one set of multipliers and its best prices, what no better plan would do."""
        pricing = Pricing(level.left, level.limits, self.scale)
        for prices in _prices(level, sums):
            self.stage(level, pricing.price(multipliers, prices, self.case(level)))

    def case(self, level: Level) -> Case:
        """Return what has been set aside since a level was gathered."""
        states = self.states[level.left.columns]
        return Case(tuple(np.flatnonzero(states == OPEN)), tuple(np.flatnonzero(states == SHUT)))

    def _aside(self, level: Level, priced: Priced) -> tuple[Flags, Flags]:
        """Return which columns would be set aside as open, and as shut."""
        free = self.states[level.left.columns] == FREE
        without = level.left.won + (priced.whole - np.abs(priced.numbers)) // self.scale <= self.value
        return free & without & (priced.numbers > 0), free & without & (priced.numbers <= 0)

    def leaving(self, level: Level, priced: Priced) -> float:
        """Return what part of a level's columns has been or would be set aside."""
        opened, shut = self._aside(level, priced)
        stay = (self.states[level.left.columns] == FREE) & ~opened & ~shut
        return 1.0 - float(stay.mean()) if len(stay) else 0.0

    def stage(self, level: Level, priced: Priced) -> None:
        """Keep a stage of the certificate, and set its candidates aside."""
        columns, won = level.left.columns, level.left.won
        opened, shut = self._aside(level, priced)
        bound = max(self.value, min(self.bound, won + priced.whole // self.scale))
        if bound == self.bound and not opened.any() and not shut.any():
            return
        self.bound = self.staged = bound
        aside = columns[opened], columns[shut]
        self.stages.append(told(level.left, self.question.weights, self.scale, priced, *aside))
        self.states[columns[opened]], self.states[columns[shut]] = OPEN, SHUT

    def claim(self, inputs: str, sites: Places) -> Certificate:
        """Return the certificate, unsealed."""
        parts = tuple(self.stages), self.tree
        return Certificate(inputs, sites, self.value, self.bound, self.scale, *parts)

    def result(self) -> Result:
        """Return the answer."""
        certificate = sealed(self.claim(self.question.digest(), self.sites))
        status = OPTIMAL if self.bound == self.value else FEASIBLE
        seconds = perf_counter() - self.started
        parts = (self.value, self.bound, gap(self.value, self.bound))
        return Result(status, self.sites, *parts, certificate, seconds, self.effort.seed)


def told(left: Gathered, weights: Ints, scale: int, priced: Priced, opened: Places, shut: Places) -> Stage:
    """Return multipliers of groups as a stage of the certificate, which is by row of demand."""
    whole, used = spread(left, priced.multipliers, weights, scale), priced.amounts > 0
    kept = kept_sets(priced.sets, used)
    sets = spread_sets(left, kept, priced.amounts[used], weights * scale - whole)
    return Stage(whole, priced.prices, opened, shut, *sets)


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
