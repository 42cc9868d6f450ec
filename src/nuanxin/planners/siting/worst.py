"""Least worst distance (p-center p-中心): a plan, and a proof that shorter ways need more sites."""

from dataclasses import replace
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
from nuanxin.planners.siting.answering import left_s
from nuanxin.planners.siting.cover import restricted
from nuanxin.planners.siting.everyone import FewestCertificate
from nuanxin.planners.siting.farthest import Farthest, put_farthest
from nuanxin.planners.siting.fewest import Fewest, greedy, parts_of
from nuanxin.planners.siting.halving import Halving
from nuanxin.planners.siting.question import SHUT, Effort

MORE_SITES, PRESSED = 3, 20_000
"""How many sites more than asked a plan may have that a proof begins with, and steps to find it in."""


def least_worst(question: Farthest, effort: Effort | None = None) -> Result:
    """Return the sites by which the worst-served row of demand has the least way to go.

    The value is in metres; the certificate is that of fewest sites at the next shorter distance: it
    proves that more than ``count`` would be needed there (`check_worst`).
    """
    put_farthest(question)
    effort, started = effort or Effort(), perf_counter()
    if reason := _impossible(question):
        return infeasible(reason, effort.seed)
    metres = question.metres() if len(question.reach.starts) > 1 else np.zeros(1, np.int64)
    halving = Halving(question, effort, started, metres)
    halving.search()
    certificate = _certified(halving) if effort.proof else None
    bound, seconds = int(metres[min(halving.low + 1, len(metres) - 1)]), perf_counter() - started
    shows = _unreached(halving) or (certificate is not None and certificate.bound > question.count)
    proof = CERTIFICATE if shows else SOLVER
    if halving.plan is None and halving.low == len(metres) - 1:
        none = infeasible(f"{question.count} sites do not reach everybody", effort.seed)
        return replace(none, certificate=certificate, seconds=seconds, proof=proof)
    if halving.plan is None:
        said = f"no {question.count} sites that reach everybody were found in the time; there may be some"
        return replace(undecided(said, effort.seed, bound), seconds=seconds)
    value = int(metres[halving.high])
    status = OPTIMAL if bound == value else FEASIBLE
    parts = (value, bound, gap(value, bound), certificate, seconds, effort.seed)
    return Result(status, halving.plan, *parts, proof=proof)


def _impossible(question: Farthest) -> str:
    """Return why no plan reaches everybody, in words; empty where that takes finding out."""
    fresh, states = question.fresh(), question.states()
    if both := set(fresh) & set(question.forbidden):
        return f"candidate {min(both)} is both forced and forbidden"
    if len(fresh) > question.count:
        return f"{len(fresh)} sites are forced, and {question.count} may be opened"
    usable = np.concatenate(([0], np.cumsum(states[question.reach.items] != SHUT)))
    short = np.flatnonzero(np.diff(usable[question.reach.starts]) == 0)
    return f"row {short[0]} is reached by 0 candidates and asks for 1" if len(short) else ""


def _unreached(halving: Halving) -> bool:
    """Return whether somebody reaches nothing within the distance that is proved too short."""
    return halving.low < halving.nearest


def _certified(halving: Halving) -> FewestCertificate | None:
    """Return a proof that more sites are needed within the distance that is proved too short."""
    if _unreached(halving) or left_s(halving.effort, halving.started) <= 0:
        return None
    question, effort, started = halving.question, halving.effort, halving.started
    below = question.within(int(halving.metres[halving.low]))
    fewest = Fewest(below, effort, started, enough=question.count)
    rows, sites, asked = fewest.reduced()
    left, numbers = restricted(below.cover, rows, sites), np.flatnonzero(rows)
    fewest.rows = sorted((numbers[part].astype(np.int32) for part in parts_of(left)), key=len)
    plan = None
    for more in range(1, MORE_SITES + 1):
        enough = halving.enough(halving.low)
        enough.count += more
        plan = enough.pressed(PRESSED, lambda: left_s(effort, started) <= 0) if plan is None else plan
    if plan is None:
        plan = np.flatnonzero(greedy(left, asked[rows], below.costs)).astype(np.int32)
    plan = np.union1d(plan, np.array(question.fresh(), np.int32)).astype(np.int32)
    told = fewest.told(plan, int(below.costs[plan].sum()))
    return told.certificate if isinstance(told.certificate, FewestCertificate) else None
