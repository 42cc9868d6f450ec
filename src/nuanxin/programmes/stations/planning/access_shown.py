"""Access 可达性: how far it is and how much room there is, by town and hour, without a plan and with it.

Room is counted by the two-step floating catchment area method (Luo and Wang 2003): the stays there are
seats for at every open station within the minutes asked, shared among all who are within them.
"""

from collections.abc import Mapping

import numpy as np

from nuanxin.kernel.plans.declare import Json
from nuanxin.planners.siting import Access, access, floating_catchments
from nuanxin.programmes.stations.planning.ground import Flags, Floats, Ints
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.rows_shown import Rows

WHOM = 100
"""Room is told for so many person-times."""


def accessibility(puzzle: Puzzle, opened: Mapping[str, Flags]) -> Json:
    """Return minutes on average and at worst of who reaches a station, and room for a hundred who ask.

    ``opened`` are the open sites by what they are (``before``, ``after``); each town has its
    ``mean``, ``worst`` and ``seats`` by it, None where nobody reaches one; under ``hours`` the minutes on
    average in each hour with the last of them.
    """
    ground = puzzle.ground
    codes, numbered = np.unique(ground.demand.areas, return_inverse=True)
    place = numbered.astype(np.int64)
    names, weights = Rows(ground).towns, puzzle.hourly(puzzle.weights).astype(float)
    found = {name: _measured(puzzle, weights, flags, place) for name, flags in opened.items()}
    last = list(found.values())[-1][0] if found else None
    towns = [
        {
            "name": names[code],
            **{name: _of_town(*each, weights, place, number, puzzle) for name, each in found.items()},
            "hours": _minutes(puzzle, last.mean[number]) if last else [],
        }
        for number, code in enumerate(codes.tolist())
        if weights[place == number].any()
    ]
    return {"towns": towns, "seats_known": bool(ground.stays_a_seat)}


def _measured(puzzle: Puzzle, weights: Floats, flags: Flags, place: Ints) -> tuple[Access, Floats]:
    """Return how far it is, and seats by row and hour, where these sites are open."""
    ground = puzzle.ground
    hours = (ground.sites.amounts > 0) & flags[:, None]
    supply = np.asarray(ground.seated[:, None] * ground.stays_a_seat * hours, np.float64)
    seats = floating_catchments(ground.reach, weights, supply, np.array([puzzle.limit_m]))
    return access(ground.reach, weights, hours, place, puzzle.limit_m), seats


def _of_town(far: Access, seats: Floats, weights: Floats, place: Ints, number: int, puzzle: Puzzle) -> Json:
    """Return what one town has over all hours."""
    mine, whole = place == number, weights[place == number].sum(axis=0)
    reached = whole - far.unreached[number]
    travelled = float(np.nansum(far.mean[number] * reached))
    each_way = [travelled / reached.sum() if reached.sum() else np.nan, _worst(far.worst[number])]
    mean, worst = _minutes(puzzle, np.array(each_way))
    share = float((seats[mine] * weights[mine]).sum() / whole.sum())
    return {"mean": mean, "worst": worst, "seats": round(WHOM * share, 1)}


def _worst(metres: Floats) -> float:
    return float(np.nanmax(metres)) if np.isfinite(metres).any() else np.nan


def _minutes(puzzle: Puzzle, metres: Floats) -> list[float | None]:
    """Return metres as minutes of way, to a tenth; None for none."""
    minutes = metres / puzzle.ground.speed_m_s / 60
    return [None if np.isnan(each) else round(float(each), 1) for each in minutes]
