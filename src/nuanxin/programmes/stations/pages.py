"""Pages of the stations: the register, what happens at them, how they are looked at, rooms on offer."""

from django.db.models import Q

from nuanxin.kernel.pages import Decision, Finder, Need, Page, Report
from nuanxin.kernel.rounds import Deed, Round
from nuanxin.plain.words import Words
from nuanxin.programmes.stations import actions, intake, models, queries
from nuanxin.programmes.stations.pausing.pages import DEEDS as PAUSE_DEEDS
from nuanxin.programmes.stations.planning.actions import decline_offer, reopen_offer, take_offer, visit_offer
from nuanxin.programmes.stations.queries import in_use
from nuanxin.programmes.stations.work import STATION_OPENING, STATION_REPAIR

WAITS = Q(taken_on=None, declined_on=None)
OFFER_DECISIONS = (
    Decision(
        "visit",
        "今天踏勘过",
        "visited today",
        Words("去看过这处空间，记下今天。", "Somebody went and saw the room; today is kept as the day."),
        models.UNVISITED,
        visit_offer,
    ),
    Decision(
        "take",
        "采用",
        "take it",
        Words(
            "不在方案里也可以采用：同时开立驿站开办工单。只有审核人能定，要先踏勘。",
            "It may be taken outside a plan: the order to open the station is opened. A reviewer decides, "
            "once it was visited.",
        ),
        models.UNDECIDED,
        take_offer,
        role=STATION_OPENING.opened_by,
    ),
    Decision(
        "decline",
        "不采用",
        "decline it",
        Words("写明理由；提供单位问起时就这样答复。", "Write why: it is what the owner is told."),
        WAITS,
        decline_offer,
        asks=Words("不采用理由", "why declined"),
    ),
    Decision(
        "reopen",
        "重新考虑",
        "put on offer again",
        Words(
            "点错了，或者情况变了：这处空间重新列为待定。表里的空格不会改变已定的事。",
            "A slip, or things have changed: the room is on offer again. A blank cell of a sheet undoes no "
            "decision.",
        ),
        models.DECLINED,
        reopen_offer,
    ),
)
PAGES = (
    Page(
        slug="stations",
        zh="暖心驿站",
        en="warm stations",
        says=Words("一个驿站，从启用到撤销。", "One station, from its opening to its withdrawal."),
        record=models.Station,
        sheet=intake.REGISTER,
        columns=(
            "name",
            "key",
            "kind",
            "area",
            "address",
            "opening_hours",
            "seats",
            "keeper",
            "opened_on",
            "closed_on",
        ),
        day="opened_on",
        filters=("kind",),
        search=("key", "name", "address"),
        headed={"key": "number", "opening_hours": "hours"},
        point=("longitude", "latitude"),
        further=("mongolian_name", *actions.SERVICES, "longitude", "latitude"),
        needs=(
            Need(
                "unaddressed",
                "在用驿站没有填地址",
                "stations in use without an address",
                models.UNADDRESSED,
                "opened_on",
            ),
        ),
    ),
    Page(
        slug="visits",
        zh="服务人次",
        en="stays",
        says=Words(
            "一个驿站一天一个数，不登记是谁。表里再报同一天是更正，不是相加；巡查页上点按才是累加。",
            "One number a station and day; nobody is named. A sheet that tells a day again corrects it; "
            "taps on a round add to it.",
        ),
        record=models.Visits,
        sheet=intake.VISITS,
        columns=("station", "on", "stays", "counted"),
        day="on",
        filters=("counted",),
        search=("key",),
        measure="stays",
        sort="-on",
    ),
    Page(
        slug="events",
        zh="服务活动",
        en="service events",
        says=Words(
            "在驿站办的一场活动；同一天同类的第二场，场次填 2。",
            "One event held at a station; a second of its kind that day has session 2.",
        ),
        record=models.ServiceEvent,
        sheet=intake.EVENTS,
        columns=("station", "on", "kind", "session", "attended"),
        day="on",
        filters=("kind",),
        search=("key",),
        sort="-on",
    ),
    Page(
        slug="equipment",
        zh="设备",
        en="equipment",
        says=Words(
            "一个驿站的一种设备，最先到期的在前。",
            "A kind of thing it has, the first to expire first.",
        ),
        record=models.Equipment,
        sheet=intake.EQUIPMENT,
        columns=("station", "item", "pieces", "expires_on", "inspected_on"),
        day="inspected_on",
        filters=("item",),
        search=("key",),
        sort="expires_on",
    ),
    Page(
        slug="inspections",
        zh="检查",
        en="inspections",
        says=Words(
            "按当日清单对一个驿站的一次检查；旧的分数仍按旧清单。",
            "One look at a station by the checklist of that day; an old score keeps its list.",
        ),
        record=models.Inspection,
        sheet=intake.INSPECTIONS,
        columns=("station", "on", "met", "found_open", "inspector"),
        told={"met": queries.inspection_told},
        day="on",
        filters=("found_open",),
        search=("key",),
        sort="-on",
        personal=("inspector",),
    ),
    Page(
        slug="checklist",
        zh="检查清单",
        en="checklist",
        says=Words("清单的一项，自启用之日起。", "One item of the checklist, from the day it begins."),
        record=models.ChecklistItem,
        sheet=intake.CHECKLIST,
        columns=("since", "number", "says", "says_en", "repair", "area"),
        day="since",
        search=("says", "says_en"),
        sort="-since",
    ),
    Page(
        slug="grades",
        zh="星级",
        en="grades",
        says=Words(
            "一个驿站自某日起的星级或退出，附理由，由另一人复核。",
            "A station's stars or exit from a day, with the reason, passed by a second person.",
        ),
        record=models.Grade,
        sheet=intake.GRADES,
        columns=("station", "on", "stars", "reason", "decided_by", "passed_by"),
        day="on",
        search=("key", "reason"),
        sort="-on",
        personal=("decided_by", "passed_by"),
        needs=(
            Need("unpassed", "星级等另一人复核", "grades waiting for a second person", models.UNPASSED, "on"),
        ),
    ),
    Page(
        slug="offers",
        zh="提供空间",
        en="rooms on offer",
        says=Words("一处愿意提供给驿站的空间。", "One room somebody offers for a station."),
        record=models.Offer,
        sheet=intake.OFFERS,
        columns=(
            "name",
            "area",
            "offered_by",
            "address",
            "floor_m2",
            "seats",
            "street_front",
            "opening_hours",
            "cost_fen",
            "offered_on",
            "visited_on",
            "taken_on",
            "declined_on",
        ),
        day="offered_on",
        filters=("street_front",),
        search=("name", "address"),
        headed={"opening_hours": "hours"},
        point=("longitude", "latitude"),
        further=("reason",),
        decisions=OFFER_DECISIONS,
        needs=(
            Need(
                "unvisited",
                "提供的空间还没有踏勘",
                "rooms on offer nobody has visited yet",
                models.UNVISITED,
                "offered_on",
            ),
            Need(
                "undecided",
                "踏勘过的空间还没有定",
                "rooms visited and neither taken nor declined",
                models.UNDECIDED,
                "visited_on",
            ),
        ),
    ),
)
FINDERS = (
    Finder(
        slug="stations",
        zh="附近的暖心驿站",
        en="Warm stations near you",
        says=Words(
            "歇脚、喝水、取暖、充电，进门不用登记，也不用装任何软件。",
            "Rest, drink, warm up, charge: nobody signs in at the door, and no app is needed.",
        ),
        record=models.Station,
        sheet=intake.REGISTER,
        standing=in_use,
        shows=actions.SERVICES,
        mongolian="mongolian_name",
        pauses=models.StationPause,
        report=Report(
            STATION_REPAIR,
            shut=("locked",),
            anytime=("dirty", "expired", "out_of_order"),
            lacking={name: f"{name}_broken" for name in actions.SERVICES},
        ),
    ),
)
DEEDS = (
    Deed(
        name="equipment",
        keepers=True,
        zh="设备和药品",
        en="equipment and medicine",
        do=Words("看过了", "looked at"),
        says=Words(
            "最先到期的在前；换了新的就改有效期。日期写错了，改对再点一次。",
            "The first to expire first; mend the day where it is renewed. A wrong day is mended by tapping "
            "again.",
        ),
        sheet=intake.EQUIPMENT,
        asks=("expires_on",),
        into=actions.look_at_equipment,
        day="inspected_on",
        lines=queries.equipment_of,
        so_far=queries.equipment_so_far,
    ),
    Deed(
        name="stays",
        keepers=True,
        zh="服务人次",
        en="stays",
        do=Words("计入", "add"),
        says=Words(
            "一人一次点一下，加到当天的数上，不登记是谁；点错了就减。日报表报的是全天的数，以它为准。",
            "A tap a stay, added to the day's number; nobody is named, a wrong one is taken back. "
            "A daily sheet tells the whole day and stands in its place.",
        ),
        sheet=intake.VISITS,
        asks=("stays",),
        into=actions.count_stays,
        steps=(1, 5, 10, -1),
        stands=lambda station, day: queries.stays_of(station, day) or 0,
        so_far=queries.stays_so_far,
    ),
    Deed(
        name="event",
        keepers=True,
        zh="服务活动",
        en="service events",
        do=Words("记下活动", "keep the event"),
        says=Words(
            "新的一场不填场次，同类的另算一场；记错了，填那一场的场次再记一次，就是更正。",
            "Leave the session blank: one more of its kind is counted. To correct one, give its session.",
        ),
        sheet=intake.EVENTS,
        asks=("kind", "attended", "session"),
        into=actions.hold_event,
        so_far=queries.events_so_far,
    ),
    Deed(
        name="inspection",
        zh="按清单检查",
        en="inspection by the checklist",
        do=Words("记下检查", "keep the inspection"),
        says=Words(
            "逐项点按；不达标的自动报修，由另一人查看。点错了，当天再逐项点一遍就改过来，错报的维修一并撤回。",
            "Tap each line; what is lacking asks for its repair, which somebody else will look at. After a "
            "slip tap it through again the same day: it is corrected, and what was asked for is taken back.",
        ),
        sheet=intake.INSPECTIONS,
        asks=("found_open",),
        into=actions.inspect,
        answers="met",
        items=queries.items_of,
        so_far=queries.inspected_so_far,
    ),
)
ROUNDS = (
    Round(
        slug="stations",
        zh="驿站巡查",
        en="round of the stations",
        says=Words(
            "今天哪个驿站要去看：过期的、报修的在前。没有网络也能点，连上后只计一次。",
            "Which station wants a look today, late ones first. It works without a network and counts once.",
        ),
        record=models.Station,
        sheet=intake.REGISTER,
        standing=in_use,
        place="station",
        deeds=(*DEEDS, *PAUSE_DEEDS),
        wants=queries.wants_of,
        work=STATION_REPAIR.name,
        pauses=models.StationPause,
    ),
)
