"""What plans of stations count: demand and what of it is in reach, by band of hours, and promises."""

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.plain.words import Words

BANDS = ("morning", "noon", "evening", "night")
"""The bands of hours demand is told by; rules ``stations.band_*`` say when each begins and ends."""
WORDS = {
    "morning": Words("早间", "morning"),
    "noon": Words("午间", "noon"),
    "evening": Words("傍晚", "evening"),
    "night": Words("夜间", "night"),
}


def _demand(number: int, band: str) -> Measure:
    said = WORDS[band]
    return Measure(
        number,
        f"stations.demand_{band}",
        f"{said.zh}户外作业需求",
        f"{said.en} demand outdoors",
        "person_time",
        Words(
            f"登记的需求点在{said.zh}时段一天的人次，自测算之日起，到下次测算为止。",
            f"Person-times a day of registered demand in the {said.en}, from one count to the next.",
        ),
    )


def _reached(number: int, band: str) -> Measure:
    said = WORDS[band]
    return Measure(
        number,
        f"stations.reached_{band}",
        f"{said.zh}十分钟内可达的需求",
        f"{said.en} demand within reach",
        "person_time",
        Words(
            f"{said.zh}时段的需求中，步行规定分钟数内有正在开放的驿站的人次，自测算之日起，到下次测算为止。",
            f"Of the {said.en} demand, person-times with an open station within the rule's minutes on foot, "
            "from one count to the next.",
        ),
    )


DEMAND = {band: _demand(220 + place, band) for place, band in enumerate(BANDS)}
REACHED = {band: _reached(224 + place, band) for place, band in enumerate(BANDS)}
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
    **{f"demand_{band}": measure for band, measure in DEMAND.items()},
    **{f"reached_{band}": measure for band, measure in REACHED.items()},
    "gained": GAINED,
}
"""The measures of a tally, by the names its amounts have."""
