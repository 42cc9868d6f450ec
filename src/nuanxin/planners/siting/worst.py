"""Least worst distance (p-center p-中心): a plan, and a proof that shorter ways need more sites."""

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
from nuanxin.planners.siting.answering import left_s
from nuanxin.planners.siting.case_certificate import most_gained
from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.everyone import FewestCertificate, FewestPart
from nuanxin.planners.siting.farthest import Farthest, put_farthest
from nuanxin.planners.siting.fewest import outdone_in
from nuanxin.planners.siting.halving import Halving
from nuanxin.planners.siting.proving import Proving
from nuanxin.planners.siting.question import SHUT, Effort
from nuanxin.planners.siting.reaching import relaxed_reaching


def least_worst(question: Farthest, effort: Effort | None = None) -> Result:
    """Return the sites by which the worst-served row of demand has the least way to go (p-center).

    Parameters
    ----------
    question : Farthest
        How far it is, and how many sites may be opened.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.

    Returns
    -------
    Result
        Metres (or seconds) of the worst-served, and what it goes at least with any plan. The certificate
        is that of fewest sites at the next shorter distance, where more than ``count`` are needed: one
        for `check_worst`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Minieka (1970), by halving of distances; Chen and Chen (2009) for the rows that decide.
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
    question, rows = halving.question, np.sort(halving.shown).astype(np.int32)
    below = question.within(int(halving.metres[halving.low]))
    aside = outdone_in(below.part(rows))
    part, everybody = below.part(rows, aside.shut), halving.enough(halving.low)
    everybody.count = question.reach.candidates
    plan = np.union1d(np.flatnonzero(everybody.dealt()), question.fresh()).astype(np.int32)
    proving = Proving(part, relaxed_reaching(part), plan)
    proving.claim(below.forced_cost() - question.count - 1)
    proving.grow(partial(left_s, halving.effort, halving.started))
    told = FewestPart(rows, proving.nodes(), -proving.gain, aside)
    shown = below.forced_cost() - most_gained(part, told.nodes, proving.gain)
    value = int(below.costs[plan].sum())
    certificate = FewestCertificate(below.digest(), plan, value, shown, (told,))
    return replace(certificate, seal=seal_of(certificate))
