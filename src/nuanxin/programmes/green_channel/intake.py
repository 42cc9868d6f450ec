"""The sheet of the green channel: the port's export of declarations, one .csv a quarter."""

from nuanxin.kernel.intake.checks import Band
from nuanxin.kernel.intake.declare import COUNTED, Column, Sheet
from nuanxin.plain.words import Words
from nuanxin.programmes.green_channel.actions import record_declarations
from nuanxin.programmes.green_channel.models import Declaration

TRADER = Words("贸易记在出口企业名下", "trade is entered under the exporting firm")

DECLARATIONS = Sheet(
    name="green_channel.declarations",
    zh="公路口岸果蔬出口报关单",
    en="export declarations of fruit and vegetables by road",
    columns=(
        Column("number", "报关单编号", "declaration number"),
        Column("firm", "出口企业", "exporting firm", needed=TRADER),
        Column("area", "口岸所在地", "port", kind="area"),
        Column("goods", "品名", "goods"),
        Column("trucks", "车数", "trucks", kind="whole"),
        Column(
            "weight",
            "净重（吨）",
            "net weight",
            kind="quantity",
            unit="吨",
            aliases=("净重",),
            needed=COUNTED,
        ),
        Column(
            "value",
            "贸易值（万元）",
            "trade value",
            kind="quantity",
            unit="万元",
            aliases=("贸易值",),
            needed=COUNTED,
        ),
        Column("released_on", "放行日期", "released on", kind="day"),
    ),
    key=("number",),
    into=record_declarations,
    doubts=(Band("weight", "plausible.tonnes_per_truck", per="trucks"),),
    record=Declaration,
)
