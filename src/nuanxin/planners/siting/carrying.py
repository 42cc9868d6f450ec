"""Carrying 运送: programs of demand carried to sites that take only so many, whole and with sites fixed."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places
from nuanxin.planners.siting.opening import opened_columns, sites_of
from nuanxin.planners.siting.programs import INFINITE, Eased, Program, Solved, Told
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Effort, Question
from nuanxin.planners.siting.rationing import Capacity

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

    def eased(self, states: Places) -> Eased:
        """Return the program without whole numbers, of the sites that are not shut."""
        program = Program()
        sites = opened_columns(program, self.question)
        self._carry(program, sites, states[self.question.cover.items] != SHUT)
        return program.eased()

    def solved(
        self, states: Places, effort: Effort, started: float, told: Told | None
    ) -> tuple[Solved, Places | None]:
        """Let the solver answer what is left with these states of sites; return also the plan it found."""
        question, program = self.question, Program()
        sites = opened_columns(program, question)
        for state, limit in ((SHUT, 0.0), (OPEN, 1.0)):
            settled = np.flatnonzero((states == state) & (question.states() == FREE))
            places = np.arange(len(settled))
            program.add_rows(places, sites[settled], np.ones(len(settled)), limit, limit, len(settled))
        self._carry(program, sites, np.ones(question.cover.pairs, bool))
        solved = program.solve(effort, started, told=told)
        return solved, None if solved.values is None else sites_of(question, solved.values, sites)

    def _carry(self, program: Program, sites: Ints, kept: Flags) -> None:
        """Add what each pair ``kept`` carries: no row more than its weight, no site than its capacity."""
        cover, weights, amounts = self.question.cover, self.question.weights, self.capacity.amounts
        rows, items = np.repeat(np.arange(cover.rows), cover.counts())[kept], cover.items[kept]
        room = self.capacity.places(items, rows)
        flows = program.add_columns(self.costs[kept], 0.0, INFINITE)
        ones, pairs = np.ones(len(flows)), np.arange(len(flows))
        program.add_rows(rows, flows, ones, -np.inf, weights.astype(float), cover.rows)
        columns = np.concatenate((flows, np.repeat(sites, amounts.shape[1])))
        used = np.concatenate((ones, -amounts.ravel().astype(float)))
        triples = np.concatenate((room, np.arange(amounts.size)))
        program.add_rows(triples, columns, used, -np.inf, 0.0, amounts.size)
        most = np.minimum(weights[rows], amounts.ravel()[room]).astype(float)
        columns = np.concatenate((flows, sites[items]))
        program.add_rows(
            np.concatenate((pairs, pairs)), columns, np.concatenate((ones, -most)), -np.inf, 0.0, len(flows)
        )
