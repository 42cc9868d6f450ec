"""Seating 座位: who finds a seat where, when a station takes only so many at a time.

What a plan is worth is worked out here apart from the planner that made it: the most that find a seat by a
maximum flow, the least way by a transport problem.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from nuanxin.planners.siting import Cover, Reach
from nuanxin.programmes.stations.planning.ground import Flags, Floats, Ints

FEW = 6
"""So many open sites of each row are looked at first; farther ones where that would better the whole."""


def shortened(reach: Reach, limit_m: float) -> Reach:
    """Return a reach with only the ways up to a limit."""
    near = reach.within(limit_m)
    return Reach(near.starts, near.items, reach.metres[reach.metres <= limit_m], reach.candidates)


def rows_of(reach: Reach, kept: Flags) -> Reach:
    """Return a reach of only some rows."""
    pairs = np.repeat(kept, np.diff(reach.starts))
    lengths = np.diff(reach.starts)[kept]
    starts = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)
    return Reach(starts, reach.items[pairs], reach.metres[pairs], reach.candidates)


@dataclass(frozen=True, slots=True)
class Seated:
    """Who goes where: ``people`` of a ``row`` find a seat at a ``site``, ``metres`` away; one line a pair."""

    row: Ints
    site: Ints
    metres: Ints
    people: Ints

    def within(self, limit_m: float) -> "Seated":
        """Return only those who go no farther."""
        near = self.metres <= limit_m
        return Seated(self.row[near], self.site[near], self.metres[near], self.people[near])

    def way(self, weights: Ints, far_m: int) -> int:
        """Return person-times by metres of all, who finds no seat counted at ``far_m``."""
        return int(weights.sum()) * far_m + int((self.people * (self.metres - far_m)).sum())

    def by_row(self, rows: int) -> Ints:
        """Return how many of each row find a seat."""
        found: Ints = np.bincount(self.row, self.people, rows).astype(np.int64)
        return found


@dataclass(frozen=True)
class Seating:
    """Seats and those who want one.

    ``reach`` holds metres from sites to rows, ``weights`` (int64) the person-times of each row, ``groups``
    (int64) its hours. ``seats`` (int64, (sites, groups)) is how many a site takes in each group of hours.
    """

    reach: Reach
    weights: Ints
    groups: Ints
    seats: Ints

    @cached_property
    def cover(self) -> Cover:
        """Which sites each row would go to."""
        return Cover(self.reach.starts, self.reach.items, self.reach.candidates)

    @cached_property
    def _rows(self) -> Ints:
        return np.repeat(np.arange(len(self.weights)), np.diff(self.reach.starts))

    @cached_property
    def _rooms(self) -> Ints:
        """The place among ``seats`` that each pair draws on."""
        found: Ints = self.reach.items.astype(np.int64) * self.seats.shape[1] + self.groups[self._rows]
        return found

    def most(self, opened: Flags) -> int:
        """Return how many find a seat at most where these sites are open."""
        pairs = np.flatnonzero(opened[self.reach.items])
        if not len(pairs):
            return 0
        rows, row = np.unique(self._rows[pairs], return_inverse=True)
        rooms, room = np.unique(self._rooms[pairs], return_inverse=True)
        source, sink = len(rows) + len(rooms), len(rows) + len(rooms) + 1
        tails = np.concatenate((np.full(len(rows), source), row, len(rows) + np.arange(len(rooms))))
        heads = np.concatenate((np.arange(len(rows)), len(rows) + room, np.full(len(rooms), sink)))
        seats = self.seats.ravel()[rooms]
        carried = np.concatenate((self.weights[rows], self.weights[rows][row], seats)).astype(np.int32)
        graph = csr_matrix((carried, (tails, heads)), shape=(sink + 1, sink + 1))
        return int(maximum_flow(graph, source, sink).flow_value)

    def nearest(self, opened: Flags, gain_m: int) -> Seated:
        """Return who goes where with least way, finding a seat being worth ``gain_m`` to everybody.

        No hour takes seats from another, so each group of hours is answered apart.
        """
        pairs = np.flatnonzero(opened[self.reach.items])
        groups = self.groups[self._rows[pairs]]
        people = np.zeros(len(pairs), np.int64)
        for group in np.unique(groups):
            mine = np.flatnonzero(groups == group)
            people[mine] = self._in_group(pairs[mine], gain_m)
        pairs, people = pairs[people > 0], people[people > 0]
        metres = np.rint(self.reach.metres[pairs]).astype(np.int64)
        return Seated(self._rows[pairs], self.reach.items[pairs].astype(np.int64), metres, people)

    def _in_group(self, pairs: Ints, gain_m: int) -> Ints:
        """Return how many each pair of a group of hours seats at least way.

        Everybody goes to the nearest site, if it has seats for all who do; else it is a transport problem
        of the nearest few open sites of each row, and pairs that would better it are added until none is
        left.
        """
        metres = np.rint(self.reach.metres[pairs]).astype(np.int64)
        rows, row = np.unique(self._rows[pairs], return_inverse=True)
        rooms, room = np.unique(self._rooms[pairs], return_inverse=True)
        weights, seats = self.weights[rows], self.seats.ravel()[rooms]
        rank = _ranks(row, metres)
        people = np.where(rank == 0, weights[row], 0)
        if (metres[rank == 0] < gain_m).all() and (np.bincount(room, people, len(rooms)) <= seats).all():
            return people
        costs, used = np.asarray(metres - gain_m, np.float64), rank < FEW
        while True:
            at = np.flatnonzero(used)
            carried, prices = _carried(row[at], room[at], costs[at], weights, seats)
            better = costs - prices[row] - prices[len(rows) + room] < -1e-6
            if not (better & ~used).any():
                people[:] = 0
                people[at] = carried
                return people
            used |= better

    def most_gain_m(self) -> int:
        """Return metres so many that one more seated is worth any way the others go for it."""
        farthest = int(np.ceil(self.reach.metres.max(initial=1.0)))
        return (farthest + 1) * (len(self.seats) + 2)


def _ranks(row: Ints, metres: Ints) -> Ints:
    """Return of each pair how many sites are nearer to its row; pairs stand by row."""
    order = np.lexsort((metres, row))
    starts = np.searchsorted(row, np.arange(int(row.max(initial=-1)) + 1))
    found = np.zeros(len(row), np.int64)
    found[order] = np.arange(len(row)) - starts[row]
    return found


def _carried(row: Ints, room: Ints, costs: Floats, weights: Ints, seats: Ints) -> tuple[Ints, Floats]:
    """Return what each pair carries at least cost, and the prices of rows, then of rooms, 0 or less."""
    ones, many = np.ones(len(row)), np.arange(len(row))
    places = np.concatenate((row, len(weights) + room))
    limits = csr_matrix(
        (np.tile(ones, 2), (places, np.tile(many, 2))), shape=(len(weights) + len(seats), len(row))
    )
    most = np.concatenate((weights, seats))
    found = linprog(costs, A_ub=limits, b_ub=most, method="highs-ds")
    return np.rint(found.x).astype(np.int64), found.ineqlin.marginals
