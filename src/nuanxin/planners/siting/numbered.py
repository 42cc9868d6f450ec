"""Rarer questions by numbers 定价: what multipliers make of each of them, one number a site.

A question of two covers, of towns, of seats or of reaching everybody turns, once its rows have multipliers,
into a sum that every plan may have at most: a base, and a number for each open site. Everything is whole,
in units of a ``scale``-th, and read from the question alone, apart from whatever solved it.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.checking import Unproven
from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.cover import Refused
from nuanxin.planners.siting.inputs import ints, whole
from nuanxin.planners.siting.pairs import Pairs
from nuanxin.planners.siting.question import LARGEST, Question
from nuanxin.planners.siting.staging import ROOM

FINEST = 2**46
"""Gains times scale stay near this: fine enough for a bound to close on whole persons and metres."""
SHARE = 1_000_000
"""Shares of a town's demand are counted in millionths."""


class Numbers(NamedTuple):
    """What multipliers say: a plan gains at most ``base`` and the numbers of its open ``sites`` (int64)."""

    base: int
    sites: Ints


class Numbered(ABC):
    """A question that multipliers turn into numbers: what is gained most is asked for.

    ``question`` holds the sites and their limits. ``width`` is how many multipliers it takes, limits of
    sites left out, ``scale`` their unit.
    """

    question: Question

    @property
    @abstractmethod
    def width(self) -> int:
        """How many multipliers it takes."""

    @property
    @abstractmethod
    def scale(self) -> int:
        """The unit of its multipliers."""

    @abstractmethod
    def digest(self) -> str:
        """Return a hash of all inputs."""

    @abstractmethod
    def gained(self, opened: Flags, shares: Ints) -> int:
        """Return what a plan gains, by ``shares`` where demand is shared out; Unproven where it is none."""

    @abstractmethod
    def numbers(self, multipliers: Ints) -> Numbers:
        """Return what multipliers, all 0 or more, say."""

    def most(self, whole: int, multipliers: Ints) -> int:
        """Return the largest gain that a sum of base and numbers leaves possible."""
        return whole // self.scale

    def value(self, gain: int) -> int:
        """Return a gain as the value people read: costs are gains below 0."""
        return gain


def pairs_of(question: Question) -> Pairs:
    """Return which candidates reach each row, as sums are made of it."""
    return Pairs(question.cover.starts, question.cover.items, question.cover.candidates)


def pair_metres(question: Question, metres: object, far_m: object) -> tuple[Ints, int]:
    """Return the metres of each pair, and of whoever is not served; Refused names the first row amiss.

    Weights times metres stay below what certificates add exactly.
    """
    found, most = ints(metres, "metres"), whole(far_m, "far_m, the metres of demand that is not served,")
    if found.shape != question.cover.items.shape:
        raise Refused(f"metres go beside each of {question.cover.pairs} pairs, at least the longest far_m")
    wrong = (found < 0) | (found > most)
    if wrong.any():
        place = int(wrong.argmax())
        row = int(np.searchsorted(question.cover.starts, place, side="right")) - 1
        raise Refused(
            f"row {row} is {found[place]} m from candidate {question.cover.items[place]}: give 0 or more, "
            f"and unserved demand at least the longest, not {most} m"
        )
    if not 0 <= most * int(question.weights.sum()) <= LARGEST or not 0 <= most <= LARGEST:
        raise Refused(f"weights times far_m are 0 to {LARGEST:,}; count in larger units")
    return found, most


def fine(gain: int) -> int:
    """Return the unit of multipliers where so much is to be gained in all."""
    return max(1, FINEST // max(1, gain))


@dataclass(frozen=True)
class Backed(Numbered):
    """Most weight covered, a second cover of a row worth its ``second`` (int64) more (BACOP2).

    A row of multiplier ``m`` is worth, beside ``m`` for each open site in reach, at most nothing, ``w - m``
    once or ``w + s - 2m`` twice: the more sites, the less a further one adds.
    """

    question: Question
    second: Ints

    @property
    def width(self) -> int:
        """A multiplier a row."""
        return self.question.cover.rows

    @property
    def scale(self) -> int:
        """The unit of multipliers."""
        return fine(int(self.question.weights.sum() + self.second.sum()))

    def digest(self) -> str:
        """Return a hash of all inputs."""
        return seal_of(("backed", self.question.digest(), self.second))

    def gained(self, opened: Flags, shares: Ints) -> int:
        """Return the weight covered once and the second weights covered twice."""
        times = pairs_of(self.question).times(opened)
        return int(self.question.weights[times >= 1].sum() + self.second[times >= 2].sum())

    def numbers(self, multipliers: Ints) -> Numbers:
        """Return base and numbers."""
        once = self.question.weights * self.scale - multipliers
        kept = np.maximum(0, np.maximum(once, once + self.second * self.scale - multipliers))
        return Numbers(int(kept.sum()), pairs_of(self.question).by_candidate(multipliers))


@dataclass(frozen=True)
class ByTown(Numbered):
    """Most weight covered of the plans that leave each town its ``least`` weight (int64, a town each).

    ``towns`` (int64, from 0) is each row's. A town's multiplier makes its weight count more, and takes off
    what it is owed; then rows are priced as ever. The first multiplier is the unit in which weight counts:
    the smaller it is, the more it says that towns are owed too much, and the less what a plan gains.
    """

    question: Question
    towns: Ints
    least: Ints

    @property
    def width(self) -> int:
        """The unit, a multiplier a row, then one a town."""
        return 1 + self.question.cover.rows + len(self.least)

    @property
    def scale(self) -> int:
        """The unit of multipliers."""
        return fine(int(self.question.weights.sum()))

    def digest(self) -> str:
        """Return a hash of all inputs."""
        return seal_of(("by town", self.question.digest(), self.towns, self.least))

    def gained(self, opened: Flags, shares: Ints) -> int:
        """Return the weight covered; Unproven where a town has too little."""
        covered = pairs_of(self.question).covered(opened)
        if (_sums(self.towns, self.question.weights * covered, len(self.least)) < self.least).any():
            raise Unproven("the plan leaves a town below its share")
        return int(self.question.weights[covered].sum())

    def numbers(self, multipliers: Ints) -> Numbers:
        """Return base and numbers."""
        unit, rows, towns = np.split(multipliers, [1, 1 + self.question.cover.rows])
        worth = self.question.weights.astype(float) @ (unit + towns[self.towns].astype(float))
        if worth + float(towns.astype(float) @ self.least) >= ROOM:
            raise Unproven("a town's multiplier is too large")
        kept = np.maximum(0, self.question.weights * (unit + towns[self.towns]) - rows)
        return Numbers(int(kept.sum() - towns @ self.least), pairs_of(self.question).by_candidate(rows))

    def most(self, whole: int, multipliers: Ints) -> int:
        """Return the largest gain left possible."""
        unit = int(multipliers[0])
        return whole // unit if unit > 0 else int(self.question.weights.sum())


@dataclass(frozen=True)
class WorstTown(Numbered):
    """The largest share, in millionths, that the town served worst can have of its weight.

    The least share is at most any average of the shares: a town's multiplier is its part in that.
    """

    question: Question
    towns: Ints

    @cached_property
    def whole(self) -> Ints:
        """The weight of each town."""
        return _sums(self.towns, self.question.weights, int(self.towns.max(initial=-1)) + 1)

    @property
    def width(self) -> int:
        """A multiplier a row, then one a town."""
        return self.question.cover.rows + len(self.whole)

    @property
    def scale(self) -> int:
        """The unit of multipliers: finer, as a town's is divided by all its weight."""
        return FINEST * 2**6

    def digest(self) -> str:
        """Return a hash of all inputs."""
        return seal_of(("worst town", self.question.digest(), self.towns))

    def gained(self, opened: Flags, shares: Ints) -> int:
        """Return the least share, in millionths, rounded down."""
        covered = pairs_of(self.question).covered(opened)
        part = _sums(self.towns, self.question.weights * covered, len(self.whole))
        told = self.whole > 0
        return int(min((part[told] * SHARE // self.whole[told]).tolist(), default=SHARE))

    def numbers(self, multipliers: Ints) -> Numbers:
        """Return base and numbers."""
        rows, towns = multipliers[: self.question.cover.rows], multipliers[self.question.cover.rows :]
        if float(towns.astype(float) @ self.whole) >= ROOM:
            raise Unproven("a town's multiplier is too large")
        kept = np.maximum(0, self.question.weights * towns[self.towns] - rows)
        return Numbers(int(kept.sum()), pairs_of(self.question).by_candidate(rows))

    def most(self, whole: int, multipliers: Ints) -> int:
        """Return the largest gain left possible."""
        part = int(multipliers[self.question.cover.rows :] @ self.whole)
        return self.possible(min(SHARE, whole * SHARE // part)) if part > 0 else SHARE

    def possible(self, most: int) -> int:
        """Return the largest share, at most this, that some town can have: whole persons of its own."""
        whole = self.whole[self.whole > 0]
        persons = ((most + 1) * whole - 1) // SHARE
        return int((persons * SHARE // whole).max(initial=0)) if len(whole) else most


@dataclass(frozen=True, slots=True)
class Capacity:
    """What sites can serve: ``amounts`` (int64, (candidates, classes)), ``classes`` (int64) of the rows.

    A row draws on its own class only: hours of the day, say, in which a site takes so many each.
    """

    amounts: Ints
    classes: Ints

    def places(self, items: Places, rows: Ints) -> Ints:
        """Return for pairs of site and row the place of what they draw on, counted along ``amounts``."""
        found: Ints = items.astype(np.int64) * self.amounts.shape[1] + self.classes[rows]
        return found


@dataclass(frozen=True)
class Served(Numbered):
    """Demand served by sites that take only so many: each pair of the cover gains its ``gains`` a head.

    ``gains`` are int64, 0 or more. Where it is distance that counts, ``whole`` is what all go if nobody
    is served, and gains are what is saved of it. A row's multiplier is what a head of it pays; a site
    fills its room with those who are worth more, dearest first.
    """

    question: Question
    capacity: Capacity
    gains: Ints
    whole: int | None = None

    @cached_property
    def rows(self) -> Ints:
        """The row of each pair."""
        return np.repeat(np.arange(self.question.cover.rows), self.question.cover.counts())

    @cached_property
    def places(self) -> Ints:
        """What room each pair draws on."""
        return self.capacity.places(self.question.cover.items, self.rows)

    @property
    def width(self) -> int:
        """A multiplier a row."""
        return self.question.cover.rows

    @cached_property
    def scale(self) -> int:
        """The unit of multipliers: all rows at their best, and the best pair, leave room for it."""
        best = np.zeros(self.question.cover.rows, np.int64)
        np.maximum.at(best, self.rows, self.gains)
        return 2**6 * fine(max(int(best @ self.question.weights), int(self.gains.max(initial=0))))

    def digest(self) -> str:
        """Return a hash of all inputs."""
        parts = (self.capacity.amounts, self.capacity.classes, self.gains, self.whole)
        return seal_of(("served", self.question.digest(), *parts))

    def gained(self, opened: Flags, shares: Ints) -> int:
        """Return what the shares gain; Unproven where they are none."""
        if shares.dtype != np.int64 or shares.shape != self.gains.shape or (shares < 0).any():
            raise Unproven("shares are int64, 0 or more, one a pair")
        carried = _sums(self.rows, shares, self.question.cover.rows)
        used = _sums(self.places, shares, self.capacity.amounts.size)
        if (shares[~opened[self.question.cover.items]] > 0).any():
            raise Unproven("a site that is shut serves somebody")
        if (carried > self.question.weights).any() or (used > self.capacity.amounts.ravel()).any():
            raise Unproven("more are served than there are, or than a site takes")
        return int(shares @ self.gains)

    def numbers(self, multipliers: Ints) -> Numbers:
        """Return base and numbers."""
        prices = self.gains * self.scale - multipliers[self.rows]
        kept = np.flatnonzero(prices > 0)
        order = kept[np.lexsort((-prices[kept], self.places[kept]))]
        places, asked = self.places[order], self.question.weights[self.rows[order]]
        before = np.cumsum(asked) - asked
        first = np.searchsorted(places, places)
        room = self.capacity.amounts.ravel()[places] - (before - before[first])
        worth = np.clip(room, 0, asked) * prices[order]
        found = _sums(self.question.cover.items[order], worth, self.question.cover.candidates)
        if multipliers.astype(float) @ self.question.weights >= ROOM:
            raise Unproven("a multiplier is too large")
        return Numbers(int(multipliers @ self.question.weights), found)

    def value(self, gain: int) -> int:
        """Return the gain, or the way all go."""
        return gain if self.whole is None else self.whole - gain


@dataclass(frozen=True)
class Reaching(Numbered):
    """Every row reached ``times`` (int64, a row each) at least cost; ``costs`` (int64) a candidate each.

    A row's multiplier is paid ``times`` over, by the sites that reach it.
    """

    question: Question
    times: Ints
    costs: Ints

    @property
    def width(self) -> int:
        """A multiplier a row."""
        return self.question.cover.rows

    @property
    def scale(self) -> int:
        """The unit of multipliers."""
        return fine(int(self.costs.sum()) * 2**6)

    @cached_property
    def asked(self) -> Ints:
        """What opening each candidate costs: those that exist cost nothing more."""
        costs = self.costs.copy()
        costs[list(self.question.existing)] = 0
        return costs

    def digest(self) -> str:
        """Return a hash of all inputs."""
        return seal_of(("reaching", self.question.digest(), self.times, self.costs))

    def gained(self, opened: Flags, shares: Ints) -> int:
        """Return minus what the open sites cost; Unproven where a row is not reached as often as it asks."""
        if (pairs_of(self.question).times(opened) < self.times).any():
            raise Unproven("the plan leaves something out")
        return -int(self.asked[opened].sum())

    def numbers(self, multipliers: Ints) -> Numbers:
        """Return base and numbers."""
        if float(multipliers.astype(float) @ self.times) >= ROOM:
            raise Unproven("a multiplier is too large")
        paid = pairs_of(self.question).by_candidate(multipliers)
        return Numbers(-int(multipliers @ self.times), paid - self.asked * self.scale)

    def value(self, gain: int) -> int:
        """Return the cost."""
        return -gain


def _sums(places: Ints | Places, amounts: Ints, many: int) -> Ints:
    """Return amounts summed by place, exactly."""
    found = np.zeros(many, np.int64)
    np.add.at(found, places, amounts)
    return found
