"""Near 就近: which of many points are nearest to one, on the globe, in a few microseconds each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

EARTH_M = 6_371_008.8
"""The mean radius of the earth in metres (IUGG)."""

_FIRST = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A point found: its place in the list of points, and how far it is in metres."""

    at: int
    metres: float


class Points:
    """Points in degrees of WGS-84, ready to be asked which lie nearest.

    They are kept as directions from the earth's centre, so that nearest is nearest along the ground
    wherever it is asked, across 180 degrees and at the poles too.
    """

    def __init__(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> None:
        """Take as many longitudes as latitudes; ValueError for a point that is not on the globe."""
        where = np.column_stack([np.asarray(longitudes, float), np.asarray(latitudes, float)])
        wrong = ~((np.abs(where[:, 0]) <= 180) & (np.abs(where[:, 1]) <= 90))
        if wrong.any():
            raise ValueError(f"point {int(np.argmax(wrong))} is not on the globe")
        self._size = len(where)
        self._tree = _tree(_directions(where)) if self._size else None

    def __len__(self) -> int:
        """Return how many points there are."""
        return self._size

    def nearest(
        self, longitude: float, latitude: float, count: int, fits: Callable[[int], bool] | None = None
    ) -> list[Found]:
        """Return the ``count`` nearest points that fit, the nearest first."""
        found: list[Found] = []
        if count < 1:
            return found
        for each in self._walk(longitude, latitude):
            if fits is None or fits(each.at):
                found.append(each)
                if len(found) == count:
                    break
        return found

    def _walk(self, longitude: float, latitude: float) -> Iterator[Found]:
        """Yield every point, the nearest first, asking the tree for more as they are used up."""
        if self._tree is None:
            return
        asked, told = _directions(np.array([[longitude, latitude]]))[0], set[int]()
        size = min(_FIRST, self._size)
        while len(told) < self._size:
            chords, at = (np.atleast_1d(each) for each in self._tree.query(asked, k=size))
            for place in np.lexsort((at, chords)):
                if (each := int(at[place])) not in told:  # of equals, each answer may cut off others
                    told.add(each)
                    yield Found(each, float(2 * EARTH_M * np.arcsin(min(1.0, chords[place] / 2))))
            size = min(size * 8, self._size)


def _tree(directions: NDArray[np.float64]) -> Any:
    from scipy.spatial import cKDTree  # here: half a second that whoever asks for no place need not wait

    return cKDTree(directions)


def _directions(where: NDArray[np.float64]) -> NDArray[np.float64]:
    longitude, latitude = np.radians(where).T
    level = np.cos(latitude)
    return np.column_stack([level * np.cos(longitude), level * np.sin(longitude), np.sin(latitude)])
