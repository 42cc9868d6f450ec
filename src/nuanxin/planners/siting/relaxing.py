"""The relaxation 线性松弛 of least distance: sites may be open in part, and cuts say what a row then pays.

A row pays at least ``at``, less what every open site cheaper than that saves it (Benders 1962). The one cut
that a row breaks most is found by walking down its list until the sites passed are one site together
(Duran-Mateluna, Ales and Elloumi 2023). The duals of the cuts, averaged by row, are the best multipliers
there are; what they prove is worked out apart, in whole numbers.
"""

from collections.abc import Callable

import highspy
import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places, compiled
from nuanxin.planners.siting.exchange import Lists
from nuanxin.planners.siting.programs import INFINITE, silent_solver
from nuanxin.planners.siting.question import OPEN, SHUT

ROUNDS = 400


@compiled
def broken(lists: Lists, shares: Floats, paid: Floats, unit: float) -> Ints:
    """Return for each row where its cut is to be that says it pays more than it does; -1 for none."""
    found = np.full(len(lists.far), -1, np.int64)
    for row in range(len(lists.far)):
        passed, cost, at = 0.0, 0.0, lists.far[row]
        for k in range(lists.starts[row], lists.starts[row + 1]):
            share = shares[lists.items[k]]
            if passed + share >= 1.0 - 1e-9:
                at = lists.costs[k]
                break
            passed += share
            cost += share * lists.costs[k]
        cost = (cost + (1.0 - passed) * at) / unit
        if cost > paid[row] + 1e-7 * max(1.0, cost):
            found[row] = at
    return found


@compiled
def written(lists: Lists, rows: Ints, places: Ints, unit: float) -> tuple[Places, Places, Floats]:
    """Return the cuts of ``rows`` at ``places`` as compressed rows; what a row pays is column -1."""
    ends = np.zeros(len(rows) + 1, np.int32)
    for which in range(len(rows)):
        row = rows[which]
        many = 1
        for k in range(lists.starts[row], lists.starts[row + 1]):
            if lists.costs[k] >= places[which]:
                break
            many += 1
        ends[which + 1] = ends[which] + many
    items, amounts = np.empty(ends[-1], np.int32), np.empty(ends[-1])
    for which in range(len(rows)):
        first, place = lists.starts[rows[which]], ends[which]
        items[place], amounts[place] = -1, 1.0
        for k in range(ends[which + 1] - place - 1):
            items[place + 1 + k] = lists.items[first + k]
            amounts[place + 1 + k] = (places[which] - lists.costs[first + k]) / unit
    return ends, items, amounts


@compiled
def cheaper(lists: Lists, limits: Ints) -> int:
    """Return how many pairs are cheaper than a limit by row: what a cut there is long."""
    many = 0
    for row in range(len(limits)):
        for k in range(lists.starts[row], lists.starts[row + 1]):
            if lists.costs[k] >= limits[row]:
                break
            many += 1
    return many


class Relaxation:
    """A linear program in which the sites of some lists may be open in part, ``count`` new ones together.

    Parameters
    ----------
    lists, existing
        Costs of demand and sites, and which of these are open already and not counted.
    count
        How many others may be open.
    unit
        What costs are divided by, so that the solver's tolerances suit them.
    left_s
        Asked how many seconds are left: 0 or less is to stop.
    """

    def __init__(
        self, lists: Lists, existing: Places, count: int, unit: float, left_s: Callable[[], float]
    ) -> None:
        self.lists, self.unit, self.left_s = lists, unit, left_s
        self.sites, self.rows = len(lists.held), len(lists.far)
        some = np.diff(lists.starts) > 0
        self.least = lists.far.copy()
        self.least[some] = lists.costs[lists.starts[:-1][some]]
        self.cut_rows, self.cut_places = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self.shares, self.duals, self.worth = np.zeros(self.sites), np.zeros(0), 0.0
        self.solver = silent_solver()
        self.solver.addVars(self.sites, np.zeros(self.sites), np.ones(self.sites))
        self.solver.addVars(self.rows, self.least / unit, np.full(self.rows, INFINITE))
        places = np.arange(self.sites, self.sites + self.rows, dtype=np.int32)
        self.solver.changeColsCost(self.rows, places, np.ones(self.rows))
        new = np.setdiff1d(np.arange(self.sites, dtype=np.int32), existing).astype(np.int32)
        self.solver.addRow(-INFINITE, float(count), len(new), new, np.ones(len(new)))
        self.solver.cbSimplexInterrupt += self._interrupted

    def _interrupted(self, event: object) -> None:
        event.interrupt(self.left_s() <= 0)  # type: ignore[attr-defined]

    def cut(self, rows: Ints, places: Ints) -> None:
        """Let rows pay no less than their cuts at ``places`` say."""
        ends, items, amounts = written(self.lists, rows, places, self.unit)
        items[ends[:-1]] = self.sites + rows
        above = np.full(len(rows), INFINITE)
        self.solver.addRows(len(rows), places / self.unit, above, len(items), ends, items, amounts)
        self.cut_rows = np.concatenate((self.cut_rows, rows))
        self.cut_places = np.concatenate((self.cut_places, places))

    def binding(self) -> tuple[Ints, Ints]:
        """Return the cuts that a row pays by: rows and places."""
        tight = self.duals > 1e-9
        return self.cut_rows[: len(tight)][tight], self.cut_places[: len(tight)][tight]

    def settle(self, states: Places, worth: int) -> bool:
        """Solve for what is open and shut in a case, until it is worth ``worth``; False where it failed."""
        places = np.arange(self.sites, dtype=np.int32)
        lows, highs = (states == OPEN).astype(float), (states != SHUT).astype(float)
        self.solver.changeColsBounds(self.sites, places, lows, highs)
        done = False
        for _round in range(ROUNDS):
            seconds = self.left_s()
            if seconds <= 0 or not self._solved(seconds):
                return done
            done = True
            if self.worth > worth - 0.999 + 1e-7 * worth:
                return True
            paid = np.asarray(self.solver.getSolution().col_value)[self.sites :]
            found = broken(self.lists, self.shares, paid, self.unit)
            rows = np.flatnonzero(found >= 0)
            if not len(rows):
                return True
            self.cut(rows, found[rows])
        return True

    def _solved(self, seconds: float) -> bool:
        """Run the solver, and read what it found; False where it did not end."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + seconds)
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        found = self.solver.getSolution()
        self.shares = np.asarray(found.col_value)[: self.sites]
        self.duals = np.maximum(0.0, np.asarray(found.row_dual)[1:])
        self.worth = self.solver.getInfo().objective_function_value * self.unit
        return True

    def multipliers(self, scale: int) -> Ints:
        """Return the multipliers of the last solution, in whole ``scale``-ths of a cost."""
        rows, places = self.cut_rows[: len(self.duals)], self.cut_places[: len(self.duals)]
        counted = np.bincount(rows, self.duals, self.rows)
        found = np.bincount(rows, self.duals * places, self.rows)
        found += np.maximum(0.0, 1.0 - counted) * self.least
        whole: Ints = np.rint(found * scale).astype(np.int64)
        return np.clip(whole, 0, self.lists.far * scale)
