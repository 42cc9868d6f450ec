"""Exchange 交换: a plan of least distance is improved by shutting one site and opening another.

Net losses after Whitaker (1983) and Resende and Werneck (2007): for each row the nearest and second
nearest open site are known, so that all exchanges are weighed in one pass over the pairs that matter.
"""

from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Ints, Places, compiled
from nuanxin.planners.siting.search import drawn


class Lists(NamedTuple):
    """Costs by row, cheapest first; ``far`` is what a row costs where no site is open.

    ``held`` is for each site whether it stays open whatever is exchanged.
    """

    starts: Ints
    items: Places
    costs: Ints
    far: Ints
    held: Flags


class Columns(NamedTuple):
    """The same costs by site."""

    starts: Ints
    rows: Places
    costs: Ints


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
def relief(lists: Lists, site: Places, first: Ints, second: Ints) -> tuple[Ints, Ints, Places, Ints]:
    """Return what opening each site saves, and by how much it makes shutting others less of a loss.

    The latter as compressed rows by site: ``ends``, the open sites, the amounts. Only pairs cheaper than
    a row's second nearest open site matter, and lists are in that order.
    """
    sites = len(lists.held)
    gains, ends = np.zeros(sites, np.int64), np.zeros(sites + 1, np.int64)
    whose, amounts, place = np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.int64)
    for writing in range(2):
        if writing:
            for j in range(sites):
                ends[j + 1] += ends[j]
            whose, amounts, place = (
                np.empty(ends[-1], np.int32),
                np.empty(ends[-1], np.int64),
                ends[:-1].copy(),
            )
        for row in range(len(first)):
            for k in range(lists.starts[row], lists.starts[row + 1]):
                j, cost = lists.items[k], lists.costs[k]
                if cost >= second[row]:
                    break
                if not writing:
                    ends[j + 1] += 1
                    continue
                gains[j] += max(0, first[row] - cost)
                whose[place[j]], amounts[place[j]] = site[row], second[row] - max(cost, first[row])
                place[j] += 1
    return gains, ends, whose, amounts


@compiled
def best_exchange(lists: Lists, opened: Flags, chance: Ints) -> tuple[int, int, int]:
    """Return the site to open, the one to shut and the cost saved by the best exchange; ties by chance."""
    site, first, second, _ = nearest(lists, opened)
    losses = np.zeros(len(opened), np.int64)
    for row in range(len(first)):
        if site[row] >= 0:
            losses[site[row]] += second[row] - first[row]
    shut = np.flatnonzero(opened & ~lists.held)
    shut = shut[np.argsort(losses[shut], kind="mergesort")]
    gains, ends, whose, amounts = relief(lists, site, first, second)
    best, comes, goes, ties = 0, -1, -1, 1
    less = np.zeros(len(opened), np.int64)
    for j in range(len(opened) if len(shut) else 0):
        if opened[j]:
            continue
        mine, by = whose[ends[j] : ends[j + 1]], amounts[ends[j] : ends[j + 1]]
        least = least_lost(lists, losses, less, shut, mine, by)
        saved = gains[j] - losses[least] + less[least]
        ties = 1 if saved > best else ties + 1
        if saved > best or (saved == best and saved > 0 and drawn(chance, ties) == 0):
            best, comes, goes = saved, j, least
        for other in mine:
            if other >= 0:
                less[other] = 0
    return comes, goes, best


@compiled
def least_lost(lists: Lists, losses: Ints, less: Ints, shut: Ints, whose: Places, amounts: Ints) -> int:
    """Return the open site whose shutting loses least beside a new one; ``less`` is what that relieves."""
    for k in range(len(whose)):
        if whose[k] >= 0:
            less[whose[k]] += amounts[k]
    least = shut[0]
    for other in shut:
        if less[other] == 0:
            if losses[other] < losses[least] - less[least]:
                least = other
            break
    for other in whose:
        if other >= 0 and not lists.held[other] and losses[other] - less[other] < losses[least] - less[least]:
            least = other
    return int(least)


@compiled
def exchanged(lists: Lists, opened: Flags, chance: Ints) -> int:
    """Exchange sites of a plan while that saves anything; return what the plan costs."""
    while True:
        comes, goes, saved = best_exchange(lists, opened, chance)
        if saved <= 0:
            return int(nearest(lists, opened)[3])
        opened[comes], opened[goes] = True, False


@compiled
def opened_greedily(lists: Lists, columns: Columns, opened: Flags, count: int) -> None:
    """Open ``count`` sites more, each time the one that saves most; fewer where there are fewer.

    What a site saves only falls as others open, so that only the most promising are worked out again.
    """
    _, first, _, _ = nearest(lists, opened)
    gains = np.full(len(opened), 2**62)
    gains[opened] = -1
    for _turn in range(min(count, len(opened) - int(opened.sum()))):
        while True:
            comes, gain = int(gains.argmax()), 0
            for k in range(columns.starts[comes], columns.starts[comes + 1]):
                gain += max(0, first[columns.rows[k]] - columns.costs[k])
            known, gains[comes] = gains[comes] == gain, gain
            if known:
                break
        opened[comes], gains[comes] = True, -1
        for k in range(columns.starts[comes], columns.starts[comes + 1]):
            row = columns.rows[k]
            first[row] = min(first[row], columns.costs[k])


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
