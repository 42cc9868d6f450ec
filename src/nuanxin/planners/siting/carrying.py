"""Carrying 运送: programs of demand carried to sites that take only so many, whole and with sites fixed."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.numbered import Capacity
from nuanxin.planners.siting.programs import INFINITE, Program
from nuanxin.planners.siting.question import Effort, Question

LARGEST_FLOW = 2**31 - 1
"""Flows are counted in so many at most; beyond, a program is solved."""


def most_carried(weights: Ints, amounts: Ints, rows: Ints, room: Ints) -> Ints:
    """Return how much each pair of row and room carries where most finds room, by a maximum flow."""
    row, at = np.unique(rows, return_inverse=True)
    place, to = np.unique(room, return_inverse=True)
    source, sink = len(row) + len(place), len(row) + len(place) + 1
    tails = np.concatenate((np.full(len(row), source), at, len(row) + np.arange(len(place))))
    heads = np.concatenate((np.arange(len(row)), len(row) + to, np.full(len(place), sink)))
    most = np.concatenate((weights[row], weights[rows], np.minimum(amounts[place], LARGEST_FLOW)))
    graph = csr_matrix((most.astype(np.int32), (tails, heads)), shape=(sink + 1, sink + 1))
    found: Ints = np.asarray(maximum_flow(graph, source, sink).flow[at, len(row) + to]).ravel()
    return found.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Carriage:
    """Demand that is carried to sites: each pair of the cover at a cost, below 0 where it is worth it."""

    question: Question
    capacity: Capacity
    costs: Floats

    def cheapest(self, plan: Places) -> int:
        """Return the least cost of serving from a plan, worked out apart with all sites fixed."""
        return round(float(self.costs @ self.shared(plan)))

    def shared(self, plan: Places) -> Ints:
        """Return how many each pair serves at least cost from a plan: whole numbers."""
        question, capacity = self.question, self.capacity
        cover = question.cover
        opened = np.zeros(cover.candidates, bool)
        opened[[*plan.tolist(), *question.existing]] = True
        kept = opened[cover.items]
        rows, served = np.repeat(np.arange(cover.rows), cover.counts())[kept], np.zeros(cover.pairs, np.int64)
        if not len(rows):
            return served
        room = capacity.places(cover.items[kept], rows)
        if (self.costs == -1.0).all() and int(question.weights.sum()) < LARGEST_FLOW:
            served[kept] = most_carried(question.weights, capacity.amounts.ravel(), rows, room)
            return served
        program = Program()
        flows = program.add_columns(self.costs[kept], 0.0, INFINITE)
        ones = np.ones(len(rows))
        program.add_rows(rows, flows, ones, -np.inf, question.weights.astype(float), cover.rows)
        most = capacity.amounts.ravel().astype(float)
        program.add_rows(room, flows, ones, -np.inf, most, capacity.amounts.size)
        eased = program.eased()
        eased.solve(Effort().seconds)
        served[kept] = np.rint(eased.values).astype(np.int64)
        return served
