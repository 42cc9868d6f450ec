"""Cuts 割平面 for most weight covered: the relaxation of a question with many times more rows than sites.

The program holds the sites, and one number for all rows that share a first site: what they bring. A cut
says what that is at most: the rows that are reached in full where the cut was made count whole, the others
by the sites that reach them (Benders 1962; Cordeau, Furini and Ljubić 2019). Cuts are made between the
program's solution and the best shares so far, or it would swing. A row's multiplier is its weight in the
cuts that do not count it whole, by their duals; what that proves is worked out apart.
"""

from collections.abc import Callable

import highspy
import numpy as np
from scipy.sparse import csr_matrix

from nuanxin.planners.siting.compiled import Flags, Floats, Ints
from nuanxin.planners.siting.gathering import Gathered
from nuanxin.planners.siting.programs import INFINITE, silent_solver
from nuanxin.planners.siting.question import Sides

ROUNDS, NEAR, TOWARDS = 300, 2e-5, 0.3
"""Rounds of cuts at most, how near bound and shares are to come, and how far a cut's place goes over."""


class Cuts:
    """The program of a reduced question, to which cuts are added as it goes."""

    def __init__(self, left: Gathered, limits: Sides, left_s: Callable[[], float]) -> None:
        self.weights, self.left_s, many = left.weights.astype(float), left_s, len(left.columns)
        self.rows, self.columns, self.limits = left.cover.rows, many, limits
        pairs = np.ones(left.cover.pairs), left.cover.items, left.cover.starts
        self.reach = csr_matrix(pairs, (self.rows, many))
        self.of = left.cover.items[left.cover.starts[:-1]]
        self.sums = csr_matrix((np.ones(self.rows), (self.of, np.arange(self.rows))), (many, self.rows))
        self.shares, self.brought, self.bound = np.zeros(many), self.sums @ self.weights, np.inf
        self.cut_of, self.whole = list[int](), list[Flags]()
        self.solver = silent_solver()
        self.solver.cbSimplexInterrupt += self._interrupted
        self.solver.addVars(2 * many, np.zeros(2 * many), np.concatenate((np.ones(many), self.brought)))
        self.solver.changeColsCost(many, np.arange(many, 2 * many, dtype=np.int32), -np.ones(many))
        most, begins = limits.limits.astype(float), limits.starts[:-1].astype(np.int32)
        below, amounts = np.full(len(most), -INFINITE), limits.amounts.astype(float)
        self.solver.addRows(len(most), below, most, len(amounts), begins, limits.items, amounts)

    def _interrupted(self, event: object) -> None:
        event.interrupt(self.left_s() <= 0)  # type: ignore[attr-defined]

    def settle(self, shares: Floats) -> bool:
        """Add cuts, from these shares of the sites on, until they say nothing new; False where none held."""
        best, worth, solved = shares, -np.inf, False
        self._cut(shares, np.ones(self.columns, bool))
        for _ in range(ROUNDS):
            if self.left_s() <= 0 or not self._solved():
                break
            solved = True
            place = TOWARDS * self.shares + (1 - TOWARDS) * best
            found = float(self.weights @ np.minimum(self.reach @ place, 1.0))
            if found > worth:
                best, worth = place, found
            if self.bound - worth < NEAR * self.bound:
                break
            if not self._cut(place, None) and not self._cut(self.shares, None):
                break
        return solved

    def _cut(self, place: Floats, all_of: Flags | None) -> int:
        """Add the cuts made at ``place`` that the program's solution breaks (or all); return how many."""
        whole = self.reach @ place >= 1 - 1e-12
        most = self.sums @ (self.weights * whole)
        by = csr_matrix(self.sums.multiply(self.weights * ~whole) @ self.reach)
        broken = most + by @ self.shares < self.brought - 1e-6 * np.maximum(1.0, self.brought)
        which = np.flatnonzero((broken if all_of is None else all_of) & (np.diff(self.sums.indptr) > 0))
        if not len(which):
            return 0
        told = by[which]
        ends = told.indptr[1:]
        items = np.insert(told.indices, ends, self.columns + which).astype(np.int32)
        amounts = np.insert(-told.data, ends, 1.0)
        begins = (told.indptr[:-1] + np.arange(len(which))).astype(np.int32)
        below = np.full(len(which), -INFINITE)
        self.solver.addRows(len(which), below, most[which], len(items), begins, items, amounts)
        self.cut_of += which.tolist()
        self.whole += [whole[self.sums[part].indices] for part in which]
        return len(which)

    def _solved(self) -> bool:
        """Run the solver, and read what it found; False where it did not end."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.01, self.left_s()))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        found = self.solver.getSolution()
        values = np.asarray(found.col_value)
        self.shares, self.brought = values[: self.columns], values[self.columns :]
        self.duals = np.maximum(0.0, -np.asarray(found.row_dual))
        self.bound = -float(self.solver.getInfo().objective_function_value)
        return True

    def multipliers(self, scale: int) -> tuple[Ints, Floats]:
        """Return the multipliers of the last solution in whole ``scale``-ths, and prices of limits."""
        limits = len(self.limits.limits)
        counted = np.zeros(self.rows)
        for part, whole, dual in zip(self.cut_of, self.whole, self.duals[limits:], strict=False):
            if dual > 0:
                counted[self.sums[part].indices[~whole]] += dual
        weights = self.weights * scale
        found: Ints = np.clip(np.rint(counted * weights), 0, weights).astype(np.int64)
        return found, self.duals[:limits]
