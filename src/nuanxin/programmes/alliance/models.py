"""Facts of the alliance: a service to a firm, a pairing with a village, a pairing with a household."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.words import Words

SERVICES = Measure(
    101,
    "alliance.services",
    "企业服务",
    "services to firms",
    "event",
    Words(
        "联盟为一家企业办结的一次服务，计入服务当日；未办结的不计。",
        "One service settled for one firm, on the day it was given; unsettled ones do not count.",
    ),
)
PAIRINGS = Measure(
    102,
    "alliance.pairings",
    "村企结对",
    "pairings of a firm with a village",
    "piece",
    Words(
        "一家企业与一个村结对：结对之日加一，解除之日减一。",
        "One firm paired with one village: plus one the day it begins, minus one the day it ends.",
    ),
)
HOUSEHOLDS = Measure(
    103,
    "alliance.households",
    "帮扶结对户",
    "households paired with a helper",
    "household",
    Words(
        "一户城镇困难家庭与帮扶人结对：结对之日加一，结束之日减一；只记户号，不记姓名。",
        "One needy urban household paired with a helper: plus one at the start, minus one at the end.",
    ),
)
PERSONS = Measure(
    104,
    "alliance.persons",
    "帮扶结对人数",
    "persons in paired households",
    "person",
    Words(
        "结对帮扶家庭的人口数，随该户结对加减。",
        "The persons living in a paired household, added and taken off with the pairing.",
    ),
)

UNSETTLED = Q(settled=False)
"""Services to firms not settled yet."""


class Service(Record):
    """One service given to one firm on one day."""

    record_kind = 101

    firm = models.ForeignKey(Party, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    way = models.CharField(max_length=20)
    served_on = models.DateField()
    settled = models.BooleanField()

    class Meta:
        indexes = (waiting("alliance_unsettled", UNSETTLED, "served_on"),)

    def postings(self) -> Iterator[Posting]:
        """One service, once it is settled."""
        if self.settled:
            yield posting(SERVICES, area=self.area, on=self.served_on, subject=self.firm_id)


class Pairing(Record):
    """A firm paired with a village; ``area`` is the village, ``ended_on`` empty while it lasts."""

    record_kind = 102

    firm = models.ForeignKey(Party, models.PROTECT, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="alliance_pairing_ends_after_start", condition=Q(ended_on__gte=F("started_on"))
            )
        ]

    def postings(self) -> Iterator[Posting]:
        """Plus one at the start, minus one at the end; the village is the counterpart."""
        for on, sign in _turns(self.started_on, self.ended_on):
            yield posting(
                PAIRINGS, area=self.area, on=on, quantity=sign, subject=self.firm_id, counterpart=self.area
            )


class HouseholdPairing(Record):
    """A needy household, known by its number only, paired with a helping organisation."""

    record_kind = 103
    ends = "ended_on"

    household = models.ForeignKey(Party, models.PROTECT, related_name="+")
    helper = models.ForeignKey(Party, models.PROTECT, related_name="+")
    persons = models.PositiveSmallIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="alliance_household_has_persons", condition=Q(persons__gt=0)),
            models.CheckConstraint(
                name="alliance_household_ends_after_start", condition=Q(ended_on__gte=F("started_on"))
            ),
        ]

    def postings(self) -> Iterator[Posting]:
        """The household and its persons, in at the start and out at the end."""
        who = self.household_id
        for on, sign in _turns(self.started_on, self.ended_on):
            yield posting(HOUSEHOLDS, area=self.area, on=on, quantity=sign, subject=who)
            yield posting(PERSONS, area=self.area, on=on, quantity=sign * self.persons, subject=who)


def _turns(started_on: date, ended_on: date | None) -> list[tuple[date, int]]:
    """Return the days on which a pairing begins and, if it does, ends, each with its sign."""
    return [(started_on, 1), *([(ended_on, -1)] if ended_on else [])]
