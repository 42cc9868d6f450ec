"""Halving 二分: the distances between one that is proved too short and one that a plan keeps to.

Quick answers come first, for plans and for bounds; then both are sought with more and more steps, so that the
seed alone decides what is found where the time does not run out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answering import SOLVING, left_s
from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.cover import Cover
from nuanxin.planners.siting.enough import Enough
from nuanxin.planners.siting.farthest import Farthest
from nuanxin.planners.siting.hardest import decided
from nuanxin.planners.siting.question import FREE, OPEN, Effort, Progress

STEPS, NODES, MORE = 20_000, 100, 4
"""Steps of pressing and cases of the solver in the first round, and how many times as many in the next."""
FAR = 2**60

Probe = Callable[[int], None]


@dataclass(slots=True)
class Halving:
    """What is known: no plan keeps to ``metres[low]``, ``plan`` (None before there is one) to ``[high]``.

    Within less than ``metres[nearest]`` somebody reaches nothing. The rows ``shown`` are those that too few
    sites reach within ``metres[low]``, ``hard`` those by which that was found out.
    """

    question: Farthest
    effort: Effort
    started: float
    metres: Ints
    low: int = -1
    high: int = 0
    plan: Places | None = None
    chance: Ints = field(default_factory=lambda: np.ones(1, np.int64))
    pairs: tuple[Ints, Places, Ints] = field(init=False)
    held: Ints = field(init=False)
    nearest: int = 0
    hard: Flags = field(init=False)
    shown: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        """Sort out what is open, and the pairs that are left."""
        reach, states = self.question.reach, self.question.states()
        rows, metres = np.repeat(np.arange(self.rows), np.diff(reach.starts)), np.rint(reach.metres)
        mine, away = states[reach.items], metres.astype(np.int64)
        self.held = np.full(self.rows, FAR, np.int64)
        np.minimum.at(self.held, rows[mine == OPEN], away[mine == OPEN])
        free = mine == FREE
        self.pairs = rows[free], reach.items[free], away[free]
        self.high, self.hard = len(self.metres), np.zeros(self.rows, bool)
        nearest = self.held.copy()
        np.minimum.at(nearest, rows[free], away[free])
        self.nearest = int(np.searchsorted(self.metres, nearest.max(initial=0)))
        self.low = self.nearest - 1
        self.chance[0] = np.random.default_rng(self.effort.seed).integers(1, 2**62)

    @property
    def rows(self) -> int:
        """How many rows of demand there are."""
        return len(self.question.reach.starts) - 1

    def search(self) -> None:
        """Seek until plan and bound meet, or the part of the time is over that is for seeking."""
        last, steps, nodes = len(self.metres) - 1, STEPS, NODES
        self.quick(last)
        self.downwards(self.quick)
        self.upwards(self.quick)
        while not self.done():
            probe, ask = partial(self.press, steps=steps), partial(self.ask, nodes=nodes)
            if self.plan is None:
                probe(last)
                ask(last)
            probe(self.high - 1)
            self.downwards(probe)
            self.upwards(ask)
            steps, nodes = steps * MORE, nodes * MORE

    def left_s(self) -> float:
        """Return the seconds that are left for seeking."""
        return left_s(self.effort, self.started) - (1 - self.part()) * self.effort.seconds

    def part(self) -> float:
        """Return the part of the time that is for seeking."""
        return SOLVING if self.effort.proof else 1.0

    def done(self) -> bool:
        """Return whether plan and bound meet, or time is up."""
        return self.high - self.low <= 1 or self.left_s() <= 0

    def downwards(self, probe: Probe) -> None:
        """Halve towards shorter plans; where a probe settles nothing, longer ones are tried."""
        floor = self.low
        while self.plan is not None and self.high - floor > 1 and not self.done():
            middle = (self.high + floor) // 2
            probe(middle)
            floor = max(self.low, floor if self.high <= middle else middle)

    def upwards(self, probe: Probe) -> None:
        """Halve towards longer distances that are too short; where nothing is settled, try shorter ones."""
        top = self.high
        while top - self.low > 1 and not self.done():
            middle = (top + self.low) // 2
            probe(middle)
            top = min(self.high, top if self.low >= middle else middle)

    def enough(self, index: int) -> Enough:
        """Return what is left to be reached within a distance, and by whom."""
        limit = int(self.metres[index])
        rows, items, away = self.pairs
        wanted = self.held > limit
        near = (away <= limit) & wanted[rows]
        lengths = np.bincount(rows[near], minlength=self.rows)[wanted]
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        left = self.question.count - len(self.question.fresh())
        return Enough(Cover(starts, items[near], self.question.reach.candidates), left, self.chance)

    def quick(self, index: int) -> None:
        """Try what costs little: a plan filled up, and rows that share no site."""
        enough = self.enough(index)
        alone = enough.strangers()
        if len(alone) > enough.count:
            self.raised(index, self.wanted(index)[alone])
        else:
            self.keep(enough.filled())

    def press(self, index: int, steps: int) -> None:
        """Seek a plan that keeps to a distance, in so many steps."""
        if self.low < index < self.high:
            self.keep(self.enough(index).pressed(steps, lambda: self.left_s() <= 0))

    def ask(self, index: int, nodes: int) -> None:
        """Put a distance to the solver, in so many cases."""
        if self.low < index < self.high:
            effort = replace(self.effort, seconds=max(0.0, self.left_s()))
            wanted = self.wanted(index)
            hard = self.hard[wanted]
            none, plan = decided(self.enough(index), hard, nodes, effort, lambda: self.left_s() <= 0)
            self.hard[wanted] = hard
            self.keep(plan)
            if none:
                self.raised(index, wanted[hard])

    def raised(self, index: int, rows: Ints) -> None:
        """Keep that a distance is too short, and the rows that show it."""
        if index > self.low:
            self.low, self.shown = index, rows
        self.tell()

    def wanted(self, index: int) -> Ints:
        """Return the rows that nothing open reaches within a distance."""
        return np.flatnonzero(self.held > self.metres[index])

    def keep(self, sites: Places | None) -> None:
        """Keep a plan that reaches everybody, by how far its worst-served go, and let longer pairs be."""
        if sites is None:
            return
        opened, worst = np.zeros(self.question.reach.candidates, bool), self.held.copy()
        opened[sites] = True
        rows, items, away = self.pairs
        mine = opened[items]
        np.minimum.at(worst, rows[mine], away[mine])
        high = int(np.searchsorted(self.metres, worst.max(initial=0)))
        if high < self.high:
            self.high, self.plan = high, np.union1d(sites, self.question.fresh()).astype(np.int32)
            near = away <= self.metres[high]
            self.pairs = rows[near], items[near], away[near]
            self.tell()

    def tell(self) -> None:
        """Tell whoever wants to hear how far the plan goes, and the bound."""
        if self.effort.tell is not None and self.plan is not None:
            both = int(self.metres[self.high]), int(self.metres[self.low + 1])
            self.effort.tell(Progress("cases", *both, perf_counter() - self.started))
