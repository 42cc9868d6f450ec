"""Costs 费用: what new stations cost a year, and of how many of them nobody said what they cost."""

from nuanxin.kernel.plans.declare import Json
from nuanxin.programmes.stations.planning.ground import UNKNOWN_COST, Ground, Places

FEN = 100


def costs_of(ground: Ground, sites: Places) -> Json:
    """Return yuan a year of the sites whose cost is known (None where none is), and how many are not known.

    No station costs nothing.
    """
    costs = ground.costs[sites]
    unknown = int((costs == UNKNOWN_COST).sum())
    known = None if unknown and unknown == len(costs) else float(costs[costs != UNKNOWN_COST].sum()) / FEN
    return {"cost_yuan": known, "costs_unknown": unknown}
