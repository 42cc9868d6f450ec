"""Bounds of least distance 下界 by multipliers: a row may pay its multiplier, or sites may undercut it.

Relaxing "every row goes to one open site" with a multiplier a row leaves a question answered by sorting
the sites by what they undercut (Cornuejols, Fisher and Nemhauser 1977); only the pairs cheaper than a
row's multiplier are looked at. Multipliers are whole, in units of a ``scale``-th of a cost.
"""

from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places, compiled
from nuanxin.planners.siting.exchange import Lists


@compiled
def undercut(lists: Lists, multipliers: Ints, scale: int, sites: int) -> Ints:
    """Return for each site what it would undercut all multipliers by, 0 or less."""
    found = np.zeros(sites, np.int64)
    for row in range(len(multipliers)):
        for k in range(lists.starts[row], lists.starts[row + 1]):
            by = lists.costs[k] * scale - multipliers[row]
            if by >= 0:
                break
            found[lists.items[k]] += by
    return found


@compiled
def taken(numbers: Ints, states: Places, count: int) -> tuple[Ints, int]:
    """Return the free sites in the order in which the relaxed question opens them, and how many it does.

    ``count`` is how many more may be opened; states are 0 free, 1 open, -1 shut.
    """
    free = np.flatnonzero(states == 0)
    order = free[np.argsort(numbers[free], kind="mergesort")]
    many = 0
    while many < min(count, len(order)) and numbers[order[many]] < 0:
        many += 1
    return order, many


@compiled
def relaxed_bound(numbers: Ints, multipliers: Ints, states: Places, count: int) -> tuple[int, Ints, int]:
    """Return the bound in scaled units, the order of the free sites and how many are opened."""
    order, many = taken(numbers, states, count)
    whole = multipliers.sum()
    for place in range(many):
        whole += numbers[order[place]]
    for j in range(len(states)):
        if states[j] == 1:
            whole += numbers[j]
    return whole, order, many


class Near(NamedTuple):
    """The pairs that steps look at, in scaled costs: by row, cheapest first, and by site.

    A row's multiplier stays at or below its ``most``; dearer pairs are left out.
    """

    starts: Ints
    items: Places
    costs: Floats
    site_starts: Ints
    rows: Places
    site_costs: Floats
    most: Floats


@compiled
def near(lists: Lists, states: Places, scale: int, multipliers: Ints) -> Near:
    """Return the pairs with sites that are not shut, up to somewhat more than a row's multiplier is now."""
    rows = len(multipliers)
    most, starts = (lists.far * scale).astype(np.float64), np.zeros(rows + 1, np.int64)
    ends = np.zeros(len(states) + 1, np.int64)
    for row in range(rows):
        many, limit = 0, multipliers[row] + multipliers[row] // 3
        for k in range(lists.starts[row], lists.starts[row + 1]):
            if lists.costs[k] * scale > limit:
                most[row] = lists.costs[k] * scale
                break
            if states[lists.items[k]] != -1:
                many += 1
                ends[lists.items[k] + 1] += 1
        starts[row + 1] = starts[row] + many
    ends = np.cumsum(ends)
    items, costs, places = np.empty(starts[-1], np.int32), np.empty(starts[-1]), ends.copy()
    by_site, site_costs = np.empty(starts[-1], np.int32), np.empty(starts[-1])
    for row in range(rows):
        place, k = starts[row], lists.starts[row]
        while place < starts[row + 1]:
            site = lists.items[k]
            if states[site] != -1:
                items[place], costs[place] = site, lists.costs[k] * scale
                by_site[places[site]], site_costs[places[site]] = row, costs[place]
                places[site] += 1
                place += 1
            k += 1
    return Near(starts, items, costs, ends, by_site, site_costs, most)


@compiled
def raised(
    lists: Lists, states: Places, count: int, scale: int, value: int, best: Ints, often: Floats, step: Floats
) -> None:
    """Raise the bound of a case; its multipliers go to ``best``.

    ``often`` becomes how often each site was opened lately; ``step`` is the length to begin with, the
    number of steps at most, and how many without help halve it. ``value`` is the best plan's cost.
    """
    pairs, goal = near(lists, states, scale, best), float(value) * scale
    multipliers, direction = best.astype(np.float64), np.zeros(len(best))
    top, since, length = -np.inf, 0, step[0]
    often[:] = 0.0
    opened, numbers = np.zeros(len(states), np.bool_), np.zeros(len(states))
    found = multipliers.copy()
    for _turn in range(int(step[1])):
        _undercut(pairs, multipliers, numbers)
        whole = multipliers.sum() + _wished(numbers, states, count, opened)
        for j in range(len(often)):
            often[j] += 0.1 * (opened[j] - often[j])
        since += 1
        if whole > top:
            if whole > top + (goal - top) * 1e-3:
                since = 0
            top = whole
            found[:] = multipliers
        if top > goal - scale or length < 1e-3:
            break
        if since >= step[2]:
            length, since = length / 2, 0
            multipliers[:] = found
            direction[:] = 0.0
        elif not _stepped(pairs, multipliers, direction, opened, length * (goal - whole)):
            break
    best[:] = np.rint(found).astype(np.int64)


@compiled
def _undercut(pairs: Near, multipliers: Floats, numbers: Floats) -> None:
    """Put for each site what it would undercut all multipliers by, 0 or less."""
    numbers[:] = 0
    for row in range(len(multipliers)):
        most = multipliers[row]
        for k in range(pairs.starts[row], pairs.starts[row + 1]):
            by = pairs.costs[k] - most
            if by >= 0:
                break
            numbers[pairs.items[k]] += by


@compiled
def _wished(numbers: Floats, states: Places, count: int, opened: Flags) -> float:
    """Open the sites that a case's relaxed question opens; return what they undercut together."""
    whole, free = 0.0, np.empty(len(numbers), np.int64)
    many = 0
    for j in range(len(numbers)):
        opened[j] = states[j] == 1
        if opened[j]:
            whole += numbers[j]
        elif states[j] == 0 and numbers[j] < 0:
            free[many] = j
            many += 1
    chosen = free[:many]
    if many > count:
        chosen = _least(numbers, chosen, count)
    for j in chosen:
        opened[j] = True
        whole += numbers[j]
    return whole


@compiled
def _least(numbers: Floats, places: Ints, count: int) -> Ints:
    """Return the ``count`` places with the least numbers."""
    if count > 40:
        return places[np.argsort(numbers[places], kind="mergesort")[:count]]
    found, many = np.empty(count, np.int64), 0
    for j in places:
        if many == count and (count == 0 or numbers[j] >= numbers[found[count - 1]]):
            continue
        place = min(many, count - 1)
        many = min(many + 1, count)
        while place > 0 and numbers[found[place - 1]] > numbers[j]:
            found[place] = found[place - 1]
            place -= 1
        found[place] = j
    return found


@compiled
def _stepped(pairs: Near, multipliers: Floats, direction: Floats, opened: Flags, rise: float) -> bool:
    """Step towards each row being undercut exactly once; return whether there was anywhere to go."""
    slope, square = np.ones(len(multipliers)), 0.0
    for j in range(len(opened)):
        if opened[j]:
            for k in range(pairs.site_starts[j], pairs.site_starts[j + 1]):
                row = pairs.rows[k]
                if pairs.site_costs[k] < multipliers[row]:
                    slope[row] -= 1.0
    for row in range(len(multipliers)):
        turn = slope[row] + 0.9 * direction[row]
        if turn > 0 and multipliers[row] >= pairs.most[row]:
            turn = 0.0
        direction[row] = turn
        square += turn * turn
    if square == 0.0:
        return False
    factor = rise / square
    for row in range(len(multipliers)):
        multipliers[row] = min(pairs.most[row], max(0.0, multipliers[row] + factor * direction[row]))
    return True
