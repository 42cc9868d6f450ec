"""Seats that are counted: from the sheet to who is served, how full stations get, and who is turned away."""

import pytest
from django.utils.translation import override

from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.plans.actions import take_plan
from nuanxin.kernel.plans.declare import INFEASIBLE, OPTIMAL
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.packing import packed, unpacked
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.planning.ground import SINCE_SEATS, UNKNOWN_SEATS, ground_of, ground_of_plan
from nuanxin.programmes.stations.planning.tests.linhe import (
    EAST,
    NORTH,
    OFFERS,
    ROOMS,
    made,
    names,
    planner,
    reviewer,
)

pytestmark = pytest.mark.django_db
SEATED = (OFFERS[0], [*OFFERS[1], "座位数"])


def seats(town, name, number):
    """Hand in a room again, with its seats."""
    (row,) = (row for row in ROOMS if row[0] == name)
    assert town((SEATED, [*row, number])) == []


def test_a_station_takes_so_many_as_it_has_seats_hour_by_hour(town):
    seats(town, "街心值班室", 1)
    assert Offer.objects.get(name="街心值班室").seats == 1
    plan = made(town.by, model="served", count=1, forced=[f"offer:{Offer.objects.get(name='街心值班室').pk}"])
    assert (plan.status, plan.value, plan.proof) == (OPTIMAL, 10 + 12 + 18, "certificate")
    shown = planner().shown(plan)
    (site,) = shown["sites"]
    assert (site["load"], site["capacity"]) == (40, 48), "open all day: two an hour"
    assert [(band["load"], band["capacity"]) for band in site["bands"]] == [
        (0, 8), (10, 10), (12, 12), (18, 18)]  # fmt: skip
    assert site["fullest"]["percent"] == 100 and shown["seats"]["turned_away"] == 130 - 40
    assert [sum(band["after"] for band in shown["bands"]), plan.promised] == [40, 40]
    assert sum(sum(town_["after"]) for town_ in shown["towns"]) == 40
    assert planner().checked(plan)["holds"] and verify_records() == []


def test_another_room_is_better_where_the_best_one_is_small(town):
    seats(town, "街心值班室", 1)
    assert names(made(town.by, model="cover", count=1)) == ["街心值班室"]
    assert names(made(town.by, model="served", count=1)) == ["西头门面"]
    assert made(town.by, model="served", count=3).value == 120 + 40 + 100


def test_where_nobody_said_the_usual_number_counts_and_is_said(town):
    plan = made(town.by, model="served", count=1)
    assert plan.value == 130 and (ground_of_plan(plan).seats == UNKNOWN_SEATS).all()
    with override("en"):
        said = planner().shown(plan)["seats"]["said"]
        assert said.startswith("Of 4 stations and candidates nobody said") and "found in no text" in said
        assert planner().grounds(town.by.actor, 150802000000)["seats_said"] == said


def test_a_pin_has_seats_of_its_own(town):
    pin = {"longitude": EAST, "latitude": NORTH, "name": "小亭", "cost_yuan": 1, "seats": 1}
    plan = made(town.by, model="served", budget_yuan=1, count="", pinned=[pin])
    assert (names(plan), plan.value) == (["小亭"], 40)
    take_plan(reviewer(), plan.pk)
    assert Candidate.objects.get(kind="planned").seats == 1


def test_least_way_with_seats_counted_and_fewer_seats_than_people(town):
    free = made(town.by, model="served_median", count=3)
    shown = planner().shown(free)
    assert free.status == OPTIMAL and shown["better"] == "less" and shown["way_m"] < shown["way_before_m"]
    assert [each["count"] for each in shown["curve"]] == [1, 2, 3, 4], "no station seats nobody"
    assert shown["one_fewer"]["loses"] and shown["one_fewer"]["gain"] > 0
    for name in ("街心值班室", "西头门面", "远处门面"):
        seats(town, name, 1)
    drawn = [{"longitude": EAST, "latitude": NORTH, "name": "工地", "noon": 3000}]
    short = made(town.by, model="served_median", count=1, drawn=drawn)
    assert short.status == INFEASIBLE and "3,3" in short.why and Plan.objects.get(pk=short.pk).why


def test_why_moved_and_compared_count_seats(town):
    seats(town, "街心值班室", 1)
    plan, other = (made(town.by, model=model, count=2) for model in ("served", "served_median"))
    room = Offer.objects.get(name="街心值班室")
    why = planner().why(plan, f"offer:{room.pk}")
    assert not why["chosen"] and why["would_gain"] == 40 and why["best_swap"]["change"] < 0
    here = planner().moved(plan, planner().shown(plan)["sites"][0]["id"], EAST + 0.3, NORTH)
    assert here["worse"] and here["covered_change"] == here["change"] < 0
    told = planner().compared(plan, other)
    assert told["plans"][0]["covered"] == plan.value and len(told["said"]) == 2


def test_papers_from_before_seats_were_counted_are_read(town):
    plan = made(town.by, count=1)
    ground = ground_of_plan(plan)
    older = {name: part for name, part in unpacked(ground.packed()).items() if name not in SINCE_SEATS}
    again = ground_of(packed(older))
    assert (again.seats == UNKNOWN_SEATS).all() and again.demand.ids == ground.demand.ids


def test_beyond_the_minutes_counts_in_part(town):
    """The eastern market is 15 to 20 minutes from a pin: of its hundred, 68 count."""
    pin = {"longitude": EAST + 0.05, "latitude": NORTH + 0.009, "name": "远亭", "cost_yuan": 1}
    whole = {"budget_yuan": 1, "count": "", "pinned": [pin], "sources": [], "minutes": 10}
    assert made(town.by, **whole).value == 0
    faded = made(town.by, **whole, fading=True)
    assert 0 < faded.value < 100 and faded.proof == "certificate" and planner().checked(faded)["holds"]
    with override("zh-hans"):
        assert "打折" in str(planner().shown(faded)["asked_words"])
