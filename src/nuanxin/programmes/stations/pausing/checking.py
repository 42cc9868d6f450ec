"""Checking 核对: which pauses cannot be, each with its remedy, and what one means for a try of the door."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.intake.declare import Row, Rows
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.places.pauses import Paused
from nuanxin.plain.ranges import covers
from nuanxin.programmes.stations.models import Station, StationPause


class Checked:
    """What is known of stations whose pauses are told: what stands by then, and who tells it."""

    def __init__(self, actor: Actor, known: Mapping[str, Station], rows: Rows) -> None:
        self.known, self.desk, self.today = known, ranges_of(actor, "clerk"), localdate()
        stations = [station.pk for station in known.values()]
        self.standing = {
            each.key: each for each in StationPause.objects.filter(station__in=stations, withdrawn=False)
        }
        told = [(row.values["station"], key_of(row), paused_of(row)) for row in rows]
        spoken = {key for _station, key, _days in told}
        kept = [each for each in self.standing.values() if each.key not in spoken]
        self.days = [(each.key.partition("|")[0], each.key, each.paused) for each in kept] + told

    def check(self, row: Row) -> None:
        """Raise CellError for days that cannot be."""
        station, paused = self.known[row.values["station"]], paused_of(row)
        _in_order(paused)
        _in_use(station, paused)
        if not covers(self.desk, station.area):
            self._not_past(row, paused)
        for number, key, days in self.days:
            if number == station.key and key != key_of(row) and days.meets(paused):
                raise _overlapping(station, days)

    def _not_past(self, row: Row, paused: Paused) -> None:
        """Refuse a keeper's word about days that are over; what stands of them may be said again."""
        before = self.standing.get(key_of(row))
        if before is None and paused.first < self.today:
            said = _("The first day, %(day)s, is over.") % {"day": paused.first}
            remedy = _("Begin today or later; a clerk enters days that are over.")
            raise CellError(said, remedy, field="since")
        if before is not None and paused.last != before.until and _over(paused.last, self.today):
            said = _("The last day, %(day)s, is over.") % {"day": paused.last}
            raise CellError(said, _("Tap “open again”, or ask a clerk."), field="until")


def key_of(row: Row) -> str:
    """Return the key of the pause a row tells: its station and first day."""
    return f"{row.values['station']}|{row.values['since']}"


def paused_of(row: Row) -> Paused:
    """Return the days and reason a row tells."""
    return Paused(row.values["since"], row.values["until"], row.values["reason"])


def not_promised(rows: Rows, known: Mapping[str, Station]) -> None:
    """Refuse a try of the door on a day its station had announced not to open: no promise is broken then.

    Raises RowsRefused.
    """
    tried = [row for row in rows if row.values["found_open"] is not None]
    stations = [known[row.values["station"]].pk for row in tried]
    found = StationPause.objects.filter(station__in=stations, withdrawn=False)
    announced = [(each.station_id, each.announced_on or each.since, each.paused) for each in found]

    def promised(row: Row) -> None:
        station, on = known[row.values["station"]], row.values["on"]
        mine = (days for at, told, days in announced if at == station.pk and told <= on)
        if paused := next((days for days in mine if days.holds(on)), None):
            said = _("Station %(number)s had announced to be closed that day (%(days)s).") % {
                "number": station.key,
                "days": days_said(paused),
            }
            remedy = _("Leave the answer about the door blank: closed as announced, no promise is broken.")
            raise CellError(said, remedy, field="found_open")

    read_each(tried, promised)


def days_said(paused: Paused) -> str:
    """Return the days of a pause in the language in use."""
    if paused.last is None:
        return _("from %(since)s until further notice") % {"since": paused.first}
    return _("%(since)s to %(until)s") % {"since": paused.first, "until": paused.last}


def paused_stations(stations: Iterable[int] | None, day: date) -> set[int]:
    """Return which of some stations (None: of all) are announced closed on a day; one statement."""
    found = StationPause.objects.filter(since__lte=day, withdrawn=False).exclude(until__lt=day)
    if stations is not None:
        found = found.filter(station__in=list(stations))
    return set(found.values_list("station_id", flat=True))


def _over(last: date | None, today: date) -> bool:
    return last is not None and last < today


def _in_order(paused: Paused) -> None:
    if paused.last is not None and paused.last < paused.first:
        facts = {"since": paused.first, "until": paused.last}
        said = _("The last day, %(until)s, comes before the first, %(since)s.") % facts
        raise CellError(said, _("Mend the days; the last one is the last day it is closed."), field="until")


def _in_use(station: Station, paused: Paused) -> None:
    facts = {"number": station.key, "opened": station.opened_on, "closed": station.closed_on}
    remedy = _("Mend the day; or mend the day on the register first, where that is what is wrong.")
    if paused.first < station.opened_on:
        said = _("Station %(number)s was opened on %(opened)s, after this day.") % facts
        raise CellError(said, remedy, field="since")
    if station.closed_on is not None and paused.first >= station.closed_on:
        said = _("Station %(number)s was withdrawn on %(closed)s, before this day.") % facts
        raise CellError(said, remedy, field="since")


def _overlapping(station: Station, days: Paused) -> CellError:
    facts = {"number": station.key, "days": days_said(days)}
    said = _("Station %(number)s is announced closed already: %(days)s.") % facts
    remedy = _("To shorten or extend that, give its first day again with the new last day.")
    return CellError(said, remedy, field="since")
