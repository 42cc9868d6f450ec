"""Least worst distance (p-center p-中心): halving the distances, each tried with fewest sites."""

from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import (
    CERTIFICATE,
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    SOLVER,
    Result,
    gap,
    infeasible,
)
from nuanxin.planners.siting.compiled import Ints
from nuanxin.planners.siting.cover import Reach, Refused, checked_reach
from nuanxin.planners.siting.everyone import Everyone, FewestCertificate
from nuanxin.planners.siting.fewest import fewest_sites
from nuanxin.planners.siting.inputs import counted, known, sited
from nuanxin.planners.siting.question import Effort, Progress


@dataclass(frozen=True, slots=True)
class Farthest:
    """Reach every row of demand with ``count`` new sites at most, so that the worst-served has least to go.

    ``reach`` holds metres (or seconds), rounded to whole ones, of every pair that may matter. Sites are
    as in `Question`.
    """

    reach: Reach
    count: int
    existing: tuple[int, ...] = ()
    forced: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        sited(self)

    def within(self, limit: int) -> Everyone:
        """Return the question of reaching everybody within a distance with fewest sites."""
        whole = replace(self.reach, metres=np.rint(self.reach.metres))
        times = np.ones(len(self.reach.starts) - 1, np.int64)
        costs = np.ones(self.reach.candidates, np.int64)
        costs[list(self.existing)] = 0
        return Everyone(whole.within(float(limit)), times, costs, self.existing, self.forced, self.forbidden)


def put_farthest(question: Farthest) -> None:
    """Check a question; Refused says what is wrong with it, and in which row."""
    checked_reach(question.reach)
    if question.count is None:
        raise Refused("say how many sites may be opened")
    counted(question.count)
    known(question, question.reach.candidates)


def least_worst(question: Farthest, effort: Effort | None = None) -> Result:
    """Return the sites by which the worst-served row of demand has the least way to go.

    The value is in metres; the certificate is that of fewest sites at the next shorter distance: it
    proves that more than ``count`` would be needed there.
    """
    put_farthest(question)
    effort, started = effort or Effort(), perf_counter()
    metres = np.unique(np.rint(question.reach.metres).astype(np.int64))
    if len(question.reach.starts) == 1:
        metres = np.zeros(1, np.int64)
    low, shown, high = -1, -1, len(metres)
    best: Result | None = None
    below: Result | None = None
    while high - low > 1:
        middle = (low + high) // 2
        left = _left(effort, started)
        found = fewest_sites(question.within(int(metres[middle])), replace(left, proof=False))
        if found.status != INFEASIBLE and found.value <= question.count:
            high, best = middle, found
        else:
            low = middle
            if found.status == INFEASIBLE or found.bound > question.count:
                shown, below = middle, found
        if effort.tell is not None and best is not None:
            seconds = perf_counter() - started
            effort.tell(Progress("cases", int(metres[high]), int(metres[shown + 1]), seconds))
    if best is None:
        reason = below.reason if below else ""
        return infeasible(reason or f"{question.count} sites do not reach everybody", effort.seed)
    if effort.proof and below is not None and below.status != INFEASIBLE:
        below = fewest_sites(question.within(int(metres[shown])), _left(effort, started))
    return _told(metres, question.count, shown, high, best, below, effort, perf_counter() - started)


def _left(effort: Effort, started: float) -> Effort:
    """Return the effort of a step: what is left of the time, and nobody to tell."""
    return replace(effort, seconds=max(0.1, effort.seconds - (perf_counter() - started)), tell=None)


def _told(
    metres: Ints,
    count: int,
    shown: int,
    high: int,
    best: Result,
    below: Result | None,
    effort: Effort,
    seconds: float,
) -> Result:
    """Return the answer: the shortest distance that was reached, and the shortest that may be."""
    value, bound = int(metres[high]), int(metres[shown + 1])
    certificate = below.certificate if below else None
    certificate = certificate if isinstance(certificate, FewestCertificate) else None
    shows = certificate is None or certificate.bound > count
    proof = CERTIFICATE if shows else SOLVER
    status = OPTIMAL if bound == value else FEASIBLE
    parts = (value, bound, gap(value, bound), certificate)
    return Result(status, best.sites, *parts, seconds, effort.seed, proof=proof)
