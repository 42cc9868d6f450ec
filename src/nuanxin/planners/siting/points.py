"""Cover from coordinates 坐标: a grid is laid over the demand, and candidates look into the cells near."""

from dataclasses import dataclass
from math import asin, cos, radians, sin

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places, compiled
from nuanxin.planners.siting.cover import FARTHEST, Cover, Reach, Refused, turned, turned_with
from nuanxin.planners.siting.inputs import number

EARTH_RADIUS_M = 6_371_000.0
"""Mean radius; studies differ (6,378,100 m in the Maximo sets), and a pair at the very limit goes with it."""


SYSTEM = "wgs84"
"""The coordinates distances are measured in; CGCS2000 is the same within a metre."""
ARCTIC_LATITUDE, CHINA_SOUTH, CHINA_NORTH = 73.0, 18.0, 54.0
"""Nobody lives north of 73 N between 18 E and 54 E; the other way round that is China west of 90 E."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Points in space, sorted by cell, and what the kernel needs to look them up."""

    spots: Floats
    order: Ints
    cell_starts: Ints
    shape: tuple[int, int]


def cover_of_points(
    demand: Floats,
    candidates: Floats,
    radius_m: float,
    *,
    planar: bool = False,
    earth_radius_m: float = EARTH_RADIUS_M,
    system: str = SYSTEM,
) -> Cover:
    """Return which candidates lie near each point of demand.

    Parameters
    ----------
    demand : array of float64, shape (rows, 2)
        Points: longitude and latitude in degrees WGS-84, or metres where ``planar``.
    candidates : array of float64, shape (candidates, 2)
        The same of candidates.
    radius_m : float
        The reach, in metres, above 0; a pair at the limit is in.
    planar : bool
        Whether points are metres in a plane.
    earth_radius_m : float
        The sphere on which great circles are measured, in metres.
    system : str
        What the degrees are: "wgs84". Numbers do not show it, so whoever knows better says so.

    Returns
    -------
    Cover
        The pairs at most so far apart.

    Raises
    ------
    Refused
        For a radius of 0, a number that is none, a point off the globe or where nobody is, longitude and
        latitude swapped, degrees of a shifted system (GCJ-02, BD-09); the row is named.
    """
    _in_system(system, planar)
    grid, spots, edges, limit = _laid(demand, candidates, radius_m, planar, earth_radius_m)
    ends, found, _ = _looked(grid.spots, grid.cell_starts, grid.shape, spots, edges, limit)
    found = grid.order[found].astype(np.int32)
    starts, items = turned(ends, found, len(demand))
    return Cover(starts, items, len(candidates))


def reach_of_points(
    demand: Floats,
    candidates: Floats,
    radius_m: float,
    *,
    planar: bool = False,
    earth_radius_m: float = EARTH_RADIUS_M,
    system: str = SYSTEM,
) -> Reach:
    """Return what `cover_of_points` finds, with the metres of each pair.

    Parameters
    ----------
    demand : array of float64, shape (rows, 2)
        Points: longitude and latitude in degrees WGS-84, or metres where ``planar``.
    candidates : array of float64, shape (candidates, 2)
        The same of candidates.
    radius_m : float
        The reach, in metres, above 0; a pair at the limit is in.
    planar : bool
        Whether points are metres in a plane.
    earth_radius_m : float
        The sphere on which great circles are measured, in metres.
    system : str
        What the degrees are: "wgs84". Numbers do not show it, so whoever knows better says so.

    Returns
    -------
    Reach
        The pairs at most so far apart, and how far.

    Raises
    ------
    Refused
        For a radius of 0, a number that is none, a point off the globe or where nobody is, longitude and
        latitude swapped, degrees of a shifted system (GCJ-02, BD-09); the row is named.
    """
    _in_system(system, planar)
    grid, spots, edges, limit = _laid(demand, candidates, radius_m, planar, earth_radius_m)
    ends, found, squares = _looked(grid.spots, grid.cell_starts, grid.shape, spots, edges, limit)
    found, chords = grid.order[found].astype(np.int32), np.sqrt(squares)
    metres = chords if planar else 2 * earth_radius_m * np.arcsin(np.minimum(1.0, chords / 2))
    starts, items, far = turned_with(ends, found, metres, len(demand))
    return Reach(starts, items, far, len(candidates))


def _laid(
    demand: Floats, candidates: Floats, radius_m: float, planar: bool, earth_radius_m: float
) -> tuple[Grid, Floats, Ints, float]:
    """Return the grid of the demand, the candidates' spots and cells, and the limit on squared chords."""
    radius_m = number(radius_m, "m of reach covers nothing; give metres above 0")
    earth_radius_m = number(earth_radius_m, "m is no radius of the earth; give metres above 0")
    demand, candidates = _points(demand, "demand", planar), _points(candidates, "candidate", planar)
    both = np.concatenate((demand, candidates))
    low = both.min(axis=0) if len(both) else np.zeros(2)
    high = both.max(axis=0) if len(both) else np.ones(2)
    if planar:
        reach, limit = np.array([radius_m, radius_m]), radius_m**2
    else:
        half, narrow = radius_m / (2 * earth_radius_m), cos(radians(np.abs(both[:, 1]).max(initial=0.0)))
        if high[0] - low[0] > 180:
            raise Refused("points spread over more than half the globe; are longitude and latitude swapped?")
        _turned_round(demand, candidates, radius_m / earth_radius_m)
        ratio = sin(min(half, np.pi / 2)) / max(narrow, 1e-9)
        reach = np.degrees(np.array([2 * asin(min(1.0, ratio)), 2 * half]))
        limit = 4 * sin(min(half, np.pi / 2)) ** 2
    finest = (high - low) / max(1.0, np.sqrt(max(len(demand), len(candidates)) / 2))
    edge = np.maximum(np.maximum(reach * (1 + 1e-9), finest), 1e-12)
    shape = (int((high[0] - low[0]) / edge[0]) + 1, int((high[1] - low[1]) / edge[1]) + 1)
    cells = ((demand - low) / edge).astype(np.int64)
    keys = cells[:, 0] * shape[1] + cells[:, 1]
    order = np.argsort(keys, kind="stable")
    ends = np.searchsorted(keys[order], np.arange(shape[0] * shape[1] + 1)).astype(np.int64)
    grid = Grid(_spots(demand[order], planar), order, ends, shape)
    return grid, _spots(candidates, planar), ((candidates - low) / edge).astype(np.int64), limit * (1 + 1e-12)


def _points(points: Floats, name: str, planar: bool) -> Floats:
    """Return the points as an array; Refused names the first that is none."""
    try:
        found = np.asarray(points, np.float64)
    except (TypeError, ValueError):
        raise Refused(f"{name} points are numbers, two a row") from None
    if found.ndim != 2 or found.shape[1] != 2:
        raise Refused(f"{name} points have two columns, not the shape {found.shape}")
    wrong = ~(np.abs(found) <= (FARTHEST if planar else (180, 90))).all(axis=1)
    if wrong.any():
        row = int(wrong.argmax())
        said = "metres in a plane" if planar else "longitude comes first"
        raise Refused(f"{name} row {row} ({found[row, 0]}, {found[row, 1]}) is no point: {said}")
    if not planar:
        _nowhere(found, name)
    return found


def _nowhere(points: Floats, name: str) -> None:
    """Refuse points where nobody is: where lost coordinates go, and China with its columns swapped."""
    lost = (points == 0).all(axis=1)
    if lost.any():
        row = int(lost.argmax())
        raise Refused(f"{name} row {row} is (0, 0), where coordinates that are missing end up; leave it out")
    east, north = points[:, 0], points[:, 1]
    swapped = (north > ARCTIC_LATITUDE) & (east > CHINA_SOUTH) & (east < CHINA_NORTH)
    if swapped.any():
        row = int(swapped.argmax())
        said = f"{name} row {row} ({east[row]}, {north[row]}) is in the Arctic Ocean, and the other way round"
        raise Refused(f"{said} in China: longitude comes first")


def _turned_round(demand: Floats, candidates: Floats, radius: float) -> None:
    """Refuse points all out of reach that would not be with one side's longitude and latitude swapped."""
    if not len(demand) or not len(candidates):
        return
    far = min(180.0, float(np.degrees(radius)))
    if not _near(demand, candidates, far) and _near(demand, candidates[:, ::-1], far):
        raise Refused(
            f"no demand is near any candidate, and candidate row 0 {tuple(candidates[0].tolist())} would be "
            "the other way round: give longitude first on both sides"
        )


def _near(demand: Floats, candidates: Floats, far: float) -> bool:
    """Return whether the boxes round two sets of points, in degrees, come as near as ``far`` to north."""
    apart = np.maximum(
        demand.min(axis=0) - candidates.max(axis=0), candidates.min(axis=0) - demand.max(axis=0)
    )
    narrow = max(0.01, cos(radians(min(89.0, float(np.abs(demand[:, 1]).max()) + far))))
    return bool(apart[1] <= far and apart[0] <= far / narrow)


def _in_system(system: str, planar: bool) -> None:
    """Refuse coordinates of a shifted system: they lie some 500 m off the others."""
    if not planar and system != SYSTEM:
        raise Refused(
            f"points are {system!r:.20}, distances are measured in {SYSTEM}: GCJ-02 and BD-09 lie up to a "
            "kilometre off; turn every point with nuanxin.plain.coordinates.to_wgs84 first"
        )


def _spots(points: Floats, planar: bool) -> Floats:
    """Return points in space, shape (n, 3): on the unit sphere, or in the plane."""
    if planar:
        return np.column_stack((points, np.zeros(len(points))))
    east, north = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack((np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)))


@compiled
def _looked(
    spots: Floats, cell_starts: Ints, shape: tuple[int, int], seekers: Floats, cells: Ints, limit: float
) -> tuple[Ints, Places, Floats]:
    """Return for each seeker the sorted points near it, with squared chords: counted first, then written."""
    ends = np.zeros(len(seekers) + 1, np.int64)
    found, squares = np.empty(0, np.int32), np.empty(0)
    for writing in range(2):
        if writing:
            found, squares = np.empty(ends[-1], np.int32), np.empty(ends[-1])
        place = 0
        for j in range(len(seekers)):
            x, y, z = seekers[j]
            for column in range(max(0, cells[j, 0] - 1), min(shape[0], cells[j, 0] + 2)):
                first = column * shape[1] + max(0, cells[j, 1] - 1)
                last = column * shape[1] + min(shape[1], cells[j, 1] + 2)
                for k in range(cell_starts[first], cell_starts[last]):
                    square = (spots[k, 0] - x) ** 2 + (spots[k, 1] - y) ** 2 + (spots[k, 2] - z) ** 2
                    if square <= limit:
                        if writing:
                            found[place], squares[place] = k, square
                        place += 1
            ends[j + 1] = place
    return ends, found, squares
