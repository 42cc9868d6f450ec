"""Industrial tourism 工业旅游: visitors to mines, dairies and works, counted by the sites themselves.

Loop    sites log each day, and register what there is to see (register) -> slots are shared over guides,
        shuttles and platforms (plan) -> groups are given a slot (dispatch) -> the gate counts who came
        (verify) -> groups that came keep their quota (settle) -> visitors a day, attractions (publish)
Source  the practice of industrial sites open to visitors; slots and capacity have their own issue
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.industrial_tourism import intake, models
from nuanxin.programmes.industrial_tourism.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="industrial_tourism",
    zh="工业旅游",
    en="Industrial tourism",
    says=Words(
        "带人去看东西是怎么造出来的：矿区观景台、乳品厂、军工展区。",
        "Taking people to see how things are made: a mine's platform, a dairy's park, an arms works' halls.",
    ),
    measures=models.MEASURES,
    sheets=intake.SHEETS,
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words("登记每日接待和景点。", "Each day's visitors and each attraction are registered."),
        "verify": Words(
            "闭园日不计，人次以入口清点为准。", "Closed days do not count; the gate's count does."
        ),
        "publish": Words("公开日均游客和在开景点。", "Visitors a day and open attractions are published."),
    },
    pages=PAGES,
)
