"""The sheets plans are made from: demand, and public buildings where a station could be."""

from nuanxin.kernel.intake.checks import Ahead
from nuanxin.kernel.intake.declare import ITS_DAY, Column, Sheet
from nuanxin.kernel.intake.points import POINT_COLUMNS
from nuanxin.programmes.stations.planning import actions

DEMAND_KINDS = {"热点": "hot_spot", "路段": "road", "人口": "population"}
BUILDING_KINDS = {
    "党群服务中心": "service_centre",
    "社区用房": "community",
    "学校": "school",
    "卫生院": "clinic",
    "银行网点": "bank",
    "加油站": "fuel",
    "方案点位": "planned",
    "其他": "other",
}
SEATS = Column("seats", "座位数", "seats", kind="whole", aliases=("可容纳人数",))
TOWN = Column("area", "所在街道（乡镇）", "street or town", kind="area", level="town")

DEMAND = Sheet(
    name="stations.demand",
    zh="户外作业需求登记表",
    en="demand for stations",
    columns=(
        Column("name", "需求点名称", "demand point", aliases=("热点名称", "路段名称")),
        Column("kind", "需求类别", "kind of demand", kind="choice", choices=DEMAND_KINDS),
        TOWN,
        *POINT_COLUMNS,
        Column("to_longitude", "终点经度", "longitude of the other end"),
        Column("to_latitude", "终点纬度", "latitude of the other end"),
        Column("via", "途经点", "points between"),
        Column("morning", "早间人次", "morning person-times", kind="whole", aliases=("早高峰人次",)),
        Column("noon", "午间人次", "noon person-times", kind="whole", aliases=("午高峰人次",)),
        Column("evening", "傍晚人次", "evening person-times", kind="whole", aliases=("晚高峰人次",)),
        Column("night", "夜间人次", "night person-times", kind="whole"),
        Column("surveyed_on", "调查日期", "surveyed on", kind="day", needed=ITS_DAY, happened=True),
        Column("ended_on", "失效日期", "no longer so from", kind="day"),
        Column("origin", "数据来源", "source"),
    ),
    key=("name", "area"),
    into=actions.record_demand,
    doubts=(Ahead("ended_on", "plausible.planned_ahead"),),
)
CANDIDATES = Sheet(
    name="stations.candidates",
    zh="可设驿站公共建筑登记表",
    en="public buildings for stations",
    columns=(
        Column("name", "建筑名称", "building"),
        Column("kind", "建筑类别", "kind of building", kind="choice", choices=BUILDING_KINDS),
        TOWN,
        Column("address", "地址", "address"),
        *POINT_COLUMNS,
        Column("floor_m2", "可用面积（平方米）", "floor space (square metres)", kind="whole"),
        SEATS,
        Column("hours", "可开放时间", "hours it could open", aliases=("开放时间",)),
        Column("cost_fen", "年费用", "cost a year", kind="quantity", unit="元"),
        Column("looked_at_on", "摸底日期", "looked at on", kind="day", needed=ITS_DAY, happened=True),
        Column("ended_on", "失效日期", "no longer so from", kind="day"),
    ),
    key=("name", "area"),
    into=actions.record_candidates,
)
SHEETS = (DEMAND, CANDIDATES)
