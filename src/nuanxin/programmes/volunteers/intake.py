"""Sheets of the volunteers: the list of teams, the roster, the activities."""

from nuanxin.kernel.intake.checks import Usual
from nuanxin.kernel.intake.declare import DECIDES, ITS_DAY, Column, Sheet
from nuanxin.plain.words import Words
from nuanxin.programmes.volunteers.actions import record_activities, register_members, register_teams
from nuanxin.programmes.volunteers.models import Activity

TRADES = {"快递员": "courier", "外卖员": "rider", "货车司机": "driver"}
OFFICERS = Words(
    "只有快递员、外卖员计入兼职网格员", "only couriers and riders count as part-time grid officers"
)
HOLDER = Words("活动记在组织它的服务队名下", "an activity is entered under the team that holds it")

TEAMS_SHEET = Sheet(
    name="volunteers.teams",
    zh="暖新志愿服务队名册",
    en="list of volunteer teams",
    columns=(
        Column("team", "服务队名称", "team"),
        Column("area", "所在旗县区", "county", kind="area"),
        Column("formed_on", "成立日期", "formed on", kind="day", needed=ITS_DAY),
        Column("dissolved_on", "解散日期", "dissolved on", kind="day"),
    ),
    key=("team",),
    into=register_teams,
)
ROSTER = Sheet(
    name="volunteers.roster",
    zh="暖新志愿者花名册",
    en="roster of volunteers",
    columns=(
        Column("number", "志愿者编号", "volunteer number", personal="party.name"),
        Column("team", "所属服务队", "team"),
        Column("trade", "职业", "trade", kind="choice", choices=TRADES, needed=OFFICERS),
        Column("area", "报到社区所在街道（乡镇）", "street or town", kind="area", level="town"),
        Column("joined_on", "加入日期", "joined on", kind="day", needed=ITS_DAY),
        Column("left_on", "退出日期", "left on", kind="day"),
        Column("officer_from", "兼职网格员起任日期", "officer from", kind="day"),
        Column("officer_until", "兼职网格员卸任日期", "officer until", kind="day"),
    ),
    key=("number", "team"),
    into=register_members,
)
ACTIVITIES_SHEET = Sheet(
    name="volunteers.activities",
    zh="暖新志愿服务活动台账",
    en="log of volunteer activities",
    columns=(
        Column("number", "活动编号", "activity number"),
        Column("held_on", "活动日期", "day held", kind="day", needed=ITS_DAY),
        Column("team", "组织服务队", "team", needed=HOLDER),
        Column("theme", "活动主题", "theme"),
        Column("area", "活动所在街道（乡镇）", "street or town", kind="area", level="town"),
        Column("volunteers", "参加志愿者（人）", "volunteers taking part", kind="whole"),
        Column("people_served", "服务群众（人次）", "people served", kind="whole"),
        Column("held", "是否举办", "held", kind="yes_no", needed=DECIDES),
    ),
    key=("number",),
    into=record_activities,
    doubts=(Usual("people_served", by=("area",)),),
    record=Activity,
)
