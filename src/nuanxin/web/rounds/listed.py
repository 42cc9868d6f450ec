"""Listed 今日清单: the places of somebody's round, what each wants today, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timezone import localdate

from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.places.finding import open_at, pauses_of
from nuanxin.kernel.places.opening import Opening
from nuanxin.kernel.rounds import Round, Want
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.plain.ranges import Range, covers
from nuanxin.plain.words import Words
from nuanxin.web.rounds.models import OwnPlace
from nuanxin.web.standing import MOST, places_of
from nuanxin.web.templatetags.wording import language

TAKEN_ALONG = 60
"""So many places are kept on the phone, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the list: where it is, whether it is open, and what it wants today."""

    place: Any
    area: str
    opening: Opening | None
    wants: list[Want]

    @property
    def urgent(self) -> bool:
        """Whether something there is late."""
        return any(want.urgent for want in self.wants)


@dataclass(frozen=True, slots=True)
class List:
    """The places somebody goes to: those shown, how many there are, and how many want something."""

    stops: list[Stop]
    total: int
    urgent: int
    wanting: int


def own_keys(way: Round, actor: Actor) -> list[str]:
    """Return the keys of the places somebody put on his own list."""
    mine = OwnPlace.objects.filter(owner_id=actor.party, round=way.slug)
    return list(mine.values_list("key", flat=True))


def listed(way: Round, actor: Actor, words: str, own: list[str]) -> List:
    """Return a list: of one's own places where there are any given, narrowed by words."""
    day, now = localdate(), timezone.now()
    found = places_of(way, actor, day, words)
    if own:
        found = found.filter(key__in=own)
    total, some = found.count(), list(found.order_by("key")[:MOST])
    keys = [place.pk for place in some]
    wants = wants_of(way, keys, open_work(way, keys), now)
    called_areas = names({place.area for place in some}, language())
    reads = ranges_of(actor, *READERS)
    pauses = pauses_of(way.pauses, day - timedelta(1), keys)
    stops = [
        Stop(
            place,
            called_areas[place.area],
            open_at(place.opening_hours, now, pauses.get(place.pk, ())),
            theirs(way, reads, place, wants.get(place.pk, [])),
        )
        for place in some
    ]
    stops.sort(key=lambda stop: (not stop.urgent, not stop.wants, stop.place.key))
    return List(stops, total, sum(stop.urgent for stop in stops), sum(bool(stop.wants) for stop in stops))


def theirs(way: Round, reads: list[Range], place: Any, wants: list[Want]) -> list[Want]:
    """Return what of a place's wants is a reader's: who keeps it and no more does not inspect it."""
    if covers(reads, place.area):
        return wants
    shut = {deed.name for deed in way.deeds if not deed.keepers}
    return [want for want in wants if want.deed not in shut]


def wants_of(
    way: Round, places: list[int], orders: Iterable[WorkOrder], now: datetime
) -> dict[int, list[Want]]:
    """Return what places want: what the programme knows and the work open there, late things first."""
    found = {place: list(wants) for place, wants in way.wants(places, localdate(now)).items()}
    for order in orders:
        late = order.overdue(now)
        said = Words(order.type.matters[order.matter].zh, order.type.matters[order.matter].en)
        state = called(order.type.states[order.state])
        words = Words(f"{said.zh}（{state}）", f"{said.en} ({state})")
        until = order.due.date() if order.due else None
        found.setdefault(order.about or 0, []).append(Want(words, late, until, "repair"))
    return {place: sorted(wants, key=lambda want: not want.urgent) for place, wants in found.items()}


def open_work(way: Round, places: list[int]) -> "QuerySet[WorkOrder]":
    """Return the open orders of a round's kind of work about some places, the first due first."""
    standing = WorkOrder.objects.filter(kind=way.work, withdrawn=False, ended_on=None)
    if not way.work:
        return standing.none()
    return standing.filter(about_kind=way.record.record_kind, about__in=places).order_by("due_at", "pk")
