"""The stations 暖心驿站: places where couriers, riders and lorry drivers warm up, drink and rest.

Register: every service point with its number, street and opening day.
Plan: where the next ones go, with a proof.
Dispatch: a plan that is taken opens work orders, and so does what is broken.
Verify: a station counts from the day it is in use until the day it is withdrawn.
Settle: nothing is paid here. Publish: the points in use, by county and street.
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.appraising import APPRAISALS
from nuanxin.programmes.stations.intake import SHEETS
from nuanxin.programmes.stations.measures import MEASURES
from nuanxin.programmes.stations.pages import FINDERS, PAGES, ROUNDS
from nuanxin.programmes.stations.pausing.pages import PAGES as PAUSED
from nuanxin.programmes.stations.planning import PLANS
from nuanxin.programmes.stations.planning.measures import MEASURES as PLANNED
from nuanxin.programmes.stations.planning.pages import PAGES as PLANNED_FROM
from nuanxin.programmes.stations.work import MEASURES as REPAIRS
from nuanxin.programmes.stations.work import WORK

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="stations",
    zh="暖心驿站",
    en="Stations",
    says=Words(
        "快递员、外卖员、货车司机歇脚、喝水、取暖、充电的地方。",
        "Where couriers, riders and lorry drivers rest, drink, warm up and charge.",
    ),
    measures=(*MEASURES, *REPAIRS, *PLANNED),
    sheets=SHEETS,
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words("登记每个网点和启用日期。", "Each point is registered with its opening day."),
        "plan": Words(
            "算出下一批放在哪里，并证明离最好还差多少。",
            "Where the next ones go is worked out, with a proof of how far from the best it is.",
        ),
        "dispatch": Words(
            "采纳的方案和坏了的设施都开立工单。",
            "A plan taken opens work orders; what is broken does too.",
        ),
        "verify": Words("启用才计数，撤销即减去。", "A point counts once open, and no more once withdrawn."),
        "publish": Words("公开各旗县区在用网点。", "The points in use are published, county by county."),
    },
    pages=(*PAGES, *PAUSED, *PLANNED_FROM),
    plans=PLANS,
    work=WORK,
    finders=FINDERS,
    rounds=ROUNDS,
    appraisals=APPRAISALS,
)
