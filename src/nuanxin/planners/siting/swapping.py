"""Swapping 换位: the sites of a plan with seats, exchanged as long as that serves better.

The duals of a plan's own flow say what another site could add at most, the flow what each of its sites gives:
the swaps that promise most are worked out, each as a flow close to the last one.
"""

from collections.abc import Callable
from itertools import product

import numpy as np

from nuanxin.planners.siting.flowing import Flowing
from nuanxin.planners.siting.proving import Proving
from nuanxin.planners.siting.question import FREE, OPEN, sides
from nuanxin.planners.siting.rationing import keeps

COMING, GOING, TRIED = 10, 6, 16
"""Sites that may come and go at a time, and how many swaps of them are worked out."""
NONE = -1
"""No site goes: one comes besides."""


def exchanged(proving: Proving, flowing: Flowing, left_s: Callable[[], float]) -> None:
    """Exchange sites of the best plan while that helps."""
    while left_s() > 0 and swapped(proving, flowing, left_s):
        pass


def wished(proving: Proving, flowing: Flowing) -> None:
    """Try the plan of the sites that the relaxation opens most, as far as the limits allow."""
    question, states = proving.numbered.question, proving.numbered.question.states()
    plan = np.setdiff1d(np.flatnonzero(states == OPEN), question.existing).astype(np.int32)
    limits = sides(question)
    order = np.argsort(-flowing.parts, kind="stable")
    for site in order[states[order] == FREE].tolist():
        more = np.union1d(plan, [site]).astype(np.int32)
        plan = more if keeps(limits, more, len(states)) else plan
    proving.found(plan)


def swapped(proving: Proving, flowing: Flowing, left_s: Callable[[], float]) -> bool:
    """Take the first swap that gains; return whether there was one."""
    numbered, plan = proving.numbered, proving.plan
    states, limits = numbered.question.states(), sides(numbered.question)
    shares = flowing.shared(plan)
    given = np.zeros(len(states), np.int64)
    np.add.at(given, numbered.question.cover.items, shares * flowing.numbered.gains)
    adds = numbered.numbers(flowing.paid()).sites / numbered.scale
    free = np.flatnonzero(states == FREE)
    comes = free[~np.isin(free, plan)]
    comes = comes[np.argsort(-adds[comes], kind="stable")][:COMING]
    goes = plan[states[plan] == FREE]
    goes = goes[np.argsort(given[goes], kind="stable")][:GOING]
    swaps = [(given[out] - adds[site], site, out) for site, out in product(comes.tolist(), goes.tolist())]
    swaps += [(-adds[site], site, NONE) for site in comes.tolist()]
    trials = [np.union1d(plan[plan != out], [site]).astype(np.int32) for _, site, out in sorted(swaps)]
    for trial in [trial for trial in trials if keeps(limits, trial, len(states))][:TRIED]:
        if left_s() <= 0:
            return False
        if proving.found(trial):
            return True
    return False
