"""Odd sets 奇集: rows of which the relaxation covers more than any plan can, found by what it leaves loose.

Of three rows no two of which one open site need reach alone, half-open sites cover all three, and a whole
site two. A set is told by its rows; half of the sum of "a row counts at most the sites that reach it" and
"a row counts once" over them, rounded, is what cuts (Chvátal and Gomory; `certificate` says why it holds).
The relaxation breaks it where the sites that reach an odd number of the rows, and what the sums leave
loose, weigh less than 1 together.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places, compiled
from nuanxin.planners.siting.cover import Cover
from nuanxin.planners.siting.search import drawn
from nuanxin.planners.siting.staging import OddSets

LARGEST = 9
"""Rows in a set."""
BROKEN = 0.93
"""What may be loose in a set worth telling."""
KEPT = 3
"""Sets of three kept for each row."""
LEG = 200
"""Rows between two questions whether to stop."""
WALKS = 5
"""Walks from each row towards larger sets."""


class Loose(NamedTuple):
    """What the relaxation leaves: sites opened in part by row, rows nearly settled by site, and how loose."""

    starts: Ints
    sites: Places
    site_starts: Ints
    site_rows: Places
    shares: Floats
    slack: Floats
    weights: Floats


class Sack(NamedTuple):
    """A set as it grows: which sites reach an odd number of its rows, its rows, and marks of the search."""

    odd: Flags
    inside: Flags
    seen: Ints
    rows: Ints


def odd_sets(
    cover: Cover,
    weights: Ints,
    shares: Floats,
    met: Floats,
    most: int,
    chance: Ints,
    stopped: Callable[[], bool] | None = None,
    *,
    larger: bool = True,
) -> OddSets:
    """Return at most ``most`` odd sets that a relaxation breaks, those that promise most first.

    ``shares`` is how far each site is open in it, ``met`` how far each row is covered. ``larger`` sets are
    looked for where sets of three are fewer. ``stopped`` is asked now and then: what was found is returned.
    """
    if not len(weights):
        return OddSets()
    reached = np.add.reduceat(shares[cover.items], cover.starts[:-1])
    slack = np.maximum(reached - met, 0) + np.maximum(1 - met, 0)
    loose = _loosened(cover.starts, cover.items, shares, slack, weights.astype(float))
    threes = [_threes(loose, *span) for span in _legs(len(weights), stopped)]
    walked = list[tuple[Places, Floats]]()
    if larger and sum(len(part[0]) for part in threes) < most:
        walked = [_walked(loose, chance, *span) for span in _legs(len(weights), stopped)]
    none = np.zeros((0, LARGEST), np.int32), np.zeros(0)
    parts = [none, *threes, *walked]
    rows, scores = np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])
    rows = np.sort(rows, axis=1)
    _, first = np.unique(rows, axis=0, return_index=True)
    first = first[np.argsort(-scores[first], kind="stable")][:most]
    lengths = (rows[first] >= 0).sum(axis=1)
    kept = rows[first]
    return OddSets(
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64), kept[kept >= 0].astype(np.int32)
    )


def _legs(rows: int, stopped: Callable[[], bool] | None) -> Iterator[tuple[int, int]]:
    """Yield spans of rows until told to stop."""
    for first in range(0, rows, LEG):
        if stopped is not None and stopped():
            return
        yield first, min(rows, first + LEG)


@compiled
def _loosened(starts: Ints, items: Places, shares: Floats, slack: Floats, weights: Floats) -> Loose:
    """Return the sites opened in part, by row and, for rows with little slack, by site."""
    rows, sites = len(starts) - 1, len(shares)
    ends, site_ends = np.zeros(rows + 1, np.int64), np.zeros(sites + 1, np.int64)
    found = np.empty(len(items), np.int32)
    place = 0
    for row in range(rows):
        for k in range(starts[row], starts[row + 1]):
            if shares[items[k]] > 1e-7:
                found[place] = items[k]
                place += 1
                if slack[row] < BROKEN:
                    site_ends[items[k] + 1] += 1
        ends[row + 1] = place
    for site in range(sites):
        site_ends[site + 1] += site_ends[site]
    at = site_ends[:-1].copy()
    held = np.empty(site_ends[-1], np.int32)
    for row in range(rows):
        if slack[row] < BROKEN:
            for k in range(ends[row], ends[row + 1]):
                held[at[found[k]]] = row
                at[found[k]] += 1
    return Loose(ends, found[:place].copy(), site_ends, held, shares, slack, weights)


@compiled
def _sack(loose: Loose) -> Sack:
    """Return an empty sack."""
    rows = len(loose.slack)
    return Sack(
        np.zeros(len(loose.shares), np.bool_),
        np.zeros(rows, np.bool_),
        np.full(rows, -1, np.int64),
        np.empty(rows, np.int64),
    )


@compiled
def _change(loose: Loose, sack: Sack, row: int) -> float:
    """Return how much looser a set gets when a row joins it."""
    change = loose.slack[row]
    for k in range(loose.starts[row], loose.starts[row + 1]):
        share = loose.shares[loose.sites[k]]
        change += -share if sack.odd[loose.sites[k]] else share
    return float(change)


@compiled
def _toggle(loose: Loose, sack: Sack, row: int) -> None:
    """Let a row join a set or leave it."""
    sack.inside[row] = not sack.inside[row]
    for k in range(loose.starts[row], loose.starts[row + 1]):
        sack.odd[loose.sites[k]] = not sack.odd[loose.sites[k]]


@compiled
def _threes(loose: Loose, first: int, last: int) -> tuple[Places, Floats]:
    """Return the best few sets of three of each row of a span with later ones, and what they promise."""
    rows, sack = last - first, _sack(loose)
    found, scores = np.full((rows * KEPT, LARGEST), -1, np.int32), np.zeros(rows * KEPT)
    many = 0
    top, seconds, thirds = np.zeros(KEPT), np.zeros(KEPT, np.int64), np.zeros(KEPT, np.int64)
    for row in range(first, last):
        if loose.slack[row] >= BROKEN:
            continue
        top[:] = 0.0
        near = _near(loose, sack, row)
        _toggle(loose, sack, row)
        for a in range(near):
            second = sack.rows[a]
            if loose.slack[row] + loose.slack[second] < BROKEN:
                _third(loose, sack, row, a, near, top, seconds, thirds)
        _toggle(loose, sack, row)
        for k in range(KEPT):
            if top[k] > 0:
                found[many, 0], found[many, 1], found[many, 2] = row, seconds[k], thirds[k]
                scores[many] = top[k]
                many += 1
    return found[:many], scores[:many]


@compiled
def _near(loose: Loose, sack: Sack, row: int) -> int:
    """Write the later rows that share a site with a row into the sack; return how many."""
    near = 0
    for k in range(loose.starts[row], loose.starts[row + 1]):
        site = loose.sites[k]
        for m in range(loose.site_starts[site], loose.site_starts[site + 1]):
            other = loose.site_rows[m]
            if other > row and sack.seen[other] != row:
                sack.seen[other] = row
                sack.rows[near] = other
                near += 1
    return near


@compiled
def _third(
    loose: Loose, sack: Sack, row: int, a: int, near: int, top: Floats, seconds: Ints, thirds: Ints
) -> None:
    """Try every third row beside a row in the sack and the second at ``a``; keep the best few."""
    second = sack.rows[a]
    apart = loose.slack[row] + loose.slack[second]
    _toggle(loose, sack, second)
    for part in (row, second):
        for k in range(loose.starts[part], loose.starts[part + 1]):
            if sack.odd[loose.sites[k]]:
                apart += loose.shares[loose.sites[k]]
    for b in range(a + 1, near):
        third = sack.rows[b]
        whole = apart + _change(loose, sack, third)
        if whole >= BROKEN:
            continue
        least = min(loose.weights[row], loose.weights[second], loose.weights[third])
        score, k = (1 - whole) / 2 * least, KEPT - 1
        if score > top[k]:
            while k > 0 and top[k - 1] < score:
                top[k], seconds[k], thirds[k] = top[k - 1], seconds[k - 1], thirds[k - 1]
                k -= 1
            top[k], seconds[k], thirds[k] = score, second, third
    _toggle(loose, sack, second)


@compiled
def _walked(loose: Loose, chance: Ints, first: int, last: int) -> tuple[Places, Floats]:
    """Return sets grown from each row of a span, a row at a time, the least loose first or by chance."""
    rows, sack = last - first, _sack(loose)
    found, scores = np.full((rows * WALKS, LARGEST), -1, np.int32), np.zeros(rows * WALKS)
    many, stamp = 0, 0
    for row in range(first, last):
        if loose.slack[row] >= BROKEN:
            continue
        for walk in range(WALKS):
            size, best, score = 1, 0, 0.0
            sack.rows[0], least = row, loose.weights[row]
            whole = _change(loose, sack, row)
            _toggle(loose, sack, row)
            while size < LARGEST and whole < 4:
                stamp += 1
                joins = _joining(loose, sack, size, 0.5 * walk / WALKS, stamp, chance)
                if joins < 0:
                    break
                whole += _change(loose, sack, joins)
                _toggle(loose, sack, joins)
                sack.rows[size], least, size = joins, min(least, loose.weights[joins]), size + 1
                if size % 2 == 1 and whole < BROKEN and (1 - whole) / 2 * least > score:
                    best, score = size, (1 - whole) / 2 * least
            for k in range(size):
                _toggle(loose, sack, sack.rows[k])
            if best > 0:
                scores[many] = score
                found[many, :best] = sack.rows[:best]
                many += 1
    return found[:many], scores[:many]


@compiled
def _joining(loose: Loose, sack: Sack, size: int, noise: float, stamp: int, chance: Ints) -> int:
    """Return the row that leaves the set in the sack least loose, noise added; -1 where none is near."""
    best, least = -1, np.inf
    for a in range(size):
        row = sack.rows[a]
        for k in range(loose.starts[row], loose.starts[row + 1]):
            site = loose.sites[k]
            if not sack.odd[site]:
                continue
            for m in range(loose.site_starts[site], loose.site_starts[site + 1]):
                other = loose.site_rows[m]
                if sack.seen[other] == stamp or sack.inside[other]:
                    continue
                sack.seen[other] = stamp
                change = _change(loose, sack, other)
                if noise > 0:
                    change += noise * drawn(chance, 1 << 20) / (1 << 20)
                if change < least:
                    best, least = other, change
    return best
