"""Named questions to the records of the stations."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Min, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.access.keeping import allow_at
from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.places.models import Located
from nuanxin.kernel.rounds import Item, Line, Want
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.plain.days import day_words
from nuanxin.plain.ranges import covers
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.models import (
    ChecklistItem,
    Equipment,
    Inspection,
    ServiceEvent,
    Station,
    Visits,
)
from nuanxin.programmes.stations.work import LACKING, STATION_REPAIR, UNSAY

EVENT_KINDS = {
    "讲座": "talk",
    "义诊": "clinic",
    "法律援助": "legal_aid",
    "技能培训": "course",
    "招聘": "jobs",
    "其他": "other",
}
ITEMS = {
    "药箱": "medicine",
    "AED": "aed",
    "灭火器": "extinguisher",
    "饮水机": "water",
    "微波炉": "microwave",
    "充电设施": "charger",
    "取暖设备": "heating",
    "空调": "cooling",
    "卫生间": "toilet",
    "座椅": "seats",
}
"""The words of codes, for sheets and for what a round says alike."""


def in_use(day: date) -> Q:
    """Return the condition of being in use on a day: opened by then, and not withdrawn by then."""
    return Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))


def called(choices: Mapping[str, str], code: str) -> Words:
    """Return what a code of a choice is called in both languages."""
    words = {value: word for word, value in choices.items()}
    return Words(words.get(code, code), {"aed": "AED"}.get(code, code.replace("_", " ")))


class Checklists:
    """Every version of the checklist, each for an area; of two that begin on a day the narrower holds."""

    def __init__(self) -> None:
        self.lists: dict[tuple[date, int], dict[int, ChecklistItem]] = {}
        self.away: dict[tuple[date, int], list[ChecklistItem]] = {}
        for item in ChecklistItem.objects.order_by("since", "number", "pk"):
            if item.withdrawn:
                self.away.setdefault((item.since, item.area), []).append(item)
            else:
                self.lists.setdefault((item.since, item.area), {})[item.number] = item

    def of(self, area: int, on: date) -> tuple[date, dict[int, ChecklistItem]] | None:
        """Return the day the checklist of an area and day began with its items by number; None for none."""
        found = [each for each in self.lists if each[0] <= on and covers([span(each[1])], area)]
        if not found:
            return None
        newest = max(found, key=lambda each: (each[0], each[1]))
        return newest[0], self.lists[newest]

    def behind(self, inspection: Inspection) -> dict[int, ChecklistItem]:
        """Return the items an inspection was made by, by number, whatever list has come into force since.

        An item withdrawn after the inspection is still one of them.
        """
        key = self.version(inspection.checklist, inspection.area)
        later = (each for each in self.away.get(key, ()) if each.act_id > inspection.act_id)
        items = {each.number: each for each in later} | self.lists.get(key, {})
        return dict(sorted(items.items()))

    def version(self, since: date, area: int) -> tuple[date, int]:
        """Return the day and area of the narrowest list over an area that began on a day."""
        areas = (wide for on, wide in {**self.lists, **self.away} if on == since)
        return since, max((wide for wide in areas if covers([span(wide)], area)), default=0)


def _lists(station: Located) -> Checklists:
    """Return the checklists, read once for a station at hand."""
    lists: Checklists = vars(station).get("_lists") or Checklists()
    vars(station)["_lists"] = lists
    return lists


def items_of(station: Located, day: date) -> list[Item]:
    """Return the items of the checklist in force at a station on a day."""
    found = _lists(station).of(station.area, day)
    items = found[1].values() if found else ()
    return [Item(each.number, Words(each.says, each.says_en or each.says)) for each in items]


def equipment_of(station: Located, day: date) -> list[Line]:
    """Return what a station has, the first to expire first, things without an expiry last."""
    held = Equipment.objects.filter(station_id=station.pk, withdrawn=False)
    first = sorted(held, key=lambda each: (each.expires_on or date.max, each.item))
    return [
        Line(
            {"item": each.item, "pieces": each.pieces, "expires_on": each.expires_on},
            called(ITEMS, each.item),
            each.expires_on,
            done=each.inspected_on == day,
        )
        for each in first
    ]


def stays_of(station: Located, day: date) -> int | None:
    """Return how many stays of a day are counted; None where nothing was said."""
    counted = Visits.objects.filter(station_id=station.pk, on=day, withdrawn=False)
    return counted.values_list("stays", flat=True).first()


def stays_so_far(station: Located, day: date) -> Words | None:
    """Return how many stays of a day are counted, in words."""
    stays = stays_of(station, day)
    return Words(f"今天已计 {stays} 人次", f"{stays} counted today") if stays is not None else None


def events_so_far(station: Located, day: date) -> Words | None:
    """Return the service events of a day."""
    held = ServiceEvent.objects.filter(station_id=station.pk, on=day, withdrawn=False)
    said = [(_event_called(each), each.attended) for each in held.order_by("kind", "session")]
    if not said:
        return None
    zh = "、".join(f"{words.zh} {'未计人次' if n is None else f'{n} 人次'}" for words, n in said)
    en = ", ".join(f"{words.en} {'(not counted)' if n is None else n}" for words, n in said)
    return Words(f"今天：{zh}", f"today: {en}")


def _event_called(event: ServiceEvent) -> Words:
    words, number = called(EVENT_KINDS, event.kind), event.session
    return words if number == 1 else Words(f"{words.zh}（第 {number} 场）", f"{words.en} (session {number})")


def inspected_so_far(station: Located, day: date) -> Words | None:
    """Return what the inspection of a day found."""
    seen = Inspection.objects.filter(station_id=station.pk, on=day, withdrawn=False).first()
    if seen is None:
        return None
    items = _lists(station).behind(seen)
    met, whole = len(items.keys() & seen.items_met), len(items)
    lacking = _lacking_told(station, seen, items)
    return Words(
        f"今天已检查：{whole} 项达标 {met} 项{lacking.zh}",
        f"inspected today: {met} of {whole} in order{lacking.en}",
    )


def _lacking_told(station: Located, inspection: Inspection, items: Mapping[int, ChecklistItem]) -> Words:
    """Return which items were lacking, and how many repairs are open of what they ask for."""
    lacking = {number: each for number, each in items.items() if number not in inspection.items_met}
    if not lacking:
        return Words("", "")
    matters = {each.repair or LACKING for each in lacking.values()}
    known = _repairs(station.pk, matters) if station.known_orders is None else station.known_orders
    orders = sum(each.matter in matters for each in known)
    zh = "、".join(f"{number} {each.says}" for number, each in lacking.items())
    en = ", ".join(f"{number} {each.says_en or each.says}" for number, each in lacking.items())
    return Words(
        f"；不达标 {len(lacking)} 项：{zh}；已报修 {orders} 件",
        f"; {len(lacking)} lacking: {en}; {orders} {'repair' if orders == 1 else 'repairs'} asked for",
    )


def _repairs(station: int, matters: Collection[str]) -> list[WorkOrder]:
    """Return the repairs at a station that are not over, of some matters."""
    of = WorkOrder.objects.filter(kind=STATION_REPAIR.name, about_kind=Station.record_kind, about=station)
    return list(of.filter(matter__in=matters, ended_on=None, withdrawn=False))


def unsaid_by(station: Station, matters: Collection[str], party: int | None) -> list[int]:
    """Return the repairs of some matters that somebody alone asked for and nobody has mended yet."""
    way = STATION_REPAIR.move(UNSAY)
    return [
        order.pk
        for order in _repairs(station.pk, matters)
        if order.state in way.come_from
        and order.last_doer(way.takes_back) == party
        and not order.said_by_others(party)
    ]


def equipment_so_far(station: Located, day: date) -> Words | None:
    """Return what was looked at on a day, and until when it is good."""
    seen = Equipment.objects.filter(station_id=station.pk, inspected_on=day, withdrawn=False)
    said = [(called(ITEMS, each.item), each.expires_on) for each in seen.order_by("expires_on", "item")]
    if not said:
        return None
    zh = "、".join(
        f"{each.zh}{f'（有效期至{day_words(until).zh}）' if until else ''}" for each, until in said
    )
    en = ", ".join(
        f"{each.en}{f' (good until {day_words(until).en})' if until else ''}" for each, until in said
    )
    return Words(f"今天看过：{zh}", f"looked at today: {en}")


def inspection_told(inspection: Inspection) -> Words:
    """Return what an inspection found, item by item, and the list it was made by."""
    items, met = Checklists().behind(inspection), {*inspection.items_met}
    since, count, whole = day_words(inspection.checklist), len(items.keys() & met), len(items)
    zh = [f"{whole} 项达标 {count} 项（按{since.zh}起的清单）"]
    en = [f"{count} of {whole} in order (by the list of {since.en})"]
    for number, each in items.items():
        fine = number in met
        zh.append(f"{number} {each.says}：{'达标' if fine else '不达标'}")
        en.append(f"{number} {each.says_en or each.says}: {'in order' if fine else 'not in order'}")
    return Words("\n".join(zh), "\n".join(en))


def wants_of(stations: Sequence[int], day: date) -> dict[int, list[Want]]:
    """Return what each station wants on a day: expired and expiring things first, then an inspection."""
    wants: dict[int, list[Want]] = {}
    for station, want in [*_expiring(stations, day), *_uninspected(stations, day)]:
        wants.setdefault(station, []).append(want)
    return wants


def _expiring(stations: Sequence[int], day: date) -> list[tuple[int, Want]]:
    ahead = day + timedelta(days=int(str(rule("stations.expiry_ahead", day).value)))
    held = Equipment.objects.filter(station_id__in=stations, withdrawn=False, expires_on__lte=ahead)
    found = []
    for each in held.order_by("expires_on"):
        words, over = called(ITEMS, each.item), each.expires_on is not None and each.expires_on < day
        zh, en = ("已过期", "expired") if over else ("快到期", "expires soon")
        said = Words(f"{words.zh}{zh}", f"{words.en} {en}")
        found.append((each.station_id, Want(said, over, each.expires_on, "equipment")))
    return found


def _uninspected(stations: Sequence[int], day: date) -> list[tuple[int, Want]]:
    """Return the stations nobody has inspected for too long, where a checklist is in force."""
    every = timedelta(days=int(str(rule("stations.inspection_every", day).value)))
    looked = Inspection.objects.filter(station_id=OuterRef("pk"), withdrawn=False).order_by("-on")
    each_last = Station.objects.annotate(last=Subquery(looked.values("on")[:1])).filter(pk__in=stations)
    known = {pk: (area, last) for pk, area, last in each_last.values_list("pk", "area", "last")}
    due = [each for each in stations if known[each][1] is None or known[each][1] + every <= day]
    if not due:
        return []
    lists, want = Checklists(), Want(Words("该检查了", "inspection due"), False, None, "inspection")
    return [(station, want) for station in due if lists.of(known[station][0], day)]


def stations_named(actor: Actor, rows: Rows, *, keepers: bool = False) -> dict[str, Station]:
    """Return the registered stations that rows name, by number, once somebody may write for all of them.

    What ``keepers`` may write, whoever keeps a station may write for it. Raises RowsRefused for a number
    nobody registered, and NotAllowed.
    """
    numbers = {row.values["station"] for row in rows}
    known = {each.key: each for each in Station.objects.filter(key__in=numbers, withdrawn=False)}

    def registered(row: Row) -> None:
        if row.values["station"] not in known:
            said = _("No station has the number %(number)s.") % {"number": row.values["station"]}
            raise CellError(said, _("Register the station first, or mend the number."))

    read_each(rows, registered)
    if keepers:
        allow_at(actor, "clerk", known.values())
    else:
        allow(actor, "clerk", {station.area for station in known.values()})
    return known


def in_use_then(known: dict[str, Station], rows: Rows) -> dict[str, Station]:
    """Return stations, once every row's day lies between the opening and the withdrawal of its own.

    Raises RowsRefused for those that do not.
    """

    def day_of_use(row: Row) -> None:
        station, on = known[row.values["station"]], row.values["on"]
        facts = {"number": station.key, "opened": station.opened_on, "closed": station.closed_on}
        remedy = _("Mend the day; or mend the day on the register first, where that is what is wrong.")
        if on < station.opened_on:
            said = _("Station %(number)s was opened on %(opened)s, after this day.") % facts
            raise CellError(said, remedy, field="on")
        if station.closed_on and on > station.closed_on:
            said = _("Station %(number)s was withdrawn on %(closed)s, before this day.") % facts
            raise CellError(said, remedy, field="on")

    read_each(rows, day_of_use)
    return known


def days_of_use_hold(rows: Rows) -> None:
    """Refuse rows of the register that leave days out on which something was recorded of their station.

    Only stations whose days of use get fewer are looked at. Raises RowsRefused.
    """
    numbers = [row.values["number"] for row in rows]
    known = {each.key: each for each in Station.objects.filter(key__in=numbers, withdrawn=False)}
    fewer = [known[row.values["number"]].pk for row in rows if _fewer_days(known, row)]
    recorded = recorded_days(fewer) if fewer else {}

    def whole(row: Row) -> None:
        first, last = recorded.get(known[row.values["number"]].pk, (date.max, date.min))
        remedy = _("Mend this day; or withdraw what was recorded then first, where that is what is wrong.")
        if first < row.values["opened_on"]:
            said = _("Stays, events or inspections are recorded from %(day)s on, before this day.")
            raise CellError(said % {"day": first}, remedy, field="opened_on")
        if row.values["closed_on"] and last > row.values["closed_on"]:
            said = _("Stays, events or inspections are recorded until %(day)s, after this day.")
            raise CellError(said % {"day": last}, remedy, field="closed_on")

    read_each([row for row in rows if row.values["number"] in known], whole)


def _fewer_days(known: Mapping[str, Station], row: Row) -> bool:
    """Return whether a row of the register takes days of use from the station it names."""
    before, closed = known.get(row.values["number"]), row.values["closed_on"]
    if before is None:
        return False
    begins_later: bool = row.values["opened_on"] > before.opened_on
    return begins_later or (closed is not None and closed < (before.closed_on or date.max))


def recorded_days(stations: Collection[int]) -> dict[int, tuple[date, date]]:
    """Return the first and last day on which something was recorded, by station; three statements."""
    found = dict[int, tuple[date, date]]()
    for kind in (Visits, ServiceEvent, Inspection):
        daily = kind._default_manager.filter(station__in=stations, withdrawn=False)
        for station, first, last in daily.values_list("station").annotate(Min("on"), Max("on")).order_by():
            known = found.get(station, (first, last))
            found[station] = min(first, known[0]), max(last, known[1])
    return found


def of_station(row: Row, known: Mapping[str, Station], *parts: object) -> dict[str, Any]:
    """Return what a record about the station a row names begins with; ``parts`` tell its key apart."""
    station = known[row.values["station"]]
    key = "|".join(map(str, (station.key, *parts)))
    return {"key": key, "area": station.area, "row": row.number, "station": station}
