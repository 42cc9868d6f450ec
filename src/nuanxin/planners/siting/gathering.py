"""Reductions 化简: rows reached by the same candidates are one row; what is decided leaves the model."""

from dataclasses import dataclass

import numpy as np

from nuanxin.planners.siting.compiled import Ints, Places, compiled
from nuanxin.planners.siting.cover import Cover
from nuanxin.planners.siting.question import FREE, OPEN

COVERED, UNREACHED = -1, -2
"""The group of a row that an open site covers already, and of one that no free candidate reaches."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A question reduced to its free candidates.

    ``groups`` (int32, a row of demand each) is the row's group, `COVERED` or `UNREACHED`; ``cover`` and
    ``weights`` are by group, over the candidates ``columns`` (ascending); ``won`` is the weight covered.
    """

    groups: Places
    cover: Cover
    weights: Ints
    columns: Places
    won: int


def gathered(cover: Cover, weights: Ints, states: Places) -> Gathered:
    """Return the question that is left when candidates are in these states.

    Rows are told alike by a random sum, then compared item by item: no two that differ are joined.
    """
    columns = np.flatnonzero(states == FREE).astype(np.int32)
    local = np.full(cover.candidates, -1, np.int32)
    local[columns] = np.arange(len(columns), dtype=np.int32)
    covered = cover.times_covered(np.flatnonzero(states == OPEN)) > 0
    marks = np.random.default_rng(20261126).integers(1, 2**62, cover.candidates, dtype=np.int64)
    marks[states != FREE] = 0
    sums, lengths = _sums(cover.starts, cover.items, marks)
    groups = np.full(cover.rows, UNREACHED, np.int32)
    groups[covered] = COVERED
    alive = np.flatnonzero(~covered & (lengths > 0) & (weights > 0))
    order = alive[np.argsort(sums[alive], kind="stable")]
    first = _alike(cover.starts, cover.items, local, sums, order, groups)
    totals = np.zeros(len(first), np.int64)
    np.add.at(totals, groups[order], weights[order])
    starts, items = _kept(cover.starts, cover.items, local, first, lengths)
    won = int(weights[covered].sum())
    return Gathered(groups, Cover(starts, items, len(columns)), totals, columns, won)


@compiled
def _sums(starts: Ints, items: Places, marks: Ints) -> tuple[Ints, Ints]:
    """Return for each row the sum of its candidates' marks, and how many of them have one."""
    rows = len(starts) - 1
    sums, lengths = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    for row in range(rows):
        for k in range(starts[row], starts[row + 1]):
            mark = marks[items[k]]
            sums[row] += mark
            lengths[row] += mark != 0
    return sums, lengths


@compiled
def _same(starts: Ints, items: Places, local: Places, one: int, other: int) -> bool:
    """Return whether the same free candidates reach two rows."""
    k, m = starts[one], starts[other]
    while True:
        while k < starts[one + 1] and local[items[k]] < 0:
            k += 1
        while m < starts[other + 1] and local[items[m]] < 0:
            m += 1
        if k == starts[one + 1] or m == starts[other + 1]:
            return bool(k == starts[one + 1] and m == starts[other + 1])
        if items[k] != items[m]:
            return False
        k, m = k + 1, m + 1


@compiled
def _alike(starts: Ints, items: Places, local: Places, sums: Ints, order: Ints, groups: Places) -> Ints:
    """Write the group of each row, rows given in the order of their sums; return each group's first row."""
    first = np.empty(len(order), np.int64)
    number = bucket = 0
    for k in range(len(order)):
        row = order[k]
        if k == 0 or sums[row] != sums[order[k - 1]]:
            bucket = number
        for group in range(bucket, number):
            if _same(starts, items, local, first[group], row):
                groups[row] = group
                break
        else:
            groups[row] = number
            first[number] = row
            number += 1
    return first[:number].copy()


@compiled
def _kept(starts: Ints, items: Places, local: Places, rows: Ints, lengths: Ints) -> tuple[Ints, Places]:
    """Return some rows with only their free candidates, renumbered."""
    ends = np.zeros(len(rows) + 1, np.int64)
    for r in range(len(rows)):
        ends[r + 1] = ends[r] + lengths[rows[r]]
    found = np.empty(ends[-1], np.int32)
    place = 0
    for row in rows:
        for k in range(starts[row], starts[row + 1]):
            if local[items[k]] >= 0:
                found[place] = local[items[k]]
                place += 1
    return ends, found


def spread(whole: Gathered, multipliers: Ints, weights: Ints, scale: int) -> Ints:
    """Return multipliers of groups spread over the rows of demand, none above its row's weight.

    An unreached row carries its whole weight: only shut candidates could have won it.
    """
    order = np.argsort(whole.groups, kind="stable")
    order = order[np.searchsorted(whole.groups[order], 0) :]
    scaled, groups = weights[order] * scale, whole.groups[order]
    before = np.cumsum(scaled) - scaled
    opens = np.concatenate(([True], groups[1:] != groups[:-1])) if len(groups) else np.zeros(0, bool)
    before -= np.maximum.accumulate(np.where(opens, before, 0)) if len(groups) else before
    found = np.where(whole.groups == UNREACHED, weights * scale, 0)
    found[order] = np.clip(multipliers[groups] - before, 0, scaled)
    return found
