"""From registers to a plan that is kept, taken, and held to its promise."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.areas.tree import full
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.parties.register import named
from nuanxin.kernel.plans.actions import read_coverage, take_plan
from nuanxin.kernel.plans.declare import FEASIBLE, INFEASIBLE, OPTIMAL
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.kernel.plans.models import Tally
from nuanxin.kernel.plans.queries import last_taken, plan_seen
from nuanxin.kernel.plans.running import make_plan
from nuanxin.kernel.work.faults import SecondPersonNeeded
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.kernel.work.queries import orders_about
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.planning.tests.linhe import (
    DAY,
    DEMAND,
    EAST,
    KIND,
    LINHE,
    NORTH,
    OFFERS,
    ROOMS,
    STATIONS,
    made,
    names,
    offer,
    planner,
    reviewer,
    site_of,
    spot,
)
from nuanxin.programmes.stations.work import STATION_OPENING
from tests.loop.sheets import value

pytestmark = pytest.mark.django_db


def test_the_room_that_most_people_reach_is_chosen_and_proved(town):
    plan = made(town.by, count=1)
    assert (plan.status, plan.value, plan.bound, plan.before) == (OPTIMAL, 130, 130, 0)
    assert names(plan) == ["街心值班室"]
    shown = planner().shown(plan)
    assert shown["share_percent"] == round(100 * 130 / 355, 1)
    assert [each["value"] for each in shown["curve"]] == [0, 130, 250, 350]
    assert shown["one_more"]["value"] == 250 and shown["one_fewer"]["value"] == 0
    assert [each["name"] for each in shown["one_more"]["opens"]] == ["西头门面"]
    assert planner().checked(plan)["holds"]
    assert plan.papers.inputs and verify_records() == []


def test_hours_decide_who_is_covered(town):
    """The western room closes at nine: of 125 people there, the five at night are not reached."""
    plan = made(town.by, count=3)
    west = next(each for each in planner().shown(plan)["demand"] if each["name"] == "西头餐饮街")
    assert west["after"] == [10, 60, 50, 0]
    served = {each["hour"]: (each["total"], each["after"]) for each in planner().shown(plan)["hours"]}
    assert served[20] == (18, 18)
    assert sum(total - after for total, after in served.values()) == 5
    assert made(town.by, count=1, bands=["night"]).value == 80


def test_a_budget_stands_in_for_a_count(town):
    plan = made(town.by, budget_yuan=7000, count="")
    assert names(plan) == ["东头社区用房", "西头门面"]
    assert planner().shown(plan)["cost_yuan"] == 7000


def test_asked_twice_with_one_seed_it_is_the_same_plan(town):
    one, other = (made(town.by, count=2, sources=["offers", "buildings", "grid"]) for _turn in range(2))
    assert bytes(one.papers.certificate) == bytes(other.papers.certificate)
    assert one.inputs == other.inputs and one.papers.answer["sites"] == other.papers.answer["sites"]


def test_why_a_candidate_is_in_or_out(town):
    plan = made(town.by, count=1)
    inside, out = (planner().why(plan, site_of(name)) for name in ("街心值班室", "西头门面"))
    assert (inside["chosen"], inside["alone"], inside["best_swap"]["change"]) == (True, 130, -10)
    assert (out["chosen"], out["would_gain"], out["best_swap"]["change"]) == (False, 120, -10)
    assert inside["proved_in"] or out["proved_out"]
    assert all(isinstance(each, str) for each in [*inside["said"], *out["said"]])
    with pytest.raises(KeyError):
        planner().why(plan, "offer:0")


def test_a_moved_pin_shows_its_loss(town):
    plan = made(town.by, count=1)
    room = Offer.objects.get(name="街心值班室")
    still = planner().moved(plan, site_of(room.name), room.longitude, room.latitude)
    away = planner().moved(plan, site_of(room.name), EAST + 0.03, NORTH)
    assert still["change"] == 0
    assert (away["change"], away["worse"], [each["name"] for each in away["lost"]]) == (
        -130,
        True,
        ["街心夜市"],
    )
    with pytest.raises(PlanRefused, match=r"写反|swapped"):
        planner().moved(plan, site_of(room.name), NORTH, EAST)


def test_two_plans_side_by_side(town):
    one, other = made(town.by, count=1), made(town.by, count=2)
    told = planner().compared(one, other)
    assert [each["covered"] for each in told["plans"]] == [130, 250]
    assert told["same_inputs"] and not told["said"]
    assert [each["name"] for each in told["only_other"]] == ["西头门面"]
    assert sum(map(sum, (each["other"] for each in told["towns"]))) == 250
    assert sum(each["one"] for each in told["bands"]) == 130


def test_plans_of_different_registers_are_held_to_the_first_ones_demand(town):
    one = made(town.by, count=1)
    town((DEMAND, spot("新夜市", 0.0, 0, 0, 0, 500)))
    other = made(town.by, count=2)
    told = planner().compared(one, other)
    assert not told["same_inputs"] and told["said"]
    assert [each["covered"] for each in told["plans"]] == [130, 250]
    assert [each["share_percent"] for each in told["plans"]] == [36.6, 70.4]
    swapped = planner().compared(other, one)
    assert [each["share_percent"] for each in swapped["plans"]] == [
        round(100 * covered / 855, 1) for covered in (each["covered"] for each in swapped["plans"])
    ]


def test_headline_shares_are_of_the_demand_the_tables_are_of(town):
    """One plan counts the evening, the other all day: both are told of what the first one counts."""
    plans = made(town.by, count=1), made(town.by, count=2, bands=["evening"])
    for one, other in (plans, plans[::-1]):
        told = planner().compared(one, other)
        total, *covered = (
            sum(map(sum, (town_[name] for town_ in told["towns"]))) for name in ("total", "one", "other")
        )
        shares = [round(100 * each / total, 1) for each in covered]
        assert [each["share_percent"] for each in told["plans"]] == shares


def test_what_nobody_said_the_cost_of_is_counted_and_not_taken_for_nothing(town):
    town((OFFERS, offer("夜市对面", 0.0002, cost=None, hours="24小时")))
    new = site_of("夜市对面")
    known, unknown = made(town.by, count=1, forbidden=[new]), made(town.by, count=1, forced=[new])
    both = made(town.by, count=2, forced=[new, site_of("西头门面")])
    none = made(town.by, count=0)
    told = [planner().shown(plan) for plan in (known, unknown, both, none)]
    assert [(each["cost_yuan"], each["costs_unknown"]) for each in told] == [
        (5000, 0), (None, 1), (3000, 1), (0, 0)]  # fmt: skip
    pair = planner().compared(known, both)["plans"]
    assert [(each["cost_yuan"], each["costs_unknown"]) for each in pair] == [(5000, 0), (3000, 1)]


def test_a_plan_that_is_taken_takes_offers_opens_orders_and_is_held_to_its_promise(town):
    plan, by = made(town.by, count=2, sources=["offers", "buildings"]), reviewer()
    with pytest.raises(NotAllowed):
        take_plan(town.by, plan.pk)
    before = planner().follows(plan, True)
    take_plan(by, plan.pk, decline=True)
    assert before["promised"] == 250 and len(before["orders"]) == 2
    assert {offer.name: bool(offer.taken_on) for offer in Offer.objects.all()} == {
        "西头门面": True, "街心值班室": True, "远处门面": False}  # fmt: skip
    assert Offer.objects.get(name="远处门面").declined_on
    orders = WorkOrder.objects.filter(kind=STATION_OPENING.name)
    assert orders.count() == 2 and all(order.due_at for order in orders)
    assert list(orders_about(Offer.objects.get(name="西头门面"))) == [
        orders.get(about=site_of("西头门面")[6:])
    ]
    today = localdate()
    assert value(f"stations.promised 150802 ..{today}") == 250
    read_coverage(town.by, KIND, LINHE)
    assert (
        value(f"stations.gained 150802 ..{today}") is None or value(f"stations.gained 150802 ..{today}") == 0
    )
    town((STATIONS, ["LH-1", "街心驿站", "沿街商户", "临河区团结街道", EAST, NORTH, "GPS", "24小时", DAY]))
    read_coverage(town.by, KIND, LINHE)
    assert value(f"stations.gained 150802 ..{today}") == 130
    assert value(f"stations.promise_kept 150802 ..{today}") * 100 == 52
    told = planner().shown(plan_seen(town.by.actor, plan.key))["promised"]
    assert (told["promised"], told["gained"], told["percent"]) == (250, 130, 52.0)
    assert verify_records() == []


def test_whoever_made_a_plan_does_not_take_it(town):
    chief = named("person", "chief")
    grant(By(Actor(chief.id, chief.name)), town.by.actor.party, "reviewer", full("15"))
    plan = made(town.by, count=1)
    with pytest.raises(SecondPersonNeeded):
        take_plan(town.by, plan.pk)
    assert last_taken(KIND, LINHE) is None


def test_the_next_plan_that_is_taken_ends_the_one_before(town):
    by, today = reviewer(), localdate()
    first, second = made(town.by, count=1), made(town.by, count=2)
    take_plan(by, first.pk)
    with pytest.raises(PlanRefused):
        take_plan(by, first.pk)
    take_plan(by, second.pk)
    assert last_taken(KIND, LINHE) == second
    assert value(f"stations.promised 150802 ..{today}") == 250
    assert verify_records() == []


def test_what_an_earlier_plan_opens_is_counted_on_and_not_found_again(town):
    by = reviewer()
    take_plan(by, made(town.by, count=2).pk)
    town((OFFERS, offer("夜市对面", 0.0002, hours="24小时"), offer("东头门面", 0.0501)))
    second = made(town.by, count=1, sources=["offers"])
    assert (second.before, second.value, names(second)) == (250, 350, ["东头门面"])
    with override("en"):
        existing = {each["name"] for each in planner().shown(second)["existing"]}
        told = planner().shown(second)
    assert {"街心值班室 (being fitted out)", "西头门面 (being fitted out)"} == existing
    assert told["stations"] == {"in_use": 0, "coming": 2}
    assert {each["source"] for each in told["existing"]} == {"coming"}
    assert (told["before_percent"], told["in_use_percent"]) == (round(100 * 250 / 355, 1), 0.0)
    take_plan(by, second.pk)
    today = localdate()
    read_coverage(town.by, KIND, LINHE)
    assert value(f"stations.reached 150802 ..{today}") in (None, 0), "nobody is served by what is not open"
    assert value(f"stations.gained 150802 ..{today}") in (None, 0)
    town(
        (
            STATIONS,
            ["LH-1", "东头驿站", "沿街商户", "临河区车站街道", EAST + 0.05, NORTH, "GPS", "24小时", DAY],
        )
    )
    read_coverage(town.by, KIND, LINHE)
    assert value(f"stations.gained 150802 ..{today}") == 100


def test_a_plan_is_entered_on_the_day_it_was_decided(town):
    with pytest.raises(PlanRefused):
        make_plan(town.by, KIND, LINHE, planner().read({}, LINHE), on=localdate() + timedelta(1))
    plan = make_plan(town.by, KIND, LINHE, planner().read({"count": 1}, LINHE), on=date(2024, 5, 6))
    by = reviewer()
    for wrong in (date(2024, 5, 5), localdate() + timedelta(1)):
        with pytest.raises(PlanRefused):
            take_plan(by, plan.pk, on=wrong)
    take_plan(by, plan.pk, on=date(2024, 5, 10))
    assert value("stations.promised 150802 ..2024-05-10") == 130
    assert value("stations.promised 150802 ..2024-05-09") in (None, 0)
    assert Offer.objects.get(name="街心值班室").taken_on == date(2024, 5, 10)
    assert verify_records() == []


def test_a_grid_point_that_is_taken_is_entered_as_a_place(town):
    plan = made(town.by, count=1, sources=["grid"], bands=["morning"])
    take_plan(reviewer(), plan.pk)
    place = Candidate.objects.get(kind="planned")
    assert place.longitude is not None and orders_about(place).count() == 1
    assert place.cost_fen == 4_000_000


def test_an_offer_declined_meanwhile_stops_the_taking(town):
    plan = made(town.by, count=1)
    row = [*ROOMS[1], date(2024, 5, 1)]
    town(((OFFERS[0], [*OFFERS[1], "不采用日期"]), row))
    with pytest.raises(PlanRefused, match="街心值班室"):
        take_plan(reviewer(), plan.pk)
    assert not WorkOrder.objects.exists()


def test_coverage_is_read_by_town_and_hour(town):
    town(
        (
            STATIONS,
            ["LH-1", "街心驿站", "沿街商户", "临河区团结街道", EAST, NORTH, "GPS", "每天 8:00-20:00", DAY],
        )
    )
    for _turn in range(2):
        read_coverage(town.by, KIND, LINHE)
    today = localdate()
    shares = [value(f"stations.share_{band} 150802 ..{today}") for band in ("noon", "evening", "night")]
    assert [float(round(100 * share, 1)) for share in shares] == [11.1, 33.0, 0.0]
    assert value(f"stations.share_h19 150802 ..{today}") == Fraction(7, 17)
    assert value(f"stations.share_h20 150802 ..{today}") == 0, "it shuts at eight"
    assert value(f"stations.demand 150802 ..{today}") == 355
    assert value(f"stations.share_noon 150802002 ..{today}") == 0
    assert Tally.objects.count() == 2 and verify_records() == []
    with pytest.raises(PlanRefused):
        read_coverage(town.by, KIND, LINHE, date(2024, 5, 1))


@pytest.mark.parametrize(("spoken", "bands"), [("zh-hans", "早间、夜间"), ("en", "morning, night")])
def test_what_was_asked_is_listed_as_the_readers_language_lists(town, spoken, bands):
    plan = made(town.by, count=1, bands=["morning", "night"])
    with override(spoken):
        asked = {each["name"]: each["value"] for each in planner().shown(plan)["asked_words"]}
    assert asked["bands"] == bands


def test_with_equity_the_town_served_least_is_told_of_the_plan_and_compared(town):
    plain, fair = made(town.by, count=2), made(town.by, count=2, least_percent=20)
    assert planner().shown(plain)["worst"] is None
    shown = planner().shown(fair)
    shares = {each["name"]: 100 * sum(each["after"]) / sum(each["total"]) for each in shown["towns"]}
    least = min(shares, key=shares.__getitem__)
    assert shown["worst"] == {"name": least, "percent": round(shares[least], 1)}
    assert shown["worst"]["percent"] >= 20 > shown["worst_before"]["percent"]
    told = planner().compared(plain, fair)["plans"]
    assert told[1]["worst"] == shown["worst"] and told[0]["worst"]["percent"] <= told[1]["worst"]["percent"]
    assert planner().compared(plain, plain)["plans"][0]["worst"] is None


@pytest.mark.parametrize("model", ["center", "fewest"])
def test_the_worst_way_and_fewest_stations_tell_how_far_they_are(town, model):
    count = 3 if model == "center" else ""
    plan = made(town.by, model=model, count=count)
    points = [each for each in planner().shown(plan)["points"] if each["doing"] == "cases"]
    assert points and all(each["bound"] <= plan.value <= each["value"] for each in points)
    assert (points[-1]["value"], points[-1]["bound"]) == (plan.value, plan.bound)


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("served", "at most 40 person-times a day more could find a seat (25.00 per cent)"),
        ("cover", "at most 40 person-times a day from the best there is (25.00 per cent)"),
    ],
)
def test_what_is_left_to_gain_is_said_in_what_people_count(town, model, said):
    plan = made(town.by, model=model, count=1)
    plan.status, plan.value, plan.bound = FEASIBLE, 160, 200
    with override("en"):
        assert planner().shown(plan)["gap_words"] == said


def test_how_far_it_is_and_how_many_seats_there_are_is_told_by_town_and_hour(town):
    """A room of 24 hours in the middle, one by day in the west; nobody had a station before."""
    shown = planner().shown(made(town.by, count=2, forced=[site_of("街心值班室"), site_of("西头门面")]))
    towns = {each["name"]: each for each in shown["access"]["towns"]}
    middle = towns["团结街道"]
    assert middle["before"] == {"mean": None, "worst": None, "seats": 0.0}
    assert 0 < middle["after"]["mean"] <= middle["after"]["worst"] and middle["after"]["seats"] > 0
    assert middle["hours"][23] is not None and middle["hours"][12] is not None
    assert len(middle["hours"]) == 24 and towns["车站街道"]["after"]["seats"] == 0


def test_every_town_that_stays_below_its_share_is_named(town):
    town((DEMAND, spot("远郊市场", 0.3, 40, 0, 0, 0, town="临河区新华街道")))
    plan = made(town.by, count=1, least_percent=10, sources=["offers"])
    assert plan.status == INFEASIBLE and "车站街道" in plan.reason and "新华街道" in plan.reason
    assert plan.reason.count("0.0%") == 1
    few = made(town.by, count=1, least_percent=10, bands=["noon"])
    assert few.status == INFEASIBLE and "团结街道" in few.reason and "车站街道" in few.reason


def test_the_stretches_of_a_road_are_told_as_one_place(town):
    road = ["配送干线", "路段", "临河区团结街道", EAST, NORTH, "GPS", EAST + 0.004, NORTH, None]
    town((DEMAND, [*road, 10, 10, 10, 10, DAY]))
    plan = made(town.by, count=1, forced=[site_of("街心值班室")])
    with override("en"):
        told = planner().moved(plan, site_of("街心值班室"), EAST + 0.03, NORTH)
    stretches = sum(each["name"] == "配送干线" for each in told["lost"])
    assert stretches > 1
    assert {each["name"] for each in told["lost_places"]} == {f"配送干线 ({stretches} stretches)", "街心夜市"}
