"""Proving 举证: the rarer questions by cases, each bounded by the duals of a relaxation.

The solver has a plan, and perhaps its word that none is better; here that is shown in whole numbers. Each
case takes multipliers from the duals of its relaxation, sets aside the sites that no better plan would
decide otherwise, and is split by the site of which both sides promise to cost most (pseudo-costs).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nuanxin.planners.siting.case_certificate import PRICE, priced, summed
from nuanxin.planners.siting.certificate import ROOM, Unproven, passed
from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.median_certificate import AGAIN, Nodes
from nuanxin.planners.siting.numbered import Numbered, Numbers
from nuanxin.planners.siting.opening import opened_columns
from nuanxin.planners.siting.programs import Eased, Program
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, sides

MOST_KEPT = 2_000_000
"""Multipliers that a certificate keeps at most."""
LOOSE = 1e-6
"""How near to open or shut a site's part in a relaxation counts as that."""
FIRST_S = 5.0
"""Seconds at most for the program that prices the limits to begin with."""
ANEW = 0.2
"""The part of the free sites that must be set aside for a case to be bounded anew before it is split."""
NOT_YET = 2**62
"""The bound of a case that has none yet."""
NOBODY, NO_PLAN = np.zeros(0, np.int64), -NOT_YET


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A question's program without whole numbers: its limits are the first rows, its sites the first columns.

    ``eased`` writes it down for sites in given states, of which shut ones may be left out; it is None where
    the program would be too large. ``read`` makes whole multipliers of the other rows' duals, in units of
    the question's scale, ``first`` are multipliers to begin with. ``shared`` is who is served where by a
    plan, for questions that need telling.
    """

    eased: Callable[[Places], Eased] | None
    read: Callable[[Floats], Ints]
    shared: Callable[[Places], Ints] = lambda _plan: NOBODY
    first: Ints | None = None


@dataclass(slots=True)
class Case:
    """A case: what is settled in it, whose multipliers it has, what it sets aside and what it leads to.

    It settled ``column`` as open (``side`` 0) or shut (1), which was ``part`` away from that.
    """

    states: Places
    priced: int = -1
    column: int = -1
    side: int = 0
    part: float = 0.0
    aside: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    settled: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    split: int = -1
    children: tuple[int, int] = (-1, -1)


class Proving:
    """The cases of a question as they grow, for the best ``plan`` so far and what it gains."""

    def __init__(self, numbered: Numbered, relaxed: Relaxed, plan: Places) -> None:
        self.numbered, self.relaxed, self.plan = numbered, relaxed, plan
        self.shares = relaxed.shared(plan)
        self.gain = gained(numbered, plan, self.shares)
        self.eased: Eased | None = None
        self.limits = sides(numbered.question)
        nothing = np.zeros(numbered.width + len(self.limits.limits), np.int64)
        self.cases, self.kept = [Case(numbered.question.states(), 0)], [nothing]
        self.waiting, self.dive = {0: NOT_YET}, -1
        many = numbered.question.cover.candidates
        self.costs, self.tries = np.zeros((2, many)), np.zeros((2, many))

    def grow(self, left_s: Callable[[], float]) -> None:
        """Bound and split cases until none is left or time is up.

        One goes down to where a case holds no better plan, as a relaxation is quick close to the last one,
        and then on with the case of the largest bound.
        """
        room = max(2, MOST_KEPT // max(1, self.numbered.width + len(self.limits.limits)))
        while self.waiting and len(self.kept) < room and left_s() > 0:
            number = self.dive if self.dive >= 0 else max(self.waiting, key=self.worst)
            if self.waiting[number] <= self.gain:
                self.dive = -1
                if self.waiting[max(self.waiting, key=self.worst)] <= self.gain:
                    return
                continue
            self.dive = -1
            if not self.bound(number, self.waiting[number], left_s()):
                return
            del self.waiting[number]

    def worst(self, number: int) -> tuple[int, int]:
        """Return what one sorts waiting cases by: the largest bound, of these the first."""
        return self.waiting[number], -number

    def bound(self, number: int, before: int, seconds: float) -> bool:
        """Bound one case, and split it where it may hold a better plan; return False where time was up."""
        case = self.cases[number]
        if passed(self.limits, case.states):
            return True
        if not self.ease(case, seconds):
            return False
        multipliers = self.multipliers()
        numbers = self.priced(case, multipliers)
        if numbers is None:
            return True
        bound = self.numbered.most(summed(numbers, case.states), multipliers[: self.numbered.width])
        self.learn(case, before, bound)
        free, parts = np.flatnonzero(case.states == FREE), self.parts()
        if bound > self.gain and (np.abs(parts - np.rint(parts))[free] < LOOSE).all():
            self.found(np.union1d(np.flatnonzero(case.states == OPEN), free[parts[free] > 0.5]))
        if bound > self.gain and len(free):
            self.divide(number, self.aside(case, numbers, multipliers), bound)
        return True

    def begin(self) -> None:
        """Bound the whole question by the multipliers there are to begin with, and set aside what goes."""
        own, case = self.relaxed.first, self.cases[0]
        if own is None or passed(self.limits, case.states):
            return
        numbers = self.numbered.numbers(own)
        program = Program()
        opened_columns(program, self.numbered.question, -numbers.sites / self.numbered.scale)
        eased = program.eased()
        eased.solve(FIRST_S)
        multipliers = np.concatenate((own, self.prices(eased.duals)))
        priced_all = self.priced(case, multipliers)
        if priced_all is None:
            return
        bound = self.numbered.most(summed(priced_all, case.states), own)
        del self.waiting[0]
        if bound > self.gain:
            after, many = self.aside(case, priced_all, multipliers), len(self.cases)
            case.split, case.children = AGAIN, (many, -1)
            self.cases.append(Case(after, case.priced))
            self.waiting[many] = bound

    def ease(self, case: Case, seconds: float) -> bool:
        """Solve the relaxation of a case; return whether that was done."""
        if self.eased is None and self.relaxed.eased is not None:
            self.eased = self.relaxed.eased(case.states)
        if self.eased is None:
            return False
        opened, usable = (case.states == OPEN) * 1.0, (case.states != SHUT) * 1.0
        self.eased.fix(np.arange(len(case.states)), opened, usable)
        return self.eased.solve(seconds)

    def parts(self) -> Floats:
        """Return how far each site is open in the relaxation."""
        values = self.eased.values if self.eased else np.zeros(0)
        return values[: self.numbered.question.cover.candidates]

    def priced(self, case: Case, multipliers: Ints) -> Numbers | None:
        """Return what a case's multipliers say and keep them; None where they are too large to be added."""
        try:
            numbers = priced(self.numbered, self.limits, multipliers)
        except Unproven:
            return None
        self.kept.append(multipliers)
        case.priced = len(self.kept) - 1
        return numbers

    def multipliers(self) -> Ints:
        """Return the duals of the relaxation as whole multipliers, those of limits last."""
        duals = self.eased.duals if self.eased else np.zeros(0)
        many = len(self.limits.limits)
        return np.concatenate((self.relaxed.read(duals[many:]), self.prices(duals)))

    def prices(self, duals: Floats) -> Ints:
        """Return the prices of the limits, which stand first among the rows of a program."""
        unit = self.numbered.scale * PRICE
        prices = np.clip(-duals[: len(self.limits.limits)] * unit, 0.0, ROOM / 8)
        found: Ints = np.rint(prices).astype(np.int64)
        return found

    def found(self, opened: Places | Ints) -> None:
        """Keep a plan a relaxation came upon, if it is one and better."""
        plan = np.setdiff1d(opened, self.numbered.question.existing).astype(np.int32)
        shares = self.relaxed.shared(plan)
        if (gain := gained(self.numbered, plan, shares)) > self.gain:
            self.gain, self.plan, self.shares = gain, plan, shares

    def aside(self, case: Case, numbers: Numbers, multipliers: Ints) -> Places:
        """Set sites aside in a case; return the states after that."""
        free, own = np.flatnonzero(case.states == FREE), multipliers[: self.numbered.width]
        whole = summed(numbers, case.states)
        lost = np.abs(numbers.sites[free])
        gone = np.array([self.numbered.most(whole - one, own) <= self.gain for one in lost.tolist()], bool)
        case.aside = free[gone].astype(np.int32)
        case.settled = np.where(numbers.sites[case.aside] > 0, OPEN, SHUT).astype(np.int32)
        after = case.states.copy()
        after[case.aside] = case.settled
        return after

    def divide(self, number: int, after: Places, bound: int) -> None:
        """Go on with a case in which much was set aside, or split it by a free site."""
        case, free, many = self.cases[number], np.flatnonzero(after == FREE), len(self.cases)
        if not len(free) or len(case.aside) > ANEW * len(free):
            case.split, case.children = AGAIN, (many, -1)
            self.cases.append(Case(after, case.priced))
            self.waiting[many], self.dive = bound, many
            return
        column, part = self.column(free)
        case.split, case.children = column, (many, many + 1)
        for side, (state, moved) in enumerate(((OPEN, 1 - part), (SHUT, part))):
            states = after.copy()
            states[column] = state
            self.cases.append(Case(states, case.priced, column, side, moved))
            self.waiting[many + side] = bound
        self.dive = many + int(part < 0.5)

    def column(self, free: Places | Ints) -> tuple[int, float]:
        """Return the site to split by, and how far it is open in the relaxation."""
        shares = np.clip(self.parts()[free], 0.0, 1.0)
        tried = np.maximum(self.tries.sum(axis=1), 1)
        mean = np.maximum(self.costs.sum(axis=1) / tried, 1.0)[:, None]
        rates = (self.costs[:, free] + mean) / (self.tries[:, free] + 1)
        scores = np.maximum(rates[0] * (1 - shares), LOOSE) * np.maximum(rates[1] * shares, LOOSE)
        place = int(scores.argmax())
        return int(free[place]), float(shares[place])

    def learn(self, case: Case, before: int, bound: int) -> None:
        """Learn what settling a site costs from what it did to the bound."""
        if case.column >= 0 and case.part > LOOSE:
            self.costs[case.side, case.column] += max(0, before - bound) / case.part
            self.tries[case.side, case.column] += 1

    def nodes(self) -> Nodes:
        """Return the cases as a certificate holds them."""
        width = self.numbered.width + len(self.limits.limits)
        lengths = [len(case.aside) for case in self.cases]
        return Nodes(
            np.array(self.kept, np.int64).reshape(len(self.kept), width),
            np.array([case.priced for case in self.cases], np.int32),
            np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
            np.concatenate([case.aside for case in self.cases]).astype(np.int32),
            np.concatenate([case.settled for case in self.cases]).astype(np.int32),
            np.array([case.split for case in self.cases], np.int32),
            np.array([case.children for case in self.cases], np.int32),
        )


def gained(numbered: Numbered, plan: Places, shares: Ints) -> int:
    """Return what a plan gains; `NO_PLAN` where it leaves out something that is asked."""
    opened = np.zeros(numbered.question.cover.candidates, bool)
    opened[[*plan.tolist(), *numbered.question.existing]] = True
    try:
        return numbered.gained(opened, shares)
    except Unproven:
        return NO_PLAN
