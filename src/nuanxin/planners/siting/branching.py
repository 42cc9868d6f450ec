"""Proof by cases 分支定界: what is left after the fixings is split until every case is worth no more.

Each case is bounded by its relaxation, and odd sets that a case breaks are added for all that follow. The
multipliers of a case become those of a leaf, and the leaf's bound is worked out from them alone.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from nuanxin.planners.siting.certificate import OddSets, Tree
from nuanxin.planners.siting.compiled import Floats, Places
from nuanxin.planners.siting.gathering import Gathered
from nuanxin.planners.siting.question import Sides
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed, kept_sets


@dataclass(slots=True)
class Cases:
    """The tree as it grows: its nodes, and those still open, worst bound first."""

    relaxed: Relaxed
    nodes: list[Case] = field(default_factory=list)
    waiting: list[tuple[int, int, int]] = field(default_factory=list)

    def grow(self, case: Case, value: int, seconds: float) -> Floats | None:
        """Bound a case and keep it as a node, to be split later unless it is worth no more than ``value``."""
        if self.relaxed.empty(case):
            self.nodes.append(case)
            return np.zeros(self.relaxed.columns)
        shares = self.relaxed.solve(case, seconds)
        if shares is None or case.priced is None:
            return None
        case.bound = self.relaxed.left.won + case.priced.whole // self.relaxed.scale
        number = len(self.nodes)
        self.nodes.append(case)
        loose = np.minimum(shares, 1 - shares)
        free = np.ones(len(shares), bool)
        free[list(case.opened + case.shut)] = False
        if case.bound > value and free.any():
            heappush(self.waiting, (-case.bound, number, int(np.where(free, loose, -1.0).argmax())))
        return shares

    def worst(self, value: int) -> int:
        """Return the bound of all cases together."""
        return max([value, *(-bound for bound, _, _ in self.waiting)])

    def next(self, value: int) -> tuple[int, int] | None:
        """Return the node to split and the column to split it by; None where all are settled."""
        while self.waiting:
            bound, number, column = heappop(self.waiting)
            if -bound > value:
                return number, column
        return None

    def back(self, number: int, column: int) -> None:
        """Put a node back among those to be split."""
        heappush(self.waiting, (-self.nodes[number].bound, number, column))

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
