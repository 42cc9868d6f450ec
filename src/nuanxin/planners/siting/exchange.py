"""Exchange 交换: a plan of least distance is improved by shutting one site and opening another.

Net losses after Whitaker (1983) and Resende and Werneck (2007): for each row the nearest and second
nearest open site are known, so that all exchanges are weighed in one pass over the pairs that matter.
"""

from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Ints, Places, compiled
from nuanxin.planners.siting.search import drawn


class Lists(NamedTuple):
    """Costs by row, cheapest first, and by site; ``far`` is what a row costs where no site is open."""

    starts: Ints
    items: Places
    costs: Ints
    column_starts: Ints
    rows: Places
    column_costs: Ints
    far: Ints
    held: Flags


@compiled
def turned_costs(starts: Ints, items: Places, costs: Ints, columns: int) -> tuple[Ints, Places, Ints]:
    """Return lists by row as lists by site."""
    ends = np.zeros(columns + 1, np.int64)
    for item in items:
        ends[item + 1] += 1
    for column in range(columns):
        ends[column + 1] += ends[column]
    place = ends[:-1].copy()
    found, paid = np.empty(len(items), np.int32), np.empty(len(items), np.int64)
    for row in range(len(starts) - 1):
        for k in range(starts[row], starts[row + 1]):
            column = items[k]
            found[place[column]], paid[place[column]] = row, costs[k]
            place[column] += 1
    return ends, found, paid


@compiled
def nearest(lists: Lists, opened: Flags) -> tuple[Places, Ints, Ints, int]:
    """Return for each row its cheapest open site (or -1), that cost and the second, and the total."""
    rows = len(lists.far)
    site, first, second = np.full(rows, -1, np.int32), lists.far.copy(), lists.far.copy()
    total = 0
    for row in range(rows):
        for k in range(lists.starts[row], lists.starts[row + 1]):
            if opened[lists.items[k]]:
                if site[row] < 0:
                    site[row], first[row] = lists.items[k], lists.costs[k]
                else:
                    second[row] = lists.costs[k]
                    break
        total += first[row]
    return site, first, second, total


@compiled
def weighed(lists: Lists, site: Places, first: Ints, second: Ints, comer: int, change: Ints) -> int:
    """Return what opening a site saves; ``change`` (losses by open site) is lowered by what it takes over."""
    gain = 0
    for k in range(lists.column_starts[comer], lists.column_starts[comer + 1]):
        row, cost = lists.rows[k], lists.column_costs[k]
        if cost < first[row]:
            gain += first[row] - cost
            if site[row] >= 0:
                change[site[row]] -= second[row] - first[row]
        elif cost < second[row] and site[row] >= 0:
            change[site[row]] -= second[row] - cost
    return gain


@compiled
def best_exchange(lists: Lists, opened: Flags, chance: Ints) -> tuple[int, int, int]:
    """Return the site to open, the one to shut and the cost saved by the best exchange; ties by chance."""
    site, first, second, _ = nearest(lists, opened)
    losses = np.zeros(len(opened), np.int64)
    for row in range(len(first)):
        if site[row] >= 0:
            losses[site[row]] += second[row] - first[row]
    standing, shut = np.flatnonzero(opened), np.flatnonzero(opened & ~lists.held)
    best, comes, goes, ties = 0, -1, -1, 1
    change = losses.copy()
    for j in range(len(opened) if len(shut) else 0):
        if opened[j]:
            continue
        gain = weighed(lists, site, first, second, j, change)
        least = shut[np.argmin(change[shut])]
        saved = gain - change[least]
        ties = 1 if saved > best else ties + 1
        if saved > best or (saved == best and saved > 0 and drawn(chance, ties) == 0):
            best, comes, goes = saved, j, least
        for other in standing:
            change[other] = losses[other]
    return comes, goes, best


@compiled
def exchanged(lists: Lists, opened: Flags, chance: Ints) -> int:
    """Exchange sites of a plan while that saves anything; return what the plan costs."""
    while True:
        comes, goes, saved = best_exchange(lists, opened, chance)
        if saved <= 0:
            return int(nearest(lists, opened)[3])
        opened[comes], opened[goes] = True, False


@compiled
def opened_greedily(lists: Lists, opened: Flags, count: int) -> None:
    """Open ``count`` sites more, each time the one that saves most; fewer where there are fewer."""
    _, first, _, _ = nearest(lists, opened)
    for _turn in range(count):
        best, comes = -1, -1
        for j in range(len(opened)):
            if opened[j]:
                continue
            gain = 0
            for k in range(lists.column_starts[j], lists.column_starts[j + 1]):
                gain += max(0, first[lists.rows[k]] - lists.column_costs[k])
            if gain > best:
                best, comes = gain, j
        if comes < 0:
            return
        opened[comes] = True
        for k in range(lists.column_starts[comes], lists.column_starts[comes + 1]):
            row = lists.rows[k]
            first[row] = min(first[row], lists.column_costs[k])


@compiled
def shaken_plan(lists: Lists, opened: Flags, many: int, chance: Ints) -> None:
    """Shut ``many`` sites at random and open as many others."""
    for _turn in range(many):
        goes = np.flatnonzero(opened & ~lists.held)
        comes = np.flatnonzero(~opened)
        if len(goes) == 0 or len(comes) == 0:
            return
        opened[goes[drawn(chance, len(goes))]] = False
        opened[comes[drawn(chance, len(comes))]] = True
