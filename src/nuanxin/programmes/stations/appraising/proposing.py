"""Proposing 拟评: the stars a station's record is worth by the rules, and every reason with its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum

from nuanxin.kernel.appraisals import Proposal
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.kernel.work.models import WorkOrder, moment_us
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.models import Inspection, Station
from nuanxin.programmes.stations.queries import Checklists
from nuanxin.programmes.stations.work import STATION_REPAIR

SHARES = (
    (5, "stations.stars_five"),
    (4, "stations.stars_four"),
    (3, "stations.stars_three"),
    (2, "stations.stars_two"),
)
"""The shares of the checklist in order that so many stars ask for."""
RULES = (
    "stations.stars_window",
    *(identity for _stars, identity in SHARES),
    "stations.stars_open",
    "stations.stars_locked",
    "stations.exit_open",
    "stations.exit_tries",
    "stations.exit_notice",
)


MOSTLY_LOCKED = Words("承诺时段多数时候锁门，拟退出。", "Mostly locked at promised hours: a case for exit.")
NOT_INSPECTED = Words("近期没有检查，无从评定。", "Not inspected of late; nothing is proposed.")


@dataclass
class Known:
    """What is on record of a station within the window: inspections, items, tries, repairs, reports."""

    inspections: int = 0
    asked: int = 0
    met: int = 0
    tries: int = 0
    opened: int = 0
    overdue: int = 0
    locked: int = 0


def propose(stations: Sequence[int], day: date) -> dict[int, Proposal]:
    """Return what each station deserves on a day; no mark where nobody inspected it within the window."""
    records = _records(stations, day)
    return {station: _proposal(record, day) for station, record in records.items()}


def _records(stations: Sequence[int], day: date) -> dict[int, Known]:
    since = day - timedelta(days=_value("stations.stars_window", day))
    found = {station: Known() for station in stations}
    lists = Checklists()
    looked = Inspection.objects.filter(station_id__in=stations, withdrawn=False, on__gt=since, on__lte=day)
    for each in looked:
        record, items = found[each.station_id], lists.behind(each)
        record.inspections += 1
        record.asked += len(items)
        record.met += len(items.keys() & each.items_met)
        record.tries += each.found_open is not None
        record.opened += bool(each.found_open)
    repairs = WorkOrder.objects.filter(
        kind=STATION_REPAIR.name, about_kind=Station.record_kind, about__in=stations, withdrawn=False
    )
    end = moment_us(datetime.combine(day, time(23, 59, 59), HERE))
    for about in repairs.filter(ended_on=None, stopped_at=None, due_at__lt=end).values_list(
        "about", flat=True
    ):
        found[about or 0].overdue += 1
    locked = repairs.filter(matter="locked", opened_on__gt=since).exclude(state="dropped")
    for about, said in locked.values_list("about").annotate(said=Sum("said_by")):
        found[about].locked = said
    return found


def _proposal(record: Known, day: date) -> Proposal:
    if not record.asked:
        return Proposal(None, (NOT_INSPECTED,))
    reasons, stars = [_by_checklist(record)], _stars(record, day)
    for lost, reason in _losses(record, day):
        if lost:
            stars -= 1
        if reason:
            reasons.append(reason)
    few = record.tries >= _value("stations.exit_tries", day)
    leaves = few and record.opened * 100 < _value("stations.exit_open", day) * record.tries
    if leaves:
        reasons.append(MOSTLY_LOCKED)
    return Proposal(0 if leaves else max(stars, 1), tuple(reasons))


def _by_checklist(record: Known) -> Words:
    count, met, asked = record.inspections, record.met, record.asked
    percent = met * 100 // asked
    return Words(
        f"检查 {count} 次，{asked} 项中达标 {met} 项（{percent}%）。",
        f"Inspected {_times(count)}: {met} of {asked} items in order ({percent}%).",
    )


def _stars(record: Known, day: date) -> int:
    for stars, identity in SHARES:
        if record.met * 100 >= _value(identity, day) * record.asked:
            return stars
    return 1


def _losses(record: Known, day: date) -> list[tuple[bool, Words | None]]:
    """Return for each ground of a lost star whether it holds, and what is said of it."""
    shut = record.opened * 100 < _value("stations.stars_open", day) * record.tries
    tried = Words(
        f"承诺时段到访 {record.tries} 次，开门 {record.opened} 次{'，降一星' if shut else ''}。",
        f"Tried {_times(record.tries)} at promised hours, open {record.opened}"
        f"{': one star less' if shut else ''}.",
    )
    overdue = Words(
        f"逾期未修 {record.overdue} 件，降一星。",
        f"{record.overdue} repair{'' if record.overdue == 1 else 's'} overdue: one star less.",
    )
    many = record.locked >= _value("stations.stars_locked", day)
    locked = Words(
        f"反映锁门 {record.locked} 次{'，降一星' if many else ''}。",
        f"Said to be locked {_times(record.locked)}{': one star less' if many else ''}.",
    )
    return [
        (bool(record.tries) and shut, tried if record.tries else None),
        (bool(record.overdue), overdue if record.overdue else None),
        (many, locked if record.locked else None),
    ]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _value(identity: str, day: date) -> int:
    return int(str(rule(identity, day).value))
