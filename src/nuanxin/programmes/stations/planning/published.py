"""Published 已公布: a plan's share of demand by stations in use, and the figure that was counted last.

Both are worked out by the same puzzle, each as of its own day: a plan as of the day it was made, the
figure as of the last count. Whoever reads both is told why they differ.
"""

from collections.abc import Iterator
from datetime import date

from nuanxin.kernel.areas.tree import span
from nuanxin.kernel.plans.declare import INFEASIBLE, Json
from nuanxin.kernel.plans.models import Plan, Tally
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.models import Station
from nuanxin.programmes.stations.pausing.checking import paused_stations
from nuanxin.programmes.stations.planning.asking import FIELDS, SEATED, Asked, asked_of, defaults
from nuanxin.programmes.stations.planning.changes import demand_apart, listed, only_in
from nuanxin.programmes.stations.planning.gathering import Gathering, demand_of, stations_of
from nuanxin.programmes.stations.planning.ground import COMING
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.wording import enumerated

FIGURE = "stations.share"
"""The figure that is published of what a count found."""
SEATS, DRAWN = Words("座位", "seats"), Words("手绘需求", "demand drawn by hand")


def published(plan: Plan, puzzle: Puzzle, shown: Json) -> Json | None:
    """Return what was counted last of a plan's area beside ``mine``, what the plan says of stations in use.

    ``otherwise`` says what the plan counts by that the figure does not; where nothing is, ``opened`` and
    ``closed`` name the stations, and ``demand`` counts the places, that differ between the two
    days; ``paused`` names the stations announced closed on the day of the count, which the figure leaves out
    and a plan does not. None where nothing was counted yet, or there is no plan.
    """
    held = Tally.objects.filter(kind=plan.kind, part="", until=None, withdrawn=False)
    tallies = list(held.filter(area__range=span(plan.area)))
    demand, reached = (_sum(tallies, name) for name in ("demand_h", "reached_h"))
    if not demand or plan.status == INFEASIBLE:
        return None
    on = max(each.on for each in tallies)
    usual = asked_of({**defaults(on), "sources": ["offers"]}, on)
    otherwise = enumerated(_otherwise(puzzle.asked, usual))
    mine = shown["before_percent"] if shown["in_use_percent"] is None else shown["in_use_percent"]
    found: Json = {"figure": FIGURE, "percent": round(100 * reached / demand, 1), "on": on, "mine": mine}
    return {**found, "otherwise": otherwise, **({} if otherwise else _apart(plan, puzzle, usual, on))}


def _sum(tallies: list[Tally], name: str) -> int:
    return sum(amount for each in tallies for key, amount in each.amounts.items() if key.startswith(name))


def _otherwise(asked: Asked, usual: Asked) -> Iterator[Words]:
    """Yield what a question counts by otherwise than the figure does."""
    if (asked.minutes, asked.by) != (usual.minutes, usual.by):
        yield FIELDS["minutes"]
    for name in ("bands", "kinds"):
        if getattr(asked, name) != getattr(usual, name):
            yield FIELDS[name]
    if asked.drawn:
        yield DRAWN
    if asked.model in SEATED:
        yield SEATS


def _apart(plan: Plan, puzzle: Puzzle, usual: Asked, on: date) -> Json:
    """Return what the registers hold otherwise on the day of the count than the papers of the plan do."""
    ground, places = puzzle.ground, Gathering(plan.area, on)
    demand = demand_of(Gathering(plan.area, on), usual)
    stations_of(places, demand.points)
    paused = paused_stations(None, on)
    shut = Station.objects.filter(pk__in=paused, key__in=[row[0] for row in places.rows])
    sites = zip(ground.sites.ids[: ground.existing], ground.sites.names, strict=False)
    made = {each: name for each, name in sites if not each.startswith(COMING)}
    counted = {row[0]: row[1] for row in places.rows}
    then, now = (made, counted) if plan.made_on <= on else (counted, made)
    return {
        "opened": listed(only_in(now, then)),
        "closed": listed(only_in(then, now)),
        "paused": listed(shut.order_by("key").values_list("name", flat=True)),
        "demand": demand_apart(ground.demand, demand),
    }
