"""The green channel 口岸绿色通道: fruit and vegetables cross a road port before they spoil.

Register: every declaration as the port exports it.
Plan and dispatch: pre-check, queue by due time, stage clock; they come with this programme's own issue.
Verify: goods count once released. Settle: nothing is paid here.
Publish: weight and value, and how they changed from the year before.
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.green_channel.intake import DECLARATIONS
from nuanxin.programmes.green_channel.models import VALUE, WEIGHT
from nuanxin.programmes.green_channel.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="green_channel",
    zh="口岸绿色通道",
    en="Green channel",
    says=Words(
        "水果蔬菜随到随报、即查即放，从公路口岸出口。",
        "Fruit and vegetables are declared on arrival, inspected and released at once, and leave by road.",
    ),
    measures=(WEIGHT, VALUE),
    sheets=(DECLARATIONS,),
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words("按报关单登记重量和贸易值。", "Weight and value are registered by declaration."),
        "verify": Words("放行后才计数。", "Goods count once they are released."),
        "publish": Words(
            "公开出口重量、贸易值和同比。", "Weight, value and their change on the year are published."
        ),
    },
    pages=PAGES,
)
