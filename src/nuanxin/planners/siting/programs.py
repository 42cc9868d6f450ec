"""Integer programs 整数规划 for the rarer questions: written down whole, answered by HiGHS.

What the solver proves is proved once more by cases (`proving`), so that nobody need believe it. Rows are
sparse; a plan found by other means goes in first, so that there is always an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import highspy
import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints
from nuanxin.planners.siting.question import Effort

INFINITE = float(highspy.kHighsInf)
TOLD_S, MOST_S = 0.1, 1e6
Told = Callable[[float, float], None]
"""Who hears of the best cost so far and of the bound."""


def silent_solver() -> Any:
    """Return a solver that prints nothing and stays on one thread, whoever else uses HiGHS here."""
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("parallel", "off")
    return solver


@dataclass(frozen=True, slots=True)
class Solved:
    """What came of a program: ``values`` of its columns (None where no plan is known), and a bound."""

    proved: bool
    feasible: bool
    values: Floats | None
    bound: float


@dataclass(slots=True)
class Program:
    """An integer program as it is written: columns with costs, then rows between two limits; least cost.

    ``options`` are the solver's own, by name.
    """

    costs: list[Floats] = field(default_factory=list)
    lows: list[Floats] = field(default_factory=list)
    highs: list[Floats] = field(default_factory=list)
    whole: list[Ints] = field(default_factory=list)
    items: list[Ints] = field(default_factory=list)
    amounts: list[Floats] = field(default_factory=list)
    lengths: list[Ints] = field(default_factory=list)
    least: list[Floats] = field(default_factory=list)
    most: list[Floats] = field(default_factory=list)
    columns: int = 0
    options: tuple[tuple[str, float | int], ...] = ()

    def add_columns(
        self, costs: Floats, low: Floats | float = 0.0, high: Floats | float = 1.0, *, whole: bool = False
    ) -> Ints:
        """Add columns; return their numbers."""
        many = len(costs)
        self.costs.append(np.asarray(costs, float))
        self.lows.append(np.broadcast_to(np.asarray(low, float), many))
        self.highs.append(np.broadcast_to(np.asarray(high, float), many))
        self.whole.append(np.full(many, int(whole)))
        self.columns += many
        return np.arange(self.columns - many, self.columns)

    def add_rows(
        self,
        rows: Ints,
        columns: Ints,
        amounts: Floats,
        least: Floats | float,
        most: Floats | float,
        many: int,
    ) -> None:
        """Add ``many`` rows from triples ``rows, columns, amounts``, each between ``least`` and ``most``."""
        order = np.argsort(rows, kind="stable")
        self.items.append(np.asarray(columns)[order])
        self.amounts.append(np.broadcast_to(np.asarray(amounts, float), len(order))[order])
        self.lengths.append(np.bincount(rows, minlength=many))
        self.least.append(np.broadcast_to(np.asarray(least, float), many))
        self.most.append(np.broadcast_to(np.asarray(most, float), many))

    def solve(
        self, effort: Effort, started: float, plan: Floats | None = None, told: Told | None = None
    ) -> Solved:
        """Answer the program in what is left of the time; ``plan`` is where to begin, ``told`` who hears.

        HiGHS 1.16 may call optimal the plan it was given while its own bound lies below; then it is asked
        once more, without a plan.
        """
        solved = self._solve(effort, started, plan, told)
        if plan is None or not solved.proved or solved.values is None:
            return solved
        value = float(_joined(self.costs) @ solved.values)
        return (
            self._solve(effort, started, None, told)
            if value > solved.bound + 1e-6 * max(1, value)
            else solved
        )

    def _solve(self, effort: Effort, started: float, plan: Floats | None, told: Told | None) -> Solved:
        """Let the solver answer, from a plan or from nothing."""
        solver = silent_solver()
        for name, value in (
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-6),
            ("random_seed", effort.seed % 2**31),
            ("time_limit", max(0.05, effort.seconds - (perf_counter() - started))),
            *self.options,
        ):
            solver.setOptionValue(name, value)
        solver.passModel(self._model())
        if plan is not None:
            begin = highspy.HighsSolution()
            begin.col_value = list(plan)
            solver.setSolution(begin)
        raised = _heard(solver, effort, told)
        solver.run()
        if raised:
            raise raised[0]
        return self._told(solver)

    def _told(self, solver: Any) -> Solved:
        """Return what a solver that has run found out."""
        status, told = solver.getModelStatus(), solver.getInfo()
        known = told.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        values = np.asarray(solver.getSolution().col_value) if known else None
        ends = highspy.HighsModelStatus
        impossible = status in (ends.kInfeasible, ends.kUnboundedOrInfeasible)
        whole = any(part.any() for part in self.whole)
        bound = told.mip_dual_bound if whole else told.objective_function_value
        return Solved(status == ends.kOptimal, not impossible, values, float(bound))

    def eased(self) -> "Eased":
        """Return the program without its whole numbers, to be solved again and again."""
        return Eased(self._model(), self.columns)

    def _model(self) -> highspy.HighsLp:
        """Return the program as HiGHS reads it."""
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, sum(map(len, self.least))
        model.col_cost_, model.col_lower_ = _joined(self.costs), _joined(self.lows)
        model.col_upper_, model.row_lower_ = _joined(self.highs), _joined(self.least)
        model.row_upper_ = _joined(self.most)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[whole] for part in self.whole for whole in part.tolist()]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lengths = np.concatenate([*self.lengths, []])
        model.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        model.a_matrix_.index_ = np.concatenate([*self.items, []]).astype(np.int32)
        model.a_matrix_.value_ = _joined(self.amounts)
        return model


class Eased:
    """A program in which nothing need be whole: solved again, from where it stood, as columns are fixed."""

    def __init__(self, model: highspy.HighsLp, columns: int) -> None:
        model.integrality_ = []
        self.solver = silent_solver()
        self.solver.passModel(model)
        self.cost = 0.0
        self.values, self.duals = np.zeros(columns), np.zeros(model.num_row_)

    def fix(self, columns: Ints, low: Floats, high: Floats) -> None:
        """Let columns be between two limits from now on."""
        self.solver.changeColsBounds(len(columns), columns.astype(np.int32), low, high)

    def limit(self, rows: Ints, most: Floats) -> None:
        """Let rows be so much at most from now on."""
        least = np.full(len(rows), -INFINITE)
        self.solver.changeRowsBounds(len(rows), rows.astype(np.int32), least, most)

    def add_row(self, columns: Ints, amounts: Floats, most: float) -> None:
        """Add a row of at most so much."""
        self.solver.addRow(-INFINITE, most, len(columns), columns.astype(np.int32), amounts)

    def drop_rows(self, rows: Ints) -> None:
        """Take rows out."""
        self.solver.deleteRows(len(rows), rows.astype(np.int32))

    def solve(self, seconds: float) -> bool:
        """Solve it; return whether ``cost``, ``values`` and ``duals`` are those of its best."""
        if not len(self.values):
            return True
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(0.01, min(seconds, MOST_S)))
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return False
        found = self.solver.getSolution()
        self.values, self.duals = np.asarray(found.col_value), np.asarray(found.row_dual)
        self.cost = float(self.solver.getInfo().objective_function_value)
        return True


def _heard(solver: Any, effort: Effort, told: Told | None) -> list[BaseException]:
    """Have a solver ask whether to stop, and tell how far it is; return what hearing it raised."""
    raised, last = list[BaseException](), [0.0]

    def ask(event: Any) -> None:
        try:
            if told is not None and perf_counter() - last[0] >= TOLD_S:
                last[0] = perf_counter()
                told(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)
            event.interrupt(bool(raised) or (effort.stopped is not None and effort.stopped()))
        except BaseException as error:
            raised.append(error)
            event.interrupt(True)

    if effort.stopped is not None or told is not None:
        solver.cbMipInterrupt += ask
    return raised


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate([*parts, []])
