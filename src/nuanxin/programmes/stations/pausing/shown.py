"""Shown 呈现: the pauses of a station, as a round says them."""

from datetime import date

from nuanxin.kernel.places.finding import pauses_of
from nuanxin.kernel.places.models import Located
from nuanxin.kernel.places.pauses import REASONS, Paused
from nuanxin.kernel.rounds import Line
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.models import StationPause


def pauses_of_station(station: Located, day: date) -> list[Line]:
    """Return the pauses of a station that are not over by a day, the first to begin first."""
    known = station.known_pauses
    if known is None:
        known = pauses_of(StationPause, day, [station.pk]).get(station.pk, ())
    return [
        Line({"since": each.first, "until": each.last, "reason": each.reason}, told(each))
        for each in known
        if each.last is None or each.last >= day
    ]


def told(paused: Paused) -> Words:
    """Return the days and the reason of a pause."""
    why = REASONS[paused.reason]
    if paused.last is None:
        return Words(
            f"{paused.first} 起暂停开放，恢复时间另行通知（{why.zh}）",
            f"closed from {paused.first} until further notice ({why.en})",
        )
    if paused.last == paused.first:
        return Words(f"{paused.first} 暂停开放（{why.zh}）", f"closed on {paused.first} ({why.en})")
    return Words(
        f"{paused.first} 至 {paused.last} 暂停开放（{why.zh}）",
        f"closed from {paused.first} to {paused.last} ({why.en})",
    )
