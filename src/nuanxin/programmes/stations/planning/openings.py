"""Openings 筹建: places that plans taken earlier have made stations of, as their work orders stand."""

from dataclasses import dataclass

from nuanxin.kernel.areas.tree import span
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.work import STATION_OPENING

OPENED, DROPPED = "opened", "dropped"


@dataclass(frozen=True, slots=True)
class Openings:
    """Places by the numbers of their records: ``coming`` are being fitted out, ``done`` may open already.

    Those that may open stand on the register of stations, or soon will.
    """

    coming: tuple[Offer | Candidate, ...]
    done: frozenset[tuple[int, int]]

    def has(self, place: Offer | Candidate) -> bool:
        """Return whether a place is a station already, or is becoming one."""
        return (place.record_kind, place.pk) in self.done or place in self.coming


def openings_of(area: int) -> Openings:
    """Return the openings of an area."""
    orders = WorkOrder.objects.filter(kind=STATION_OPENING.name, area__range=span(area), withdrawn=False)
    about = list(orders.exclude(state=DROPPED).values_list("about_kind", "about", "state"))
    done = frozenset((kind or 0, number or 0) for kind, number, state in about if state == OPENED)
    still = [(kind, number or 0) for kind, number, state in about if state != OPENED]
    coming: list[Offer | Candidate] = []
    for model in (Offer, Candidate):
        mine = [number for kind, number in still if kind == model.record_kind]
        found = model.objects.filter(pk__in=mine, withdrawn=False) if mine else model.objects.none()
        coming += found.order_by("key")
    return Openings(tuple(coming), done)
