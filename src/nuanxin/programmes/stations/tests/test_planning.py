"""From registers to a plan that is kept, taken, and held to its promise."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.utils.timezone import localdate
from openpyxl import Workbook

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.areas.tree import full
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named
from nuanxin.kernel.plans.actions import read_coverage, take_plan
from nuanxin.kernel.plans.declare import OPTIMAL, plan_type
from nuanxin.kernel.plans.faults import PlanRefused, PlanUnproven
from nuanxin.kernel.plans.models import Plan, Tally
from nuanxin.kernel.plans.queries import last_taken, plan_seen, plans_seen
from nuanxin.kernel.plans.running import make_plan, refuse_unproven
from nuanxin.kernel.work.faults import SecondPersonNeeded
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.kernel.work.queries import orders_about
from nuanxin.programmes.stations.models import Candidate, Demand, Offer
from nuanxin.programmes.stations.work import STATION_OPENING
from tests.loop.sheets import clerk, value

pytestmark = pytest.mark.django_db
LINHE, KIND = 150802000000, "stations.siting"
EAST, NORTH = 107.40, 40.75
WHERE = ("所在街道（乡镇）", "经度", "纬度", "坐标系")
ROAD = ("终点经度", "终点纬度", "途经点")
BANDS = ("早间人次", "午间人次", "傍晚人次", "夜间人次")
COST = ("可开放时间", "年费用")
DEMAND = ("户外作业需求登记表", ["需求点名称", "需求类别", *WHERE, *ROAD, *BANDS, "调查日期"])
OFFERS = ("暖心驿站空间提供登记表", ["空间名称", WHERE[0], "提供单位", *WHERE[1:], *COST, "提出日期"])
BUILDINGS = ("可设驿站公共建筑登记表", ["建筑名称", "建筑类别", *WHERE, *COST, "摸底日期"])
STATIONS = ("暖心驿站登记台账", ["驿站编号", "驿站名称", "依托场所", *WHERE, "开放时间", "启用日期"])
DAY = date(2024, 4, 16)


def spot(name, east, *amounts, town="临河区团结街道"):
    return [name, "热点", town, EAST + east, NORTH, "GPS", None, None, None, *amounts, DAY]


def offer(name, east, cost=3000, hours="每天 8:00-20:00"):
    return [name, "临河区团结街道", "物业", EAST + east, NORTH, "GPS", hours, cost, DAY]


HOT_SPOTS = (
    spot("西头餐饮街", -0.05, 10, 60, 50, 5),
    spot("街心夜市", 0.0, 0, 10, 40, 80),
    spot("东头市场", 0.05, 70, 20, 10, 0, town="临河区车站街道"),
)
ROOMS = (offer("西头门面", -0.0501), offer("街心值班室", 0.0001, 5000, "24小时"), offer("远处门面", 0.09))
HALL = [
    "东头社区用房",
    "社区用房",
    "临河区车站街道",
    EAST + 0.0502,
    NORTH,
    "GPS",
    "每天 7:00-21:00",
    4000,
    DAY,
]


@pytest.fixture
def town(tmp_path):
    """Return a way to hand in sheets as the clerk, who has demand, rooms on offer and one building there."""
    actor = clerk()

    def hand_in(*sheets):
        book = Workbook()
        book.remove(book.active)
        for (title, headings), *rows in sheets:
            page = book.create_sheet(title[:30])
            for cells in ([title], headings, *rows):
                page.append(list(cells))
        path = tmp_path / f"{datetime.now().timestamp()}.xlsx"
        book.save(path)
        return [(bad.row, bad.said) for report in take(actor, path) for bad in report.bad]

    assert hand_in((DEMAND, *HOT_SPOTS), (OFFERS, *ROOMS), (BUILDINGS, HALL)) == []
    hand_in.by = By(actor)
    return hand_in


def reviewer() -> By:
    chief, other = named("person", "chief"), Party.objects.create(kind="person", name="reviewer")
    grant(By(Actor(chief.id, chief.name)), other.id, "reviewer", full("15"))
    return By(Actor(other.id, other.name))


def planner():
    return plan_type(KIND).planner


def made(by, **form) -> Plan:
    return make_plan(by, KIND, LINHE, planner().read({"seconds": 5, "curve": 3, **form}, LINHE))


def names(plan) -> list[str]:
    return sorted(each["name"] for each in planner().shown(plan)["sites"])


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
    """The western room closes at eight: of 125 people there, the five at night are not reached."""
    plan = made(town.by, count=3)
    west = next(each for each in planner().shown(plan)["demand"] if each["name"] == "西头餐饮街")
    assert west["after"] == [True, True, True, False]
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
    inside, out = (planner().why(plan, _id(name)) for name in ("街心值班室", "西头门面"))
    assert (inside["chosen"], inside["alone"], inside["best_swap"]["change"]) == (True, 130, -10)
    assert (out["chosen"], out["would_gain"], out["best_swap"]["change"]) == (False, 120, -10)
    assert inside["proved_in"] or out["proved_out"]
    assert all(isinstance(each, str) for each in [*inside["said"], *out["said"]])
    with pytest.raises(KeyError):
        planner().why(plan, "offer:0")


def _id(name: str) -> str:
    return f"offer:{Offer.objects.get(name=name).pk}"


def test_a_moved_pin_shows_its_loss(town):
    plan = made(town.by, count=1)
    room = Offer.objects.get(name="街心值班室")
    still = planner().moved(plan, _id(room.name), room.longitude, room.latitude)
    away = planner().moved(plan, _id(room.name), EAST + 0.03, NORTH)
    assert still["change"] == 0
    assert (away["change"], away["worse"], [each["name"] for each in away["lost"]]) == (
        -130,
        True,
        ["街心夜市"],
    )
    with pytest.raises(PlanRefused, match=r"写反|swapped"):
        planner().moved(plan, _id(room.name), NORTH, EAST)


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
    assert list(orders_about(Offer.objects.get(name="西头门面"))) == [orders.get(about=_id("西头门面")[6:])]
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
    assert [float(round(100 * share, 1)) for share in shares] == [11.1, 40.0, 0.0]
    assert value(f"stations.demand 150802 ..{today}") == 355
    assert value(f"stations.share_noon 150802002 ..{today}") == 0
    assert Tally.objects.count() == 2 and verify_records() == []
    with pytest.raises(PlanRefused):
        read_coverage(town.by, KIND, LINHE, date(2024, 5, 1))


def test_a_road_is_shared_out_along_its_length(town):
    road = [
        "配送干线",
        "路段",
        "临河区团结街道",
        EAST,
        NORTH + 0.03,
        "GPS",
        EAST + 0.01,
        NORTH + 0.03,
        None,
        0,
        101,
        0,
        0,
        DAY,
    ]
    assert town((DEMAND, road)) == []
    points = [
        each for each in planner().grounds(town.by.actor, LINHE)["demand"] if each["name"] == "配送干线"
    ]
    assert [each["weights"][1] for each in points] == [17, 17, 17, 17, 17, 16]
    assert len({each["longitude"] for each in points}) == 6


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({3: NORTH, 4: EAST}, "写反|swapped"),
        ({5: None}, "坐标系|system"),
        ({3: "NaN"}, "NaN"),
        ({9: None, 10: None, 11: None, 12: None}, "时段|hours"),
        ({1: "路段"}, "一端|one end"),
        ({1: "路段", 8: "107.4"}, "107.4"),
    ],
)
def test_demand_that_cannot_be_taken_is_named(town, cells, said):
    row = spot("坏行", 0.01, 1, 2, 3, 4)
    for place, cell in cells.items():
        row[place] = cell
    with pytest.MonkeyPatch.context():
        ((number, text),) = town((DEMAND, spot("好行", 0.02, 1, 0, 0, 0), row))
    assert number == 4
    assert any(part in text for part in said.split("|"))
    assert Demand.objects.filter(name="好行").exists() and not Demand.objects.filter(name="坏行").exists()


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"minutes": 0}, "minutes"),
        ({"minutes": "ten"}, "minutes"),
        ({"model": "best"}, "model"),
        ({"count": ""}, "count"),
        ({"model": "fair", "count": 2}, "least_percent"),
        ({"bands": []}, "bands"),
        ({"drawn": '[{"longitude": 40.7, "latitude": 107.4, "noon": 5}]'}, "drawn"),
        ({"drawn": '[{"longitude": 107.4, "latitude": 40.7}]'}, "drawn"),
        ({"drawn": '[{"longitude": null, "latitude": 40.7}]'}, "drawn"),
        ({"drawn": "nonsense"}, "drawn"),
        ({"forced": ["offer:1"], "forbidden": ["offer:1"]}, "forced"),
        ({"model": "median", "count": 2, "budget_yuan": 5}, "budget_yuan"),
    ],
)
def test_a_form_that_cannot_be_asked_is_refused_with_its_field(form, field):
    with pytest.raises(PlanRefused) as refused:
        planner().read(form, LINHE)
    assert [fault.field for fault in refused.value.faults] == [field]
    assert all(fault.said and fault.remedy for fault in refused.value.faults)


def test_what_the_registers_lack_is_said(town):
    with pytest.raises(PlanRefused) as refused:
        made(town.by, count=9)
    assert [fault.field for fault in refused.value.faults] == ["count"]
    with pytest.raises(PlanRefused, match="3,000"):
        made(town.by, budget_yuan=2999, count="")
    with pytest.raises(PlanRefused):
        make_plan(town.by, KIND, 150821000000, planner().read({}, LINHE))
    assert not Plan.objects.exists()


def test_demand_nobody_can_reach_is_told(town):
    town((DEMAND, spot("荒野", 0.4, 0, 9, 0, 0)))
    shown = planner().shown(made(town.by, model="fewest"))
    assert "荒野" in [each["name"] for each in shown["unreached"]]
    assert shown["unreached_percent"] > 0 and shown["status"] == OPTIMAL


def test_demand_without_a_point_is_left_out_by_name(town):
    row = spot("不知在哪", 0.0, 1, 1, 1, 1)
    row[3] = row[4] = row[5] = None
    assert town((DEMAND, row)) == []
    (left,) = planner().shown(made(town.by, count=1))["left_out"]
    assert left["name"] == "不知在哪" and left["remedy"] and left["page"] == "demand"


def test_drawn_demand_belongs_to_its_plan_only(town):
    drawn = [{"longitude": EAST + 0.09, "latitude": NORTH, "name": "新工地", "noon": 900}]
    assert names(made(town.by, count=1, drawn=drawn)) == ["远处门面"]
    assert names(made(town.by, count=1)) == ["街心值班室"]


def test_a_pin_may_be_the_best_place(town):
    pinned = [{"longitude": EAST + 0.0003, "latitude": NORTH, "name": "桥头", "cost_yuan": 10}]
    plan = made(town.by, budget_yuan=10, pinned=pinned, count="")
    assert names(plan) == ["桥头"] and planner().shown(plan)["cost_yuan"] == 10


def test_a_stranger_neither_plans_nor_reads(town):
    nobody = Party.objects.create(kind="person", name="nobody")
    actor = Actor(nobody.id, nobody.name)
    plan = made(town.by, count=1)
    assert not plans_seen(actor).exists() and planner().areas(actor) == []
    assert planner().areas(town.by.actor) == [LINHE]
    with pytest.raises(NotAllowed):
        make_plan(By(actor), KIND, LINHE, plan.asked)
    with pytest.raises(NotAllowed):
        planner().grounds(actor, LINHE)
    with pytest.raises(Plan.DoesNotExist):
        plan_seen(actor, plan.key)


def test_whoever_stops_a_run_keeps_nothing_and_a_false_answer_is_not_kept(town):
    asked = planner().read({"count": 1}, LINHE)

    def tell(point):
        if point.doing != "gather":
            raise InterruptedError

    with pytest.raises(InterruptedError):
        make_plan(town.by, KIND, LINHE, asked, tell=tell)
    found = planner().solved(planner().gathered(town.by.actor, LINHE, asked), lambda _p: None, lambda: False)
    for wrong in (replace(found, value=131), replace(found, bound=131), replace(found, certificate=b"")):
        with pytest.raises((PlanUnproven, ValueError)):
            refuse_unproven(planner(), asked, wrong)
    assert not Plan.objects.exists()


def test_streets_that_are_made_up_are_called_so(town):
    told = planner().grounds(town.by.actor, LINHE)
    assert told["streets"]["made_up"] and ("虚构" in told["streets"]["said"])
    assert told["lines"] and told["rules"]
