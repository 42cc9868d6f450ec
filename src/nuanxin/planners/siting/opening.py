"""What the integer programs share: columns for sites, limits as rows, and a plan to begin with."""

from time import perf_counter

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.programs import Program, Told
from nuanxin.planners.siting.question import OPEN, SHUT, Effort, Progress, Question, sides


def opened_columns(program: Program, question: Question, costs: Floats | None = None) -> Ints:
    """Add a column a candidate, 1 where it is open, and the limits of a question; return the columns."""
    states, limits = question.states(), sides(question)
    many = len(states)
    priced = np.zeros(many) if costs is None else costs
    columns = program.add_columns(priced, (states == OPEN) * 1.0, (states != SHUT) * 1.0, whole=True)
    side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
    used = limits.amounts.astype(float)
    program.add_rows(
        side, columns[limits.items], used, -np.inf, limits.limits.astype(float), len(limits.limits)
    )
    return columns


def hearing(effort: Effort, started: float, doing: str, sign: int = -1, whole: int = 0) -> Told | None:
    """Return what passes a program's best cost and bound on, as values ``whole + sign * cost``."""
    tell = effort.tell
    if tell is None:
        return None

    def told(cost: float, bound: float) -> None:
        if np.isfinite(cost) and np.isfinite(bound):
            value, most = (whole + sign * round(each) for each in (cost, bound))
            tell(Progress(doing, value, most, perf_counter() - started))

    return told


def sites_of(question: Question, values: Floats, columns: Ints) -> Places:
    """Return the new sites that a program opened, ascending."""
    opened = np.flatnonzero(values[columns] > 0.5)
    return np.setdiff1d(opened, question.existing).astype(np.int32)
