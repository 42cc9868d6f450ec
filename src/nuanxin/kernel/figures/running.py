"""Running sums 累积: month cubes laid out so that any range of areas in any month is two look-ups.

Cells are sorted by measure, month and area, and summed up along the whole row. In one month of one
measure the areas of a subtree lie side by side, so their sum is what has run up at the end of that
stretch less what had run up before it; a span of months is as many stretches. Whole numbers of 64
bits may wrap on the way and still come out right, as long as the answers themselves fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
_MONTH_BITS, _AREA_BITS = 24, 32


class Cells(NamedTuple):
    """A question to running sums: one measure, both ends of a range of areas, both ends of months."""

    measure: int
    low: int
    high: int
    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class RunningSums:
    """Cells in order: ``areas`` known, ``slots`` (measure and month) known, ``keys`` (slot and area).

    ``quantity`` and ``signed`` have one value more than ``keys``: what has run up before each.
    """

    areas: Whole
    slots: Whole
    keys: Whole
    quantity: Whole
    signed: Whole

    @classmethod
    def of(cls, cells: dict[str, Any]) -> Self:
        """Lay out cells given as columns (measure, month, area, quantity, signed), sorted so."""
        measure, month, area = (_whole(cells[name]) for name in ("measure", "month", "area"))
        areas, slots = np.unique(area), (measure << _MONTH_BITS) + month
        known = np.unique(slots)
        keys = (np.searchsorted(known, slots) << _AREA_BITS) + np.searchsorted(areas, area)
        return cls(areas, known, keys, _run_up(cells["quantity"]), _run_up(cells["signed"]))

    def sums(self, asked: Sequence[Cells]) -> tuple[list[int], list[int]]:
        """Return the quantities and the signed counts asked for, in the order of the questions."""
        measure, low, high, opening, closing = _whole(asked).reshape(-1, 5).T
        first = np.searchsorted(self.slots, (measure << _MONTH_BITS) + opening)
        after = np.searchsorted(self.slots, (measure << _MONTH_BITS) + closing, side="right")
        months = np.maximum(after - first, 0)
        ends = np.cumsum(months)
        slot = np.arange(ends[-1]) + np.repeat(first - (ends - months), months)
        start = self._place(slot, np.repeat(np.searchsorted(self.areas, low), months))
        stop = self._place(slot, np.repeat(np.searchsorted(self.areas, high, side="right"), months))
        quantity, signed = self.quantity[stop] - self.quantity[start], self.signed[stop] - self.signed[start]
        return _stretches(quantity, ends, months), _stretches(signed, ends, months)

    def _place(self, slot: Whole, area: Whole) -> Whole:
        return np.searchsorted(self.keys, (slot << _AREA_BITS) + area)


def _whole(values: Any) -> Whole:
    return np.asarray(values, dtype=np.int64)


def _run_up(values: Any) -> Whole:
    return np.concatenate(([0], np.cumsum(_whole(values))))


def _stretches(values: Whole, ends: Whole, lengths: Whole) -> list[int]:
    """Return the sums of stretches of values that follow one another."""
    run_up = _run_up(values)
    found: list[int] = (run_up[ends] - run_up[ends - lengths]).tolist()
    return found
