"""Sheets of the alliance: the service log and the two pairing registers."""

from nuanxin.kernel.intake.declare import COUNTED, DECIDES, Column, Sheet
from nuanxin.plain.words import Words
from nuanxin.programmes.alliance.actions import pair_firms, pair_households, record_services

KINDS = {
    "法律援助": "legal_aid",
    "困难帮扶": "hardship",
    "政策咨询": "policy",
    "助学": "pupils",
    "其他": "other",
}
PAIRED = Words("结对要有两方", "a pairing has two sides")
WAYS = {"圆桌会议": "round_table", "走访企业": "visit", "帮办代办": "errand"}

SERVICES_SHEET = Sheet(
    name="alliance.services",
    zh="企业精准服务台账",
    en="log of services to firms",
    columns=(
        Column("served_on", "服务日期", "day of service", kind="day"),
        Column("firm", "企业名称", "firm", aliases=("服务企业", "企业")),
        Column("area", "所在乡镇", "town", kind="area", level="town"),
        Column("kind", "服务事项", "kind of service", kind="choice", choices=KINDS),
        Column("way", "服务方式", "way of service", kind="choice", choices=WAYS),
        Column("settled", "是否办结", "settled", kind="yes_no", needed=DECIDES),
    ),
    key=("firm", "served_on", "kind"),
    into=record_services,
)
PAIRINGS_SHEET = Sheet(
    name="alliance.pairings",
    zh="村企结对共建台账",
    en="register of firms paired with villages",
    columns=(
        Column("firm", "结对企业", "firm"),
        Column("area", "结对村（嘎查）", "village", kind="area", level="village"),
        Column("started_on", "结对日期", "paired on", kind="day"),
        Column("ended_on", "解除日期", "ended on", kind="day"),
    ),
    key=("firm", "area", "started_on"),
    into=pair_firms,
)
HOUSEHOLDS_SHEET = Sheet(
    name="alliance.households",
    zh="城镇困难家庭结对帮扶台账",
    en="register of households paired with helpers",
    columns=(
        Column("household", "户编号", "household number", personal="party.name"),
        Column("area", "所在社区", "community", kind="area", level="village"),
        Column("persons", "家庭人口", "persons", kind="whole", needed=COUNTED),
        Column("helper", "帮扶单位", "helping organisation", needed=PAIRED),
        Column("started_on", "帮扶开始日期", "helped from", kind="day"),
        Column("ended_on", "帮扶结束日期", "helped until", kind="day"),
    ),
    key=("household", "started_on"),
    into=pair_households,
)
