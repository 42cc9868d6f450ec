"""The sheet of the green channel: the port's export of declarations, one .csv a quarter."""

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.programmes.green_channel.actions import record_declarations

DECLARATIONS = Sheet(
    name="green_channel.declarations",
    zh="公路口岸果蔬出口报关单",
    en="export declarations of fruit and vegetables by road",
    columns=(
        Column("number", "报关单编号", "declaration number"),
        Column("firm", "出口企业", "exporting firm"),
        Column("area", "口岸所在地", "port", kind="area"),
        Column("goods", "品名", "goods"),
        Column("trucks", "车数", "trucks", kind="whole"),
        Column("weight", "净重（吨）", "net weight", kind="quantity", unit="吨", aliases=("净重",)),
        Column("value", "贸易值（万元）", "trade value", kind="quantity", unit="万元", aliases=("贸易值",)),
        Column("released_on", "放行日期", "released on", kind="day", required=False),
    ),
    key=("number",),
    into=record_declarations,
)
