"""What follows where a plan is taken while another is in force, and what its reader is told before."""

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.areas.tree import full
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.parties.register import named
from nuanxin.kernel.plans.actions import read_coverage, take_back_plan, take_plan
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.kernel.plans.models import Tally
from nuanxin.kernel.plans.queries import last_taken
from nuanxin.kernel.work.actions import move_order
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
    STATIONS,
    made,
    offer,
    planner,
    reviewer,
    site_of,
    spot,
)
from nuanxin.programmes.stations.work import STATION_OPENING
from tests.loop.sheets import value

pytestmark = pytest.mark.django_db


def test_a_second_plan_of_the_same_rooms_opens_no_order_twice(town):
    """Made before the first was taken, the second has one of its rooms and leaves the other out."""
    by = reviewer()
    both, east = (site_of("街心值班室"), site_of("西头门面")), [site_of("街心值班室")]
    first = made(town.by, count=2, forced=both)
    second = made(town.by, count=2, forced=east, forbidden=[site_of("西头门面")])
    take_plan(by, first.pk)
    with override("en"):
        told = planner().follows(second, False)
        assert [each["name"] for each in told["in_hand"]] == ["街心值班室"]
        assert "街心值班室" not in str([told["taken"], told["orders"]]) and len(told["orders"]) == 1
        assert [each["name"] for each in told["dropped"]] == ["西头门面"]
        assert [each["name"] for each in told["freed"]] == ["西头门面"]
        assert told["changes"] == ["Being fitted out since, by another plan: 街心值班室, 西头门面."]
    take_plan(by, second.pk)
    middle, west = Offer.objects.get(name="街心值班室"), Offer.objects.get(name="西头门面")
    states = [[(each.state, each.said_by) for each in orders_about(place)] for place in (middle, west)]
    assert states == [[("planned", 1)], [("dropped", 1)]] and WorkOrder.objects.count() == 3
    assert middle.taken_on and not west.taken_on
    assert verify_records() == []


def test_an_order_somebody_began_goes_on_when_its_plan_is_replaced(town):
    by = reviewer()
    first = made(town.by, count=1, forced=[site_of("西头门面")])
    second = made(town.by, count=1, forced=[site_of("街心值班室")])
    take_plan(by, first.pk)
    order = WorkOrder.objects.get(kind=STATION_OPENING.name)
    move_order(town.by, order.pk, "give", give_to=town.by.actor.party)
    told = planner().follows(second, False)
    assert [each["name"] for each in told["going_on"]] == ["西头门面"] and not told["dropped"]
    take_plan(by, second.pk)
    order.refresh_from_db()
    assert order.state == "given" and Offer.objects.get(name="西头门面").taken_on


def test_what_the_next_plan_counts_on_goes_on(town):
    by = reviewer()
    take_plan(by, made(town.by, count=1).pk)
    second = made(town.by, count=1)
    told = planner().follows(second, False)
    assert not told["dropped"] and not told["going_on"] and not told["changes"]
    assert told["counted_on"] == 1
    take_plan(by, second.pk)
    assert set(WorkOrder.objects.values_list("state", flat=True)) == {"planned"}


def test_a_point_on_no_register_is_entered_once_by_two_plans_that_have_it(town):
    by, pin = reviewer(), [{"longitude": EAST + 0.0003, "latitude": NORTH, "name": "路口"}]
    one, other = (made(town.by, count=1, pinned=pin, forced=["pin:1"]) for _turn in range(2))
    take_plan(by, one.pk)
    assert len(planner().follows(other, False)["in_hand"]) == 1
    take_plan(by, other.pk)
    assert Candidate.objects.filter(kind="planned").count() == 1 == WorkOrder.objects.count()


def test_what_is_written_down_does_not_hang_on_the_language_of_whoever_takes_the_plan(town):
    """Names and reasons of records are in the house's first language, whatever screen they came from."""
    plan = made(town.by, count=1, pinned=[{"longitude": EAST + 0.0003, "latitude": NORTH}], forced=["pin:1"])
    with override("en"):
        take_plan(reviewer(), plan.pk, decline=True)
    assert {each.reason for each in Offer.objects.all()} == {f"不在方案 {plan.key} 内"}
    assert Candidate.objects.get(kind="planned").name == f"方案 {plan.key} 第 1 点位"


def test_who_saw_another_plan_end_is_asked_to_look_again(town):
    by, first, second = reviewer(), made(town.by, count=1), made(town.by, count=2)
    take_plan(by, first.pk, in_force="")
    with pytest.raises(PlanRefused, match=first.key):
        take_plan(by, second.pk, in_force="")
    assert last_taken(KIND, LINHE) == first
    take_plan(by, second.pk, in_force=first.key)


def test_whoever_takes_a_plan_is_told_what_the_registers_say_since(town):
    plan = made(town.by, count=1)
    town(
        (DEMAND, spot("新夜市", 0.0, 0, 0, 0, 500)),
        (OFFERS, offer("夜市对面", 0.0002), offer("街心值班室", 0.0001, 6000, "24小时")),
        (STATIONS, ["LH-1", "街心驿站", "沿街商户", "临河区团结街道", EAST, NORTH, "GPS", "24小时", DAY]),
    )
    with override("en"):
        assert planner().follows(plan, False)["changes"] == [
            "Demand: 1 place differs; 355 person-times a day then, 855 now.",
            "Opened since: 街心驿站.",
            "New among the candidates: 夜市对面.",
            "“街心值班室”: 5,000 yuan a year then, 6,000 yuan now.",
        ]


def test_a_taking_is_taken_back_and_the_plan_before_is_in_force_again(town):
    """The second took a room, declined a third and dropped the first's order; all stands as before."""
    by, today = reviewer(), localdate()
    first = made(town.by, count=1, forced=[site_of("西头门面")])
    second = made(town.by, count=2, forced=[site_of("街心值班室")], forbidden=[site_of("西头门面")])
    take_plan(by, first.pk)
    read_coverage(town.by, KIND, LINHE)
    take_plan(by, second.pk, decline=True)
    assert Offer.objects.get(name="西头门面").declined_on
    with pytest.raises(NotAllowed):
        take_back_plan(town.by, second.pk)
    with pytest.raises(PlanRefused):
        take_back_plan(by, first.pk)
    take_back_plan(by, second.pk)
    assert last_taken(KIND, LINHE) == first and value(f"stations.promised 150802 ..{today}") == first.promised
    offers = {each.name: (bool(each.taken_on), bool(each.declined_on)) for each in Offer.objects.all()}
    assert offers == {"西头门面": (True, False), "街心值班室": (False, False), "远处门面": (False, False)}
    open_ones = WorkOrder.objects.filter(ended_on=None)
    assert [each.about for each in open_ones] == [Offer.objects.get(name="西头门面").pk]
    assert Tally.objects.get(part=first.key).until is None
    take_plan(by, second.pk, in_force=first.key)
    assert last_taken(KIND, LINHE) == second and verify_records() == []


def test_work_that_was_begun_goes_on_when_its_plan_is_taken_back(town):
    by, pin = reviewer(), [{"longitude": EAST + 0.0003, "latitude": NORTH, "name": "路口"}]
    plan = made(town.by, count=2, pinned=pin, forced=["pin:1", site_of("西头门面")])
    take_plan(by, plan.pk)
    order = orders_about(Offer.objects.get(name="西头门面")).get()
    move_order(town.by, order.pk, "give", give_to=town.by.actor.party)
    take_back_plan(by, plan.pk)
    order.refresh_from_db()
    assert order.state == "given" and Offer.objects.get(name="西头门面").taken_on
    assert Candidate.objects.get(kind="planned").ended_on and last_taken(KIND, LINHE) is None
    assert value(f"stations.promised 150802 ..{localdate()}") in (None, 0) and verify_records() == []
    take_plan(by, plan.pk)
    assert Candidate.objects.get(kind="planned").ended_on is None


def test_whoever_made_a_plan_does_not_take_it_back(town):
    chief = named("person", "chief")
    plan = made(town.by, count=1)
    take_plan(reviewer(), plan.pk)
    grant(By(Actor(chief.id, chief.name)), town.by.actor.party, "reviewer", full("15"))
    with pytest.raises(SecondPersonNeeded):
        take_back_plan(town.by, plan.pk)
