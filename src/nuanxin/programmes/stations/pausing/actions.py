"""Writes of the pauses: announced, shortened or extended, and opened again before they are over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access.keeping import allow_at
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.pages import DecisionRefused
from nuanxin.programmes.stations.models import Station, StationPause
from nuanxin.programmes.stations.pausing.checking import Checked, key_of
from nuanxin.programmes.stations.queries import of_station, stations_named


@action("stations.record_pauses", zh="登记驿站暂停开放", en="record that stations are closed for a time")
def record_pauses(act: Act, rows: Rows) -> Kept:
    """Keep the days stations are not open, each by its first day: said again, it is shortened or extended.

    A blank last day is until further notice. Raises RowsRefused for an unknown station, days that come the
    wrong way round, before its opening or after its withdrawal, days of another pause, and, where a keeper
    says it, a first day that is over.
    """
    known = stations_named(act.by.actor, rows, keepers=True)
    checked = Checked(act.by.actor, known, rows)
    read_each(rows, checked.check)
    return act.keep(StationPause, [_pause(row, known) for row in rows])


@action("stations.announce_pause", zh="公告驿站暂停开放", en="announce that a station is closed for a time")
def announce_pause(act: Act, rows: Rows) -> Kept:
    """Keep a pause as announced that day; one announced before keeps the day it was told first.

    Raises RowsRefused as above.
    """
    before = StationPause.objects.filter(key__in=[key_of(row) for row in rows], withdrawn=False)
    told = dict(before.values_list("key", "announced_on"))
    return record_pauses.within(act, [_told_first(row, told.get(key_of(row))) for row in rows])


def _told_first(row: Row, before: date | None) -> Row:
    on = row.values["announced_on"]
    first = min(on, before) if before else on
    return replace(row, values={**row.values, "announced_on": first})


def _pause(row: Row, known: Mapping[str, Station]) -> StationPause:
    said = row.values
    copied = ("since", "until", "reason", "announced_on")
    return StationPause(**of_station(row, known, said["since"]), **{name: said[name] for name in copied})


@action("stations.reopen", zh="驿站恢复开放", en="open a station again")
def reopen_stations(act: Act, rows: Rows) -> Kept:
    """End pauses, each named by its first day, so that the station is open from the row's day on.

    One that has not begun by then is withdrawn. Raises RowsRefused for one that does not stand.
    """
    stations_named(act.by.actor, rows, keepers=True)
    keys = [key_of(row) for row in rows]
    stand = {each.key: each for each in StationPause.objects.filter(key__in=keys, withdrawn=False)}
    read_each(rows, lambda row: _stands(stand.get(key_of(row)), row))
    kept = Kept(record_kind=StationPause.record_kind)
    for row in rows:
        kept.add(_ended(act, stand[key_of(row)], row.values["announced_on"]))
    return kept


def _stands(pause: StationPause | None, row: Row) -> None:
    on = row.values["announced_on"]
    if pause is None or (pause.until is not None and pause.until < on):
        said = _("No closing from this day stands any more.")
        raise CellError(said, _("Look at the station again."), field="since")


@action("stations.reopen_on_page", zh="驿站恢复开放", en="open a station again")
def reopen_pause(act: Act, number: int, _reason: str) -> None:
    """End a pause so that its station is open from today on. Raises DecisionRefused, NotAllowed."""
    pause, today = StationPause.objects.select_related("station").get(pk=number), localdate()
    allow_at(act.by.actor, "clerk", [pause.station])
    if pause.withdrawn or (pause.until is not None and pause.until < today):
        raise DecisionRefused(_("It is over already: nothing is left to end."))
    _ended(act, pause, today)


def _ended(act: Act, pause: StationPause, on: date) -> Kept:
    """End a pause the day before one; withdraw it where it had not begun by then."""
    if pause.since >= on:
        act.withdraw(pause)
        return Kept(changed=1, record_kind=StationPause.record_kind)
    pause.until = on - timedelta(1)
    return act.keep(StationPause, [pause])
