"""Pairs of demand and candidate as the checker reads them: in blocks, apart from the solver."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from nuanxin.planners.siting.compiled import Flags, Ints, Places

FEW = 2**16
"""So few pairs are read again sooner than they are sorted out, or put into a table."""
EXACT = 2.0**53
"""Whole numbers below this are added exactly in floating point, which is how numpy sums by group fastest."""
BLOCK = 2**20
"""Pairs that are summed at a time."""


class Pairs(NamedTuple):
    """Which candidates reach each row, in compressed rows."""

    starts: Ints
    items: Places
    candidates: int

    def tables(self) -> Iterator[tuple[slice, Any]]:
        """Yield rows and their sparse table of ones, some rows at a time: little memory, near at hand."""
        cuts = np.array([0, len(self.starts) - 1])
        if len(self.items) > BLOCK:
            ends = np.searchsorted(self.starts, np.arange(BLOCK, len(self.items), BLOCK))
            cuts = np.unique(np.append(ends, cuts))
        ones = np.ones(int(np.diff(self.starts[cuts]).max(initial=0)), np.int64)
        for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            begin, end = self.starts[first], self.starts[last]
            parts = ones[: end - begin], self.items[begin:end], self.starts[first : last + 1] - begin
            yield slice(first, last), csr_matrix(parts, (last - first, self.candidates))

    def by_candidate(self, amounts: Ints) -> Ints:
        """Return for each candidate the amounts of the rows it reaches, summed."""
        if len(self.items) < FEW and np.abs(amounts).sum(dtype=float) < EXACT:
            spread = np.repeat(amounts.astype(float), self.starts[1:] - self.starts[:-1])
            return np.bincount(self.items, spread, self.candidates).astype(np.int64)
        sums = np.zeros(self.candidates, np.int64)
        for rows, table in self.tables():
            sums += table.T @ amounts[rows]
        return sums

    def covered(self, opened: Flags) -> Flags:
        """Return which rows an open candidate reaches."""
        found: Flags = self.times(opened) > 0
        return found

    def times(self, opened: Flags) -> Ints:
        """Return how many open candidates reach each row."""
        if len(self.items) < FEW:
            places = np.flatnonzero(opened.take(self.items))
            rows = self.starts[1:].searchsorted(places, "right")
            return np.bincount(rows, minlength=len(self.starts) - 1)
        found = [table @ opened.astype(np.int64) for _, table in self.tables()]
        return np.concatenate([np.zeros(0, np.int64), *found])

    def only(self, rows: Ints) -> "Pairs":
        """Return some rows."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        ends = np.concatenate(([0], np.cumsum(lengths)))
        return Pairs(ends, self.items[spans(self.starts[rows], lengths)], self.candidates)


def left_of(reach: Pairs, kept: Flags, shut: int) -> Pairs:
    """Return the pairs of the candidates ``kept``: where many were ``shut`` just now, the rest is short."""
    if len(reach.items) < FEW or shut < len(kept) // 4:
        return reach
    blocks = range(0, len(reach.items), BLOCK)
    found = [np.flatnonzero(kept.take(reach.items[begin : begin + BLOCK])) + begin for begin in blocks]
    places = np.concatenate([np.zeros(0, np.int64), *found])
    return Pairs(np.searchsorted(places, reach.starts), reach.items[places], reach.candidates)


def before(true: Flags) -> Ints:
    """Return how many are true before each place."""
    return np.concatenate(([0], np.cumsum(true)))


def spans(begins: Ints, lengths: Ints) -> Ints:
    """Return the places of spans that begin here and are so long, one after the other."""
    ahead = np.cumsum(lengths) - lengths
    return np.repeat(begins - ahead, lengths) + np.arange(int(lengths.sum()))
