"""Reductions 化简: rows reached by the same candidates are one row; what is decided leaves the model."""

from dataclasses import dataclass

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Ints, Places, compiled
from nuanxin.planners.siting.cover import Cover
from nuanxin.planners.siting.question import FREE, OPEN
from nuanxin.planners.siting.staging import OddSets

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


def spread_sets(whole: Gathered, sets: OddSets, amounts: Ints, left: Ints) -> tuple[OddSets, Ints]:
    """Return odd sets of groups as sets of rows of demand, whose weight they may take.

    ``left`` (int64, by row of demand) is what the multipliers leave of the rows' weights. A set whose
    multiplier is more than one row of a group can bear is told several times, with other rows.
    """
    order = np.argsort(whole.groups, kind="stable").astype(np.int64)
    ends = np.searchsorted(whole.groups[order], np.arange(whole.cover.rows + 1)).astype(np.int64)
    starts, rows, parts = _shared(sets.starts, sets.rows, amounts, order, ends, left.copy())
    return OddSets(starts, rows), parts


@compiled
def _shared(
    starts: Ints, groups: Places, amounts: Ints, order: Ints, ends: Ints, left: Ints
) -> tuple[Ints, Places, Ints]:
    """Return sets of rows: of each group the first row that has weight left, or its last."""
    at = ends[:-1].copy()
    most = len(amounts) + len(order)
    told, parts = np.empty(len(groups) * 4 + 64, np.int32), np.empty(most, np.int64)
    lengths = np.zeros(most + 1, np.int64)
    many = place = 0
    for number in range(len(amounts)):
        rest, size = amounts[number], starts[number + 1] - starts[number]
        while rest > 0:
            part = rest
            for k in range(starts[number], starts[number + 1]):
                group = groups[k]
                while at[group] < ends[group + 1] - 1 and left[order[at[group]]] <= 0:
                    at[group] += 1
                have = left[order[at[group]]]
                if 0 < have < part:
                    part = have
            if place + size > len(told):
                told = np.concatenate((told, np.empty(len(told) + size, np.int32)))
            rows = np.empty(size, np.int32)
            for k in range(size):
                rows[k] = order[at[groups[starts[number] + k]]]
                left[rows[k]] -= part
            told[place : place + size] = np.sort(rows)
            place, parts[many] = place + size, part
            many, rest = many + 1, rest - part
            lengths[many] = size
    return np.cumsum(lengths[: many + 1]), told[:place].copy(), parts[:many].copy()


def carried_sets(before: Gathered, sets: OddSets, after: Gathered) -> OddSets:
    """Return odd sets of groups as sets of the groups of a later reduction; those that fell apart go."""
    return carried(before, sets, after)[0]


def carried(before: Gathered, sets: OddSets, after: Gathered) -> tuple[OddSets, Flags]:
    """Return odd sets of groups as sets of the groups of a later reduction, and which are still sets."""
    rows = np.full(before.cover.rows, -1, np.int64)
    kept = np.flatnonzero(before.groups >= 0)
    rows[before.groups[kept]] = after.groups[kept]
    found = rows[sets.rows]
    numbers = np.repeat(np.arange(len(sets)), np.diff(sets.starts))
    order = np.lexsort((found, numbers))
    found, numbers = found[order], numbers[order]
    twins = np.flatnonzero((found[1:] == found[:-1]) & (numbers[1:] == numbers[:-1]))
    lost = np.zeros(len(sets), bool)
    lost[numbers[found < 0]] = lost[numbers[twins]] = True
    lengths = np.diff(sets.starts)[~lost]
    ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    return OddSets(ends, found[~lost[numbers]].astype(np.int32)), ~lost
