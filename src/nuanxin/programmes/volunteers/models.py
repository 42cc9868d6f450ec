"""Facts of the volunteers: teams, members by number, part-time grid officers, activities."""

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

TEAMS = Measure(
    301,
    "volunteers.teams",
    "志愿服务队",
    "volunteer teams",
    "piece",
    Words(
        "一支志愿服务队：成立之日加一，解散之日减一。",
        "One volunteer team: plus one the day it is formed, minus one the day it is dissolved.",
    ),
)
MEMBERS = Measure(
    302,
    "volunteers.members",
    "志愿者",
    "volunteers",
    "person",
    Words(
        "一名志愿者在队：加入之日加一，退出之日减一；只记志愿者编号，不记姓名。",
        "One volunteer in a team: plus one on joining, minus one on leaving; numbers only, no names.",
    ),
)
OFFICERS = Measure(
    303,
    "volunteers.part_time_officers",
    "兼职网格员",
    "part-time grid officers",
    "person",
    Words(
        "一名快递员或外卖员兼任网格员：起任之日加一，卸任或退队之日减一；其他职业的不计。",
        "One courier or rider serving as a part-time grid officer: plus one from the day of appointment, "
        "minus one on stepping down or leaving; other trades do not count.",
    ),
)
ACTIVITIES = Measure(
    304,
    "volunteers.activities",
    "志愿活动",
    "activities held",
    "event",
    Words(
        "办成的一场志愿活动，计入举办当日；取消的不计。",
        "One activity held, on its day; cancelled ones do not count.",
    ),
)
SERVED = Measure(
    305,
    "volunteers.people_served",
    "服务群众",
    "people served",
    "person_time",
    Words(
        "办成的活动所服务的人次，同一人多次接受服务计多次。",
        "Person-times served by activities held; one person served twice counts twice.",
    ),
)
OFFICER_TRADES = ("courier", "rider")
"""Trades whose members count as part-time grid officers of this programme."""


class Team(Record):
    """A volunteer team; ``dissolved_on`` empty while it stands."""

    record_kind = 301

    team = models.ForeignKey(Party, models.PROTECT, related_name="+")
    formed_on = models.DateField()
    dissolved_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="volunteers_team_dissolved_after_formed", condition=Q(dissolved_on__gte=F("formed_on"))
            )
        ]

    def postings(self) -> Iterator[Posting]:
        """Plus one when formed, minus one when dissolved."""
        for on, sign in _turns(self.formed_on, self.dissolved_on):
            yield posting(TEAMS, area=self.area, on=on, quantity=sign, subject=self.team_id)


class Member(Record):
    """A volunteer, known by number only, in a team; perhaps a part-time grid officer for a time."""

    record_kind = 302
    ends = "left_on"

    person = models.ForeignKey(Party, models.PROTECT, related_name="+")
    team = models.ForeignKey(Party, models.PROTECT, related_name="+")
    trade = models.CharField(max_length=20)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    officer_from = models.DateField(null=True)
    officer_until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="volunteers_member_left_after_joined", condition=Q(left_on__gte=F("joined_on"))
            ),
            models.CheckConstraint(
                name="volunteers_officer_ends_after_start", condition=Q(officer_until__gte=F("officer_from"))
            ),
        ]

    @property
    def officer_ended_on(self) -> date | None:
        """The day service as an officer ended: on stepping down or on leaving, whichever came first."""
        return min(filter(None, (self.officer_until, self.left_on)), default=None)

    def postings(self) -> Iterator[Posting]:
        """Membership in and out; and, for couriers and riders, service as an officer in and out."""
        who, team = self.person_id, self.team_id
        for on, sign in _turns(self.joined_on, self.left_on):
            yield posting(MEMBERS, area=self.area, on=on, quantity=sign, subject=who, counterpart=team)
        if self.officer_from and self.trade in OFFICER_TRADES:
            for on, sign in _turns(self.officer_from, self.officer_ended_on):
                yield posting(OFFICERS, area=self.area, on=on, quantity=sign, subject=who, counterpart=team)


UNHELD = Q(held=False)
"""Activities on the list that were not held."""


class Activity(Record):
    """An activity of a team, by its number."""

    record_kind = 303

    team = models.ForeignKey(Party, models.PROTECT, related_name="+")
    theme = models.CharField(max_length=80)
    held_on = models.DateField()
    held = models.BooleanField()
    volunteers = models.PositiveIntegerField()
    people_served = models.PositiveIntegerField()

    class Meta:
        indexes = (waiting("volunteers_unheld", UNHELD, "held_on"),)

    def postings(self) -> Iterator[Posting]:
        """One activity and its person-times, once it has been held."""
        if self.held:
            yield posting(ACTIVITIES, area=self.area, on=self.held_on, subject=self.team_id)
        if self.held and self.people_served:
            yield posting(
                SERVED, area=self.area, on=self.held_on, quantity=self.people_served, subject=self.team_id
            )


def _turns(first: date, last: date | None) -> list[tuple[date, int]]:
    """Return the days on which something begins and, if it does, ends, each with its sign."""
    return [(first, 1), *([(last, -1)] if last else [])]
