"""Seeking 寻找 the plan of least distance: open greedily, exchange, shake, and begin again from the best."""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from nuanxin.planners.siting import exchange
from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places
from nuanxin.planners.siting.cover import turned_with
from nuanxin.planners.siting.medians import Medians, kept_lists
from nuanxin.planners.siting.question import OPEN, SHUT, Effort, Progress
from nuanxin.planners.siting.search import drawn


def no_places() -> Places:
    """Return no places at all."""
    return np.zeros(0, np.int32)


@dataclass(slots=True)
class Seeker:
    """The best plan so far, the bound of the cases, and the lists of the candidates that are left.

    ``columns`` are those candidates; in ``lists`` they are numbered by their place there.
    """

    question: Medians
    effort: Effort
    started: float = field(default_factory=perf_counter)
    value: int = 2**60
    bound: int = 0
    sites: Places = field(default_factory=no_places)
    columns: Places = field(default_factory=no_places)
    lists: exchange.Lists = None  # type: ignore[assignment]
    chance: Ints = field(default_factory=lambda: np.ones(1, np.int64))

    def begin(self) -> Flags:
        """Find a first plan; return which of the columns it opens."""
        self.chance[0] = np.random.default_rng(self.effort.seed).integers(1, 2**62)
        states = self.question.states()
        self.narrow(states)
        opened: Flags = states[self.columns] == OPEN
        starts, items, costs = self.lists[:3]
        columns = exchange.Columns(*turned_with(starts, items, costs, len(self.columns)))
        exchange.opened_greedily(self.lists, columns, opened, self.left(states))
        self.improve(opened)
        self.shake(4)
        return opened

    def left_s(self) -> float:
        """Return how many seconds are left; 0 where somebody said stop."""
        if self.effort.stopped is not None and self.effort.stopped():
            return 0.0
        return self.effort.seconds - (perf_counter() - self.started)

    def finished(self) -> bool:
        """Return whether time ran out or somebody said stop."""
        return self.left_s() <= 0

    def tell(self, doing: str) -> None:
        """Tell whoever wants to hear how far it is."""
        if self.effort.tell:
            seconds = perf_counter() - self.started
            self.effort.tell(Progress(doing, self.value, min(self.bound, self.value), seconds))

    def left(self, states: Places) -> int:
        """Return how many sites may still be opened in a case."""
        new = (states == OPEN).sum() - len(set(self.question.existing))
        return self.question.count - int(new)

    def narrow(self, states: Places) -> None:
        """Leave out of the lists every candidate that is shut for good."""
        self.columns = np.flatnonzero(states != SHUT).astype(np.int32)
        local = np.full(len(states), -1, np.int32)
        local[self.columns] = np.arange(len(self.columns), dtype=np.int32)
        rows = kept_lists(self.question.starts, self.question.items, self.question.costs, local)
        self.lists = exchange.Lists(*rows, self.question.far, states[self.columns] == OPEN)

    def improve(self, opened: Flags) -> int:
        """Exchange sites of a plan while it helps, keep it where it is the best yet; return its cost."""
        cost = exchange.exchanged(self.lists, opened, self.chance)
        if cost < self.value:
            self.value = cost
            new = set(self.columns[opened].tolist()) - set(self.question.existing)
            self.sites = np.array(sorted(new), np.int32)
            self.tell("search")
        return cost

    def shake(self, turns: int) -> None:
        """Shake the best plan and exchange again, ``turns`` times; go on from what is no worse."""
        mine = np.zeros(self.question.candidates, bool)
        mine[[*self.sites.tolist(), *self.question.existing]] = True
        opened, cost = mine[self.columns] | self.lists.held, self.value
        if int(opened.sum()) != int(mine.sum()):
            return
        for turn in range(turns):
            trial = opened.copy()
            many = 1 + drawn(self.chance, 2 + int(opened.sum()) // 12)
            exchange.shaken_plan(self.lists, trial, many, self.chance)
            found = self.improve(trial)
            if found <= cost:
                opened, cost = trial, found
            if self.bound >= self.value or (turn % 8 == 0 and self.finished()):
                return

    def wished(self, states: Places, wishes: Ints | Floats, left: int) -> None:
        """Try the plan that opens, in a case, the ``left`` free sites with the least ``wishes``."""
        free = np.flatnonzero(states == 0)
        opened = states == OPEN
        opened[free[np.argsort(wishes[free], kind="stable")[:left]]] = True
        if exchange.nearest(self.lists, opened)[3] < self.value * 1.02:
            self.improve(opened)
