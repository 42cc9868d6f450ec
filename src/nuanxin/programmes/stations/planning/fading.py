"""Fading 打折: beyond the minutes a way still counts, the less the longer: rows in zones one within another.

What a way of up to once, twice and three times the minutes is worth falls by steps (Luo and Qi 2009); each
fall is a row of its own, so that the same planner and certificate serve (`by_steps`). Parts are whole
person-times, rounded down.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nuanxin.planners.siting import Cover, Layered, Reach, by_steps
from nuanxin.programmes.stations.planning.ground import Floats, Ints

PERMILLE = 1000


@dataclass(frozen=True)
class Faded:
    """Demand whose worth falls with the way.

    ``reach`` holds metres from sites to rows of ``weights`` (int64); within ``limit_m`` a row counts whole,
    within twice and three times of it a part of ``worths`` (falling), beyond nothing.
    """

    reach: Reach
    weights: Ints
    limit_m: float
    worths: tuple[float, ...]

    @property
    def limits(self) -> Floats:
        """Metres to which each zone goes."""
        return np.arange(1.0, len(self.worths) + 2.0) * np.float64(self.limit_m)

    @cached_property
    def parts(self) -> Ints:
        """What each row is worth in each zone (zones + 1, rows), the last beyond all of them: nothing."""
        shares = np.array([1.0, *self.worths, 0.0])
        return np.floor(np.outer(shares, self.weights) + 1e-9).astype(np.int64)

    @cached_property
    def _layers(self) -> Layered:
        permille = np.round(np.array([1.0, *self.worths]) * PERMILLE).astype(np.int64)
        return by_steps(self.reach, self.weights, self.limits, permille)

    @property
    def cover(self) -> Cover:
        """Which sites reach each row of the question: a demand in a zone."""
        return self._layers.cover

    @property
    def rows(self) -> Ints:
        """The row of demand of each row of the question."""
        return self._layers.rows

    @property
    def falls(self) -> Ints:
        """What each row of the question adds."""
        layer, row = self._layers.layers, self._layers.rows
        return self.parts[layer, row] - self.parts[layer + 1, row]
