"""Facts of the study tours: a tour, and a pupil on it, known by number only."""

from collections.abc import Iterator
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.words import Words

DAYS = Measure(
    601,
    "study.days",
    "研学天数",
    "days of study tours",
    "day",
    Words(
        "一个研学团在外的一天，首尾两天都计，逐日入账。",
        "One day of one tour, first and last included, each on its own day.",
    ),
)
STUDENTS = Measure(
    602,
    "study.students",
    "参加研学学生",
    "pupils on study tours",
    "person",
    Words(
        "一名经监护人同意、实际参加的学生，计入出发当日；只记编号，不记姓名。",
        "One pupil who took part with a guardian's consent, on the day of departure; numbers only, no names.",
    ),
)


class Tour(Record):
    """A study tour; ``area`` is the county that sends it, both days are days of the tour."""

    record_kind = 601

    name = models.CharField(max_length=80)
    host = models.CharField(max_length=120)
    destination = models.CharField(max_length=80)
    departed_on = models.DateField()
    returned_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="study_tours_return_after_departure", condition=Q(returned_on__gte=F("departed_on"))
            )
        ]

    def postings(self) -> Iterator[Posting]:
        """One line for every day of the tour."""
        who = surrogate("study_tour", self.key)
        for number in range((self.returned_on - self.departed_on).days + 1):
            day = self.departed_on + timedelta(days=number)
            yield posting(DAYS, area=self.area, on=day, subject=who)


UNCONSENTED = Q(present=True, consented=False)
"""Pupils who went without a guardian's consent."""


class Pupil(Record):
    """A pupil on the roster of a tour, with the guardian's consent and whether he or she went."""

    record_kind = 602
    ends = "departed_on"
    names_kept = "privacy.pupils_kept"

    person = models.ForeignKey(Party, models.PROTECT, related_name="+")
    tour = models.CharField(max_length=40)
    school = models.CharField(max_length=80)
    departed_on = models.DateField()
    consented = models.BooleanField()
    present = models.BooleanField()

    class Meta:
        indexes = (waiting("study_tours_unconsented", UNCONSENTED, "departed_on"),)

    def postings(self) -> Iterator[Posting]:
        """The pupil, if a guardian consented and the pupil went."""
        if self.consented and self.present:
            tour = surrogate("study_tour", self.tour)
            yield posting(
                STUDENTS, area=self.area, on=self.departed_on, subject=self.person_id, counterpart=tour
            )
