"""The sheets of the stations, as streets, communities and keepers keep them."""

from nuanxin.kernel.intake.checks import Ahead, Lasts, Usual
from nuanxin.kernel.intake.declare import COUNTED, DECIDES, ITS_DAY, Column, Sheet
from nuanxin.kernel.intake.points import POINT_COLUMNS
from nuanxin.kernel.places.pauses import REASONS
from nuanxin.plain.words import Words
from nuanxin.programmes.stations import actions, models
from nuanxin.programmes.stations.appraising.actions import grade_stations
from nuanxin.programmes.stations.pausing.actions import record_pauses
from nuanxin.programmes.stations.planning.offering import record_offers
from nuanxin.programmes.stations.planning.sheets import SEATS
from nuanxin.programmes.stations.planning.sheets import SHEETS as PLANNED_FROM
from nuanxin.programmes.stations.queries import EVENT_KINDS, ITEMS
from nuanxin.programmes.stations.work import STATION_REPAIR

KINDS = {
    "党群服务中心": "service_centre",
    "工会驿站": "union",
    "沿街商户": "shop",
    "快递网点": "depot",
    "银行网点": "bank",
    "司机之家": "drivers_home",
}

SERVICES = (
    Column("water", "饮水", "drinking water", kind="yes_no", aliases=("热水",)),
    Column("charging", "充电", "charging", kind="yes_no", aliases=("手机充电",)),
    Column("microwave", "微波炉", "microwave", kind="yes_no", aliases=("热饭",)),
    Column("toilet", "卫生间", "toilet", kind="yes_no", aliases=("厕所",)),
    Column("medicine", "药箱", "medicine box", kind="yes_no", aliases=("急救箱",)),
    Column("heating", "取暖", "heating", kind="yes_no", aliases=("暖气",)),
)
"""What a station may offer."""
CALLED = Words("找驿站、报修都认它的名称", "people find a station by its name, and report by it")

REGISTER = Sheet(
    name="stations.register",
    zh="暖心驿站登记台账",
    en="register of warm stations",
    columns=(
        Column("number", "驿站编号", "station number"),
        Column("name", "驿站名称", "name", needed=CALLED),
        Column("mongolian_name", "蒙古文名称", "name in Mongolian", aliases=("蒙文名称", "蒙古语名称")),
        Column("kind", "依托场所", "housed in", kind="choice", choices=KINDS),
        Column("area", "所在街道（乡镇）", "street or town", kind="area", level="town"),
        Column("address", "地址", "address"),
        *POINT_COLUMNS,
        Column("hours", "开放时间", "opening hours", aliases=("开放时段",)),
        Column("keeper", "运营单位", "kept by", aliases=("运营主体", "管理单位")),
        SEATS,
        *SERVICES,
        Column("opened_on", "启用日期", "opened on", kind="day", needed=ITS_DAY),
        Column("closed_on", "撤销日期", "withdrawn on", kind="day"),
    ),
    key=("number",),
    into=actions.register_stations,
    doubts=(Ahead("opened_on", "plausible.planned_ahead"), Ahead("closed_on", "plausible.planned_ahead")),
)
NUMBER = Column("station", "驿站编号", "station number", aliases=("编号", "站点编号"))
REPAIRS = {words.zh: matter for matter, words in STATION_REPAIR.matters.items()}
COUNTED_BY = {"人工登记": "hand", "客流计数": "door"}
STARS = {"五星": "5", "四星": "4", "三星": "3", "二星": "2", "一星": "1", "退出": "0"}
WHY = Words("评星和退出都要说明理由", "a grade and an exit are given for a reason")
WHY_CLOSED = Words("来的人要知道为什么不开", "whoever comes wants to know why it is closed")
WHAT = Words("检查清单的每一项都要写明内容", "every item of the checklist says what is looked at")

VISITS = Sheet(
    name="stations.visits",
    zh="暖心驿站服务人次日报",
    en="stays at stations by day",
    columns=(
        NUMBER,
        Column("on", "日期", "day", kind="day", aliases=("服务日期", "统计日期"), happened=True),
        Column("stays", "服务人次", "stays", kind="whole", needed=COUNTED, aliases=("到站人次", "进站人次")),
        Column(
            "counted", "统计方式", "counted", kind="choice", choices={"人工登记": "hand", "客流计数": "door"}
        ),
    ),
    key=("station", "on"),
    into=actions.record_visits,
    record=models.Visits,
    doubts=(Usual("stays", by=("station",), rule="plausible.visits_on_a_day"),),
)
EVENTS = Sheet(
    name="stations.events",
    zh="暖心驿站服务活动台账",
    en="service events at stations",
    columns=(
        NUMBER,
        Column("on", "活动日期", "day held", kind="day", happened=True),
        Column("kind", "活动类别", "kind of event", kind="choice", choices=EVENT_KINDS),
        Column(
            "session", "场次", "session of the day", kind="whole", aliases=("当日第几场", "第几场"), blank=1
        ),
        Column("attended", "参加人次", "attendance", kind="whole"),
    ),
    key=("station", "on", "kind", "session"),
    numbered="session",
    into=actions.record_events,
    record=models.ServiceEvent,
    doubts=(Usual("attended", by=("station",), rule="plausible.attendance_of_an_event"),),
)
EQUIPMENT = Sheet(
    name="stations.equipment",
    zh="暖心驿站设备台账",
    en="equipment of stations",
    columns=(
        NUMBER,
        Column("item", "设备名称", "equipment", kind="choice", choices=ITEMS),
        Column("pieces", "数量", "pieces", kind="whole"),
        Column("expires_on", "有效期至", "expires on", kind="day", aliases=("到期日期", "失效日期")),
        Column(
            "inspected_on", "检查日期", "last looked at", kind="day", aliases=("最近检查日期",), happened=True
        ),
    ),
    key=("station", "item"),
    into=actions.record_equipment,
    doubts=(Ahead("expires_on", "plausible.expiry_years"),),
)
CHECKLIST = Sheet(
    name="stations.checklist",
    zh="暖心驿站检查清单",
    en="checklist of stations",
    columns=(
        Column("area", "适用区域", "area", kind="area"),
        Column("since", "启用日期", "in force from", kind="day"),
        Column("number", "项号", "item number", kind="whole"),
        Column("says", "检查内容", "what is looked at", needed=WHAT),
        Column("says_en", "英文", "in English"),
        Column("repair", "不达标时报修", "repair where lacking", kind="choice", choices=REPAIRS),
    ),
    key=("area", "since", "number"),
    into=actions.set_checklist,
    doubts=(Ahead("since", "plausible.planned_ahead"),),
)
INSPECTIONS = Sheet(
    name="stations.inspections",
    zh="暖心驿站检查记录",
    en="inspections of stations",
    columns=(
        NUMBER,
        Column("on", "检查日期", "day", kind="day", happened=True),
        Column("inspector", "检查人编号", "inspected by (number)", personal="party.name"),
        Column("met", "达标项", "items in order", aliases=("达标项号",)),
        Column("found_open", "承诺时段是否开门", "found open at a promised hour", kind="yes_no"),
    ),
    key=("station", "on"),
    into=actions.record_inspections,
)
GRADES = Sheet(
    name="stations.grades",
    zh="暖心驿站星级评定表",
    en="grades of stations",
    columns=(
        NUMBER,
        Column("on", "评定日期", "graded on", kind="day"),
        Column("stars", "星级", "stars", kind="choice", choices=STARS, needed=DECIDES),
        Column("reason", "理由", "reason", needed=WHY),
        Column("decided_by", "评定人编号", "decided by (number)", personal="party.name"),
        Column("passed_by", "复核人编号", "passed by (number)", personal="party.name"),
    ),
    key=("station", "on"),
    into=grade_stations,
    doubts=(Ahead("on", "plausible.planned_ahead"),),
)
OFFERS = Sheet(
    name="stations.offers",
    zh="暖心驿站空间提供登记表",
    en="rooms on offer for stations",
    columns=(
        Column("name", "空间名称", "room", aliases=("房屋名称", "场地名称")),
        Column("area", "所在街道（乡镇）", "street or town", kind="area", level="town"),
        Column("offered_by", "提供单位", "offered by"),
        Column("address", "地址", "address"),
        *POINT_COLUMNS,
        Column("floor_m2", "面积（平方米）", "floor space (square metres)", kind="whole"),
        SEATS,
        Column("street_front", "是否临街", "on the street", kind="yes_no"),
        Column("hours", "可开放时间", "hours it could open", aliases=("开放时间",)),
        Column("cost_fen", "年费用", "cost a year", kind="quantity", unit="元"),
        Column("offered_on", "提出日期", "offered on", kind="day", needed=ITS_DAY, happened=True),
        Column("visited_on", "踏勘日期", "visited on", kind="day", happened=True),
        Column("taken_on", "采用日期", "taken on", kind="day", happened=True),
        Column("declined_on", "不采用日期", "declined on", kind="day", happened=True),
        Column("reason", "不采用理由", "why declined"),
    ),
    key=("name", "area"),
    into=record_offers,
)
PAUSES = Sheet(
    name="stations.pauses",
    zh="暖心驿站暂停开放登记表",
    en="stations closed for a time",
    columns=(
        NUMBER,
        Column("since", "暂停首日", "first day closed", kind="day", aliases=("暂停开始日期", "停开日期")),
        Column("until", "暂停末日", "last day closed", kind="day", aliases=("暂停结束日期",)),
        Column(
            "reason",
            "暂停原因",
            "why closed",
            kind="choice",
            choices={words.zh: code for code, words in REASONS.items()},
            needed=WHY_CLOSED,
        ),
        Column("announced_on", "公告日期", "announced on", kind="day", happened=True),
    ),
    key=("station", "since"),
    into=record_pauses,
    doubts=(Ahead("since", "plausible.planned_ahead"), Lasts("until", "since", "plausible.pause_days")),
)
SHEETS = (REGISTER, PAUSES, VISITS, EVENTS, EQUIPMENT, CHECKLIST, INSPECTIONS, GRADES, OFFERS, *PLANNED_FROM)
