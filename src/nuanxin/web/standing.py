"""Places in use 在用场所: those of a register on a day within somebody's areas, as lists go by them."""

from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access.keeping import seen_or_kept
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.places.finding import Standing
from nuanxin.kernel.places.models import Located

MOST = 400
"""So many places are gone through for one list; where there are more, one narrows by words or a town."""


class OfPlaces(Protocol):
    """What is declared over the places of a register."""

    @property
    def record(self) -> type[Located]:
        """The register."""

    @property
    def standing(self) -> Standing:
        """Which of its places are in use on a day."""


def places_of(way: OfPlaces, actor: Actor, day: date, words: str = "") -> "QuerySet[Located]":
    """Return the places in use on a day somebody reads or keeps; number, name or address holds each word."""
    found = seen_or_kept(actor, way.record._default_manager.filter(way.standing(day), withdrawn=False))
    for word in words.split():
        found = found.filter(Q(key__icontains=word) | Q(name__icontains=word) | Q(address__icontains=word))
    return found


def place_of(way: OfPlaces, actor: Actor, key: str) -> Located:
    """Return a place in use today; one outside somebody's areas is not found."""
    found = places_of(way, actor, localdate()).filter(key=key).first()
    if found is None:
        raise Http404(_("No place of this number is in use in your areas."))
    return found
