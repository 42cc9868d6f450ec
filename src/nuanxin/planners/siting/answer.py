"""The answer 答案: a plan with its bound, and what stands behind it."""

from dataclasses import dataclass

import numpy as np

from nuanxin.planners.siting.compiled import Places

OPTIMAL, FEASIBLE, INFEASIBLE, UNDECIDED = "optimal", "feasible", "infeasible", "undecided"
CERTIFICATE, SOLVER = "certificate", "solver"
"""Who proves a bound: numbers that anybody can add up again, or HiGHS, which is believed."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a planner answers.

    Parameters
    ----------
    status : str
        `OPTIMAL` only where it is proved, `FEASIBLE` where time ran out, `INFEASIBLE` where it is proved
        that no plan keeps to the question, `UNDECIDED` where time ran out before there was either a plan
        or a proof that there is none.
    sites : array of int32, shape (sites,)
        The new sites, ascending, existing ones left out; none where there is no plan.
    value : int
        What the plan is worth (or costs), in the unit of the question.
    bound : int
        What no plan exceeds (for costs: falls below).
    gap : float
        The distance of value and bound, as a part of the value.
    certificate : object or None
        What proves the bound, for the check of its kind.
    seconds : float
        Seconds on the clock.
    seed : int
        The seed it began with.
    reason : str
        Why there is no plan, in words; empty where there is one.
    proof : str
        Whether the `CERTIFICATE` proves the bound, or the `SOLVER` is believed; empty where nobody proves it.
    """

    status: str
    sites: Places
    value: int
    bound: int
    gap: float
    certificate: object | None
    seconds: float
    seed: int
    reason: str = ""
    proof: str = CERTIFICATE

    @property
    def planned(self) -> bool:
        """Whether there is a plan."""
        return self.status in (OPTIMAL, FEASIBLE)


def infeasible(reason: str, seed: int) -> Result:
    """Return the answer that there is no plan, and why."""
    return Result(INFEASIBLE, np.zeros(0, np.int32), 0, 0, 0.0, None, 0.0, seed, reason)


def undecided(reason: str, seed: int, bound: int = 0) -> Result:
    """Return the answer that no plan was found and none ruled out; nobody proves anything but ``bound``."""
    return Result(UNDECIDED, np.zeros(0, np.int32), 0, bound, 0.0, None, 0.0, seed, reason, "")


def gap(value: int, bound: int) -> float:
    """Return how far a bound lies from a value, as a part of the value."""
    return 0.0 if value == bound else abs(bound - value) / max(1, abs(value))
