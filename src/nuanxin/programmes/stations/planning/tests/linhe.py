"""A small town in Linhe with demand, rooms on offer and a building, as sheets; and who plans there."""

from datetime import date

from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.areas.tree import full
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named
from nuanxin.kernel.plans.declare import Planner, plan_type
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.running import make_plan
from nuanxin.programmes.stations.models import Offer

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


def offer(name, east, cost=3000, hours="每天 6:00-21:00"):
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
    "每天 6:00-21:00",
    4000,
    DAY,
]


def reviewer() -> By:
    chief, other = named("person", "chief"), Party.objects.create(kind="person", name="reviewer")
    grant(By(Actor(chief.id, chief.name)), other.id, "reviewer", full("15"))
    return By(Actor(other.id, other.name))


def planner() -> Planner:
    return plan_type(KIND).planner


def made(by, **form) -> Plan:
    return make_plan(by, KIND, LINHE, planner().read({"seconds": 5, "curve": 3, **form}, LINHE))


def names(plan) -> list[str]:
    return sorted(each["name"] for each in planner().shown(plan)["sites"])


def site_of(name: str) -> str:
    return f"offer:{Offer.objects.get(name=name).pk}"
