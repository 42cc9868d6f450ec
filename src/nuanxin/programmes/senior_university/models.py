"""What the senior university keeps: teaching points 教学点 and the courses given at them."""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.plain.words import Words

POINTS = Measure(
    701,
    "seniors.points",
    "老年大学教学点",
    "senior university teaching points",
    "piece",
    Words(
        "嵌入村、社区公共场所的教学点，启用当日记一个，停用当日减一个。",
        "A teaching point placed inside a village or community facility: one on the day it opens, "
        "minus one on the day it closes.",
    ),
)
COURSES = Measure(
    702,
    "seniors.courses",
    "老年大学课程",
    "senior university courses",
    "piece",
    Words(
        "开课当日记一门；同一门课在另一教学点或另一学期另记。",
        "One on the day of its first class; another point or another term counts again.",
    ),
)
ENROLMENTS = Measure(
    703,
    "seniors.enrolments",
    "老年大学报名人次",
    "senior university enrolments",
    "person_time",
    Words(
        "按开课时各班实有学员数记，开课当日入账；一人报两门记两人次。",
        "Learners in the class when it starts, on the day of its first class; "
        "one person in two courses counts twice.",
    ),
)
MEASURES = (POINTS, COURSES, ENROLMENTS)


class TeachingPoint(Record):
    """A teaching point 教学点 inside a service centre, a practice centre or the like."""

    record_kind = 701

    name = models.CharField(max_length=80)
    host = models.CharField(max_length=80)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="seniors_point_closes_after_opening",
                condition=Q(closed_on__gte=F("opened_on")),
            ),
        )

    def postings(self) -> Iterator[Posting]:
        """One when it opens, minus one when it closes."""
        point = surrogate("senior_university.point", str(self.area), self.name)
        yield posting(POINTS, area=self.area, on=self.opened_on, subject=point)
        if self.closed_on:
            yield posting(POINTS, area=self.area, on=self.closed_on, quantity=-1, subject=point)


EMPTY = Q(learners=0)
"""Courses without learners."""


class Course(Record):
    """A course 课程 of one term at one teaching point, with the learners it began with."""

    record_kind = 702

    name = models.CharField(max_length=80)
    point = models.CharField(max_length=80)
    term = models.CharField(max_length=20)
    form = models.CharField(max_length=10)
    started_on = models.DateField()
    learners = models.PositiveIntegerField()

    class Meta:
        indexes = (waiting("seniors_course_empty", EMPTY, "started_on"),)

    def postings(self) -> Iterator[Posting]:
        """The course and its learners, both on the day of the first class."""
        point = surrogate("senior_university.point", str(self.area), self.point)
        yield posting(COURSES, area=self.area, on=self.started_on, subject=point)
        yield posting(ENROLMENTS, area=self.area, on=self.started_on, quantity=self.learners, subject=point)
