"""Enough 够不够: whether so many sites reach everybody; a plan, a proof that they do not, or neither.

Rows no two of which share a site need a site each. Plans are filled up, then pressed: what is left out grows
heavier with every step. What neither settles is put to the solver, which ends as soon as either is known.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.compiled import Ints, Places, compiled
from nuanxin.planners.siting.cover import Cover, restricted
from nuanxin.planners.siting.everyone import Everyone
from nuanxin.planners.siting.fewest import Fewest
from nuanxin.planners.siting.pressing import FINE, begun, leg
from nuanxin.planners.siting.programs import Program
from nuanxin.planners.siting.question import Effort

GROWTH, SPAN = 5, 500
"""What a row left out gains in a step, in parts of `FINE`; steps between two questions whether to stop."""


@dataclass(slots=True)
class Enough:
    """Rows that nobody reaches yet, the free sites that reach them, and how many may be opened."""

    cover: Cover
    count: int
    chance: Ints

    def too_few(self) -> bool:
        """Return whether more rows than sites share no site."""
        columns = self.cover.by_candidate()
        order = np.argsort(self.cover.counts(), kind="stable")
        return strangers(*self._pairs(), columns.starts, columns.items, order) > self.count

    def filled(self) -> Places | None:
        """Return sites that reach everybody, the one that reaches most first; None where that takes more."""
        board, hand = self._dealt()
        return self._whole(board, hand.open)

    def pressed(self, steps: int, stopped: Callable[[], bool]) -> Places | None:
        """Return sites that reach everybody, found by exchanging them; None where none are found."""
        board, hand = self._dealt()
        now, found = begun(hand, np.ones(self.cover.rows, np.int64)), hand.open.copy()
        for first in range(1, steps + 1, SPAN):
            span = first, min(steps + 1, first + SPAN)
            if stopped() or not leg(board, hand, now, found, span, GROWTH, self.chance):
                break
        return self._whole(board, found)

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

    def _whole(self, board: search.Board, opened: np.ndarray) -> Places | None:
        """Return the sites of a hand, if they reach everybody."""
        sites = np.flatnonzero(opened).astype(np.int32)
        return sites if (self.cover.times_covered(sites) > 0).all() else None


def solved(question: Everyone, count: int, nodes: int, effort: Effort) -> tuple[bool, Places | None]:
    """Let the solver seek ``count`` sites that cost 1 each and reach everybody, in so many ``nodes``.

    Return whether there are none, and a plan where it found one; neither where it ended before.
    """
    fewest = Fewest(question, effort, perf_counter())
    rows, sites, _ = fewest.reduced()
    left = restricted(question.cover, rows, sites)
    places, local = np.unique(left.items, return_inverse=True)
    program, many = Program(), len(places)
    columns = program.add_columns(np.ones(many), whole=True)
    pairs = np.repeat(np.arange(left.rows), left.counts())
    program.add_rows(pairs, columns[local], np.ones(len(pairs)), 1.0, np.inf, left.rows)
    fixed = question.forced_cost()
    program.add_rows(np.zeros(many, np.int64), columns, np.ones(many), 0.0, float(count - fixed), 1)
    program.options = (("mip_max_nodes", nodes), ("objective_target", count - fixed + 0.5))
    found = program.solve(replace(effort, tell=None), perf_counter())
    if found.values is None:
        return not found.feasible, None
    forced = np.setdiff1d(question.forced, question.existing)
    return False, np.union1d(places[found.values > 0.5], forced).astype(np.int32)


@compiled
def strangers(starts: Ints, items: Places, turned_starts: Ints, turned_items: Places, order: Ints) -> int:
    """Return how many rows, taken in an order, share no site with one taken before."""
    near, many = np.zeros(len(starts) - 1, np.bool_), 0
    for row in order:
        if near[row]:
            continue
        many += 1
        for k in range(starts[row], starts[row + 1]):
            for m in range(turned_starts[items[k]], turned_starts[items[k] + 1]):
                near[turned_items[m]] = True
    return many
