"""Facts of the stations: the register, what happens there, rooms on offer, and what plans are made from."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.places.models import Located, Pause
from nuanxin.programmes.stations.measures import (
    ATTENDED,
    EVENTS,
    FOUND_OPEN,
    INSPECTED,
    OFFERED,
    OPEN,
    STARRED,
    TRIED,
    VISITS,
)

UNVISITED = Q(visited_on=None, taken_on=None, declined_on=None)
"""Rooms on offer that nobody has visited."""
UNDECIDED = Q(visited_on__isnull=False, taken_on=None, declined_on=None)
"""Rooms on offer that were visited and neither taken nor declined."""
DECLINED = Q(declined_on__isnull=False)
"""Rooms on offer that were declined."""
UNPASSED = Q(decided_by__isnull=False, passed_by=None)
"""Grades somebody decided and nobody has passed."""
UNADDRESSED = Q(address="", closed_on=None)
"""Stations in use without an address."""
NOWHERE = Q(longitude=None, ended_on=None)
"""Demand that holds and has no point."""


class Station(Located):
    """A warm station, known by its number on the register; ``closed_on`` empty while it is in use.

    ``keeper`` is the organisation that keeps it open; what it has is None where nobody said.
    ``mongolian_name`` is its name in Mongolian as a translator gave it, never made from the Chinese one.
    """

    record_kind = 201
    kept_by = "keeper"

    name = models.CharField(max_length=80)
    mongolian_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=120)
    keeper = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    seats = models.PositiveIntegerField(null=True)
    water = models.BooleanField(null=True)
    charging = models.BooleanField(null=True)
    microwave = models.BooleanField(null=True)
    toilet = models.BooleanField(null=True)
    medicine = models.BooleanField(null=True)
    heating = models.BooleanField(null=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [
            waiting("stations_unaddressed", UNADDRESSED, "opened_on"),
            models.Index("act", name="stations_by_act"),
        ]
        constraints: ClassVar = [
            *Located.Meta.constraints,
            models.CheckConstraint(
                name="stations_close_after_opening", condition=Q(closed_on__gte=F("opened_on"))
            ),
        ]

    def __str__(self) -> str:
        """Return its number and name."""
        return f"{self.key} {self.name}".strip()

    def postings(self) -> Iterator[Posting]:
        """Plus one on opening, minus one on withdrawal."""
        who = surrogate("station", self.key)
        yield posting(OPEN, area=self.area, on=self.opened_on, subject=who)
        if self.closed_on:
            yield posting(OPEN, area=self.area, on=self.closed_on, quantity=-1, subject=who)


def _station_of(record: Record) -> int:
    """Return the ledger's id of the station a record's key begins with."""
    return surrogate("station", record.key.partition("|")[0])


class StationPause(Pause):
    """Days on which a station does not open, announced beforehand: it stays on the register all the while."""

    record_kind = 211
    of = "station"

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")


class Visits(Record):
    """The stays at a station on a day, typed by its keeper or counted at the door; nobody is named."""

    record_kind = 202

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    on = models.DateField()
    stays = models.PositiveIntegerField()
    counted = models.CharField(max_length=10, blank=True)

    def postings(self) -> Iterator[Posting]:
        """The stays, on their day."""
        if self.stays:
            who = _station_of(self)
            yield posting(VISITS, area=self.area, on=self.on, quantity=self.stays, subject=who)


class ServiceEvent(Record):
    """Something held at a station: a talk, a free clinic, legal aid, a course.

    ``session`` is which of its kind it is that day there, from one: two talks in a day are two events.
    """

    record_kind = 203

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20, blank=True)
    session = models.PositiveSmallIntegerField(default=1)
    attended = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="stations_sessions_from_one", condition=Q(session__gte=1))
        ]

    def postings(self) -> Iterator[Posting]:
        """One event, and the person-times that attended."""
        who = _station_of(self)
        yield posting(EVENTS, area=self.area, on=self.on, subject=who)
        if self.attended:
            yield posting(ATTENDED, area=self.area, on=self.on, quantity=self.attended, subject=who)


class Equipment(Record):
    """A kind of thing a station has: when it expires and when somebody last looked at it."""

    record_kind = 204

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    item = models.CharField(max_length=20)
    pieces = models.PositiveIntegerField(null=True)
    expires_on = models.DateField(null=True)
    inspected_on = models.DateField(null=True)

    def postings(self) -> Iterable[Posting]:
        """Post nothing: what a station has is not counted."""
        return ()


class Inspection(Record):
    """A look at a station by its checklist of that day: an old score keeps the list it was made by.

    ``met`` are the numbers of the items found in order, ``checklist`` the day that list began;
    ``found_open`` whether the door was open at an hour it was promised, None where it was not tried.
    """

    record_kind = 205
    ends = "on"

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    on = models.DateField()
    inspector = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    checklist = models.DateField()
    met = models.CharField(max_length=120, blank=True)
    found_open = models.BooleanField(null=True)

    @property
    def items_met(self) -> list[int]:
        """The numbers of the items found in order."""
        return [int(number) for number in self.met.split(",") if number]

    def postings(self) -> Iterator[Posting]:
        """One inspection; where the door was tried, one try, and one success."""
        who = _station_of(self)
        yield posting(INSPECTED, area=self.area, on=self.on, subject=who)
        if self.found_open is not None:
            yield posting(TRIED, area=self.area, on=self.on, subject=who)
        if self.found_open:
            yield posting(FOUND_OPEN, area=self.area, on=self.on, subject=who)


class ChecklistItem(Record):
    """A line of a version of the checklist, which begins on a day; by default the five haves 五有.

    ``repair`` is the matter of the repair that a lack of it asks for; blank is the general one.
    """

    record_kind = 206

    since = models.DateField()
    number = models.PositiveSmallIntegerField()
    says = models.CharField(max_length=80)
    says_en = models.CharField(max_length=120, blank=True)
    repair = models.CharField(max_length=20, blank=True)

    def postings(self) -> Iterable[Posting]:
        """Post nothing."""
        return ()


class Grade(Record):
    """Stars given to a station from a day, decided by one and passed by another; none is an exit.

    ``until`` is the day the next grade begins.
    """

    record_kind = 207
    ends = "on"

    station = models.ForeignKey(Station, models.PROTECT, related_name="+")
    on = models.DateField()
    until = models.DateField(null=True)
    stars = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=240)
    decided_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", db_index=False)
    passed_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [waiting("stations_grade_unpassed", UNPASSED, "on")]
        constraints: ClassVar = [
            models.CheckConstraint(name="stations_have_up_to_five_stars", condition=Q(stars__lte=5))
        ]

    @property
    def passed(self) -> bool:
        """Whether somebody else than who decided has passed it."""
        return None not in (self.decided_by_id, self.passed_by_id) and self.decided_by_id != self.passed_by_id

    def postings(self) -> Iterator[Posting]:
        """Plus one among the stations of so many stars, minus one when the next grade begins."""
        if self.passed and self.stars:
            who = _station_of(self)
            yield posting(STARRED[self.stars - 1], area=self.area, on=self.on, subject=who)
            if self.until:
                yield posting(
                    STARRED[self.stars - 1], area=self.area, on=self.until, quantity=-1, subject=who
                )


class Offer(Located):
    """A room somebody offers for a station, until it is taken or declined; ``seats`` is how many fit in."""

    record_kind = 208

    name = models.CharField(max_length=80)
    offered_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=120, blank=True)
    floor_m2 = models.PositiveIntegerField(null=True)
    seats = models.PositiveIntegerField(null=True)
    street_front = models.BooleanField(null=True)
    cost_fen = models.BigIntegerField(null=True)
    offered_on = models.DateField()
    visited_on = models.DateField(null=True)
    taken_on = models.DateField(null=True)
    declined_on = models.DateField(null=True)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes: ClassVar = [
            waiting("stations_offer_unvisited", UNVISITED, "offered_on"),
            waiting("stations_offer_undecided", UNDECIDED, "visited_on"),
        ]
        constraints: ClassVar = [
            *Located.Meta.constraints,
            models.CheckConstraint(
                name="stations_offer_taken_or_declined", condition=Q(taken_on=None) | Q(declined_on=None)
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    def postings(self) -> Iterator[Posting]:
        """One room on offer from its day, until it is taken or declined."""
        who = surrogate("offer", self.key)
        yield posting(OFFERED, area=self.area, on=self.offered_on, subject=who)
        if over := self.taken_on or self.declined_on:
            yield posting(OFFERED, area=self.area, on=over, quantity=-1, subject=who)


class Demand(Located):
    """Where people work outdoors and would come in: a hot spot, a stretch of road, or who lives somewhere.

    ``to_longitude`` and ``to_latitude`` are the other end of a road, ``via`` the points between
    (``107.39 40.75;107.40 40.76``), all WGS-84. ``morning`` to ``night`` are person-times a day in each
    band of hours; nobody is named or counted one by one. ``ended_on`` is the day it stopped to hold.
    """

    record_kind = 209

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    to_longitude = models.FloatField(null=True)
    to_latitude = models.FloatField(null=True)
    via = models.TextField(blank=True)
    morning = models.PositiveIntegerField(null=True)
    noon = models.PositiveIntegerField(null=True)
    evening = models.PositiveIntegerField(null=True)
    night = models.PositiveIntegerField(null=True)
    surveyed_on = models.DateField()
    ended_on = models.DateField(null=True)
    origin = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes: ClassVar = [waiting("stations_demand_nowhere", NOWHERE, "surveyed_on")]
        constraints: ClassVar = [*Located.Meta.constraints]

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    def postings(self) -> Iterable[Posting]:
        """Post nothing: demand is counted where it is held against what serves it (readings of plans)."""
        return ()


class Candidate(Located):
    """A place where a station could be, not offered yet: a public building, or one a plan found.

    ``seats`` is how many fit in, where somebody said.
    """

    record_kind = 210

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=120, blank=True)
    floor_m2 = models.PositiveIntegerField(null=True)
    seats = models.PositiveIntegerField(null=True)
    cost_fen = models.BigIntegerField(null=True)
    looked_at_on = models.DateField()
    ended_on = models.DateField(null=True)

    def __str__(self) -> str:
        """Return its name."""
        return self.name

    def postings(self) -> Iterable[Posting]:
        """Post nothing: a possibility is not counted."""
        return ()
