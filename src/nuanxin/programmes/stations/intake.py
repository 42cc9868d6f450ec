"""The sheet of the stations: the register that streets and communities keep."""

from nuanxin.kernel.intake.declare import ITS_DAY, Column, Sheet
from nuanxin.programmes.stations.actions import register_stations

KINDS = {
    "党群服务中心": "service_centre",
    "工会驿站": "union",
    "沿街商户": "shop",
    "快递网点": "depot",
    "银行网点": "bank",
    "司机之家": "drivers_home",
}

REGISTER = Sheet(
    name="stations.register",
    zh="暖心驿站登记台账",
    en="register of warm stations",
    columns=(
        Column("number", "驿站编号", "station number"),
        Column("name", "驿站名称", "name"),
        Column("kind", "依托场所", "housed in", kind="choice", choices=KINDS),
        Column("area", "所在街道（乡镇）", "street or town", kind="area", level="town"),
        Column("address", "地址", "address"),
        Column("opened_on", "启用日期", "opened on", kind="day", needed=ITS_DAY),
        Column("closed_on", "撤销日期", "withdrawn on", kind="day"),
    ),
    key=("number",),
    into=register_stations,
)
