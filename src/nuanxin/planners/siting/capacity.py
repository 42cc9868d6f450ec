"""Sites that can serve so many and no more 容量限制: most weight served, and least distance travelled.

A row's demand may be shared among sites; weights and capacities are whole, so shares come out whole.
"""

from functools import partial
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import INFEASIBLE, Result, infeasible
from nuanxin.planners.siting.answering import heard, left_s, told
from nuanxin.planners.siting.carrying import Carriage
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Refused
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.flowing import Flowing, paid
from nuanxin.planners.siting.inputs import at_least, ints
from nuanxin.planners.siting.numbered import Capacity, Served, pair_metres
from nuanxin.planners.siting.opening import hearing, opened_columns
from nuanxin.planners.siting.programs import Program, Told
from nuanxin.planners.siting.proving import NOT_YET, Proving
from nuanxin.planners.siting.question import FREE, Effort, Question, impossible, put, sides
from nuanxin.planners.siting.rationing import Rationing, keeps
from nuanxin.planners.siting.swapping import exchanged, wished

STEPS, PLANS = 300, 12
"""Steps that multipliers take, and how many of the plans they wish for are tried."""
MOST_FLOWS = 500_000
"""With more pairs than these a flow of every pair takes too long; multipliers bound a plan instead."""
SWAPPING = 0.1
"""The part of the time in which sites are exchanged before anything bounds a plan."""
FIRST_S = 5.0
"""Seconds at most for pricing the limits."""


def most_served(
    question: Question, capacity: Ints, effort: Effort | None = None, *, classes: Ints | None = None
) -> Result:
    """Return the sites that serve most weight, each at most its capacity.

    Demand of a row may be shared among sites.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    capacity : array of int64, shape (candidates,) or (candidates, classes)
        What each candidate serves at most, in the unit of weights; of each class, where there are classes.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.
    classes : array of int64, shape (rows,), optional
        The class of each row, from 0 (hours of the day, say); None where there is one.

    Returns
    -------
    Result
        The weight served, what no plan exceeds, and a certificate for `check_cases` of `served_most`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Current and Storbeck (1988).
    """
    numbered = served_most(question, capacity, classes=classes)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    return carried_best(numbered, effort, started)


def served_most(question: Question, capacity: Ints, *, classes: Ints | None = None) -> Served:
    """Return the question of most weight served, as its certificate is checked.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    capacity : array of int64, shape (candidates,) or (candidates, classes)
        What each candidate serves at most, in the unit of weights; of each class, where there are classes.
    classes : array of int64, shape (rows,), optional
        The class of each row, from 0 (hours of the day, say); None where there is one.

    Returns
    -------
    Served
        What `check_cases` takes beside the certificate of `most_served`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
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
    """Return the sites to which all demand travels least, none serving more than its capacity.

    Demand of a row may be shared among sites.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    capacity : array of int64, shape (candidates,) or (candidates, classes)
        What each candidate serves at most, in the unit of weights; of each class, where there are classes.
    metres : array of int64, shape (pairs,)
        The way of each pair of the cover, in the order of its items.
    far_m : int
        Metres that weight counts which nobody has room for, at least the longest pair.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.
    classes : array of int64, shape (rows,), optional
        The class of each row, from 0 (hours of the day, say); None where there is one.

    Returns
    -------
    Result
        Weight times metres, what no plan costs less than, and a certificate for `check_cases` of
        `served_nearest`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    numbered = served_nearest(question, capacity, metres, far_m, classes=classes)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    return carried_best(numbered, effort, started)


def served_nearest(
    question: Question, capacity: Ints, metres: Ints, far_m: int, *, classes: Ints | None = None
) -> Served:
    """Return the question of least distance with room, as its certificate is checked.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    capacity : array of int64, shape (candidates,) or (candidates, classes)
        What each candidate serves at most, in the unit of weights; of each class, where there are classes.
    metres : array of int64, shape (pairs,)
        The way of each pair of the cover, in the order of its items.
    far_m : int
        Metres that weight counts which nobody has room for, at least the longest pair.
    classes : array of int64, shape (rows,), optional
        The class of each row, from 0 (hours of the day, say); None where there is one.

    Returns
    -------
    Served
        What `check_cases` takes beside the certificate of `least_distance_served`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
    room = _fitting(question, capacity, classes)
    metres, far_m = pair_metres(question, metres, far_m)
    return Served(question, room, far_m - metres, int(question.weights.sum()) * far_m)


def carried_best(numbered: Served, effort: Effort, started: float) -> Result:
    """Return the plan that gains most by serving: a plan, exchanges of its sites, then proof by cases."""
    question = numbered.question
    begun = most_covered(question, Effort(min(5.0, effort.seconds / 4), effort.seed, proof=False))
    if begun.status == INFEASIBLE:
        return begun
    left, plan = partial(left_s, effort, started), filled_up(question, begun.sites, reaching_most(question))
    if question.cover.pairs > MOST_FLOWS:
        return _rationed(numbered, plan, effort, started)
    flowing = Flowing(numbered)
    proving = Proving(numbered, flowing, plan, heard(numbered, effort, started))
    exchanged(proving, flowing, lambda: left() - (1 - SWAPPING) * effort.seconds)
    proving.grow(left, 1)
    wished(proving, flowing)
    exchanged(proving, flowing, left)
    if effort.proof:
        proving.grow(left)
    return told(proving, NOT_YET, effort, started)


def reaching_most(question: Question) -> Ints:
    """Return the candidates, first those that reach most weight."""
    cover = question.cover
    weight = np.repeat(question.weights, np.diff(cover.starts)).astype(float)
    return np.argsort(-np.bincount(cover.items, weight, cover.candidates), kind="stable")


def filled_up(question: Question, plan: Places, order: Ints) -> Places:
    """Return a plan with as many sites more as its limits allow, the first of an ``order``.

    A plan that reaches everybody may have sites to spare: they bring somebody nearer, and their room.
    """
    states, limits = question.states(), sides(question)
    most = len(states) if question.count is None else question.count
    for site in order[states[order] == FREE].tolist():
        if len(plan) < most and site not in plan:
            more = np.union1d(plan, [site]).astype(np.int32)
            plan = more if keeps(limits, more, len(states)) else plan
    return plan


def _rationed(numbered: Served, plan: Places, effort: Effort, started: float) -> Result:
    """Return a plan and a bound by multipliers where flows of every pair would be too many."""
    carriage = Carriage(numbered.question, numbered.capacity, -numbered.gains.astype(float))
    sign, whole = (-1, 0) if numbered.whole is None else (1, numbered.whole)
    serving = Serving(carriage, effort, started, plan, hearing(effort, started, "search", sign, whole))
    serving.wish()
    serving.exchange()
    proving = Proving(numbered, Rationed(numbered, serving.rationing, carriage), serving.plan)
    proving.grow(lambda: FIRST_S, 1)
    return told(proving, NOT_YET, effort, started)


class Rationed:
    """The relaxation by multipliers that were found already: it bounds the whole question, and no case."""

    def __init__(self, numbered: Served, rationing: Rationing, carriage: Carriage) -> None:
        self.numbered, self.carriage = numbered, carriage
        self.own, self.parts = paid(numbered, rationing.multipliers), np.zeros(len(rationing.states))
        self.prices, self.unit = np.zeros(0), numbered.scale

    def solve(self, states: Places, gain: int, seconds: float) -> bool:
        """Price the limits for the whole question."""
        program, numbers = Program(), self.numbered.numbers(self.own).sites
        opened_columns(program, self.numbered.question, -numbers / self.numbered.scale)
        eased = program.eased()
        done = eased.solve(seconds)
        self.parts, self.prices = eased.values, eased.duals
        return done

    def shared(self, plan: Places) -> Ints:
        """Return how many each pair serves at best from a plan."""
        return self.carriage.shared(plan)


class Serving:
    """A search for the plan that serves at least cost: the best so far, and the bound."""

    def __init__(
        self, carriage: Carriage, effort: Effort, started: float, plan: Places, hear: Told | None
    ) -> None:
        self.carriage, self.effort, self.started, self.hear = carriage, effort, started, hear
        self.rationing = Rationing(carriage.question, carriage.capacity, carriage.costs)
        self.plan, self.cost = plan, carriage.cheapest(plan)
        self.tell()

    def stopped(self, part: float = 1.0) -> bool:
        """Return whether somebody stops it, or a part of the time is over."""
        asked = self.effort.stopped is not None and self.effort.stopped()
        return asked or perf_counter() - self.started > self.effort.seconds * part

    def tell(self) -> None:
        """Tell the best cost and the bound."""
        if self.hear is not None:
            self.hear(self.cost, min(self.cost, self.rationing.bound))

    def keep(self, plan: Places) -> None:
        """Keep a plan if it is better."""
        if (cost := self.carriage.cheapest(plan)) < self.cost:
            self.plan, self.cost = plan, cost
        self.tell()

    def wish(self) -> None:
        """Let multipliers raise the bound, and try the plans they wish for."""
        wished = self.rationing.raised(self.cost, STEPS, partial(self.stopped, 0.5))
        for plan in reversed(wished[-PLANS:]):
            if self.stopped(0.7):
                break
            self.keep(plan)

    def exchange(self) -> None:
        """Exchange a site for one the multipliers think well of, while there is time; keep what helps."""
        states, question = self.rationing.states, self.carriage.question
        rng, limits = np.random.default_rng(self.effort.seed), sides(question)
        order = np.argsort(self.rationing.worth, kind="stable")
        self.keep(filled_up(question, self.plan, order))
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
    amounts = ints(capacity, "capacity")
    if classes is None and amounts.ndim == 1:
        amounts = amounts.reshape(-1, 1)
    if amounts.ndim != 2 or len(amounts) != many or (classes is None and amounts.shape[1] != 1):
        raise Refused(f"capacities are 0 or more, one for each of {many} candidates, not {amounts.shape}")
    at_least(amounts, "capacity", "candidate")
    known = (
        np.zeros(rows, np.int64) if classes is None else at_least(ints(classes, "class", (rows,)), "class")
    )
    if rows and int(known.max()) >= amounts.shape[1]:
        row = int(known.argmax())
        said = f"row {row} is of class {known[row]}: every row is of one of {amounts.shape[1]} classes"
        raise Refused(f"{said}, counted from 0")
    return Capacity(amounts, known)
