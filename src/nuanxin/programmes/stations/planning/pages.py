"""Pages of what plans are made from."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.stations import models
from nuanxin.programmes.stations.planning import sheets

PAGES = (
    Page(
        slug="demand",
        zh="户外作业需求",
        en="demand",
        says=Words(
            "一个有人在户外作业的地方，一天里各时段有多少人次；不登记是谁。",
            "A place where people work outdoors, with person-times by band of hours; nobody is named.",
        ),
        record=models.Demand,
        sheet=sheets.DEMAND,
        columns=(
            "name",
            "kind",
            "area",
            "morning",
            "noon",
            "evening",
            "night",
            "surveyed_on",
            "ended_on",
            "origin",
        ),
        day="surveyed_on",
        filters=("kind",),
        search=("name",),
        point=("longitude", "latitude"),
        shape=("to_longitude", "to_latitude", "via"),
        needs=(
            Need(
                "demand_nowhere",
                "需求没有坐标，做不进方案",
                "demand without a point, which no plan can count",
                models.NOWHERE,
                "surveyed_on",
            ),
        ),
    ),
    Page(
        slug="candidates",
        zh="可设驿站的公共建筑",
        en="public buildings",
        says=Words(
            "一处可以设驿站、还没有人提供的地方。", "A place where a station could be, not offered yet."
        ),
        record=models.Candidate,
        sheet=sheets.CANDIDATES,
        columns=(
            "name",
            "kind",
            "area",
            "address",
            "floor_m2",
            "seats",
            "opening_hours",
            "cost_fen",
            "looked_at_on",
            "ended_on",
        ),
        day="looked_at_on",
        filters=("kind",),
        search=("name", "address"),
        headed={"opening_hours": "hours"},
        point=("longitude", "latitude"),
    ),
)
