"""Stages 阶段 of a certificate: multipliers, the bound they give, and what they set aside.

Why the bound holds: in any plan a row with weight ``w`` and multiplier ``m`` is worth at most
``w - m`` and ``m`` for every open site that reaches it; a limit's price times its amount is paid for by
its price times what it allows. What remains is one number a site, and a site that may be open is open if
its number is above 0. Sites set aside could only be open (or shut) in plans no better than this one.

An odd set of rows tightens that. A row counts at most the open sites that reach it, and at most once: half
of both, added up over the set and rounded, says that of ``n`` rows at most ``n // 2`` are covered, and for
each open site that reaches ``k`` of them ``(k + 1) // 2`` more. A set's multiplier is taken from its rows'
weights and given to its sites so.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from nuanxin.planners.siting.checking import aside, must
from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.dominance import Dominated, outdone
from nuanxin.planners.siting.pairs import Pairs, left_of
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question, Sides

FINE = 2**20
"""Prices of limits are whole numbers of this part of a multiplier's unit."""
ROOM = 2.0**61
"""Sums must stay below this: well past it, 64-bit whole numbers would wrap round."""


@dataclass(frozen=True, slots=True)
class OddSets:
    """Sets of rows (or groups of rows) whose roundings tighten a bound: ``rows[starts[s]:starts[s + 1]]``."""

    starts: Ints = field(default_factory=lambda: np.zeros(1, np.int64))
    rows: Places = field(default_factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Stage:
    """Multipliers by row of demand, prices by limit, and the candidates they set aside as open or shut.

    ``sets`` are odd sets of rows, with ``set_multipliers`` of their own.
    """

    multipliers: Ints
    prices: Ints
    opened: Places
    shut: Places
    sets: OddSets = field(default_factory=OddSets)
    set_multipliers: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


class Claimed(NamedTuple):
    """What a certificate claims: limits of its question, what its plan is worth, parts of a weight."""

    limits: Sides
    value: int
    scale: int


def staged(
    question: Question,
    reach: Pairs,
    claimed: Claimed,
    stages: tuple[Stage | Dominated, ...],
    states: Places,
    plan: Flags,
) -> tuple[int, Pairs]:
    """Return the bound that stages prove, and the pairs still needed; ``states`` become what they leave."""
    bound, (limits, value, scale) = int(question.weights.sum()), claimed
    for stage in stages:
        must(aside(stage.shut, states), "a candidate is set aside twice")
        if isinstance(stage, Dominated):
            fair = outdone(stage, reach.starts, reach.items, question.weights, limits, states)
            must(fair, "a candidate is set aside for none that is better")
            states[stage.shut] = SHUT
            continue
        whole, numbers = bounded(reach, question.weights, limits, scale, stage, states)
        bound = min(bound, max(value, whole // scale))
        must(aside(stage.opened, states), "a candidate is set aside twice")
        for places, lost in ((stage.opened, numbers), (stage.shut, -numbers)):
            without = (whole - lost[places]) // scale
            must((without <= value).all(), "a candidate is set aside without reason")
        states[stage.opened], states[stage.shut] = OPEN, SHUT
        reach = left_of(reach, (states != SHUT) | plan, len(stage.shut))
    return bound, reach


def bounded(
    reach: Pairs, weights: Ints, limits: Sides, scale: int, stage: Stage, states: Places, rounded: Any = None
) -> tuple[int, Ints]:
    """Return the bound in ``scale``-ths of a weight, and each candidate's number."""
    multipliers, prices = stage.multipliers, stage.prices
    must(multipliers.dtype == np.int64 and multipliers.shape == weights.shape, "multipliers are by row")
    must(prices.dtype == np.int64 and prices.shape == limits.limits.shape, "prices are by limit")
    must(float(weights.sum()) * scale < ROOM, "the scale is too fine")
    least = min(multipliers.min(initial=0), prices.min(initial=0))
    must(least >= 0, "a multiplier or price is below 0")
    kept = weights * scale - multipliers
    must(kept.min(initial=0) >= 0, "a multiplier is above its weight")
    side = np.repeat(np.arange(len(prices)), np.diff(limits.starts))
    paid, granted = prices[side] * limits.amounts.astype(float), prices * limits.limits.astype(float)
    largest = max(paid.max(initial=0.0), granted.max(initial=0.0), (paid.sum() + granted.sum()) / FINE)
    must(largest < ROOM, "the numbers are too large to be added exactly")
    numbers = reach.by_candidate(multipliers)
    np.subtract.at(numbers, limits.items, prices[side] * limits.amounts // FINE)
    allowed = int((-(-(prices * limits.limits) // FINE)).sum())
    if len(stage.sets.starts) != 1:
        members, halves = rounded or rounded_sets(reach, stage.sets)
        amounts = stage.set_multipliers
        must(amounts.dtype == np.int64 and amounts.shape == (len(stage.sets),), "multipliers are by set")
        most = (float(halves.sum()) + len(stage.sets.rows)) * float(amounts.max())
        must((amounts >= 0).all() and most < ROOM, "a set's multiplier is out of bounds")
        numbers += halves.T @ amounts
        kept = np.maximum(kept - members.T @ amounts, 0)
        allowed += int(np.diff(stage.sets.starts) // 2 @ amounts)
    must(np.abs(numbers).sum(dtype=float) < ROOM, "the numbers are too large to be added exactly")
    chosen = np.where(states == FREE, np.maximum(numbers, 0), np.where(states == OPEN, numbers, 0))
    return int(kept.sum()) + allowed + int(chosen.sum()), numbers


def rounded_sets(reach: Pairs, sets: OddSets) -> tuple[Any, Any]:
    """Return which rows stand in each set, and half of how many each candidate reaches, rounded up."""
    starts, rows, many = sets.starts, sets.rows, len(reach.starts) - 1
    must(len(starts), "sets of rows are damaged")
    whole = starts.dtype == np.int64 and rows.dtype == np.int32 and starts[0] == 0 and starts[-1] == len(rows)
    must(whole and (np.diff(starts) > 0).all(), "sets of rows are damaged")
    must(int(rows.min(initial=0)) >= 0 and int(rows.max(initial=-1)) < many, "a set names no row")
    must(np.isin(np.flatnonzero(np.diff(rows) <= 0) + 1, starts).all(), "rows of a set ascend")
    named, places = np.unique(rows, return_inverse=True)
    part = reach.only(named.astype(np.int64))
    halves = _table(starts, places.astype(np.int32), len(named)) @ _table(
        part.starts, part.items, reach.candidates
    )
    halves.data = (halves.data + 1) // 2
    return _table(starts, rows, many), halves


def _table(starts: Ints, items: Places, columns: int) -> Any:
    """Return compressed rows as a sparse table of ones."""
    return csr_matrix((np.ones(len(items), np.int64), items, starts), (len(starts) - 1, columns))
