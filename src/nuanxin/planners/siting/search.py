"""Plans by search 启发: a hand of open sites, shut and opened one at a time."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places, compiled
from nuanxin.planners.siting.cover import Cover

UNLIMITED = 2**60
LEG_PAIRS = 5e8
"""Exchanges times pairs between two questions whether to stop."""


class Board(NamedTuple):
    """What is played on: the cover by row and by candidate, weights, costs and near pairs."""

    row_starts: Ints
    row_items: Places
    starts: Ints
    items: Places
    weights: Ints
    costs: Ints
    apart_starts: Ints
    apart: Places
    sites: int
    budget: int


class Hand(NamedTuple):
    """What is open. ``times`` and ``owners`` say how often a row is covered and the sum of by whom;
    ``gains`` what opening a site adds, ``losses`` what shutting it takes; ``blocked`` how many open sites
    stand too near; ``used`` is sites, cost and value.
    """

    open: Flags
    times: Places
    owners: Ints
    gains: Ints
    losses: Ints
    blocked: Places
    used: Ints


def board(cover: Cover, weights: Ints, count: int, costs: Ints, budget: int, pairs: Places) -> Board:
    """Return the board of a reduced question; ``pairs`` (shape (n, 2)) may not be open both."""
    columns = cover.by_candidate()
    ends = np.concatenate((pairs, pairs[:, ::-1])) if len(pairs) else np.zeros((0, 2), np.int32)
    ends = ends[np.argsort(ends[:, 0], kind="stable")]
    starts = np.searchsorted(ends[:, 0], np.arange(cover.candidates + 1)).astype(np.int64)
    near = np.ascontiguousarray(ends[:, 1]).astype(np.int32)
    return Board(
        cover.starts, cover.items, columns.starts, columns.items, weights, costs, starts, near, count, budget
    )


@compiled
def empty_hand(board: Board) -> Hand:
    """Return a hand in which nothing is open."""
    rows, sites = len(board.weights), len(board.costs)
    gains = np.zeros(sites, np.int64)
    for j in range(sites):
        for k in range(board.starts[j], board.starts[j + 1]):
            gains[j] += board.weights[board.items[k]]
    return Hand(
        np.zeros(sites, np.bool_),
        np.zeros(rows, np.int32),
        np.zeros(rows, np.int64),
        gains,
        np.zeros(sites, np.int64),
        np.zeros(sites, np.int32),
        np.zeros(3, np.int64),
    )


@compiled
def add(board: Board, hand: Hand, site: int) -> None:
    """Open a site."""
    hand.open[site] = True
    hand.used[0] += 1
    hand.used[1] += board.costs[site]
    hand.used[2] += hand.gains[site]
    for k in range(board.starts[site], board.starts[site + 1]):
        row = board.items[k]
        if hand.times[row] == 0:
            weight = board.weights[row]
            hand.losses[site] += weight
            for m in range(board.row_starts[row], board.row_starts[row + 1]):
                hand.gains[board.row_items[m]] -= weight
        elif hand.times[row] == 1:
            hand.losses[hand.owners[row]] -= board.weights[row]
        hand.times[row] += 1
        hand.owners[row] += site
    for k in range(board.apart_starts[site], board.apart_starts[site + 1]):
        hand.blocked[board.apart[k]] += 1


@compiled
def drop(board: Board, hand: Hand, site: int) -> None:
    """Shut a site."""
    hand.open[site] = False
    hand.used[0] -= 1
    hand.used[1] -= board.costs[site]
    hand.used[2] -= hand.losses[site]
    for k in range(board.starts[site], board.starts[site + 1]):
        row = board.items[k]
        hand.times[row] -= 1
        hand.owners[row] -= site
        if hand.times[row] == 0:
            weight = board.weights[row]
            hand.losses[site] -= weight
            for m in range(board.row_starts[row], board.row_starts[row + 1]):
                hand.gains[board.row_items[m]] += weight
        elif hand.times[row] == 1:
            hand.losses[hand.owners[row]] += board.weights[row]
    for k in range(board.apart_starts[site], board.apart_starts[site + 1]):
        hand.blocked[board.apart[k]] -= 1


@compiled
def best_to_add(board: Board, hand: Hand, resting: Ints, now: int, needed: int, chance: Ints) -> int:
    """Return the site that adds most (by cost where money is short), or -1; ties by chance.

    A site rests until ``resting[site]``, unless it would add more than ``needed``.
    """
    best, score, ties = -1, 0.0, 0
    if hand.used[0] >= board.sites:
        return best
    left, priced = board.budget - hand.used[1], board.budget < UNLIMITED
    for j in range(len(board.costs)):
        gain = hand.gains[j]
        if hand.open[j] or gain == 0 or hand.blocked[j] or board.costs[j] > left:
            continue
        if resting[j] > now and gain <= needed:
            continue
        worth = gain / max(1, board.costs[j]) if priced else float(gain)
        if worth > score:
            best, score, ties = j, worth, 1
        elif worth == score:
            ties += 1
            if drawn(chance, ties) == 0:
                best = j
    return best


@compiled
def drawn(chance: Ints, below: int) -> int:
    """Return a whole number from 0 and below ``below``; ``chance`` holds the state (xorshift)."""
    state = chance[0]
    state ^= (state << 13) & 0x7FFFFFFFFFFFFFFF
    state ^= state >> 7
    state ^= (state << 17) & 0x7FFFFFFFFFFFFFFF
    chance[0] = state
    return int((state >> 11) % below)


@compiled
def fill(board: Board, hand: Hand, resting: Ints, now: int, best: int, chance: Ints) -> None:
    """Open sites while one that may be opened adds something."""
    while True:
        site = best_to_add(board, hand, resting, now, best - hand.used[2], chance)
        if site < 0:
            return
        add(board, hand, site)
        resting[site] = max(resting[site], 0)


@compiled
def to_drop(hand: Hand, resting: Ints, now: int, chance: Ints) -> int:
    """Return the open site whose loss is least, of those that do not rest; any open one if all rest."""
    best, least, ties, seen, some = -1, 0, 0, 0, -1
    for j in range(len(hand.open)):
        if not hand.open[j]:
            continue
        seen += 1
        if drawn(chance, seen) == 0:
            some = j
        if resting[j] > now:
            continue
        if best < 0 or hand.losses[j] < least:
            best, least, ties = j, hand.losses[j], 1
        elif hand.losses[j] == least:
            ties += 1
            if drawn(chance, ties) == 0:
                best = j
    return best if best >= 0 else some


@compiled
def polish(board: Board, hand: Hand, chance: Ints) -> None:
    """Exchange open sites for others, one at a time in random order, while an exchange adds something."""
    exchanged(board, hand, np.flatnonzero(hand.open), np.zeros(2, np.int64), UNLIMITED, chance)


def polished(board: Board, hand: Hand, chance: Ints, stopped: Callable[[], bool]) -> None:
    """Polish a hand; on large boards ``stopped`` is asked now and then."""
    opened, tried = np.flatnonzero(hand.open), np.zeros(2, np.int64)
    tries = max(1, int(LEG_PAIRS // max(1, len(board.items))))
    while not stopped():
        if exchanged(board, hand, opened, tried, tries, chance):
            return


@compiled
def exchanged(board: Board, hand: Hand, opened: Ints, tried: Ints, tries: int, chance: Ints) -> bool:
    """Try so many exchanges of the sites ``opened``; return whether none is left that adds something.

    ``tried`` holds how many sites were tried since the last that helped, and how many in all.
    """
    rests = np.zeros(len(board.costs), np.int64)
    while tried[0] < len(opened) and tries > 0:
        k = tried[1]
        if k % len(opened) == 0:
            for m in range(len(opened) - 1, 0, -1):
                other = drawn(chance, m + 1)
                opened[m], opened[other] = opened[other], opened[m]
        site, before = opened[k % len(opened)], hand.used[2]
        tried[0], tried[1], tries = tried[0] + 1, k + 1, tries - 1
        if not hand.open[site]:
            continue
        drop(board, hand, site)
        other = best_to_add(board, hand, rests, 1, UNLIMITED, chance)
        if other >= 0 and hand.used[2] + hand.gains[other] > before:
            add(board, hand, other)
            opened[k % len(opened)] = other
            tried[0] = 0
        else:
            add(board, hand, site)
    if tried[0] < len(opened):
        return False
    fill(board, hand, rests, 1, UNLIMITED, chance)
    return True


@compiled
def wander(board: Board, hand: Hand, found: Flags, best: int, rounds: int, chance: Ints) -> int:
    """Search from a hand: shake it, polish it, keep it where it is hardly worse; return the best value met.

    ``found`` is the plan worth ``best``, and becomes the better one. Half the shakes shut a site and one
    that shares rows with it, the others any sites; what was shut rests while the hand is filled again.
    """
    sites = len(board.costs)
    last = hand.open.copy()
    for turn in range(rounds):
        rests = np.zeros(sites, np.int64)
        shaken(board, hand, rests, 2 + drawn(chance, 1 + min(8, hand.used[0] // 6)), chance)
        fill(board, hand, rests, 1, UNLIMITED, chance)
        polish(board, hand, chance)
        if hand.used[2] > best:
            best = hand.used[2]
            found[:] = hand.open
        was = value_of(board, last)
        if hand.used[2] >= was - (best // 2000 if drawn(chance, 4) == 0 else 0):
            last[:] = hand.open
        elif turn % 40 == 39:
            last[:] = found
            deal(board, hand, last)
        else:
            deal(board, hand, last)
    return best


@compiled
def shaken(board: Board, hand: Hand, rests: Ints, many: int, chance: Ints) -> None:
    """Shut ``many`` sites, neighbours of one another or any, and let them rest."""
    opened = np.flatnonzero(hand.open)
    if len(opened) == 0:
        return
    near = drawn(chance, 3) > 0
    site = opened[drawn(chance, len(opened))]
    for _ in range(min(many, len(opened))):
        if not near or not hand.open[site]:
            site = opened[drawn(chance, len(opened))]
        if hand.open[site]:
            drop(board, hand, site)
            rests[site] = 2
        if near and board.starts[site] < board.starts[site + 1]:
            many_rows = board.starts[site + 1] - board.starts[site]
            row = board.items[board.starts[site] + drawn(chance, many_rows)]
            if hand.times[row] > 0:
                for m in range(board.row_starts[row], board.row_starts[row + 1]):
                    if hand.open[board.row_items[m]]:
                        site = board.row_items[m]


@compiled
def value_of(board: Board, sites: Flags) -> int:
    """Return the weight that sites cover."""
    met = np.zeros(len(board.weights), np.bool_)
    total = 0
    for j in range(len(sites)):
        if sites[j]:
            for k in range(board.starts[j], board.starts[j + 1]):
                if not met[board.items[k]]:
                    met[board.items[k]] = True
                    total += board.weights[board.items[k]]
    return total


@compiled
def deal(board: Board, hand: Hand, wanted: Flags) -> None:
    """Make a hand hold the sites ``wanted`` and no others."""
    for j in range(len(wanted)):
        if hand.open[j] and not wanted[j]:
            drop(board, hand, j)
    for j in range(len(wanted)):
        if wanted[j] and not hand.open[j]:
            add(board, hand, j)


@compiled
def relink(board: Board, hand: Hand, target: Flags, found: Flags, best: int, chance: Ints) -> int:
    """Walk from a hand to the plan ``target`` (path relinking); keep the best plan met, return its value.

    At each step the better of the target's sites comes in, and what loses least and is not the
    target's goes out.
    """
    none = np.zeros(len(target), np.int64)
    rests = np.full(len(target), 2**40, np.int64)
    stays = np.where(target, 2**40, 0)
    for j in range(len(target)):
        if target[j]:
            rests[j] = 0
    for _ in range(len(target)):
        site = to_drop(hand, stays, 1, chance)
        if site < 0 or target[site]:
            break
        drop(board, hand, site)
        fill(board, hand, rests, 1, UNLIMITED, chance)
        if hand.used[2] > best:
            best = hand.used[2]
            found[:] = hand.open
    deal(board, hand, found)
    fill(board, hand, none, 1, best, chance)
    return int(max(best, hand.used[2]))


@compiled
def kept_to(board: Board, hand: Hand, wishes: Floats) -> None:
    """Open sites in the order of ``wishes``, highest first, as far as the limits allow."""
    for site in np.argsort(-wishes):
        fits = hand.used[0] < board.sites and board.costs[site] <= board.budget - hand.used[1]
        if wishes[site] > 0 and fits and not hand.open[site] and hand.blocked[site] == 0:
            add(board, hand, site)
