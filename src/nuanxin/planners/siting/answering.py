"""Answers of the rarer questions 作答: the solver's plan, and how much of its word cases show.

The solver gets part of the time; in the rest its bound is proved again. The better of both is told, and who
proves it.
"""

from dataclasses import replace
from functools import partial
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import (
    CERTIFICATE,
    FEASIBLE,
    OPTIMAL,
    SOLVER,
    Result,
    gap,
    infeasible,
    undecided,
)
from nuanxin.planners.siting.case_certificate import CaseCertificate, most_gained, sealed_cases
from nuanxin.planners.siting.compiled import Places
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.numbered import Numbered
from nuanxin.planners.siting.opening import sites_of
from nuanxin.planners.siting.programs import Program, Solved, Told
from nuanxin.planners.siting.proving import NO_PLAN, NOBODY, NOT_YET, Heard, Proving, Relaxation, gained
from nuanxin.planners.siting.question import Effort, Progress

SOLVING = 0.7
"""The part of the time that the solver gets; the rest is for showing what it says."""


def solved_whole(
    program: Program,
    numbered: Numbered,
    effort: Effort,
    started: float,
    begun: Places | None = None,
    hear: Told | None = None,
) -> tuple[Solved, Places | None]:
    """Let the solver answer in part of the time; return the best plan known too, None where there is none.

    ``begun`` is a plan to compare with; where there is none, one that covers most is.
    """
    question = numbered.question
    if begun is None:
        short = Effort(effort.seconds / 4, effort.seed, stopped=effort.stopped, proof=False)
        begun = most_covered(question, short).sites
    part = effort.seconds * SOLVING if effort.proof else effort.seconds
    solved = program.solve(replace(effort, seconds=part), started, told=hear)
    columns = np.arange(question.cover.candidates)
    found = begun if solved.values is None else sites_of(question, solved.values, columns)
    best = max((found, begun), key=lambda plan: gained(numbered, plan, NOBODY))
    return solved, None if gained(numbered, best, NOBODY) == NO_PLAN else best


def at_most(bound: float) -> int:
    """Return a solver's bound as a whole number; `NOT_YET` where it was stopped before it had one."""
    return int(np.floor(bound)) if np.isfinite(bound) else NOT_YET


def no_plan(solved: Solved, effort: Effort) -> Result:
    """Return the answer where no plan keeps to all that is asked, or none was found in the time."""
    if solved.feasible:
        said = "no plan that keeps to all that is asked was found in the time; there may be one"
        return undecided(said, effort.seed)
    said = "no plan keeps to all that is asked; the solver proved it"
    return replace(infeasible(said, effort.seed), proof=SOLVER)


def answer(
    numbered: Numbered, relaxed: Relaxation, plan: Places, solved: int, effort: Effort, started: float
) -> Result:
    """Return the answer to a question of which the solver says that nothing gains more than ``solved``.

    The bound is the better one of the solver's and of what the cases prove in what is left of the time.
    """
    proving = Proving(numbered, relaxed, plan, heard(numbered, effort, started, solved))
    if effort.proof:
        proving.grow(partial(left_s, effort, started))
    return told(proving, solved, effort, started)


def heard(numbered: Numbered, effort: Effort, started: float, most: int = NOT_YET) -> Heard | None:
    """Return what passes gain and bound of cases on as values, where somebody wants to hear.

    Nothing gains more than ``most``, as the solver says.
    """
    tell = effort.tell
    if tell is None:
        return None

    def told(gain: int, bound: int) -> None:
        both = numbered.value(gain), numbered.value(max(gain, min(most, bound)))
        tell(Progress("cases", *both, perf_counter() - started))

    return told


def left_s(effort: Effort, started: float) -> float:
    """Return how many seconds are left of an effort; none when told to stop."""
    stopped = effort.stopped is not None and effort.stopped()
    return 0.0 if stopped else effort.seconds - (perf_counter() - started)


def told(proving: Proving, solved: int, effort: Effort, started: float) -> Result:
    """Return what cases show, and where the solver says more, what it says."""
    numbered = proving.numbered
    plan, gain, nodes = proving.plan, proving.gain, proving.nodes()
    most, solved = most_gained(numbered, nodes, gain), max(gain, solved)
    value, shown, bound = (numbered.value(each) for each in (gain, most, min(most, solved)))
    certificate = CaseCertificate(numbered.digest(), plan, value, shown, nodes, proving.shares)
    return Result(
        OPTIMAL if bound == value else FEASIBLE,
        plan,
        value,
        bound,
        gap(value, bound),
        sealed_cases(certificate),
        perf_counter() - started,
        effort.seed,
        proof=CERTIFICATE if most <= solved else SOLVER,
    )
