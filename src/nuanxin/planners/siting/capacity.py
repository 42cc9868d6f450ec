"""Sites that can serve so many and no more 容量限制: most weight served, and least distance travelled.

A row's demand may be shared among sites; weights and capacities are whole, so shares come out whole.
"""

from dataclasses import replace
from functools import partial
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import INFEASIBLE, Result, infeasible
from nuanxin.planners.siting.answering import SOLVING, answer
from nuanxin.planners.siting.carrying import Carriage
from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.cover import Refused
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.numbered import Served
from nuanxin.planners.siting.opening import hearing
from nuanxin.planners.siting.programs import Told
from nuanxin.planners.siting.proving import Relaxed
from nuanxin.planners.siting.question import FREE, Effort, Question, impossible, put, sides
from nuanxin.planners.siting.rationing import Capacity, Rationing, keeps

STEPS, PLANS = 300, 12
"""Steps that multipliers take, and how many of the plans they wish for are tried."""
LARGEST_PROGRAM = 40_000
"""With more pairs than these the solver answers nothing in a minute; sites are exchanged instead."""


def most_served(
    question: Question, capacity: Ints, effort: Effort | None = None, *, classes: Ints | None = None
) -> Result:
    """Return the sites that serve most weight, each at most its ``capacity`` (int64, a candidate each).

    With ``classes`` (int64, a row each, from 0) a capacity is (candidates, classes): so many of each.
    """
    put(question)
    numbered = served_most(question, capacity, classes=classes)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    return carried_best(numbered, effort, started)


def served_most(question: Question, capacity: Ints, *, classes: Ints | None = None) -> Served:
    """Return the question of most weight served, as its certificate is checked."""
    room = _fitting(question, capacity, classes)
    return Served(question, room, np.ones(question.cover.pairs, np.int64))


def least_distance_served(
    question: Question,
    capacity: Ints,
    metres: Ints,
    far_m: int,
    effort: Effort | None = None,
    *,
    classes: Ints | None = None,
) -> Result:
    """Return the sites to which all demand travels least, none serving more than its ``capacity``.

    ``metres`` (int64) goes beside each pair of the cover; weight that no open site has room for counts
    ``far_m``, at least the longest pair. The value is weight times metres. ``classes`` as above.
    """
    put(question)
    numbered = served_nearest(question, capacity, metres, far_m, classes=classes)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    return carried_best(numbered, effort, started)


def served_nearest(
    question: Question, capacity: Ints, metres: Ints, far_m: int, *, classes: Ints | None = None
) -> Served:
    """Return the question of least distance with room, as its certificate is checked."""
    room = _fitting(question, capacity, classes)
    if metres.shape != question.cover.items.shape or (len(metres) and far_m < int(metres.max())):
        raise Refused("every pair has metres, and unserved demand counts at least the longest")
    return Served(question, room, far_m - metres, int(question.weights.sum()) * far_m)


def carried_best(numbered: Served, effort: Effort, started: float) -> Result:
    """Return the plan that gains most by serving."""
    question = numbered.question
    begun = most_covered(question, Effort(min(5.0, effort.seconds / 4), effort.seed, proof=False))
    if begun.status == INFEASIBLE:
        return begun
    sign, whole = (-1, 0) if numbered.whole is None else (1, numbered.whole)
    carriage = Carriage(question, numbered.capacity, -numbered.gains.astype(float))
    serving = Serving(carriage, effort, started, begun.sites, hearing(effort, started, "search", sign, whole))
    serving.wish()
    if serving.bound < serving.cost and question.cover.pairs > LARGEST_PROGRAM:
        serving.exchange()
    elif serving.bound < serving.cost and not serving.stopped():
        serving.close()
    small = carriage.eased if question.cover.pairs <= LARGEST_PROGRAM else None
    first = _paid(numbered, serving.rationing.multipliers)
    relaxed = Relaxed(small, partial(_dual, numbered), carriage.shared, first)
    return answer(numbered, relaxed, serving.plan, -serving.bound, effort, started)


def _paid(numbered: Served, multipliers: Floats) -> Ints:
    """Return what a head of each row pays as whole multipliers."""
    most = float(numbered.gains.max(initial=0)) * numbered.scale
    found: Ints = np.rint(np.clip(multipliers * numbered.scale, 0.0, most)).astype(np.int64)
    return found


def _dual(numbered: Served, duals: Floats) -> Ints:
    """Return the duals of the rows, which stand first, as whole multipliers."""
    return _paid(numbered, -duals[: numbered.width])


class Serving:
    """A search for the plan that serves at least cost: the best so far, and the bound."""

    def __init__(
        self, carriage: Carriage, effort: Effort, started: float, plan: Places, told: Told | None
    ) -> None:
        self.carriage, self.effort, self.started, self.told = carriage, effort, started, told
        self.rationing = Rationing(carriage.question, carriage.capacity, carriage.costs)
        self.plan, self.cost = plan, carriage.cheapest(plan)
        self.bound = self._rounded()
        self.tell(self.cost, self.bound)

    def stopped(self, part: float = 1.0) -> bool:
        """Return whether somebody stops it, or a part of the time is over."""
        asked = self.effort.stopped is not None and self.effort.stopped()
        return asked or perf_counter() - self.started > self.effort.seconds * part

    def tell(self, cost: float, bound: float) -> None:
        """Tell the best cost and the bound, where they are better than what is known."""
        if self.told is not None:
            self.told(min(cost, self.cost), max(self.bound, min(self.cost, bound)))

    def keep(self, plan: Places) -> None:
        """Keep a plan if it is better."""
        if (cost := self.carriage.cheapest(plan)) < self.cost:
            self.plan, self.cost = plan, cost
        self.bound = min(self.cost, self.bound)
        self.tell(self.cost, self.bound)

    def _rounded(self) -> int:
        """Return the bound of the multipliers as a whole number."""
        bound = self.rationing.bound
        if (self.rationing.states == FREE).sum() == 0 or self.carriage.question.count == 0:
            return self.cost
        return min(self.cost, int(np.ceil(bound - 1e-6 * max(1.0, abs(bound)))))

    def wish(self) -> None:
        """Let multipliers raise the bound, and try the plans they wish for."""
        wished = self.rationing.raised(self.cost, STEPS, partial(self.stopped, 0.5))
        self.bound = self._rounded()
        for plan in reversed(wished[-PLANS:]):
            if self.stopped(0.7):
                break
            self.keep(plan)

    def close(self) -> None:
        """Let the solver answer what the multipliers left."""
        told = self.tell if self.told else None
        short = replace(self.effort, seconds=self.effort.seconds * SOLVING)
        aside = self.rationing.aside(self.cost)
        solved, found = self.carriage.solved(aside, short, self.started, told)
        if np.isfinite(solved.bound):
            self.bound = max(self.bound, min(self.cost, int(np.ceil(solved.bound - 1e-6))))
        if found is not None:
            self.keep(found)
        if solved.proved or not solved.feasible:
            self.bound = self.cost

    def exchange(self) -> None:
        """Exchange a site for one the multipliers think well of, while there is time; keep what helps."""
        states, question = self.rationing.states, self.carriage.question
        rng, limits = np.random.default_rng(self.effort.seed), sides(question)
        order = np.argsort(self.rationing.worth, kind="stable")
        plan = self.plan
        for site in order[states[order] == FREE].tolist():
            more = np.union1d(plan, [site]).astype(np.int32)
            plan = more if keeps(limits, more, len(states)) else plan
        self.keep(plan)
        while not self.stopped():
            goes = self.plan[states[self.plan] == FREE]
            comes = order[(states[order] == FREE) & ~np.isin(order, self.plan)]
            if not len(goes) or not len(comes):
                return
            other = comes[int(len(comes) * rng.random() ** 3)]
            trial = np.sort(np.append(self.plan[self.plan != rng.choice(goes)], other)).astype(np.int32)
            if keeps(limits, trial, len(states)):
                self.keep(trial)


def _fitting(question: Question, capacity: Ints, classes: Ints | None) -> Capacity:
    """Return capacities by class; Refused where they go with no question."""
    rows, many = question.cover.rows, question.cover.candidates
    amounts = capacity if classes is not None else capacity.reshape(-1, 1)
    known = np.zeros(rows, np.int64) if classes is None else classes
    if amounts.ndim != 2 or len(amounts) != many or (amounts.size and int(amounts.min()) < 0):
        raise Refused(f"capacities are 0 or more, one for each of {many} candidates")
    if known.shape != (rows,) or (rows and not 0 <= int(known.min()) <= int(known.max()) < amounts.shape[1]):
        raise Refused(f"every row is of one of {amounts.shape[1]} classes, counted from 0")
    return Capacity(amounts, known)
