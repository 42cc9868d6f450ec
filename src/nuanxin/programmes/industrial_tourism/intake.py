"""The sheets industrial sites keep of their visitors."""

from nuanxin.kernel.intake.checks import Usual
from nuanxin.kernel.intake.declare import COUNTED, DECIDES, ITS_DAY, Column, Sheet
from nuanxin.programmes.industrial_tourism import actions
from nuanxin.programmes.industrial_tourism.models import VisitDay

DAYS = Sheet(
    name="industrial_tourism.days",
    zh="工业旅游接待日志",
    en="visitor log",
    columns=(
        Column("day", "日期", "day", "day"),
        Column("area", "旗县区", "county", "area"),
        Column("site", "接待点", "site"),
        Column("opened", "是否开放", "open", "yes_no", needed=DECIDES),
        Column("visitors", "接待人次", "visitors", "quantity", unit="人次", needed=COUNTED),
        Column("in_groups", "其中团队", "in groups", "quantity", unit="人次"),
    ),
    key=("area", "site", "day"),
    into=actions.log_days,
    doubts=(Usual("visitors", by=("area", "site")),),
    record=VisitDay,
)
ATTRACTIONS = Sheet(
    name="industrial_tourism.attractions",
    zh="工业旅游景点台账",
    en="attractions",
    columns=(
        Column("area", "旗县区", "county", "area"),
        Column("site", "旅游区", "site"),
        Column("name", "景点名称", "attraction"),
        Column("opened_on", "开放日期", "opened on", "day", needed=ITS_DAY),
        Column("closed_on", "关闭日期", "closed on", "day"),
    ),
    key=("area", "site", "name"),
    into=actions.register_attractions,
)
SHEETS = (DAYS, ATTRACTIONS)
