"""Proving 举证: the rarer questions by cases, each bounded by the duals of a relaxation.

The solver has a plan, and perhaps its word that none is better; here that is shown in whole numbers. Each
case takes multipliers from the duals of its relaxation, sets aside the sites that no better plan would
decide otherwise, and is split by the site of which both sides promise to cost most (pseudo-costs).
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from nuanxin.planners.siting.branching import Promise
from nuanxin.planners.siting.case_certificate import PRICE, priced, summed
from nuanxin.planners.siting.checking import Unproven, passed
from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.median_certificate import AGAIN, Nodes
from nuanxin.planners.siting.numbered import Numbered, Numbers
from nuanxin.planners.siting.programs import Eased, Program
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question, sides
from nuanxin.planners.siting.staging import ROOM

MOST_KEPT = 2_000_000
"""Multipliers that a certificate keeps at most."""
LOOSE = 1e-6
"""How near to open or shut a site's part in a relaxation counts as that."""
ANEW = 0.2
"""The part of the free sites that must be set aside for a case to be bounded anew before it is split."""
NOT_YET = 2**62
"""The bound of a case that has none yet."""
COARSER = (0, 10, 20)
"""Powers of two by which multipliers that are too large to be added are made smaller."""
NOBODY, NO_PLAN = np.zeros(0, np.int64), -NOT_YET


Heard = Callable[[int, int], None]
"""Who hears of what the best plan gains, and of the bound."""


Read = Callable[[Floats], tuple[Ints, int]]
"""What makes whole multipliers of duals, and says in which unit."""


class Relaxation(Protocol):
    """What bounds a case: a relaxation's ``own`` multipliers, ``prices`` of limits and ``parts`` of sites.

    ``own`` are whole, in parts of a ``unit``; ``prices`` and ``parts`` (how far each site is open) as they
    come.
    """

    own: Ints
    unit: int
    prices: Floats
    parts: Floats

    def solve(self, states: Places, gain: int, seconds: float) -> bool:
        """Relax a case, as far as it matters for a plan that gains ``gain``; return whether it was done."""
        ...

    def shared(self, plan: Places) -> Ints:
        """Return who is served where by a plan, for questions that need telling."""
        ...


class Relaxed:
    """A relaxation by one program: its limits are the first rows, its sites the first columns.

    ``read`` makes whole multipliers of the other rows' duals.
    """

    def __init__(self, eased: Eased, limits: int, read: Read) -> None:
        self.eased, self.limits, self.read = eased, limits, read
        self.own, self.prices, self.parts, self.unit = NOBODY, np.zeros(0), np.zeros(0), 1

    def solve(self, states: Places, gain: int, seconds: float) -> bool:
        """Relax a case; return whether it was done."""
        self.eased.fix(np.arange(len(states)), (states == OPEN) * 1.0, (states != SHUT) * 1.0)
        if not self.eased.solve(seconds):
            return False
        self.parts, self.prices = self.eased.values[: len(states)], self.eased.duals[: self.limits]
        self.own, self.unit = self.read(self.eased.duals[self.limits :])
        return True

    def shared(self, plan: Places) -> Ints:
        """Return nothing: nobody is shared out."""
        return NOBODY


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

    def __init__(
        self, numbered: Numbered, relaxed: Relaxation, plan: Places, tell: Heard | None = None
    ) -> None:
        self.numbered, self.relaxed, self.plan, self.tell = numbered, relaxed, plan, tell
        self.shares = relaxed.shared(plan)
        self.gain = gained(numbered, plan, self.shares)
        self.limits = sides(numbered.question)
        first = np.zeros(numbered.width + len(self.limits.limits), np.int64)
        first[: len(relaxed.own)] = relaxed.own
        self.cases, self.kept = [Case(numbered.question.states(), 0)], [first]
        self.waiting, self.dive = {0: NOT_YET}, -1
        self.promise = Promise(numbered.question.cover.candidates)

    def claim(self, gain: int) -> None:
        """Ask for no more than to show that no plan gains more than so much, whether or not one does."""
        self.gain = max(self.gain, gain)

    def grow(self, left_s: Callable[[], float], most: int = NOT_YET) -> None:
        """Bound and split cases, so many at ``most``, until none is left or time is up.

        One goes down to where a case holds no better plan, as a relaxation is quick close to the last one,
        and then on with the case of the largest bound.
        """
        room = max(2, MOST_KEPT // max(1, self.numbered.width + len(self.limits.limits)))
        until = len(self.kept) + most
        while self.waiting and len(self.kept) < min(room, until) and left_s() > 0:
            deeper = self.waiting.get(self.dive, self.gain) > self.gain
            number = self.dive if deeper else max(self.waiting, key=self.worst)
            self.dive = -1
            if self.waiting[number] <= self.gain:
                return
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
        if not self.relaxed.solve(case.states, self.gain, seconds):
            return False
        earlier, multipliers = case.priced, np.concatenate((self.relaxed.own, self.prices()))
        numbers = self.priced(case, multipliers)
        if numbers is None:
            return True
        bound = self.most(case, numbers)
        if bound > before:  # what the case before it was bounded by says more
            case.priced, numbers = earlier, priced(self.numbered, self.limits, self.kept[earlier])
            bound = self.most(case, numbers)
        multipliers = self.kept[case.priced]
        self.learn(case, before, bound)
        free, parts = np.flatnonzero(case.states == FREE), self.relaxed.parts
        if bound > self.gain and (np.abs(parts - np.rint(parts))[free] < LOOSE).all():
            self.found(np.union1d(np.flatnonzero(case.states == OPEN), free[parts[free] > 0.5]))
        if bound > self.gain and len(free):
            self.divide(number, self.aside(case, numbers, multipliers), bound)
        if self.tell is not None:
            self.tell(self.gain, self.bounded(number, bound))
        return True

    def most(self, case: Case, numbers: Numbers) -> int:
        """Return what no plan of a case gains more than, as its multipliers say."""
        own = self.kept[case.priced][: self.numbered.width]
        return self.numbered.most(summed(numbers, case.states), own)

    def bounded(self, number: int, bound: int) -> int:
        """Return the bound of all cases, one of which is bounded just now."""
        others = [each for case, each in self.waiting.items() if case != number]
        return max(self.gain, bound, *others)

    def priced(self, case: Case, multipliers: Ints) -> Numbers | None:
        """Return what a case's multipliers say and keep them, in a coarser unit where they are too large."""
        for coarser in COARSER:
            try:
                numbers = priced(self.numbered, self.limits, multipliers >> coarser)
            except Unproven:
                continue
            self.kept.append(multipliers >> coarser)
            case.priced = len(self.kept) - 1
            return numbers
        return None

    def prices(self) -> Ints:
        """Return the prices of the limits in the last relaxation as whole numbers."""
        prices = np.clip(-self.relaxed.prices * self.relaxed.unit * PRICE, 0.0, ROOM / 8)
        found: Ints = np.rint(prices).astype(np.int64)
        return found

    def found(self, opened: Places | Ints) -> bool:
        """Keep a plan, if it is one and better; return whether it is."""
        plan = np.setdiff1d(opened, self.numbered.question.existing).astype(np.int32)
        shares = self.relaxed.shared(plan)
        if (gain := gained(self.numbered, plan, shares)) > self.gain:
            self.gain, self.plan, self.shares = gain, plan, shares
            return True
        return False

    def aside(self, case: Case, numbers: Numbers, multipliers: Ints) -> Places:
        """Set sites aside in a case; return the states after that."""
        free, own = np.flatnonzero(case.states == FREE), multipliers[: self.numbered.width]
        whole = summed(numbers, case.states)
        lost = np.abs(numbers.sites[free])
        levels = np.unique(lost)
        least = bisect_left(
            levels, True, key=lambda one: self.numbered.most(whole - int(one), own) <= self.gain
        )
        gone = lost >= levels[least] if least < len(levels) else np.zeros(len(lost), bool)
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

    def column(self, free: Ints) -> tuple[int, float]:
        """Return the site to split by, and how far it is open in the relaxation."""
        shares = np.clip(self.relaxed.parts[free], 0.0, 1.0)
        place = int(self.promise.expected(free, np.stack((1 - shares, shares))).argmax())
        return int(free[place]), float(shares[place])

    def learn(self, case: Case, before: int, bound: int) -> None:
        """Learn what settling a site costs from what it did to the bound."""
        if case.column >= 0 and case.part > LOOSE:
            self.promise.learn(case.column, case.side, case.part, max(0, before - bound))

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


def relaxed_by(program: Program, question: Question, read: Read) -> Relaxed:
    """Return the relaxation by a program that begins with a question's sites and limits."""
    return Relaxed(program.eased(), len(sides(question).limits), read)


def gained(numbered: Numbered, plan: Places, shares: Ints) -> int:
    """Return what a plan gains; `NO_PLAN` where it leaves out something that is asked."""
    opened = np.zeros(numbered.question.cover.candidates, bool)
    opened[[*plan.tolist(), *numbered.question.existing]] = True
    try:
        return numbered.gained(opened, shares)
    except Unproven:
        return NO_PLAN
