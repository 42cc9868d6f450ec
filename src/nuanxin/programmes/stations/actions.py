"""Writes of the stations: each allows, keeps, and thereby posts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.intake.points import located_fields
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.parties.register import ensure
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.plain.ranges import covers
from nuanxin.programmes.stations.models import (
    ChecklistItem,
    Equipment,
    Inspection,
    ServiceEvent,
    Station,
    Visits,
)
from nuanxin.programmes.stations.pausing.checking import not_promised
from nuanxin.programmes.stations.queries import (
    Checklists,
    days_of_use_hold,
    in_use_then,
    of_station,
    stations_named,
    unsaid_by,
)
from nuanxin.programmes.stations.work import EXPIRED, LACKING, STATION_REPAIR, UNSAY

SERVICES = ("water", "charging", "microwave", "toilet", "medicine", "heating")


@action("stations.register", zh="登记驿站", en="register stations")
def register_stations(act: Act, rows: Rows) -> Kept:
    """Keep the register of stations, each by its number.

    Raises RowsRefused for points and opening hours that cannot be read, and for days of use that would leave
    out what was recorded, each row named.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    days_of_use_hold(rows)
    located = located_fields(rows)
    keepers = ensure(act, "organisation", {row.values["keeper"] for row in rows} - {None})
    return act.keep(
        Station,
        (
            Station(
                key=said["number"],
                area=said["area"],
                row=row.number,
                name=said["name"] or "",
                mongolian_name=said["mongolian_name"] or "",
                kind=said["kind"] or "",
                address=said["address"] or "",
                keeper_id=keepers.get(said["keeper"]),
                **located[row.number],
                **{name: said[name] for name in ("seats", *SERVICES, "opened_on", "closed_on")},
            )
            for row in rows
            for said in (row.values,)
        ),
    )


@action("stations.record_visits", zh="登记驿站服务人次", en="record stays at stations")
def record_visits(act: Act, rows: Rows) -> Kept:
    """Keep the stays of each station and day.

    Raises RowsRefused for a station nobody registered, and for a day it was not in use.
    """
    known = in_use_then(stations_named(act.by.actor, rows, keepers=True), rows)
    return act.keep(
        Visits,
        (
            Visits(
                **of_station(row, known, row.values["on"]),
                on=row.values["on"],
                stays=row.values["stays"],
                counted=row.values["counted"] or "",
            )
            for row in rows
        ),
    )


@action("stations.count_stays", zh="现场计服务人次", en="count stays at a station")
def count_stays(act: Act, rows: Rows) -> Kept:
    """Add stays to those of each station and day; what a door counted stays counted by the door.

    Raises RowsRefused as above, and where fewer than none would be left.
    """
    known = in_use_then(stations_named(act.by.actor, rows, keepers=True), rows)
    fresh = {row.number: of_station(row, known, row.values["on"]) for row in rows}
    stand = Visits.objects.filter(key__in=[each["key"] for each in fresh.values()], withdrawn=False)
    before = {each.key: (each.stays, each.counted) for each in stand}
    known_of = {number: before.get(each["key"], (0, "")) for number, each in fresh.items()}
    stays = read_each(rows, lambda row: _added(known_of[row.number][0], row.values["stays"]))
    return act.keep(
        Visits,
        [
            Visits(
                **fresh[row.number],
                on=row.values["on"],
                stays=stays[row.number],
                counted=known_of[row.number][1] or "hand",
            )
            for row in rows
        ],
    )


def _added(before: int, more: int) -> int:
    if before + more < 0:
        said = _("Only %(count)d are counted that day.") % {"count": before}
        raise CellError(said, _("Take back no more than that."))
    return before + more


@action("stations.record_events", zh="登记驿站服务活动", en="record service events")
def record_events(act: Act, rows: Rows) -> Kept:
    """Keep service events by station, day, kind and session: said again, one is corrected.

    Raises RowsRefused for an unknown station, and for a day it was not in use.
    """
    known = in_use_then(stations_named(act.by.actor, rows, keepers=True), rows)
    return act.keep(ServiceEvent, (_event(row, known) for row in rows))


@action("stations.hold_event", zh="现场记服务活动", en="keep an event at a station")
def hold_event(act: Act, rows: Rows) -> Kept:
    """Keep events as they were held: a blank session is one more of its kind that day, a given one corrects.

    Raises RowsRefused as above, and for a session to be corrected that nobody recorded.
    """
    known = in_use_then(stations_named(act.by.actor, rows, keepers=True), rows)
    stand = ServiceEvent.objects.filter(station__in=[each.pk for each in known.values()], withdrawn=False)
    spoken = stand.filter(on__in={row.values["on"] for row in rows})
    held = set(spoken.values_list("station__key", "on", "kind", "session"))
    numbered = read_each(rows, lambda row: _session(row, held))
    meant = [replace(row, values={**row.values, "session": numbered[row.number]}) for row in rows]
    return act.keep(ServiceEvent, [_event(row, known) for row in meant])


def _session(row: Row, held: Collection[tuple[str, date, str, int]]) -> int:
    said = row.values
    mine = {each[3] for each in held if each[:3] == (said["station"], said["on"], said["kind"])}
    if said["session"] is None:
        return max(mine, default=0) + 1
    if said["session"] not in mine:
        words = _("Session %(number)d of this kind was not recorded that day.") % {"number": said["session"]}
        raise CellError(words, _("Leave the session blank for a new one; give the number to correct one."))
    return int(said["session"])


def _event(row: Row, known: Mapping[str, Station]) -> ServiceEvent:
    said, kind = row.values, row.values["kind"] or ""
    later = (said["session"],) if said["session"] != 1 else ()
    return ServiceEvent(
        **of_station(row, known, said["on"], kind, *later),
        on=said["on"],
        kind=kind,
        session=said["session"],
        attended=said["attended"],
    )


@action("stations.record_equipment", zh="登记驿站设备", en="record equipment of stations")
def record_equipment(act: Act, rows: Rows) -> Kept:
    """Keep what each station has. Raises RowsRefused for an unknown station."""
    known = stations_named(act.by.actor, rows, keepers=True)
    copied = ("item", "pieces", "expires_on", "inspected_on")
    return act.keep(
        Equipment,
        (
            Equipment(
                **of_station(row, known, row.values["item"]), **{name: row.values[name] for name in copied}
            )
            for row in rows
        ),
    )


@action("stations.look_at_equipment", zh="现场查看设备", en="look at a station's equipment")
def look_at_equipment(act: Act, rows: Rows) -> Kept:
    """Keep that things were looked at and until when they are good; what has expired asks for its repair.

    Raises RowsRefused for a blank day where one stood: nobody looks at a thing and loses its expiry.
    """
    keys = {row.number: f"{row.values['station']}|{row.values['item']}" for row in rows}
    dated = Equipment.objects.filter(key__in=keys.values(), withdrawn=False, expires_on__isnull=False)
    stood = dict(dated.values_list("key", "expires_on"))
    read_each(rows, lambda row: _still_dated(stood.get(keys[row.number]), row.values["expires_on"]))
    kept = record_equipment.within(act, rows)
    for row in rows:
        until, on = row.values["expires_on"], row.values["inspected_on"]
        if until is not None and until < on:
            station = Station.objects.get(key=row.values["station"], withdrawn=False)
            open_order.within(act, STATION_REPAIR.name, EXPIRED, station)
    return kept


def _still_dated(stood: date | None, until: date | None) -> None:
    if stood is not None and until is None:
        said = _("The expiry day is blank; %(day)s stood there.") % {"day": stood.isoformat()}
        raise CellError(said, _("Leave the day as it stood, or write the new one."))


@action("stations.record_inspections", zh="登记驿站检查", en="record inspections of stations")
def record_inspections(act: Act, rows: Rows) -> Kept:
    """Keep inspections, each by the checklist in force at its station that day.

    Raises RowsRefused for an unknown station, a day before the first checklist, an item it lacks, and a try
    of the door on a day the station had announced to be closed.
    """
    known = stations_named(act.by.actor, rows)
    people = ensure(act, "person", {row.values["inspector"] for row in rows} - {None})
    return act.keep(Inspection, _inspections(rows, known, lambda row: people.get(row.values["inspector"])))


@action("stations.inspect", zh="现场检查驿站", en="inspect a station")
def inspect(act: Act, rows: Rows) -> Kept:
    """Keep what the actor found at stations, and ask for the repair of what was not in order there.

    Said again the same day it corrects what was said: it asks only for what was in order before, and takes
    back the repairs the actor alone had asked for of what is in order after all. Raises
    RowsRefused as above, and where somebody else has inspected the station that day.
    """
    stations, mine = stations_named(act.by.actor, rows), act.by.actor.party
    found = {each.key: each for each in _inspections(rows, stations, lambda _row: mine)}
    before = {each.key: each for each in Inspection.objects.filter(key__in=found, withdrawn=False)}
    read_each(
        rows, lambda row: _by_nobody_else(before.get(f"{row.values['station']}|{row.values['on']}"), mine)
    )
    kept, lists = act.keep(Inspection, found.values()), Checklists()
    for key, each in found.items():
        items = lists.behind(each)
        known = lists.behind(before[key]) if key in before else {}
        known_lacks = known.keys() - before[key].items_met if known else set()
        lacks = items.keys() - each.items_met
        for matter in sorted(_matters(items, lacks - known_lacks)):
            open_order.within(act, STATION_REPAIR.name, matter, each.station)
        for order in unsaid_by(each.station, _matters(known, known_lacks) - _matters(items, lacks), mine):
            move_order.within(act, order, UNSAY)
    return kept


def _matters(items: Mapping[int, ChecklistItem], numbers: Iterable[int]) -> set[str]:
    """Return the matters of the repairs that a lack of items asks for."""
    return {items[number].repair or LACKING for number in numbers}


def _by_nobody_else(before: Inspection | None, mine: int) -> None:
    if before is not None and before.inspector_id != mine:
        said = _("Somebody else has inspected this station that day.")
        raise CellError(said, _("Look at what was found; a wrong one is withdrawn first."))


def _inspections(
    rows: Rows, known: Mapping[str, Station], inspector: Callable[[Row], int | None]
) -> list[Inspection]:
    """Return the inspections that rows mean, each by the checklist in force at its station that day."""
    lists = Checklists()
    met = read_each(rows, lambda row: _met(row, lists, known))
    not_promised(rows, known)
    return [
        Inspection(
            **of_station(row, known, row.values["on"]),
            on=row.values["on"],
            inspector_id=inspector(row),
            checklist=met[row.number][0],
            met=",".join(map(str, sorted(met[row.number][1]))),
            found_open=row.values["found_open"],
        )
        for row in rows
    ]


def _met(row: Row, lists: Checklists, known: Mapping[str, Station]) -> tuple[date, set[int]]:
    """Return the day the checklist of an inspection's day began, and which of its items were in order."""
    said = row.values
    found = lists.of(known[said["station"]].area, said["on"])
    if found is None:
        raise CellError(_("No checklist was in force then."), _("Enter the checklist first."))
    met = _item_numbers(said["met"])
    if met is None or (extra := sorted(met - found[1].keys())):
        words = {"numbers": said["met"] if met is None else ", ".join(map(str, extra))}
        raise CellError(
            _("The checklist of that day has no item %(numbers)s.") % words,
            _("Write the numbers of the items found in order, such as 1、2、4."),
        )
    return found[0], met


@action("stations.set_checklist", zh="制定检查清单", en="set a checklist")
def set_checklist(act: Act, rows: Rows) -> Kept:
    """Keep the items of a version of the checklist; inspections keep the list they were made by.

    Raises RowsRefused for an item that would change a list inspections already rest on.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    lists = Checklists()
    made = Inspection.objects.filter(checklist__in={row.values["since"] for row in rows}, withdrawn=False)
    used = [(area, lists.version(on, area)) for on, area in made.values_list("checklist", "area").distinct()]
    read_each(rows, lambda row: _leaves_old_scores(row, lists, used))
    return act.keep(
        ChecklistItem,
        (
            ChecklistItem(
                key=f"{said['area']}|{said['since']}|{said['number']}",
                area=said["area"],
                row=row.number,
                since=said["since"],
                number=said["number"],
                says=said["says"],
                says_en=said["says_en"] or "",
                repair=said["repair"] or "",
            )
            for row in rows
            for said in (row.values,)
        ),
    )


def _leaves_old_scores(row: Row, lists: Checklists, used: Collection[tuple[int, tuple[date, int]]]) -> None:
    """Refuse an item that a list in use lacks, or has in other words; a translation may be mended.

    ``used`` are areas of inspections, each with the list it rests on. A narrower list of the same day would
    take the place of a wider one for the inspections inside it, and of no others.
    """
    said = row.values
    inside = [version for area, version in used if covers([span(said["area"])], area)]
    held = [each for each in inside if each[0] == said["since"] and covers([span(each[1])], said["area"])]
    if not held:
        return
    known = lists.lists.get((said["since"], said["area"]), {}).get(said["number"])
    if known is not None and known.says == said["says"]:
        return
    wide, since = max(held)[1], said["since"].isoformat()
    facts = {"day": since, "here": _area_name(said["area"]), "wide": _area_name(wide)}
    remedy = _("Give the new list a start date of its own, such as %(today)s.") % {
        "today": max(localdate(), said["since"] + timedelta(1)).isoformat()
    }
    if wide == said["area"]:
        words = _("Inspections were made by the list of %(day)s; it stays as it was.") % facts
    else:
        words = _(
            "Stations of %(here)s were inspected by the list of %(wide)s from %(day)s; "
            "a list of its own from the same day would score them anew."
        )
        words %= facts
    raise CellError(words, remedy, field="since")


def _area_name(area: int) -> str:
    return full_name(area, get_language() or "")


def _item_numbers(text: str | None) -> set[int] | None:
    parts: Iterable[str] = (text or "").replace("、", ",").replace("，", ",").replace(" ", ",").split(",")
    numbers = [part for part in parts if part]
    return set(map(int, numbers)) if all(part.isdecimal() for part in numbers) else None
