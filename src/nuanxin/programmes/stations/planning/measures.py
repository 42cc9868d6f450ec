"""What plans of stations count: demand and what of it is in reach, by hour, and promises."""

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.plain.words import Words

BANDS = ("morning", "noon", "evening", "night")
"""The bands of hours demand is registered by; rules ``stations.band_*`` say when each begins and ends."""
WORDS = {
    "morning": Words("早间", "morning"),
    "noon": Words("午间", "noon"),
    "evening": Words("傍晚", "evening"),
    "night": Words("夜间", "night"),
}


HOURS = range(24)


def _span(hour: int) -> str:
    return f"{hour:02}:00–{(hour + 1) % 24:02}:00"


def _demand(hour: int) -> Measure:
    when = _span(hour)
    return Measure(
        230 + hour,
        f"stations.demand_h{hour:02}",
        f"{when} 户外作业需求",
        f"demand outdoors {when}",
        "person_time",
        Words(
            f"登记的需求点一天里 {when} 的人次（时段人次平均分到钟点），自测算之日起，到下次测算为止。",
            f"Person-times a day of registered demand {when} (those of a band of hours shared out evenly "
            "over its hours), from one count to the next.",
        ),
    )


def _reached(hour: int) -> Measure:
    when = _span(hour)
    return Measure(
        254 + hour,
        f"stations.reached_h{hour:02}",
        f"{when} 十分钟内可达的需求",
        f"demand within reach {when}",
        "person_time",
        Words(
            f"{when} 的需求中，步行规定分钟数内有正在开放的驿站的人次，自测算之日起，到下次测算为止。",
            f"Of the demand {when}, person-times with an open station within the rule's minutes on foot, "
            "from one count to the next.",
        ),
    )


DEMAND = {hour: _demand(hour) for hour in HOURS}
REACHED = {hour: _reached(hour) for hour in HOURS}
PROMISED = Measure(
    228,
    "stations.promised",
    "方案承诺新增覆盖",
    "coverage the plan promised",
    "person_time",
    Words(
        "现行方案采纳时承诺新增覆盖的需求（人次/日），自采纳之日起，到下一方案采纳为止。",
        "Demand (person-times a day) the plan in force promised to bring within reach, from the day it was "
        "taken until the next one is.",
    ),
)
GAINED = Measure(
    229,
    "stations.gained",
    "方案实际新增覆盖",
    "coverage the plan gained",
    "person_time",
    Words(
        "按现行方案自己的需求和口径，采纳之后启用的驿站实际新增覆盖的人次/日；下降则为负。",
        "By the demand and the rules of the plan in force, what stations have brought within reach since it "
        "was made; below nought where there is less.",
    ),
)
MEASURES = (*DEMAND.values(), *REACHED.values(), PROMISED, GAINED)
READS = {
    **{f"demand_h{hour:02}": measure for hour, measure in DEMAND.items()},
    **{f"reached_h{hour:02}": measure for hour, measure in REACHED.items()},
    "gained": GAINED,
}
"""The measures of a tally, by the names its amounts have."""
