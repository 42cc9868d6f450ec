"""Serving 测算: who is served on a day, by town and hour, and what came of the plan in force."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from nuanxin.kernel.plans.declare import Count
from nuanxin.kernel.plans.models import Plan
from nuanxin.programmes.stations.planning.asking import asked_of, defaults
from nuanxin.programmes.stations.planning.gathering import Gathering, ground_for, stations_of
from nuanxin.programmes.stations.planning.ground import COMING
from nuanxin.programmes.stations.planning.measures import HOURS
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.sums import by_town
from nuanxin.programmes.stations.planning.travel import ways


def counted(area: int, on: date, taken: tuple[Plan, Puzzle] | None) -> list[Count]:
    """Return demand and what of it is in reach on foot within the rule's minutes, town by town.

    Raises PlanRefused where no demand is registered. What came of the plan in force is counted on that
    plan's own demand and question, with the stations that are in use now.
    """
    asked = asked_of({**defaults(on), "sources": ["offers"]}, on)
    puzzle = Puzzle(ground_for(area, asked, on, lasting=False), asked)
    counts = list(_by_town(puzzle))
    return [*counts, _gained(*taken, on)] if taken else counts


def _by_town(puzzle: Puzzle) -> Iterator[Count]:
    """Yield what is told of demand and reached in each hour, town by town; hours with nobody left out."""
    reached = puzzle.hourly(puzzle.served(puzzle.opened(np.zeros(0, np.int32))))
    for town in by_town(puzzle, {"reached": reached}):
        demand, served = town["hours"]["total"], town["hours"]["reached"]
        amounts = {f"demand_h{hour:02}": demand[hour] for hour in HOURS}
        amounts |= {f"reached_h{hour:02}": served[hour] for hour in HOURS}
        yield Count(town["area"], {name: amount for name, amount in amounts.items() if amount})


def _gained(plan: Plan, puzzle: Puzzle, on: date) -> Count:
    """Return what stations in use on a day cover of a plan's demand, beyond what was covered without it.

    Stations of earlier plans that were being fitted out count on both sides: they are none of its doing.
    """
    ground, asked = puzzle.ground, puzzle.asked
    places = Gathering(plan.area, on)
    stations_of(places, ground.demand.points)
    coming = np.array([identity.startswith(COMING) for identity in ground.sites.ids], bool)
    places.rows += ground.sites.kept(coming).rows()
    places.seats += ground.seats[coming].tolist()
    sites, seats = places.spots(), np.array(places.seats, np.int64)
    far = float(np.ceil(ground.reach.metres.max(initial=puzzle.limit_m)))
    reach = ways(ground.demand.points, on).reach(ground.demand.points, sites.points, far)
    now = Puzzle(replace(ground, sites=sites, existing=len(sites), reach=reach, seats=seats), asked)
    nothing = np.zeros(0, np.int32)
    gained = now.covered(now.opened(nothing)) - puzzle.covered(puzzle.opened(nothing))
    return Count(plan.area, {"gained": gained}, part=plan.key)
