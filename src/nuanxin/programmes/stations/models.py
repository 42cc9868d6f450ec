"""Facts of the stations: the register of service points, when each opened and when it was withdrawn."""

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.plain.words import Words

OPEN = Measure(
    201,
    "stations.open",
    "在用服务网点",
    "service points in use",
    "piece",
    Words(
        "一个暖心驿站等服务网点：启用之日加一，撤销之日减一。",
        "One warm station or like service point: plus one on opening, minus one on withdrawal.",
    ),
)

UNADDRESSED = Q(address="", closed_on=None)
"""Stations in use without an address."""


class Station(Record):
    """A warm station, known by its number on the register; ``closed_on`` empty while it is in use."""

    record_kind = 201

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    address = models.CharField(max_length=120)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [waiting("stations_unaddressed", UNADDRESSED, "opened_on")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="stations_close_after_opening", condition=Q(closed_on__gte=F("opened_on"))
            )
        ]

    def postings(self) -> Iterator[Posting]:
        """Plus one on opening, minus one on withdrawal."""
        who = surrogate("station", self.key)
        yield posting(OPEN, area=self.area, on=self.opened_on, subject=who)
        if self.closed_on:
            yield posting(OPEN, area=self.area, on=self.closed_on, quantity=-1, subject=who)
