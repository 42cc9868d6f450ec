"""Hardest rows 要害行: a few rows decide whether so many sites reach everybody.

Sites that reach the rows taken in so far are sought; whoever they miss is taken in next. Where there are none
for these few, there are none for all; where they miss nobody, they are a plan (Chen and Chen 2009). Near the
least distance some hundred rows of a thousand decide it, whatever their number, and the program of these is
small.
"""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Places
from nuanxin.planners.siting.cover import restricted
from nuanxin.planners.siting.enough import Enough
from nuanxin.planners.siting.everyone import Everyone
from nuanxin.planners.siting.fewest import Fewest
from nuanxin.planners.siting.programs import Program
from nuanxin.planners.siting.question import Effort

PRESSED = 20_000
"""Steps in which sites for the rows taken in are sought, before the solver is asked for them."""


def decided(
    enough: Enough, hard: Flags, nodes: int, effort: Effort, stopped: Callable[[], bool]
) -> tuple[bool, Places | None]:
    """Return whether no plan is enough, and a plan where one was found; neither where it ended before.

    ``hard`` (a row each) are the rows taken in, which grow. The solver takes so many ``nodes`` at a time.
    """
    if not hard.any():
        hard[enough.strangers()] = True
    while not stopped():
        few = enough.among(np.flatnonzero(hard))
        none, plan = False, few.pressed(PRESSED, stopped)
        if plan is None:
            none, plan = solved(few, nodes, effort)
        if plan is None:
            return none, None
        missed = np.flatnonzero(enough.cover.times_covered(plan) == 0)
        if not len(missed):
            return False, plan
        hard[enough.strangers(missed)] = True
    return False, None


def solved(enough: Enough, nodes: int, effort: Effort) -> tuple[bool, Places | None]:
    """Let the solver seek sites that reach everybody, in so many ``nodes``.

    Return whether there are none, and a plan where it found one; neither where it ended before.
    """
    rows, sites = np.ones(enough.cover.rows, np.int64), np.ones(enough.cover.candidates, np.int64)
    fewest = Fewest(Everyone(enough.cover, rows, sites), effort, perf_counter())
    wanted, free, _ = fewest.reduced()
    left = restricted(enough.cover, wanted, free)
    places, local = np.unique(left.items, return_inverse=True)
    program, many = Program(), len(places)
    columns = program.add_columns(np.ones(many), whole=True)
    pairs = np.repeat(np.arange(left.rows), left.counts())
    program.add_rows(pairs, columns[local], np.ones(len(pairs)), 1.0, np.inf, left.rows)
    program.add_rows(np.zeros(many, np.int64), columns, np.ones(many), 0.0, float(enough.count), 1)
    program.options = (
        ("mip_max_nodes", nodes),
        ("objective_target", enough.count + 0.5),
        ("mip_allow_restart", False),
    )
    found = program.solve(replace(effort, tell=None), perf_counter())
    if found.values is None:
        return not found.feasible, None
    return False, places[found.values > 0.5].astype(np.int32)
