"""Where people go."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.records import Record
from nuanxin.plain.coordinates import SYSTEMS


class Place(Record):
    """A place 场所: a name, an address, a point and opening hours. It counts nothing by itself.

    ``longitude`` and ``latitude`` are WGS-84 degrees, both blank where nobody knows the point;
    ``crs_entered`` is the system they were given in. ``opening_hours`` is the canonical weekly text
    of ``places.hours``, blank where unknown.
    """

    record_kind = 2

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=240, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    crs_entered = models.CharField(max_length=5, choices=[(crs, crs) for crs in SYSTEMS], default="wgs84")
    opening_hours = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(longitude=None, latitude=None)
                | models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="place_on_the_globe_or_nowhere",
            ),
            models.CheckConstraint(condition=models.Q(crs_entered__in=SYSTEMS), name="known_crs"),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    def postings(self) -> Iterable[Posting]:
        """Post nothing: what happens at a place is counted by the programmes."""
        return ()
