"""Enough 够不够: whether so many sites reach everybody; a plan, a proof that they do not, or neither.

Rows no two of which share a site need a site each. Plans are filled up, then pressed: what is left out grows
heavier with every step. What neither settles is put to the solver (`hardest`).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.compiled import Flags, Ints, Places, compiled
from nuanxin.planners.siting.cover import Cover, restricted
from nuanxin.planners.siting.pressing import FINE, begun, leg

GROWTH, SPAN = 5, 500
"""What a row left out gains in a step, in parts of `FINE`; steps between two questions whether to stop."""


@dataclass(slots=True)
class Enough:
    """Rows that nobody reaches yet, the free sites that reach them, and how many may be opened."""

    cover: Cover
    count: int
    chance: Ints

    def strangers(self, among: Ints | None = None) -> Ints:
        """Return rows no two of which share a site, of some or all: first those that fewest sites reach."""
        columns, counts = self.cover.by_candidate(), self.cover.counts()
        rows = np.arange(self.cover.rows) if among is None else among
        order = rows[np.argsort(counts[rows], kind="stable")]
        return strangers(*self._pairs(), columns.starts, columns.items, order)

    def among(self, rows: Ints) -> "Enough":
        """Return the same of some rows, ascending, alone."""
        kept, sites = np.zeros(self.cover.rows, bool), np.ones(self.cover.candidates, bool)
        kept[rows] = True
        return Enough(restricted(self.cover, kept, sites), self.count, self.chance)

    def filled(self) -> Places | None:
        """Return sites that reach everybody, the one that reaches most first; None where that takes more."""
        return self._whole(self._dealt()[1].open)

    def dealt(self) -> Flags:
        """Return which sites are open, filled up until everybody is reached or all are open that may be."""
        return self._dealt()[1].open

    def pressed(self, steps: int, stopped: Callable[[], bool]) -> Places | None:
        """Return sites that reach everybody, found by exchanging them; None where none are found."""
        board, hand = self._dealt()
        now, found = begun(hand, np.ones(self.cover.rows, np.int64)), hand.open.copy()
        for first in range(1, steps + 1, SPAN):
            span = first, min(steps + 1, first + SPAN)
            if stopped() or not leg(board, hand, now, found, span, GROWTH, self.chance):
                break
        return self._whole(found)

    def _pairs(self) -> tuple[Ints, Places]:
        return self.cover.starts, self.cover.items

    def _dealt(self) -> tuple[search.Board, search.Hand]:
        """Return a hand filled up by what each site adds."""
        many = self.cover.candidates
        weights, costs = np.full(self.cover.rows, FINE, np.int64), np.zeros(many, np.int64)
        pairs = np.zeros((0, 2), np.int32)
        board = search.board(self.cover, weights, self.count, costs, search.UNLIMITED, pairs)
        hand = search.empty_hand(board)
        search.fill(board, hand, np.zeros(many, np.int64), 1, search.UNLIMITED, self.chance)
        return board, hand

    def _whole(self, opened: Flags) -> Places | None:
        """Return the sites of a hand, if they reach everybody."""
        sites = np.flatnonzero(opened).astype(np.int32)
        return sites if (self.cover.times_covered(sites) > 0).all() else None


@compiled
def strangers(starts: Ints, items: Places, turned_starts: Ints, turned_items: Places, order: Ints) -> Ints:
    """Return rows that, taken in an order, share no site with one taken before."""
    near, found, many = np.zeros(len(starts) - 1, np.bool_), np.empty(len(order), np.int64), 0
    for row in order:
        if near[row]:
            continue
        found[many] = row
        many += 1
        for k in range(starts[row], starts[row + 1]):
            for m in range(turned_starts[items[k]], turned_starts[items[k] + 1]):
                near[turned_items[m]] = True
    return found[:many]
