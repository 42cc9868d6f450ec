"""What industrial tourism keeps: the day log 接待日志 of a site and the attractions 景点 inside it."""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.plain.words import Words

VISITS = Measure(
    901,
    "tourism.visits",
    "接待游客",
    "visits",
    "person_time",
    Words(
        "一个接待点一个开放日接待的人次，一点一日一笔；闭园日没有这一笔。",
        "Visits to one site on one open day, one line a site and day; a closed day has no line.",
    ),
)
ATTRACTIONS = Measure(
    902,
    "tourism.attractions",
    "工业旅游景点",
    "attractions",
    "piece",
    Words(
        "工业旅游区内对游客开放的景点，开放当日加一，关闭当日减一。",
        "An attraction of an industrial site: plus one on its first day, minus one when it closes.",
    ),
)
MEASURES = (VISITS, ATTRACTIONS)

NO_VISITORS = Q(opened=True, visitors=0)
"""Open days without a visitor."""


class VisitDay(Record):
    """One day of one site's log: whether it was open, and how many came."""

    record_kind = 901

    site = models.CharField(max_length=80)
    day = models.DateField()
    opened = models.BooleanField()
    visitors = models.PositiveIntegerField()
    in_groups = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = (waiting("tourism_no_visitors", NO_VISITORS, "day"),)
        constraints = (
            models.CheckConstraint(
                name="tourism_no_visitors_when_closed",
                condition=Q(opened=True) | Q(visitors=0),
            ),
        )

    def postings(self) -> Iterator[Posting]:
        """The day's visitors, where the site was open; a closed day posts nothing."""
        if self.opened:
            site = surrogate("industrial_tourism.site", self.area, self.site)
            yield posting(VISITS, area=self.area, on=self.day, quantity=self.visitors, subject=site)


class Attraction(Record):
    """An attraction inside a site: an experience hall, a glass corridor along a line, a platform."""

    record_kind = 902

    site = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="tourism_attraction_closes_after_opening",
                condition=Q(closed_on__gte=F("opened_on")),
            ),
        )

    def postings(self) -> Iterator[Posting]:
        """One when it opens, minus one when it closes."""
        spot = surrogate("industrial_tourism.attraction", self.key)
        yield posting(ATTRACTIONS, area=self.area, on=self.opened_on, subject=spot)
        if self.closed_on:
            yield posting(ATTRACTIONS, area=self.area, on=self.closed_on, quantity=-1, subject=spot)
