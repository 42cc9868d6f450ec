"""Where people go."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db import models

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.places.hours import Week, parse_hours
from nuanxin.kernel.places.pauses import Paused
from nuanxin.plain.coordinates import SYSTEMS


class Located(Record):
    """A record with a point and opening hours, where they are known.

    ``longitude`` and ``latitude`` are WGS-84 degrees, both blank where nobody knows the point;
    ``crs_entered`` is the system they were given in. ``opening_hours`` is the canonical weekly text
    of ``places.hours``, blank where unknown.
    """

    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    crs_entered = models.CharField(max_length=5, choices=[(crs, crs) for crs in SYSTEMS], default="wgs84")
    opening_hours = models.CharField(max_length=240, blank=True)

    known_pauses: tuple[Paused, ...] | None = None
    """The announced days it is shut, where whoever read it read them too."""
    known_orders: Sequence[Any] | None = None
    """The work orders about it that are not over, where whoever read it read them too."""

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(longitude=None, latitude=None)
                | models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90)),
                name="%(class)s_on_the_globe_or_nowhere",
            ),
            models.CheckConstraint(condition=models.Q(crs_entered__in=SYSTEMS), name="%(class)s_known_crs"),
        ]

    @property
    def week(self) -> Week | None:
        """Its hours; None where nobody knows them."""
        return parse_hours(self.opening_hours) if self.opening_hours else None


class Place(Located):
    """A place 场所: a name, an address, a point and opening hours. It counts nothing by itself."""

    record_kind = 2

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=240, blank=True)

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    def postings(self) -> Iterable[Posting]:
        """Post nothing: what happens at a place is counted by the programmes."""
        return ()


class Pause(Record):
    """Days on which a place announced that it will not open; a programme says of which kind of place.

    ``of`` is the field that names the place. ``until`` is the last day, empty until further notice;
    ``announced_on`` the day it was told, empty where nobody knows.
    """

    of: ClassVar[str]

    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=20, help_text="a code of places.pauses.REASONS")
    announced_on = models.DateField(null=True)

    class Meta:
        abstract = True
        indexes: ClassVar = [models.Index("act", name="%(app_label)s_%(class)s_by_act")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="%(class)s_ends_after_it_began",
            )
        ]

    @property
    def paused(self) -> Paused:
        """Its days and reason."""
        return Paused(self.since, self.until, self.reason)

    def postings(self) -> Iterable[Posting]:
        """Post nothing: a place that pauses stays on the register."""
        return ()


class Photo(models.Model):
    """A photo of a place 照片, one a place, shown to everybody: small, without traces, never asked for.

    ``about_kind`` and ``about`` are the kind and number of the place's record; ``act`` put it up.
    """

    about_kind = models.PositiveIntegerField()
    about = models.BigIntegerField()
    content = models.BinaryField(help_text="a JPEG")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("about_kind", "about", name="places_one_photo")]

    def __str__(self) -> str:
        """Return what it shows, as its record is numbered."""
        return f"{self.about_kind}:{self.about}"
