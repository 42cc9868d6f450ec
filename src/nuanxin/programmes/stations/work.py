"""Work of the stations: what is broken is repaired, what a plan found is opened; another looks at both."""

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.work.declare import OPENING, RESUMES, STOPS, Move, WorkType
from nuanxin.plain.words import Words

OVERDUE = Measure(
    217,
    "stations.overdue_repairs",
    "逾期未修",
    "overdue repairs",
    "piece",
    Words(
        "一件驿站维修：到期次日起加一，报修好之日减一；返工的重新计入。",
        "One repair at a station: plus one from the day after it was due, minus one when it is reported as "
        "mended; one that is sent back counts again.",
    ),
)
OPENED = Measure(
    218,
    "stations.repairs_opened",
    "驿站报修",
    "repairs asked for",
    "piece",
    Words(
        "一件驿站报修，记在第一次有人说的当日；同一件事多人说只算一件。",
        "One repair somebody asked for, on the day it was first said; said by many, it is one.",
    ),
)
VERIFIED = Measure(
    219,
    "stations.repairs_verified",
    "驿站维修办结",
    "repairs verified",
    "piece",
    Words(
        "一件修好并经另一人查看通过的驿站维修，记在通过当日。",
        "One repair that was mended and passed by somebody else, on the day it was passed.",
    ),
)
UNSAY = "unsay"
"""The move by which whoever asked for a repair by a slip takes it back."""
LACKING, EXPIRED, REPLACED, TAKEN_BACK = "lacking", "expired", "replaced", "taken_back"
"""The matters an inspection asks for: an item not in order, a thing past its day; and why an opening is
dropped where another plan is taken, or its own is taken back.
"""
BROKEN = {
    "water": Words("饮水不能用", "drinking water out of order"),
    "charging": Words("不能充电", "charging out of order"),
    "microwave": Words("微波炉坏了", "microwave out of order"),
    "toilet": Words("卫生间不能用", "toilet out of order"),
    "medicine": Words("药箱缺东西", "medicine box lacks things"),
    "heating": Words("不供暖", "heating out of order"),
    "cooling": Words("空调坏了", "cooling out of order"),
    "aed": Words("AED 不能用", "AED out of order"),
    "extinguisher": Words("灭火器不能用", "fire extinguisher out of order"),
    "seats": Words("座椅坏了", "seats broken"),
}
"""What may be out of order, by the name of the service or of the kind of equipment."""

STATION_REPAIR = WorkType(
    name="station_repair",
    zh="驿站维修",
    en="repair at a station",
    says=Words(
        "驿站有一处不对：锁着门、坏了、过期了、脏了。",
        "Something wrong at a station: shut, broken, expired, dirty.",
    ),
    states={
        "open": Words("待派", "to be given out"),
        "given": Words("待修", "to be mended"),
        "returned": Words("退回待派", "handed back"),
        "mended": Words("待查看", "to be looked at"),
        "verified": Words("办结", "verified"),
        "dropped": Words("不予办理", "not to be done"),
    },
    matters={
        "locked": Words("门锁着", "the door is locked"),
        "out_of_order": Words("别的东西坏了", "something else is broken"),
        **{f"{item}_broken": says for item, says in BROKEN.items()},
        EXPIRED: Words("药品或器材过期", "medicine or equipment expired"),
        "dirty": Words("脏乱", "dirty"),
        LACKING: Words("检查清单有不达标项", "an item of the checklist not in order"),
        "other": Words("其他", "something else"),
    },
    moves=(
        Move("give", "派单", "give out", ("open", "returned"), "given", "clerk", gives=True),
        Move(
            "mend",
            "报修好",
            "report as mended",
            ("open", "given", "returned"),
            "mended",
            "clerk",
            by_assignee=True,
            clock=STOPS,
        ),
        Move(
            "take_back",
            "撤回（点错了）",
            "take back, it was a slip",
            ("mended",),
            "given",
            "clerk",
            by_assignee=True,
            undoes=("mended",),
            clock=RESUMES,
            takes_back="mend",
        ),
        Move(
            "reassign",
            "改派",
            "give to somebody else",
            ("given",),
            "given",
            "clerk",
            gives=True,
            reasons={
                "not_theirs": Words("不该由其办理", "not theirs to mend"),
                "not_done": Words("迟迟没有办", "not done for too long"),
                "no_means": Words("没有条件修", "no means to mend it"),
            },
        ),
        Move(
            "return",
            "退单",
            "hand back",
            ("given",),
            "returned",
            "clerk",
            by_assignee=True,
            reasons={
                "not_ours": Words("不归我们管", "not ours to mend"),
                "no_means": Words("没有条件修", "no means to mend it"),
            },
        ),
        Move("verify", "查看通过", "pass", ("mended",), "verified", "reviewer", apart_from="mend"),
        Move(
            "send_back",
            "返工",
            "send back",
            ("mended",),
            "given",
            "reviewer",
            apart_from="mend",
            undoes=("mended",),
            clock=RESUMES,
            reasons={
                "not_mended": Words("没有修好", "not mended"),
                "not_seen": Words("看不到修过的样子", "no sign of a repair"),
            },
        ),
        Move(
            "drop",
            "不予办理",
            "drop",
            ("open", "given", "returned"),
            "dropped",
            "reviewer",
            aside=("open", "given"),
            reasons={
                "no_fault": Words("去看过，没有问题", "looked at; nothing is wrong"),
                "not_promised": Words("那时不在承诺的开放时段", "it was not to be open then"),
                "withdrawn": Words("驿站已撤销", "the station is withdrawn"),
            },
        ),
        Move(
            UNSAY,
            "撤回报修（点错了）",
            "take the report back, it was a slip",
            ("open", "given"),
            "dropped",
            "clerk",
            by_assignee=True,
            undoes=("open", "given"),
            takes_back=OPENING,
        ),
    ),
    opened_by="",
    graded={"locked": "urgent", "expired": "urgent"},
    deadlines={"": "stations.repair_days", "urgent": "stations.repair_urgent"},
    counts={"open": OPENED, "verified": VERIFIED},
    overdue=OVERDUE,
    to_keeper="give",
)
STATION_OPENING = WorkType(
    name="station_opening",
    zh="驿站开办",
    en="opening of a station",
    says=Words(
        "采纳的方案中一处新驿站：谈妥、布置、验收，然后开放。",
        "A new station of a plan that was taken: agreed on, fitted out, looked at, then open.",
    ),
    states={
        "planned": Words("待落实", "to be given"),
        "given": Words("筹建中", "being fitted out"),
        "ready": Words("待验收", "to be looked at"),
        "opened": Words("可开放", "may open"),
        "dropped": Words("不再开办", "not to be opened"),
    },
    matters={
        "offer": Words("采用提供的空间", "a room that was offered"),
        "building": Words("在公共建筑内设站", "a place in a public building"),
        "planned": Words("在方案点位新设", "a new place the plan found"),
    },
    moves=(
        Move("give", "派给承办人", "give", ("planned", "given"), "given", "clerk", gives=True),
        Move(
            "ready",
            "报筹建完成",
            "report as ready",
            ("given",),
            "ready",
            "clerk",
            by_assignee=True,
            clock=STOPS,
        ),
        Move(
            "take_back",
            "撤回（点错了）",
            "take back, it was a slip",
            ("ready",),
            "given",
            "clerk",
            by_assignee=True,
            undoes=("ready",),
            clock=RESUMES,
            takes_back="ready",
        ),
        Move("pass", "验收通过", "pass", ("ready",), "opened", "reviewer", apart_from="ready"),
        Move(
            "fail",
            "退回整改",
            "send back",
            ("ready",),
            "given",
            "reviewer",
            apart_from="ready",
            undoes=("ready",),
            clock=RESUMES,
        ),
        Move(
            "drop",
            "不再开办",
            "drop",
            ("planned", "given"),
            "dropped",
            "reviewer",
            aside=("planned", "given"),
            reasons={
                "refused": Words("产权人不同意", "the owner does not agree"),
                "unfit": Words("房屋不合适", "the room does not do"),
                "no_money": Words("没有经费", "there is no money"),
                REPLACED: Words("采纳了别的方案", "another plan was taken"),
                TAKEN_BACK: Words("撤回了采纳", "the plan was taken back"),
            },
        ),
    ),
    opened_by="reviewer",
    deadlines={"": "stations.opening_days"},
)
WORK = (STATION_REPAIR, STATION_OPENING)
MEASURES = (OVERDUE, OPENED, VERIFIED)
