"""From a plan to the figure counted last: the stations of the days lead from one to the other."""

from datetime import date

import numpy as np

from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.plans.actions import read_coverage
from nuanxin.kernel.plans.models import Tally
from nuanxin.programmes.stations.models import Station
from nuanxin.programmes.stations.pausing.actions import record_pauses
from nuanxin.programmes.stations.planning.gathering import ground_for
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.siting import puzzle_of_plan
from nuanxin.programmes.stations.planning.tests.linhe import KIND, LINHE, made, planner
from tests.people import account_of, client_of

COUNTED, NAMES = date(2024, 5, 31), ("reached", "demand")


def counted() -> list[int]:
    """Return what the count that holds found: person-times reached, and all there are."""
    amounts = [each.amounts for each in Tally.objects.filter(part="", until=None)]
    return [
        sum(found for each in amounts for key, found in each.items() if key.startswith(name))
        for name in NAMES
    ]


def test_the_stations_of_the_day_of_the_count_lead_from_a_plan_to_the_figure(demo):
    plan = made(By(account_of("clerk").actor))
    puzzle, found = puzzle_of_plan(plan), planner().shown(plan)["published"]
    ground = ground_for(LINHE, puzzle.asked, COUNTED, lasting=False)
    then = Puzzle(ground, puzzle.asked)
    assert [then.covered(then.opened(np.zeros(0, np.int32))), int(then.weights.sum())] == counted()
    days = Station.objects.filter(key__in=ground.sites.ids[: ground.existing], closed_on__lte=plan.made_on)
    assert days and all(each.name in found["closed"] for each in days)
    assert found["opened"] and found["mine"] != found["percent"] == 45.8


def test_counted_anew_the_figure_is_what_a_plan_of_that_day_says(demo):
    clerk = By(account_of("clerk").actor)
    plan = made(clerk)
    read_coverage(clerk, KIND, LINHE)
    reached, demand = counted()
    found = planner().shown(plan)["published"]
    assert found["mine"] == found["percent"] == round(100 * reached / demand, 1)
    assert (found["opened"], found["closed"], found["demand"]) == ("", "", 0)


def test_stations_announced_closed_on_the_day_of_the_count_are_named(demo):
    clerk = By(account_of("clerk").actor)
    plan = made(clerk)
    here = Station.objects.filter(area__range=span(LINHE), closed_on=None).exclude(key="LH-019")
    days = {"since": plan.made_on, "until": plan.made_on, "reason": "weather", "announced_on": None}
    rows = [Row(n, {"station": each.key, **days}) for n, each in enumerate(here.order_by("key"), 1)]
    record_pauses(clerk, rows)
    read_coverage(clerk, KIND, LINHE)
    found = planner().shown(plan)["published"]
    assert found["percent"] < found["mine"] and here.order_by("key")[0].name in found["paused"]
    page = client_of("clerk").get(f"/plans/{plan.key}/").content.decode()
    assert "测算当日公告暂停开放、指标不算而方案照算：" in page
