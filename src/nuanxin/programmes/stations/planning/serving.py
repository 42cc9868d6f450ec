"""Serving 测算: who is served on a day, by town and band, and what came of the plan in force."""

from dataclasses import replace
from datetime import date

import numpy as np

from nuanxin.kernel.plans.declare import Count
from nuanxin.kernel.plans.models import Plan
from nuanxin.programmes.stations.planning.asking import asked_of, defaults
from nuanxin.programmes.stations.planning.gathering import Gathering, ground_for, stations_of
from nuanxin.programmes.stations.planning.measures import BANDS
from nuanxin.programmes.stations.planning.openings import COMING
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.travel import ways


def counted(area: int, on: date, taken: tuple[Plan, Puzzle] | None) -> list[Count]:
    """Return demand and what of it is in reach on foot within the rule's minutes, town by town.

    Raises PlanRefused where no demand is registered. What came of the plan in force is counted on that
    plan's own demand and question, with the stations that are in use now.
    """
    asked = asked_of({**defaults(on), "sources": ["offers"]}, on)
    puzzle = Puzzle(ground_for(area, asked, on, coming=False), asked)
    counts = list(_by_town(puzzle))
    return [*counts, _gained(*taken, on)] if taken else counts


def _by_town(puzzle: Puzzle) -> list[Count]:
    row, band = puzzle.cells
    towns = puzzle.ground.demand.areas[row]
    reached = puzzle.times(puzzle.opened(np.zeros(0, np.int32))) >= 1
    found = []
    for town in np.unique(towns).tolist():
        amounts = dict[str, int]()
        for place, name in enumerate(BANDS):
            mine = (towns == town) & (band == place)
            amounts[f"demand_{name}"] = int(puzzle.weights[mine].sum())
            amounts[f"reached_{name}"] = int(puzzle.weights[mine & reached].sum())
        found.append(Count(town, amounts))
    return found


def _gained(plan: Plan, puzzle: Puzzle, on: date) -> Count:
    """Return what stations in use on a day cover of a plan's demand, beyond what was covered without it.

    Stations of earlier plans that were being fitted out count on both sides: they are none of its doing.
    """
    ground, asked = puzzle.ground, puzzle.asked
    places = Gathering(plan.area, on)
    stations_of(places, ground.demand.points)
    coming = np.array([identity.startswith(COMING) for identity in ground.sites.ids], bool)
    places.rows += ground.sites.kept(coming).rows()
    sites = places.spots()
    far = float(np.ceil(ground.reach.metres.max(initial=puzzle.limit_m)))
    reach = ways(ground.demand.points, on).reach(ground.demand.points, sites.points, far)
    now = Puzzle(replace(ground, sites=sites, existing=len(sites), reach=reach), asked)
    nothing = np.zeros(0, np.int32)
    gained = now.covered(now.opened(nothing)) - puzzle.covered(puzzle.opened(nothing))
    return Count(plan.area, {"gained": gained}, part=plan.key)
