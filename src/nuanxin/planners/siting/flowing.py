"""Flowing 分流: plans with seats, relaxed by cuts, as who is served where is a flow once sites are open.

With every site open in a given part, the best flow is a quick program, and its duals say for any other parts
what can be gained at most: a cut. The program of sites alone, with the cuts there are, says what to ask about
next, a step from the best ones so far (in-out: Ben-Ameur and Neto 2007); some dozens of cuts come as
near as the program of every pair, which is far too large. Cuts average as multipliers do.
"""

from time import perf_counter

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.numbered import Served
from nuanxin.planners.siting.opening import opened_columns
from nuanxin.planners.siting.programs import INFINITE, Eased, Program
from nuanxin.planners.siting.question import FREE, OPEN, SHUT

FIRST, ROUNDS, CLOSE = 200, 30, 0.02
"""Cuts for the first case and for another at most, and the part of what is open that may stay unsettled."""
IDLE = 10
"""After so many cuts that lowered the bound by no more than that, it is left."""
STEP = 0.15
"""How far one asks from the best parts so far towards those the cuts wish for."""
MOST_CUTS = 400
"""With more cuts those go that the last program had no use for."""
NIL = 1e-9
UNITS = 1e5
"""The program of sites counts what is gained in so many parts of all that could be."""


class Flowing:
    """The relaxation of a question with seats, its cuts kept from case to case."""

    def __init__(self, numbered: Served) -> None:
        self.numbered, question = numbered, numbered.question
        self.sites, self.limits, self.unit = question.cover.candidates, 0, numbered.scale
        self.parts, self.prices = np.zeros(self.sites), np.zeros(0)
        self.cuts: list[Ints] = []
        self.center = np.zeros(0)
        self.rooms = numbered.capacity.amounts.ravel().astype(float)
        self.most = np.minimum(question.weights[numbered.rows], self.rooms[numbered.places])
        self.opened = np.zeros(self.sites)
        best = np.zeros(numbered.width, np.int64)
        np.maximum.at(best, numbered.rows, numbered.gains)
        self.whole = max(1.0, float(best @ question.weights) / UNITS)
        self.flow, self.master = self._flow(), self._master()
        self.own = best * numbered.scale
        self.cut(self.own)

    def _flow(self) -> Eased:
        """Return the program of who is served where, with nothing open yet."""
        numbered, program = self.numbered, Program()
        flows = program.add_columns(-numbered.gains.astype(float), 0.0, 0.0)
        ones, weights = np.ones(len(flows)), numbered.question.weights.astype(float)
        program.add_rows(numbered.rows, flows, ones, -np.inf, weights, numbered.width)
        program.add_rows(numbered.places, flows, ones, -np.inf, 0.0, len(self.rooms))
        return program.eased()

    def _master(self) -> Eased:
        """Return the program of sites alone: their limits, and what is gained, which cuts will bound."""
        program, question = Program(), self.numbered.question
        opened_columns(program, question)
        self.limits = sum(map(len, program.least))
        program.add_columns(np.array([-self.whole]), 0.0, INFINITE)
        return program.eased()

    def gained(self, opened: Floats, seconds: float) -> float | None:
        """Return what is gained with each site open in part, None where time was up; ``flow`` tells how."""
        opened = np.where(opened < NIL, 0.0, np.minimum(opened, 1.0))
        moved = opened != self.opened
        pairs = np.flatnonzero(moved[self.numbered.question.cover.items])
        most = self.most[pairs] * opened[self.numbered.question.cover.items[pairs]]
        self.flow.fix(pairs, np.zeros(len(pairs)), most)
        classes = self.numbered.capacity.amounts.shape[1]
        rooms = np.flatnonzero(np.repeat(moved, classes))
        self.flow.limit(self.numbered.width + rooms, self.rooms[rooms] * opened[rooms // classes])
        self.opened = opened
        return -self.flow.cost if self.flow.solve(seconds) else None

    def shared(self, plan: Places) -> Ints:
        """Return how many each pair serves at best from a plan: whole numbers, as weights and seats are."""
        opened = np.zeros(self.sites)
        opened[[*plan.tolist(), *self.numbered.question.existing]] = 1.0
        self.gained(opened, INFINITE)
        found: Ints = np.rint(self.flow.values).astype(np.int64)
        return found

    def paid(self) -> Ints:
        """Return the duals of the rows in the last flow, as whole multipliers."""
        return paid(self.numbered, -self.flow.duals[: self.numbered.width])

    def cut(self, own: Ints) -> None:
        """Add the cut that multipliers make."""
        base, numbers = self.numbered.numbers(own)
        scale = self.numbered.scale
        places = np.arange(self.sites + 1)
        self.master.add_row(places, np.append(-numbers / scale / self.whole, 1.0), base / scale / self.whole)
        self.cuts.append(own)

    def solve(self, states: Places, gain: int, seconds: float) -> bool:
        """Relax a case, as far as it matters for a plan that gains ``gain``; return whether it was done."""
        until_s = perf_counter() + seconds
        low, high = (states == OPEN) * 1.0, (states != SHUT) * 1.0
        self.tidy()
        self.master.fix(np.arange(self.sites), low, high)
        known, mosts = -np.inf, list[float]()
        first = not len(self.center)
        center = np.clip(self._even(states) if first else self.center, low, high)
        for _ in range(FIRST if first else ROUNDS):
            if not self._settled(until_s):
                return False
            mosts.append(-self.master.cost)
            if self._enough(mosts, known, gain):
                break
            asked = center + (STEP * (self.parts - center) if np.isfinite(known) else 0.0)
            found = self.gained(asked, until_s - perf_counter())
            if found is None:
                break
            self.cut(self.paid())
            if found > known:
                known, center = found, asked
        self.center = center
        self._average()
        return True

    def _enough(self, mosts: list[float], known: float, gain: int) -> bool:
        """Return whether the bound is low enough, as low as it gets, or falls no more to speak of."""
        open_ = max(1.0, mosts[-1] - gain)
        settled = np.floor(mosts[-1] + NIL) <= gain or mosts[-1] - known <= CLOSE * open_
        return settled or (len(mosts) > IDLE and mosts[-IDLE] - mosts[-1] <= CLOSE * open_)

    def _settled(self, until_s: float) -> bool:
        """Solve the program of sites with the cuts there are."""
        done = self.master.solve(until_s - perf_counter())
        self.parts = self.master.values[: self.sites]
        return done

    def _average(self) -> None:
        """Keep the multipliers of the cuts that bind, averaged by their duals, and the limits' prices."""
        self.master.solve(INFINITE)
        self.parts = self.master.values[: self.sites]
        self.prices = self.master.duals[: self.limits]
        shares = np.maximum(0.0, -self.master.duals[self.limits :] / self.whole)
        used = np.flatnonzero(shares > NIL)
        total = np.zeros(self.numbered.width)
        for place in used.tolist():
            total += shares[place] / shares[used].sum() * self.cuts[place]
        self.own = np.rint(total).astype(np.int64)

    def _even(self, states: Places) -> Floats:
        """Return every free site open in the same part."""
        free, count = states == FREE, self.numbered.question.count
        part = 0.5 if count is None else min(1.0, count / max(1, int(free.sum())))
        return np.where(free, part, (states == OPEN) * 1.0)

    def tidy(self) -> None:
        """Take out cuts that the last program had no use for, where there are many."""
        if len(self.cuts) <= MOST_CUTS:
            return
        idle = np.flatnonzero(-self.master.duals[self.limits :] <= NIL * self.whole)
        idle = idle[idle < len(self.cuts) - MOST_CUTS // 4]
        self.master.drop_rows(self.limits + idle)
        gone = set(idle.tolist())
        self.cuts = [own for place, own in enumerate(self.cuts) if place not in gone]


def paid(numbered: Served, a_head: Floats) -> Ints:
    """Return what a head of each row pays as whole multipliers."""
    most = float(numbered.gains.max(initial=0)) * numbered.scale
    found: Ints = np.rint(np.clip(a_head * numbered.scale, 0.0, most)).astype(np.int64)
    return found
