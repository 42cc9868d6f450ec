"""Reaching everybody 全覆盖: the program of it, and what its relaxation's duals say."""

from functools import partial

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints
from nuanxin.planners.siting.numbered import Reaching
from nuanxin.planners.siting.opening import opened_columns
from nuanxin.planners.siting.programs import INFINITE, Program
from nuanxin.planners.siting.proving import Relaxed, relaxed_by
from nuanxin.planners.siting.staging import ROOM

MISSED = 2.0
"""What a row that is not reached costs in a relaxation, of all sites together: no plan costs that."""


def reaching_program(numbered: Reaching, missed: float | None = None) -> Program:
    """Return the program of every row reached; a row not reached may cost so much of what all sites do."""
    program, cover = Program(), numbered.question.cover
    sites = opened_columns(program, numbered.question, numbered.asked.astype(float))
    rows = np.repeat(np.arange(cover.rows), cover.counts())
    columns = sites[cover.items]
    if missed is not None:
        cost = missed * max(1.0, float(numbered.asked.sum()))
        short = program.add_columns(np.full(cover.rows, cost), 0.0, INFINITE)
        rows, columns = np.concatenate((rows, np.arange(cover.rows))), np.concatenate((columns, short))
    least = numbered.times.astype(float)
    program.add_rows(rows, columns, np.ones(len(rows)), least, np.inf, cover.rows)
    return program


def relaxed_reaching(numbered: Reaching) -> Relaxed:
    """Return the relaxation, solvable whatever is shut."""
    return relaxed_by(reaching_program(numbered, MISSED), numbered.question, partial(_paid, numbered))


def _paid(numbered: Reaching, duals: Floats) -> tuple[Ints, int]:
    """Return the duals of rows as multipliers."""
    most = ROOM / 8 / max(1.0, float(numbered.times.sum()))
    return np.rint(np.clip(duals * numbered.scale, 0.0, most)).astype(np.int64), numbered.scale
