"""Proof by cases 分支定界: what is left after the fixings is split until every case is worth no more.

Each case is bounded by a linear program (HiGHS); its duals, rounded to whole numbers, become the
multipliers of a leaf, and the leaf's bound is worked out from them alone. No number of the solver's is
believed.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush

import highspy
import numpy as np

from nuanxin.planners.siting.certificate import FINE, Tree
from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.gathering import Gathered
from nuanxin.planners.siting.programs import silent_solver
from nuanxin.planners.siting.question import Sides


@dataclass(slots=True)
class Priced:
    """Whole multipliers by group and prices by limit, the bound they give and each column's number."""

    multipliers: Ints
    prices: Ints
    whole: int
    numbers: Ints


@dataclass(slots=True)
class Case:
    """A node: what is open and shut in it (columns), its bound in weights, its prices, what it splits by.

    A case without prices is empty, or split.
    """

    opened: tuple[int, ...]
    shut: tuple[int, ...]
    bound: int = 0
    priced: Priced | None = None
    split: int = -1
    children: tuple[int, int] = (-1, -1)


class Pricing:
    """Bounds of a reduced question from multipliers and prices alone."""

    def __init__(self, left: Gathered, limits: Sides, scale: int) -> None:
        self.left, self.limits, self.scale = left, limits, scale
        self.rows = np.repeat(np.arange(left.cover.rows), left.cover.counts())
        self.side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
        self.columns = len(left.columns)

    def empty(self, case: Case) -> bool:
        """Return whether what is open in a case passes a limit already: no plan lies in it."""
        opened = np.zeros(self.columns, np.int64)
        opened[list(case.opened)] = 1
        used = np.zeros(len(self.limits.limits), np.int64)
        np.add.at(used, self.side, self.limits.amounts * opened[self.limits.items])
        return bool((used > self.limits.limits).any())

    def price(self, multipliers: Ints, prices: Ints, case: Case) -> Priced:
        """Return the bound that multipliers and prices give in a case, rounded upwards."""
        numbers = np.zeros(self.columns, np.int64)
        np.add.at(numbers, self.left.cover.items, multipliers[self.rows])
        np.subtract.at(numbers, self.limits.items, prices[self.side] * self.limits.amounts // FINE)
        chosen = np.maximum(numbers, 0)
        chosen[list(case.opened)] = numbers[list(case.opened)]
        chosen[list(case.shut)] = 0
        allowed = -(-(prices * self.limits.limits) // FINE)
        whole = int(self.left.weights.sum()) * self.scale - int(multipliers.sum())
        return Priced(multipliers, prices, whole + int(allowed.sum()) + int(chosen.sum()), numbers)


class Relaxed(Pricing):
    """The linear program of a reduced question, solved again for each case from where it stood."""

    def __init__(self, left: Gathered, limits: Sides, scale: int) -> None:
        super().__init__(left, limits, scale)
        self.solver = silent_solver()
        self.solver.passModel(self._model())

    def _model(self) -> highspy.HighsLp:
        """Return the program: sites first, then groups; least cost is minus the weight covered."""
        left, limits, many = self.left, self.limits, self.left.cover.rows
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns + many, many + len(limits.limits)
        model.col_cost_ = np.concatenate((np.zeros(self.columns), -left.weights.astype(float)))
        model.col_lower_, model.col_upper_ = np.zeros(model.num_col_), np.ones(model.num_col_)
        model.row_lower_ = np.full(model.num_row_, -highspy.kHighsInf)
        model.row_upper_ = np.concatenate((np.zeros(many), limits.limits.astype(float)))
        ends = left.cover.starts[1:]
        own = np.insert(left.cover.items.astype(np.int64), ends, self.columns + np.arange(many))
        values = np.insert(np.full(left.cover.pairs, -1.0), ends, 1.0)
        begins = left.cover.starts + np.arange(many + 1)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate((begins, begins[-1] + limits.starts[1:])).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate((own, limits.items)).astype(np.int32)
        model.a_matrix_.value_ = np.concatenate((values, limits.amounts.astype(float)))
        return model

    def solve(self, case: Case, seconds: float) -> Floats | None:
        """Bound a case; return how far each site is open in the relaxation, None where it was not solved."""
        low, high = np.zeros(self.columns), np.ones(self.columns)
        low[list(case.opened)], high[list(case.shut)] = 1.0, 0.0
        self.solver.changeColsBounds(self.columns, np.arange(self.columns, dtype=np.int32), low, high)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.01, seconds))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = self.solver.getSolution()
        duals = -np.asarray(found.row_dual)
        many = self.left.cover.rows
        weights = self.left.weights * self.scale
        multipliers = np.clip(np.rint(duals[:many] * self.scale).astype(np.int64), 0, weights)
        prices = np.rint(np.maximum(duals[many:], 0) * self.scale * FINE).astype(np.int64)
        case.priced = self.price(multipliers, prices, case)
        return np.asarray(found.col_value)[: self.columns]


@dataclass(slots=True)
class Cases:
    """The tree as it grows: its nodes, and those still open, worst bound first."""

    relaxed: Relaxed
    nodes: list[Case] = field(default_factory=list)
    waiting: list[tuple[int, int, int]] = field(default_factory=list)

    def grow(self, case: Case, value: int, seconds: float) -> Floats | None:
        """Bound a case and keep it as a node, to be split later unless it is worth no more than ``value``."""
        if self.relaxed.empty(case):
            self.nodes.append(case)
            return np.zeros(self.relaxed.columns)
        shares = self.relaxed.solve(case, seconds)
        if shares is None or case.priced is None:
            return None
        case.bound = self.relaxed.left.won + case.priced.whole // self.relaxed.scale
        number = len(self.nodes)
        self.nodes.append(case)
        loose = np.minimum(shares, 1 - shares)
        free = np.ones(len(shares), bool)
        free[list(case.opened + case.shut)] = False
        if case.bound > value and free.any():
            heappush(self.waiting, (-case.bound, number, int(np.where(free, loose, -1.0).argmax())))
        return shares

    def worst(self, value: int) -> int:
        """Return the bound of all cases together."""
        return max([value, *(-bound for bound, _, _ in self.waiting)])

    def next(self, value: int) -> tuple[int, int] | None:
        """Return the node to split and the column to split it by; None where all are settled."""
        while self.waiting:
            bound, number, column = heappop(self.waiting)
            if -bound > value:
                return number, column
        return None

    def back(self, number: int, column: int) -> None:
        """Put a node back among those to be split."""
        heappush(self.waiting, (-self.nodes[number].bound, number, column))

    def tree(self, groups: Places) -> Tree:
        """Return the tree as a certificate holds it."""
        columns = self.relaxed.left.columns
        leaves = [number for number, case in enumerate(self.nodes) if case.split < 0 and case.priced]
        rank = np.full(len(self.nodes), -1, np.int32)
        rank[leaves] = np.arange(len(leaves), dtype=np.int32)
        priced = [found for number in leaves if (found := self.nodes[number].priced) is not None]
        return Tree(
            groups,
            np.array([columns[case.split] if case.split >= 0 else -1 for case in self.nodes], np.int32),
            np.array([case.children for case in self.nodes], np.int32),
            rank,
            np.array([found.multipliers for found in priced], np.int64).reshape(
                len(priced), -1 if priced else 0
            ),
            np.array([found.prices for found in priced], np.int64).reshape(len(priced), -1 if priced else 0),
        )


def nothing_left(left: Gathered, limits: Sides) -> Tree:
    """Return the tree of a question in which what had to be open passes a limit: one case, and no plan."""
    one, none = np.full(1, -1, np.int32), np.full((1, 2), -1, np.int32)
    multipliers = np.zeros((0, left.cover.rows), np.int64)
    return Tree(left.groups, one, none, one, multipliers, np.zeros((0, len(limits.limits)), np.int64))
