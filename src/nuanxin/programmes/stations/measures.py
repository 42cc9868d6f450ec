"""What the stations count. Numbers are for ever; repairs count in ``work``, plans in ``planning``."""

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.plain.words import Words

OPEN = Measure(
    201,
    "stations.open",
    "在用服务网点",
    "service points in use",
    "piece",
    Words(
        "一个暖心驿站等服务网点：启用之日加一，撤销之日减一。",
        "One warm station or like service point: plus one on opening, minus one on withdrawal.",
    ),
)

VISITS = Measure(
    202,
    "stations.visits",
    "驿站服务人次",
    "stays at stations",
    "person_time",
    Words(
        "一人一次进站歇脚、喝水、取暖或充电，记在当日；不登记是谁。",
        "One stay of one person to rest, drink, warm up or charge, on its day; nobody is asked who they are.",
    ),
)
EVENTS = Measure(
    203,
    "stations.events",
    "驿站服务活动",
    "service events at stations",
    "event",
    Words(
        "在驿站办的一场讲座、义诊、法律援助等活动。",
        "One talk, clinic, legal-aid hour or the like at a station.",
    ),
)
ATTENDED = Measure(
    204,
    "stations.attended",
    "驿站活动参加人次",
    "attendance at service events",
    "person_time",
    Words("参加驿站服务活动的人次。", "Person-times that attended service events at stations."),
)
INSPECTED = Measure(
    205,
    "stations.inspections",
    "驿站检查",
    "inspections of stations",
    "event",
    Words(
        "按清单对一个驿站检查一次，记在检查当日。", "One look at one station by the checklist, on its day."
    ),
)
TRIED = Measure(
    206,
    "stations.tried",
    "承诺时段到访",
    "visits at promised hours",
    "event",
    Words(
        "在承诺开放的时段到站看一次门开没开。",
        "One try of a station's door at an hour it promised to be open.",
    ),
)
FOUND_OPEN = Measure(
    207,
    "stations.found_open",
    "承诺时段到访且开门",
    "visits at promised hours that found it open",
    "event",
    Words("承诺时段到访时门开着的一次。", "One such try that found the door open."),
)
STARRED = tuple(
    Measure(
        210 + stars,
        f"stations.stars_{stars}",
        f"{zh}星驿站",
        f"stations of {stars} stars",
        "piece",
        Words(
            f"评为{zh}星的一个驿站：自评定之日加一，改评或退出之日减一；未经另一人复核的不计。",
            f"One station given {stars} stars: plus one from that day, minus one when graded anew or out; "
            "a grade nobody else passed does not count.",
        ),
    )
    for stars, zh in enumerate("一二三四五", 1)
)
OFFERED = Measure(
    216,
    "stations.offered",
    "待定的提供空间",
    "rooms on offer",
    "piece",
    Words(
        "一处有人愿意提供、还没有采用或回绝的空间。",
        "One room somebody offers that is neither taken nor declined.",
    ),
)
MEASURES = (OPEN, VISITS, EVENTS, ATTENDED, INSPECTED, TRIED, FOUND_OPEN, *STARRED, OFFERED)
