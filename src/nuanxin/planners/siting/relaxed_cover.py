"""Relaxations 松弛: a reduced question as a linear program (HiGHS), and bounds from its duals alone.

The duals, rounded to whole numbers, are multipliers, and a bound is worked out from them: no number of
the solver's is believed. Odd sets of rows that the program breaks are added to it as it goes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places
from nuanxin.planners.siting.gathering import Gathered
from nuanxin.planners.siting.oddsets import odd_sets
from nuanxin.planners.siting.programs import silent_solver
from nuanxin.planners.siting.question import Sides
from nuanxin.planners.siting.staging import FINE, OddSets

ASKED_S = 0.2
"""Seconds between two questions whether to stop, while the solver runs."""
MOST_SETS = 3000
"""Odd sets added at a time."""
STEPS, SURE = 100, 0.9
"""Steps of the solver in which a branch is tried; and a part of a weight, which no plan is worth."""
SOLVED, LEFT_EARLY = highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kObjectiveBound
TOLD = highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt
"""The solver was told to stop. Ending in any other way it lost itself in its numbers, and begins anew."""


@dataclass(slots=True)
class Priced:
    """Whole multipliers by group, prices by limit and ``amounts`` by odd set, of ``sets``.

    ``whole`` is the bound they give, ``numbers`` are the columns'.
    """

    multipliers: Ints
    prices: Ints
    sets: OddSets
    amounts: Ints
    whole: int
    numbers: Ints


@dataclass(slots=True)
class Case:
    """A node: what is open and shut in it (columns), its bound in weights, its prices, what it splits by.

    A case without prices is empty, or split. Until it is split it keeps how far each site is open in its
    relaxation (``shares``), and where the solver stood (``basis``).
    """

    opened: tuple[int, ...]
    shut: tuple[int, ...]
    bound: int = 0
    priced: Priced | None = None
    split: int = -1
    children: tuple[int, int] = (-1, -1)
    shares: Floats | None = None
    basis: Any = None


class Pricing:
    """Bounds of a reduced question from multipliers and prices alone."""

    def __init__(self, left: Gathered, limits: Sides, scale: int) -> None:
        self.left, self.limits, self.scale = left, limits, scale
        self.side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
        self.columns = len(left.columns)
        self.reach = table(left.cover.starts, left.cover.items, self.columns)
        self.sets = OddSets()
        self.members = table(self.sets.starts, self.sets.rows, left.cover.rows)
        self.halves = table(self.sets.starts, self.sets.rows, self.columns)

    def empty(self, case: Case) -> bool:
        """Return whether what is open in a case passes a limit already: no plan lies in it."""
        opened = np.zeros(self.columns, np.int64)
        opened[list(case.opened)] = 1
        used = np.zeros(len(self.limits.limits), np.int64)
        np.add.at(used, self.side, self.limits.amounts * opened[self.limits.items])
        return bool((used > self.limits.limits).any())

    def price(self, multipliers: Ints, prices: Ints, case: Case, amounts: Ints | None = None) -> Priced:
        """Return the bound that multipliers and prices give in a case, rounded upwards."""
        amounts = np.zeros(len(self.sets), np.int64) if amounts is None else amounts
        numbers = self.reach.T @ multipliers + self.halves.T @ amounts
        np.subtract.at(numbers, self.limits.items, prices[self.side] * self.limits.amounts // FINE)
        chosen = np.maximum(numbers, 0)
        chosen[list(case.opened)] = numbers[list(case.opened)]
        chosen[list(case.shut)] = 0
        kept = np.maximum(self.left.weights * self.scale - multipliers - self.members.T @ amounts, 0)
        allowed = int((-(-(prices * self.limits.limits) // FINE)).sum())
        allowed += int(np.diff(self.sets.starts) // 2 @ amounts)
        return Priced(
            multipliers, prices, self.sets, amounts, int(kept.sum()) + allowed + int(chosen.sum()), numbers
        )


def table(starts: Ints, items: Places, columns: int) -> Any:
    """Return compressed rows as a sparse table of ones."""
    return csr_matrix((np.ones(len(items), np.int64), items, starts), (len(starts) - 1, columns))


class Relaxed(Pricing):
    """The linear program of a reduced question, solved again for each case from where it stood.

    ``steps`` is where the steps of the solver are counted.
    """

    def __init__(
        self,
        left: Gathered,
        limits: Sides,
        scale: int,
        stopped: Callable[[], bool] | None = None,
        steps: Ints | None = None,
    ) -> None:
        super().__init__(left, limits, scale)
        self.solver = silent_solver()
        if stopped is not None:
            self.solver.cbSimplexInterrupt += _interrupt(stopped)
        self.solver.passModel(self._model())
        self.low, self.high = np.zeros(self.columns), np.ones(self.columns)
        self.shares, self.met = np.zeros(self.columns), np.zeros(left.cover.rows)
        self.used = np.zeros(0, bool)
        self.steps = np.zeros(1, np.int64) if steps is None else steps

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

    def solve(self, case: Case, seconds: float, value: int | None = None) -> Floats | None:
        """Bound a case; return how far each site is open in the relaxation, None where it was not solved.

        Where a case is worth no more than ``value``, nobody asks by how much: it is left as soon as that
        shows, and its shares say nothing.
        """
        self._stand(case)
        for enough in (None,) if value is None else (value, None):
            status = self._run(seconds, enough)
            if status not in (SOLVED, LEFT_EARLY, *TOLD):
                self.solver.clearSolver()
                status = self._run(seconds, enough)
            if status not in (SOLVED, LEFT_EARLY):
                return None
            self._read(case)
            if status == SOLVED or enough is None or case.bound <= enough:
                break
        return self.shares

    def _stand(self, case: Case) -> None:
        """Let the program be that of a case, and begin where the solver stood with it."""
        low, high = np.zeros(self.columns), np.ones(self.columns)
        low[list(case.opened)], high[list(case.shut)] = 1.0, 0.0
        moved = np.flatnonzero((low != self.low) | (high != self.high)).astype(np.int32)
        self.solver.changeColsBounds(len(moved), moved, low[moved], high[moved])
        self.low, self.high = low, high
        if case.basis is not None:
            self.solver.setBasis(case.basis)

    def _run(self, seconds: float, enough: int | None, steps: int = 2**31 - 1) -> Any:
        """Run the solver for so many steps at most, or until a case is worth no more than ``enough``."""
        least = -highspy.kHighsInf if enough is None else enough + SURE - self.left.won
        self.solver.setOptionValue("objective_bound", -least)
        self.solver.setOptionValue("simplex_iteration_limit", steps)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.01, seconds))
        self.solver.run()
        self.steps[0] += max(0, int(self.solver.getInfo().simplex_iteration_count))
        return self.solver.getModelStatus()

    def _read(self, case: Case) -> None:
        """Read what the solver found: how far sites are open, and the duals by which the case is bounded."""
        found = self.solver.getSolution()
        duals, values = -np.asarray(found.row_dual), np.asarray(found.col_value)
        many, limits = self.left.cover.rows, len(self.limits.limits)
        weights = self.left.weights * self.scale
        multipliers = np.clip(np.rint(duals[:many] * self.scale).astype(np.int64), 0, weights)
        prices = np.rint(np.maximum(duals[many : many + limits], 0) * self.scale * FINE).astype(np.int64)
        amounts = np.rint(np.maximum(duals[many + limits :], 0) * self.scale).astype(np.int64)
        case.priced = self.price(multipliers, prices, case, amounts)
        case.bound = self.left.won + case.priced.whole // self.scale
        self.used = amounts > 0
        self.shares, self.met = values[: self.columns].copy(), values[self.columns :].copy()

    def tried(self, case: Case, sites: Ints, seconds: float, value: int) -> tuple[float, float]:
        """Return by how much a case is worth less at least once one of some sites is open, and once none is.

        A few steps of the solver are taken for each, from where it stood with the case.
        """
        return (
            self._some_open(case, sites, seconds, value),
            self._held(case, sites, 0.0, seconds, value),
        )

    def _some_open(self, case: Case, sites: Ints, seconds: float, value: int) -> float:
        """Return by how much less a case is worth once one of some sites is open."""
        if len(sites) == 1:
            return self._held(case, sites, 1.0, seconds, value)
        self._stand(case)
        self.solver.addRow(1.0, highspy.kHighsInf, len(sites), sites.astype(np.int32), np.ones(len(sites)))
        lower = self._lower(case, seconds, value)
        self.solver.deleteRows(1, np.array([self.solver.getNumRow() - 1], np.int32))
        return lower

    def _held(self, case: Case, sites: Ints, share: float, seconds: float, value: int) -> float:
        """Return by how much less a case is worth once some sites are open so far."""
        many, named, shares = len(sites), sites.astype(np.int32), np.full(len(sites), share)
        self._stand(case)
        self.solver.changeColsBounds(many, named, shares, shares)
        lower = self._lower(case, seconds, value)
        self.solver.changeColsBounds(many, named, self.low[sites], self.high[sites])
        return lower

    def _lower(self, case: Case, seconds: float, value: int) -> float:
        """Return by how much less a case is worth after some steps of the solver."""
        self._run(seconds, value, STEPS)
        worth = -float(self.solver.getInfo().objective_function_value)
        return max(0.0, case.bound - self.left.won - worth)

    def allow(self, count: int) -> None:
        """Let so many sites be opened, where the first limit is their number."""
        most = self.limits.limits.copy()
        most[0] = count
        self.limits = replace(self.limits, limits=most)
        self.solver.changeRowBounds(self.left.cover.rows, -highspy.kHighsInf, float(count))

    def broken(
        self,
        chance: Ints,
        stopped: Callable[[], bool] | None = None,
        most: int = MOST_SETS,
        *,
        larger: bool = True,
    ) -> OddSets:
        """Return at most so many odd sets that the last solution breaks, of more than three rows too."""
        left = self.left
        return odd_sets(left.cover, left.weights, self.shares, self.met, most, chance, stopped, larger=larger)

    def add(self, sets: OddSets) -> None:
        """Add odd sets to the program."""
        if not len(sets):
            return
        members = table(sets.starts, sets.rows, self.left.cover.rows)
        halves = members @ self.reach
        halves.data = (halves.data + 1) // 2
        both = hstack((-halves, members), "csr")
        many = len(sets)
        self.solver.addRows(
            many,
            np.full(many, -highspy.kHighsInf),
            (np.diff(sets.starts) // 2).astype(float),
            both.nnz,
            both.indptr[:-1].astype(np.int32),
            both.indices.astype(np.int32),
            both.data.astype(float),
        )
        ends = self.sets.starts[-1] + sets.starts[1:]
        self.sets = OddSets(
            np.concatenate((self.sets.starts, ends)), np.concatenate((self.sets.rows, sets.rows))
        )
        self.members, self.halves = (
            vstack((self.members, members), "csr"),
            vstack((self.halves, halves), "csr"),
        )
        self.used = np.concatenate((self.used, np.ones(many, bool)))

    def relieve(self) -> None:
        """Take out odd sets that the last solution had no use for."""
        idle = np.flatnonzero(~self.used)
        if not len(idle):
            return
        self.solver.deleteRows(
            len(idle), (idle + self.left.cover.rows + len(self.limits.limits)).astype(np.int32)
        )
        self.sets = kept_sets(self.sets, self.used)
        self.members, self.halves = self.members[self.used], self.halves[self.used]
        self.used = self.used[self.used]


def _interrupt(stopped: Callable[[], bool]) -> Callable[[Any], None]:
    """Return what ends the solver when told to stop: it asks now and then, as asking may cost."""
    asked = perf_counter()

    def interrupt(event: Any) -> None:
        nonlocal asked
        if perf_counter() - asked > ASKED_S:
            event.interrupt(stopped())
            asked = perf_counter()

    return interrupt


def kept_sets(sets: OddSets, kept: Flags) -> OddSets:
    """Return some of the odd sets."""
    lengths = np.diff(sets.starts)
    ends = np.concatenate(([0], np.cumsum(lengths[kept]))).astype(np.int64)
    return OddSets(ends, sets.rows[np.repeat(kept, lengths)])
