"""Domination 支配: a row that asks more than another may be dropped, and a site that reaches less."""

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Ints, Places, compiled
from nuanxin.planners.siting.dominance import NOBODY


@compiled
def within(starts: Ints, items: Places, one: int, other: int) -> bool:
    """Return whether all items of a row (ascending) are among another's."""
    k, m = starts[one], starts[other]
    while k < starts[one + 1] and m < starts[other + 1]:
        if items[k] == items[m]:
            k += 1
            m += 1
        elif items[m] < items[k]:
            m += 1
        else:
            return False
    return bool(k == starts[one + 1])


@compiled
def containing(starts: Ints, items: Places, turned_starts: Ints, turned_items: Places, asked: Ints) -> Flags:
    """Return which rows hold all items of some other row that asks at least as much; of twins the later."""
    rows = len(starts) - 1
    out = np.zeros(rows, np.bool_)
    for row in range(rows):
        if starts[row] == starts[row + 1] or out[row]:
            continue
        rare = items[starts[row]]
        for k in range(starts[row], starts[row + 1]):
            item = items[k]
            if turned_starts[item + 1] - turned_starts[item] < turned_starts[rare + 1] - turned_starts[rare]:
                rare = item
        for k in range(turned_starts[rare], turned_starts[rare + 1]):
            other = turned_items[k]
            larger = starts[other + 1] - starts[other] - (starts[row + 1] - starts[row])
            if other == row or out[other] or larger < 0 or asked[other] > asked[row]:
                continue
            twins = larger == 0 and asked[other] == asked[row]
            if (not twins or other > row) and within(starts, items, row, other):
                out[other] = True
    return out


@compiled
def outdone_by(
    starts: Ints, items: Places, turned_starts: Ints, turned_items: Places, costs: Ints, may: Flags
) -> Places:
    """Return for each row (a site) one that holds all its items and costs no more; of twins the earlier.

    It is the row itself where there is none, `NOBODY` where it has no items. Only those that ``may`` outdo.
    """
    rows = len(starts) - 1
    by = np.arange(rows).astype(np.int32)
    for row in range(rows):
        if starts[row] == starts[row + 1]:
            by[row] = NOBODY
            continue
        rare = items[starts[row]]
        for k in range(starts[row], starts[row + 1]):
            item = items[k]
            if turned_starts[item + 1] - turned_starts[item] < turned_starts[rare + 1] - turned_starts[rare]:
                rare = item
        for k in range(turned_starts[rare], turned_starts[rare + 1]):
            other = turned_items[k]
            if other == row or by[other] != other or not may[other] or costs[other] > costs[row]:
                continue
            twins = starts[other + 1] - starts[other] == starts[row + 1] - starts[row]
            even = twins and costs[other] == costs[row] and may[row]
            if (not even or other < row) and within(starts, items, row, other):
                by[row] = other
                break
    for row in range(rows):
        while by[row] >= 0 and by[by[row]] != by[row]:
            by[row] = by[by[row]]
    return by
