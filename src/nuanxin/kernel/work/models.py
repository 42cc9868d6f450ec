"""Work orders, and the steps that each of them took."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.parties.models import Party, fresh_id
from nuanxin.kernel.privacy.declare import DUTY, Personal, declare
from nuanxin.kernel.privacy.fields import SealedField
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.work.declare import Move, WorkType, work_type
from nuanxin.plain.words import Words

PROOF = declare(
    Personal(
        "work.proof",
        "工单凭据（照片或文件）",
        "photos and files handed in with work orders",
        kind="file",
        purpose=Words(
            "查看事情是否办好；不是必交。", "To see whether the work is done; nobody has to hand one in."
        ),
        basis=DUTY,
        kept="privacy.proofs_kept",
        since=Words("工单办结之日", "the day the order ended"),
        seen_by=("clerk", "reviewer"),
    )
)
"""A photo may show a person."""


class WorkOrder(Record):
    """A work order 工单: one thing to be done about a record, until a state nothing leads out of.

    ``kind`` is its work type, ``about_kind`` and ``about`` the record it is about; ``reached_on`` says for
    each state the day it was last reached and not undone (``open=2026-05-01 given=2026-05-02``);
    ``said_by`` how many have said the same. ``due_at`` and ``stopped_at`` (microseconds since 1970, UTC)
    are when its time is over and when the work was done; ``due_certain`` is false where a year on the
    way had no holidays announced. ``given_to`` is
    who is to do it.
    """

    record_kind = 3

    kind = models.CharField(max_length=40)
    matter = models.CharField(max_length=40)
    grade = models.CharField(max_length=20, blank=True)
    about_kind = models.IntegerField(null=True)
    about = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20)
    opened_on = models.DateField()
    due_at = models.BigIntegerField(null=True)
    stopped_at = models.BigIntegerField(null=True)
    due_certain = models.BooleanField(default=True)
    ended_on = models.DateField(null=True)
    reached_on = models.CharField(max_length=400, blank=True)
    said_by = models.PositiveIntegerField(default=1)
    given_to = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index("about_kind", "about", name="work_about"),
            models.Index(
                "kind", "area", "due_at", name="work_open", condition=models.Q(ended_on=None, withdrawn=False)
            ),
            models.Index("given_to", name="work_given_to", condition=models.Q(ended_on=None)),
        ]

    def __str__(self) -> str:
        """Return its number."""
        return self.key

    @property
    def type(self) -> WorkType:
        """Its work type."""
        return work_type(self.kind)

    @property
    def serial(self) -> str:
        """Its number among those of its kind, as people say it."""
        return self.key.removeprefix(f"{self.kind}-")

    def last_doer(self, move: str) -> int | None:
        """Return who last made a move of it; None where nobody did, or nobody one could ask."""
        return self.steps.filter(move=move).order_by("-number").values_list("by", flat=True).first()

    def said_by_others(self, party: int | None) -> bool:
        """Return whether somebody else, or somebody unknown, has said the same again."""
        again = self.steps.filter(move="also")
        return bool(again.exclude(by=party).exists() or again.filter(by=None).exists())

    def before(self, move: str) -> str:
        """Return the state it had before a move was last made."""
        last = self.steps.filter(move=move).order_by("-number").values("number")[:1]
        return self.steps.filter(number__lt=last).order_by("-number").values_list("state", flat=True)[0]

    @property
    def reached(self) -> dict[str, date]:
        """The day each state was last reached, those left out that were undone."""
        days = (part.split("=") for part in self.reached_on.split())
        return {state: date.fromisoformat(day) for state, day in days}

    @reached.setter
    def reached(self, days: Mapping[str, date]) -> None:
        self.reached_on = " ".join(f"{state}={day}" for state, day in days.items())

    @property
    def due(self) -> datetime | None:
        """The moment it is due, as the clock shows here; None while none runs."""
        return _moment(self.due_at)

    def overdue(self, now: datetime) -> bool:
        """Whether at a moment its time was over and the work not done."""
        done = _moment(self.stopped_at)
        return self.due is not None and self.due < now and (done is None or now < done)

    def concerns(self) -> tuple[int, int] | None:
        """Return kind and number of the record it is about."""
        return None if self.about_kind is None or self.about is None else (self.about_kind, self.about)

    def has_it(self, party: int | None, way: Move) -> bool:
        """Whether giving it to a party by a move would change nothing."""
        return way.gives and way.to == self.state and party == self.given_to_id

    def postings(self) -> Iterator[Posting]:
        """One of each counted state's measure on the day it was reached; overdue, from when to when."""
        who, reached = surrogate("work", self.key), self.reached
        for state, measure in self.type.counts.items():
            if state in reached:
                yield posting(measure, area=self.area, on=reached[state], subject=who)
        late, done = self.type.overdue, _moment(self.stopped_at)
        if late and self.due and (done is None or done > self.due):
            since = (self.due + timedelta(seconds=1)).date()
            yield posting(late, area=self.area, on=since, subject=who)
            if done:
                yield posting(late, area=self.area, on=done.date(), quantity=-1, subject=who)


class Step(models.Model):
    """One step of an order: which move, to which state, by whom, when; never changed afterwards.

    ``move`` is ``open`` for the first and ``also`` where somebody said the same again; ``by`` is None for a
    passer-by, whom nobody asks who they are. ``token`` is what
    the sender calls it: the same token twice is one step.
    """

    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    given_to = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=40, blank=True)
    proof = models.CharField(max_length=64, blank=True, help_text="SHA-256 of a file handed in with it")
    token = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - many have none
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", db_constraint=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("order", "number", name="one_step_a_number")]
        ordering: ClassVar = ["order", "number"]

    def __str__(self) -> str:
        """Return its move."""
        return f"{self.order_id}.{self.number} {self.move}"


class Proof(models.Model):
    """A photo or file handed in with a step 凭据: without its traces, sealed; empty once its time is over."""

    id = models.BigIntegerField(primary_key=True, default=fresh_id)
    step = models.OneToOneField(Step, models.PROTECT, related_name="kept_proof")
    media = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes, as it is kept")
    sealed = SealedField(PROOF)

    def __str__(self) -> str:
        """Return what kind of file it is."""
        return self.media


def _moment(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else datetime.fromtimestamp(microseconds / 1e6, HERE)


def end_of(day: date) -> datetime:
    """Return the last second of a day here."""
    return datetime.combine(day, time(23, 59, 59), HERE)


def moment_us(moment: datetime | None) -> int | None:
    """Return a moment in microseconds since 1970, as the ledger keeps time."""
    return None if moment is None else round(moment.timestamp() * 1e6)
