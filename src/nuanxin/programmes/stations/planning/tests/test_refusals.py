"""What no plan can be made of is said, with the row and the remedy; and who may plan."""

from dataclasses import replace

import pytest
from django.utils.timezone import localdate

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.plans.declare import OPTIMAL
from nuanxin.kernel.plans.faults import PlanRefused, PlanUnproven
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.queries import plan_seen, plans_seen
from nuanxin.kernel.plans.running import Hearing, make_plan, refuse_unproven
from nuanxin.programmes.stations.models import Demand
from nuanxin.programmes.stations.planning.tests.linhe import (
    DAY,
    DEMAND,
    EAST,
    KIND,
    LINHE,
    NORTH,
    made,
    names,
    planner,
    spot,
)

pytestmark = pytest.mark.django_db


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
        ({"model": "center", "count": "", "budget_yuan": ""}, "count"),
        ({"pinned": '[{"longitude": 107.4, "latitude": 40.7, "seats": -1}]'}, "pinned"),
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


def test_demand_nobody_counted_is_left_out_by_name(town):
    assert town((DEMAND, spot("没数过", 0.0, "", "", "", ""))) == []
    (left,) = planner().shown(made(town.by, count=1))["left_out"]
    assert left["name"] == "没数过" and left["remedy"] == "请填写一天的人次。" and left["page"] == "demand"


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
        make_plan(town.by, KIND, LINHE, asked, hearing=Hearing(tell))
    task = planner().gathered(town.by.actor, LINHE, asked, localdate())
    found = planner().solved(task, lambda _p: None, lambda: False)
    for wrong in (replace(found, value=131), replace(found, bound=131), replace(found, certificate=b"")):
        with pytest.raises((PlanUnproven, ValueError)):
            refuse_unproven(planner(), asked, wrong)
    assert not Plan.objects.exists()


def test_streets_that_are_made_up_are_called_so(town):
    told = planner().grounds(town.by.actor, LINHE)
    assert told["streets"]["made_up"] and ("虚构" in told["streets"]["said"])
    assert told["lines"] and told["rules"]
