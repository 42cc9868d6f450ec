"""The sheets power inspectors keep."""

from nuanxin.kernel.intake.declare import ITS_DAY, Column, Sheet
from nuanxin.plain.words import Words
from nuanxin.programmes.power_inspection import actions

INSPECTOR = Words("体检记录要有体检人", "a check-up is known by who did it")
ROOM = Words("隐患记在企业的配电室名下", "a hazard is entered under its firm's room")

CHECK_UPS = Sheet(
    name="power_inspection.check_ups",
    zh="企业配电室用电体检台账",
    en="check-ups of distribution rooms",
    columns=(
        Column("area", "旗县区", "county", "area"),
        Column("firm", "企业名称", "firm", aliases=("客户名称",)),
        Column("room", "配电室", "distribution room"),
        Column("checked_on", "体检日期", "checked on", "day"),
        Column("checked_by", "体检人", "checked by", personal="party.name", needed=INSPECTOR),
    ),
    key=("area", "firm", "room", "checked_on"),
    into=actions.record_check_ups,
)
HAZARDS = Sheet(
    name="power_inspection.hazards",
    zh="用电隐患整改台账",
    en="hazards found and cleared",
    columns=(
        Column("number", "隐患编号", "number"),
        Column("area", "旗县区", "county", "area"),
        Column("firm", "企业名称", "firm", aliases=("客户名称",), needed=ROOM),
        Column("room", "配电室", "distribution room", needed=ROOM),
        Column("matter", "隐患内容", "hazard"),
        Column("grade", "等级", "grade", "choice", choices={"一般": "ordinary", "重大": "major"}),
        Column("found_on", "发现日期", "found on", "day", needed=ITS_DAY),
        Column("fixed_by", "整改人", "fixed by", personal="party.name"),
        Column("fixed_on", "整改日期", "fixed on", "day"),
        Column("verified_by", "复核人", "looked at by", personal="party.name"),
        Column("verified_on", "复核日期", "looked at on", "day"),
    ),
    key=("number",),
    into=actions.record_hazards,
)
SHEETS = (CHECK_UPS, HAZARDS)
