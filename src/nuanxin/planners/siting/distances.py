"""Least distance solved (p-median 求解): exchange, multipliers, fixings, then proof by cases."""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from time import perf_counter

import numpy as np

from nuanxin.planners.siting import assigning, exchange
from nuanxin.planners.siting.answer import FEASIBLE, OPTIMAL, Result, gap, infeasible
from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places
from nuanxin.planners.siting.cover import turned_with
from nuanxin.planners.siting.median_certificate import AGAIN, MedianCertificate, Nodes, sealed_medians
from nuanxin.planners.siting.medians import Medians, impossible_medians, kept_lists, put_medians
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Effort, Progress
from nuanxin.planners.siting.search import drawn

FINEST = 2**38


def least_distance(question: Medians, effort: Effort | None = None) -> Result:
    """Return the sites to which all demand travels least, with a bound and a certificate.

    Parameters
    ----------
    question
        Costs of demand and sites, and how many may be opened.
    effort
        How long to try, from which seed, whom to tell.

    Returns
    -------
    Result
        ``value`` is the least cost found, ``bound`` what no plan costs less than.

    Raises
    ------
    Refused
        Where the question is none; the row is named.

    Notes
    -----
    Hakimi (1964); bounds by Cornuejols, Fisher and Nemhauser (1977), exchange by Whitaker (1983).
    """
    put_medians(question)
    effort = effort or Effort()
    reason = impossible_medians(question)
    if reason:
        return infeasible(reason, effort.seed)
    solve = MedianSolve(question, effort)
    solve.run()
    return solve.result()


@dataclass(slots=True)
class Node:
    """A case: states before and after what it sets aside, its multipliers and bound, what it leads to."""

    states: Places
    multipliers: Ints
    bound: int = 0
    after: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    split: int = -1
    children: tuple[int, int] = (-1, -1)


@dataclass(slots=True)
class MedianSolve:
    """One solve: the best plan so far, and the cases."""

    question: Medians
    effort: Effort
    started: float = field(default_factory=perf_counter)
    value: int = 2**60
    bound: int = 0
    scale: int = 1
    sites: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    nodes: list[Node] = field(default_factory=list)
    waiting: list[tuple[int, int, int]] = field(default_factory=list)
    columns: Places = field(default_factory=lambda: np.zeros(0, np.int32))
    lists: exchange.Lists = None  # type: ignore[assignment]
    chance: Ints = field(default_factory=lambda: np.ones(1, np.int64))

    def run(self) -> None:
        """Find a plan, bound the whole, then split the worst case until none could be better."""
        self.scale = max(1, FINEST // max(1, int(self.question.far.sum())))
        self.chance[0] = np.random.default_rng(self.effort.seed).integers(1, 2**62)
        states = self.question.states()
        self.narrow(states)
        opened = states[self.columns] == OPEN
        exchange.opened_greedily(self.lists, opened, self.left(states))
        self.improve(opened)
        self.shake(4)
        _, first, second, _ = exchange.nearest(self.lists, opened)
        self.nodes.append(Node(states, (first + second) // 2 * self.scale))
        self.settle(0, 250, 1.5)
        while self.waiting and not self.finished():
            bound, number, column = heappop(self.waiting)
            self.bound = min(bound, self.value)
            if bound >= self.value:
                self.waiting.clear()
                continue
            if len(self.nodes) < 2 or len(self.nodes) % 150 < 2:
                self.shake(60 if len(self.nodes) > 2 else 60 + 3 * self.question.count)
            self.divided(number, column)
        self.bound = min([self.value, *(bound for bound, _, _ in self.waiting)])
        self.tell("cases")

    def finished(self) -> bool:
        """Return whether time ran out or somebody said stop."""
        stopped = self.effort.stopped is not None and self.effort.stopped()
        return stopped or perf_counter() - self.started > self.effort.seconds

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
        columns = turned_with(*rows, len(self.columns))
        held = states[self.columns] == OPEN
        self.lists = exchange.Lists(*rows, *columns, self.question.far, held)

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

    def settle(self, number: int, steps: int, length: float) -> None:
        """Bound a case, set aside in it what no better plan would do, and keep it to be split."""
        node = self.nodes[number]
        states, left = node.states[self.columns], self.left(node.states)
        often = np.zeros(len(states))
        if left == 0 or not (states == FREE).any():
            _, first, _, total = exchange.nearest(self.lists, states == OPEN)
            node.multipliers, node.bound, node.after = first * self.scale, total, node.states
            self.improve(states == OPEN)
            return
        for turn in range(4 if steps > 100 else 1):
            step = np.array([length / 2**turn, steps, 20 if steps > 100 else 5])
            whole = assigning.raised(
                self.lists, states, left, self.scale, self.value, node.multipliers, often, step
            )
            node.bound = -(-int(whole) // self.scale)
            self.guided(states, node.multipliers, left)
            if node.bound >= self.value:
                break
        self.set_aside(node, states, int(whole), left)
        if node.bound < self.value:
            self.wait(number, often)

    def wait(self, number: int, often: Floats) -> None:
        """Put a case among those to be split, with the candidate to split it by, or -1 to bound it again."""
        node = self.nodes[number]
        free = node.after[self.columns] == FREE
        column = int(np.where(free, -np.abs(often - 0.5), -1.0).argmax())
        again = not free.any() or self.left(node.after) == 0 or (number == 0 and free.sum() < 0.8 * len(free))
        heappush(self.waiting, (node.bound, number, -1 if again else int(self.columns[column])))

    def divided(self, number: int, column: int) -> None:
        """Split a case in two, or go on with what it left where ``column`` is -1; bound what comes of it."""
        node, many = self.nodes[number], len(self.nodes)
        if column < 0:
            node.split, node.children = AGAIN, (many, -1)
            self.nodes.append(Node(node.after, node.multipliers.copy()))
            if len(self.nodes) < 8:
                self.narrow(node.after)
                self.shake(100 + 4 * self.question.count)
            self.settle(many, 150, 0.5)
            return
        node.split, node.children = column, (many, many + 1)
        for place, state in enumerate((OPEN, SHUT)):
            states = node.after.copy()
            states[column] = state
            self.nodes.append(Node(states, node.multipliers.copy()))
            self.settle(many + place, 40, 0.6)

    def guided(self, states: Places, multipliers: Ints, left: int) -> None:
        """Try the plan that multipliers wish for."""
        numbers = assigning.undercut(self.lists, multipliers, self.scale, len(states))
        order, _ = assigning.taken(numbers, states, left)
        opened = states == OPEN
        opened[order[:left]] = True
        if exchange.nearest(self.lists, opened)[3] < self.value * 1.02:
            self.improve(opened)

    def set_aside(self, node: Node, states: Places, whole: int, left: int) -> None:
        """Set aside the candidates that, opened or shut, leave no better plan in a case."""
        node.after = node.states.copy()
        numbers = assigning.undercut(self.lists, node.multipliers, self.scale, len(states))
        order, many = assigning.taken(numbers, states, left)
        free = np.minimum(numbers[order], 0)
        last = int(free[left - 1]) if 0 < left <= len(free) else 0
        following = int(free[left]) if left < len(free) else 0
        least = (self.value - 1) * self.scale + 1 - whole
        shut = order[np.maximum(0, numbers[order] - last) >= least]
        opened = order[:many][following - numbers[order[:many]] >= least]
        node.after[self.columns[shut]] = SHUT
        node.after[self.columns[opened]] = OPEN

    def certificate(self) -> MedianCertificate:
        """Return the cases as a certificate holds them."""
        nodes = self.nodes
        aside = [np.flatnonzero(node.states != node.after).astype(np.int32) for node in nodes]
        states = [node.after[places] for node, places in zip(nodes, aside, strict=True)]
        found = Nodes(
            np.array([node.multipliers for node in nodes], np.int64),
            np.concatenate(([0], np.cumsum([len(places) for places in aside]))).astype(np.int64),
            np.concatenate(aside).astype(np.int32),
            np.concatenate(states).astype(np.int32),
            np.array([node.split for node in nodes], np.int32),
            np.array([node.children for node in nodes], np.int32),
        )
        inputs = self.question.digest()
        return sealed_medians(
            MedianCertificate(inputs, self.sites, self.value, self.bound, self.scale, found)
        )

    def result(self) -> Result:
        """Return the answer."""
        status = OPTIMAL if self.bound == self.value else FEASIBLE
        parts = (self.value, self.bound, gap(self.value, self.bound), self.certificate())
        return Result(status, self.sites, *parts, perf_counter() - self.started, self.effort.seed)
