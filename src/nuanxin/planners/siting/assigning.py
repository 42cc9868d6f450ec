"""Bounds of least distance 下界 by multipliers: a row may pay its multiplier, or sites may undercut it.

Relaxing "every row goes to one open site" with a multiplier a row leaves a question answered by sorting
the sites by what they undercut (Cornuejols, Fisher and Nemhauser 1977); only the pairs cheaper than a
row's multiplier are looked at. Multipliers are whole, in units of a ``scale``-th of a cost.
"""

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places, compiled
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


@compiled
def raised(
    lists: Lists, states: Places, count: int, scale: int, value: int, best: Ints, often: Floats, step: Floats
) -> int:
    """Raise the bound of a case; return it in scaled units, with its multipliers in ``best``.

    ``often`` becomes how often each site was opened lately; ``step`` is the length to begin with, the
    number of steps at most, and how many without help halve it. ``value`` is the best plan's cost.
    """
    multipliers, direction = best.copy(), np.zeros(len(best))
    top, since, length = -(2**62), 0, step[0]
    often[:] = 0.0
    opened = np.zeros(len(states))
    for _turn in range(int(step[1])):
        numbers = undercut(lists, multipliers, scale, len(states))
        whole, order, many = relaxed_bound(numbers, multipliers, states, count)
        opened[:] = states == 1
        opened[order[:many]] = 1.0
        for j in range(len(often)):
            often[j] += 0.1 * (opened[j] - often[j])
        since += 1
        if whole > top:
            if whole > top + (value * scale - top) * 1e-3:
                since = 0
            top = whole
            best[:] = multipliers
        if top > (value - 1) * scale or length < 1e-3:
            break
        if since >= step[2]:
            length, since = length / 2, 0
            multipliers[:] = best
            direction[:] = 0.0
            continue
        gap = value * scale - whole
        if not _stepped(lists, multipliers, direction, opened, scale, length * gap):
            break
    return top


@compiled
def _stepped(
    lists: Lists, multipliers: Ints, direction: Floats, opened: Floats, scale: int, rise: float
) -> bool:
    """Step towards each row being undercut exactly once; return whether there was anywhere to go."""
    square = 0.0
    for row in range(len(multipliers)):
        slope = 1.0
        for k in range(lists.starts[row], lists.starts[row + 1]):
            if lists.costs[k] * scale >= multipliers[row]:
                break
            slope -= opened[lists.items[k]]
        turn = slope + 0.5 * direction[row]
        if turn > 0 and multipliers[row] >= lists.far[row] * scale:
            turn = 0.0
        direction[row] = turn
        square += turn * turn
    if square == 0.0:
        return False
    for row in range(len(multipliers)):
        after = multipliers[row] + int(rise / square * direction[row])
        multipliers[row] = min(lists.far[row] * scale, max(0, after))
    return True
