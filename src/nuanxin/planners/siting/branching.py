"""Proof by cases 分支定界: what is left after the fixings is split until every case is worth no more.

Each case is bounded by its relaxation. Its multipliers become those of a leaf, and the leaf's bound is
worked out from them alone. A case is split by the site of which most is expected: that both of the cases it
leads to are worth much less. What a site brought before says so, or where that is little yet, some steps of
the solver (reliability branching: Achterberg, Koch and Martin 2005). On the hardest city sets that makes a
tree a seventh of what the site nearest to one half would.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.gathering import Gathered
from nuanxin.planners.siting.question import Sides
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed, kept_sets
from nuanxin.planners.siting.staging import OddSets
from nuanxin.planners.siting.tree_certificate import Tree

LOOSE = 1e-6
"""What a site's share must differ from 0 and 1 by to be split by."""
KNOWN, MOST, IDLE = 4, 30, 8
"""Times after which what a site brings is known, sites tried in a case, and tries without a better one."""


class Promise:
    """What sites brought when cases were split by them: how much less a case was worth, for a whole site."""

    def __init__(self, columns: int) -> None:
        self.lower, self.times = np.zeros((2, columns)), np.zeros((2, columns), np.int64)

    def learn(self, column: int, side: int, part: float, lower: float) -> None:
        """Remember what opening a column (side 0) or shutting it (1) brought, which moved it by ``part``."""
        self.lower[side, column] += lower / max(LOOSE, part)
        self.times[side, column] += 1

    def expected(self, columns: Ints, parts: Floats) -> Floats:
        """Return what is expected of columns that move by ``parts`` (shape (2, n)); the unknown are usual."""
        usual = self.lower.sum(axis=1) / np.maximum(1, self.times.sum(axis=1))
        times = self.times[:, columns]
        mean = np.where(times > 0, self.lower[:, columns] / np.maximum(1, times), usual[:, None])
        found: Floats = np.maximum(mean * parts, 1e-3).prod(axis=0)
        return found if usual.any() else parts.min(axis=0)


@dataclass(slots=True)
class Cases:
    """The tree as it grows: its nodes, and those still open, worst bound first; ``promise`` is by column."""

    relaxed: Relaxed
    promise: Promise
    nodes: list[Case] = field(default_factory=list)
    waiting: list[tuple[int, int]] = field(default_factory=list)

    def grow(self, case: Case, seconds: float, value: int, parent: Case | None = None) -> Floats | None:
        """Bound a case and keep it as a node, to be split later unless it is worth no more than ``value``."""
        if self.relaxed.empty(case):
            self.nodes.append(case)
            return np.zeros(self.relaxed.columns)
        case.basis = None if parent is None else parent.basis
        shares = self.relaxed.solve(case, seconds, None if parent is None else value)
        return None if shares is None else self.keep(case, shares, value)

    def keep(self, case: Case, shares: Floats, value: int) -> Floats:
        """Keep a case that was bounded just now as a node."""
        case.basis, number = None, len(self.nodes)
        self.nodes.append(case)
        free = np.ones(len(shares), bool)
        free[list(case.opened + case.shut)] = False
        if case.bound > value and free.any():
            case.shares, case.basis = np.where(free, shares, 0.0), self.relaxed.solver.getBasis()
            heappush(self.waiting, (-case.bound, number))
        return shares

    def column(self, case: Case, seconds: float, value: int) -> int:
        """Return the column to split a case by."""
        if case.shares is None:
            raise ValueError("a case is split that is settled")
        loose = np.flatnonzero(np.minimum(case.shares, 1 - case.shares) > LOOSE)
        if not len(loose):
            return self._any(case)
        parts = np.stack((1 - case.shares[loose], case.shares[loose]))
        expected = self.promise.expected(loose, parts)
        best, most, tries, idle = int(loose[0]), -1.0, 0, 0
        for place in np.argsort(-expected, kind="stable").tolist():
            column, score = int(loose[place]), float(expected[place])
            if self.promise.times[:, column].min() < KNOWN:
                if tries == MOST:
                    break
                tries += 1
                lower = self.relaxed.tried(case, np.array([column]), seconds, value)
                for side in (0, 1):
                    self.promise.learn(column, side, parts[side, place], lower[side])
                if max(lower) >= case.bound - value:
                    return column
                score = max(lower[0], 1e-3) * max(lower[1], 1e-3)
            idle = 0 if score > most else idle + 1
            if score > most:
                best, most = column, score
            if idle == IDLE:
                break
        return best

    def divide(
        self, number: int, seconds: float, value: int, seen: Callable[[Case, Floats], None] | None = None
    ) -> bool:
        """Split a node in two and bound both; leave it as it was and return False where time ran out."""
        parent, many, waiting = self.nodes[number], len(self.nodes), list(self.waiting)
        column = self.column(parent, seconds, value)
        for side, (opened, shut) in enumerate((((column,), ()), ((), (column,)))):
            case = Case(parent.opened + opened, parent.shut + shut)
            shares = self.grow(case, seconds, value, parent)
            if shares is None:
                del self.nodes[many:]
                self.waiting[:] = waiting
                return False
            self.learn(parent, case, column, side)
            if seen is not None:
                seen(case, shares)
        parent.split, parent.children = column, (many, many + 1)
        parent.priced = parent.shares = parent.basis = None
        return True

    def learn(self, parent: Case, case: Case, column: int, side: int) -> None:
        """Remember what splitting a node by a column brought on one side, where it had to do with it."""
        if case.priced is not None and parent.shares is not None:
            share = float(parent.shares[column])
            part, lower = share if side else 1 - share, parent.bound - case.bound
            self.promise.learn(column, side, part, lower)

    def _any(self, case: Case) -> int:
        """Return a column that is not settled yet, where none is open in part."""
        free = np.ones(self.relaxed.columns, bool)
        free[list(case.opened + case.shut)] = False
        return int(free.argmax())

    def worst(self, value: int) -> int:
        """Return the bound of all cases together."""
        return max([value, *(-bound for bound, _ in self.waiting)])

    def next(self, value: int) -> int | None:
        """Return the node to split next; None where all are settled."""
        while self.waiting:
            bound, number = heappop(self.waiting)
            if -bound > value:
                return number
        return None

    def back(self, number: int) -> None:
        """Put a node back among those to be split."""
        heappush(self.waiting, (-self.nodes[number].bound, number))

    def tree(self, groups: Places) -> Tree:
        """Return the tree as a certificate holds it."""
        columns = self.relaxed.left.columns
        leaves = [number for number, case in enumerate(self.nodes) if case.split < 0 and case.priced]
        rank = np.full(len(self.nodes), -1, np.int32)
        rank[leaves] = np.arange(len(leaves), dtype=np.int32)
        priced = [found for number in leaves if (found := self.nodes[number].priced) is not None]
        amounts = np.zeros((len(priced), len(self.relaxed.sets)), np.int64)
        for leaf, found in enumerate(priced):
            amounts[leaf, : len(found.amounts)] = found.amounts
        used = amounts.max(axis=0, initial=0) > 0
        sets, amounts = kept_sets(self.relaxed.sets, used), np.ascontiguousarray(amounts[:, used])
        return Tree(
            groups,
            np.array([columns[case.split] if case.split >= 0 else -1 for case in self.nodes], np.int32),
            np.array([case.children for case in self.nodes], np.int32),
            rank,
            np.array([found.multipliers for found in priced], np.int64).reshape(
                len(priced), -1 if priced else 0
            ),
            np.array([found.prices for found in priced], np.int64).reshape(len(priced), -1 if priced else 0),
            sets,
            amounts,
        )


def nothing_left(left: Gathered, limits: Sides) -> Tree:
    """Return the tree of a question in which what had to be open passes a limit: one case, and no plan."""
    one, none = np.full(1, -1, np.int32), np.full((1, 2), -1, np.int32)
    multipliers = np.zeros((0, left.cover.rows), np.int64)
    prices = np.zeros((0, len(limits.limits)), np.int64)
    return Tree(left.groups, one, none, one, multipliers, prices, OddSets(), multipliers[:, :0])
