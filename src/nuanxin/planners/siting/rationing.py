"""Rationing 分配: bounds for sites that can serve so many and no more, by multipliers of the rows.

Relaxing "no row is served more than its weight" leaves each site alone with what it would rather serve: it
fills its capacity with the pairs worth most, and the sites worth most are opened. The bound is that of the
relaxation in which a pair carries nothing where its site is shut, which a program of every pair is too
large to be solved for.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places, compiled
from nuanxin.planners.siting.numbered import Capacity
from nuanxin.planners.siting.question import FREE, OPEN, Question, Sides, sides


class Supply(NamedTuple):
    """The pairs by site: rows and costs (below 0 where it is worth serving), capacities and weights.

    ``capacity`` is (sites, classes), ``classes`` the class of each row.
    """

    starts: Ints
    rows: Places
    costs: Floats
    capacity: Floats
    classes: Ints
    weights: Floats


@compiled
def filled(supply: Supply, multipliers: Floats, opened: Flags, worth: Floats, served: Floats) -> None:
    """Put what each site costs alone, 0 or less, and what the open ones would serve of each row."""
    served[:] = 0.0
    for j in range(len(worth)):
        part = slice(supply.starts[j], supply.starts[j + 1])
        rows, left = supply.rows[part], supply.capacity[j].copy()
        prices = supply.costs[part] + multipliers[rows]
        worth[j] = 0.0
        wanted = np.flatnonzero(prices < 0)
        for k in wanted[np.argsort(prices[wanted])]:
            of = supply.classes[rows[k]]
            carried = min(left[of], supply.weights[rows[k]])
            worth[j] += carried * prices[k]
            left[of] -= carried
            if opened[j]:
                served[rows[k]] += carried


def least_choice(question: Question, states: Places, worth: Floats) -> tuple[Floats, float]:
    """Return which sites cost least together, perhaps in part, and that cost; the limit that binds more."""
    new = np.setdiff1d(np.arange(len(states)), question.existing)
    share = (states == OPEN).astype(float)
    best, least = share, -np.inf
    uses = [(np.ones(len(states)), question.count)]
    if question.budget is not None and question.costs is not None:
        uses.append((question.costs.astype(float), question.budget))
    for used, limit in uses:
        if limit is None:
            continue
        found = share.copy()
        left = limit - float(used[new][states[new] == OPEN].sum())
        free = np.flatnonzero((states == FREE) & (worth < 0))
        free = free[np.argsort(worth[free] / np.maximum(used[free], 1e-9), kind="stable")]
        before = np.cumsum(used[free]) - used[free]
        found[free] = np.clip((left - before) / np.maximum(used[free], 1e-9), 0.0, 1.0)
        cost = float((found * worth).sum())
        if cost > least:
            best, least = found, cost
    return best, least


def keeps(limits: Sides, plan: Places, sites: int) -> bool:
    """Return whether a plan keeps to the limits of a question."""
    opened = np.zeros(sites, np.int64)
    opened[plan] = 1
    side = np.repeat(np.arange(len(limits.limits)), np.diff(limits.starts))
    used = np.bincount(side, limits.amounts * opened[limits.items], len(limits.limits))
    return bool((used <= limits.limits).all())


class Rationing:
    """Multipliers of a question with capacities, the bound they give, and the plans they wish for."""

    def __init__(self, question: Question, capacity: Capacity, costs: Floats) -> None:
        cover = question.cover
        order = np.argsort(cover.items, kind="stable")
        rows = np.repeat(np.arange(cover.rows, dtype=np.int32), cover.counts())[order]
        ends = np.concatenate(([0], np.cumsum(np.bincount(cover.items, minlength=cover.candidates))))
        weights = question.weights.astype(float)
        self.question, self.states = question, question.states()
        self.supply = Supply(
            ends.astype(np.int64),
            rows,
            costs[order].astype(float),
            capacity.amounts.astype(float),
            capacity.classes,
            weights,
        )
        self.multipliers = np.zeros(cover.rows)
        np.maximum.at(self.multipliers, rows, -self.supply.costs)
        self.bound, self.worth = -float((self.multipliers * weights).sum()), np.zeros(cover.candidates)

    def raised(self, value: float, steps: int, stopped: Callable[[], bool]) -> list[Places]:
        """Raise the bound towards ``value`` step by step; return the plans wished for on the way."""
        weights, many = self.supply.weights, len(self.states)
        now, direction, length, since = np.zeros(len(weights)), np.zeros(len(weights)), 1.0, 0
        share, worth, served = np.zeros(many), np.zeros(many), np.zeros(len(weights))
        plans: dict[bytes, Places] = {}
        limits = sides(self.question)
        for step in range(steps):
            filled(self.supply, now, np.zeros(many, np.bool_), worth, served)
            share, least = least_choice(self.question, self.states, worth)
            filled(self.supply, now, share > 0.5, worth, served)
            bound, since = least - float((now * weights).sum()), since + 1
            if bound > self.bound:
                since = 0 if bound > self.bound + 1e-3 * abs(value - self.bound) else since
                self.bound, self.multipliers, self.worth = bound, now.copy(), worth.copy()
            if step % 20 == 19:
                plan = np.setdiff1d(np.flatnonzero(share > 0.99), self.question.existing).astype(np.int32)
                if keeps(limits, plan, many):
                    plans[plan.tobytes()] = plan
            if since > 12:
                now, direction, length, since = self.multipliers.copy(), 0 * direction, length / 2, 0
                continue
            direction = served - weights + 0.7 * direction
            direction[(now <= 0) & (direction < 0)] = 0.0
            square = float((direction * direction).sum())
            if square == 0.0 or value - bound < 1e-6 or length < 1e-3 or stopped():
                break
            now = np.maximum(0.0, now + length * (value - bound) / square * direction)
        return list(plans.values())
