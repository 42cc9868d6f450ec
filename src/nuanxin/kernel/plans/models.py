"""Plans that are kept, what stands behind them, and tallies of what is served."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.wording import in_use
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.plans.declare import FEASIBLE, INFEASIBLE, OPTIMAL, PlanType, plan_type

STATUSES = (OPTIMAL, FEASIBLE, INFEASIBLE)
WHY = "why"
"""What the answer of a plan calls the reason why there is none, in each language."""


class Plan(Record):
    """A plan 计划: a run that is kept, and may be taken.

    ``asked_text`` is what was asked, as JSON; ``inputs`` the SHA-256 of what it was worked out from.
    ``value`` is what the plan is worth, ``bound`` what none exceeds (or falls below), ``before`` what
    there is without it, ``promised`` what it adds. ``until`` is the day the next plan of its kind and
    area was taken.
    """

    record_kind = 4

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=80, blank=True)
    asked_text = models.TextField()
    inputs = models.CharField(max_length=64)
    seed = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=[(status, status) for status in STATUSES])
    proof = models.CharField(max_length=11, blank=True)
    reason = models.CharField(max_length=240, blank=True)
    value = models.BigIntegerField()
    bound = models.BigIntegerField()
    before = models.BigIntegerField()
    promised = models.BigIntegerField()
    took_ms = models.PositiveIntegerField()
    made_on = models.DateField()
    made_by = models.ForeignKey(Party, models.PROTECT, related_name="+")
    taken_on = models.DateField(null=True)
    taken_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    until = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index("kind", "area", "taken_on", name="plans_taken")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(status__in=STATUSES), name="plan_of_known_status"),
            models.CheckConstraint(
                condition=models.Q(taken_on=None, taken_by=None)
                | models.Q(taken_on__isnull=False, taken_by__isnull=False),
                name="plan_taken_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        """Return its title; where nobody gave one, what it was asked."""
        return self.title or self.type.titled(self.asked)

    @property
    def name(self) -> str:
        """What rows of the ledger call it: what was asked and its number, never a title somebody typed."""
        return f"{self.type.titled(self.asked)} · {self.key}"

    @property
    def type(self) -> PlanType:
        """Its kind."""
        return plan_type(self.kind)

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked."""
        found: dict[str, Any] = json.loads(self.asked_text)
        return found

    @property
    def taken(self) -> bool:
        """Whether somebody took it."""
        return self.taken_on is not None

    @property
    def proved(self) -> bool:
        """Whether it is proved that none is better."""
        return self.status == OPTIMAL

    @property
    def gap(self) -> float:
        """How far the bound lies from the value, as a part of the value."""
        return 0.0 if self.value == self.bound else abs(self.bound - self.value) / max(1, abs(self.value))

    @property
    def why(self) -> str:
        """Why there is no plan, in the language in use; blank where there is one."""
        return in_use(self.papers.answer.get(WHY, {}), self.reason)

    def postings(self) -> Iterator[Posting]:
        """What it promised, from the day it was taken until the next one was."""
        measure = self.type.promises
        if measure and self.taken_on and self.promised:
            who = surrogate("plan", self.key)
            yield posting(measure, area=self.area, on=self.taken_on, quantity=self.promised, subject=who)
            if self.until:
                yield posting(measure, area=self.area, on=self.until, quantity=-self.promised, subject=who)


class Papers(models.Model):
    """What stands behind a plan: its packed inputs, its packed certificate, and its answer as pages show it.

    Written once, with the plan; its answer may be added to right after.
    """

    plan = models.OneToOneField(Plan, models.PROTECT, related_name="papers")
    inputs = models.BinaryField()
    certificate = models.BinaryField()
    answer = models.JSONField()

    def __str__(self) -> str:
        """Return whose they are."""
        return f"papers of plan {self.plan_id}"


class Tally(Record):
    """What is served in an area, as counted on a day; it holds until the next tally.

    ``amounts_said`` gives an amount for each name (``demand_h12=1200 reached_h12=830``); ``part`` tells
    tallies of one area apart: blank for its own, the key of a plan for what came of that.
    """

    record_kind = 5

    kind = models.CharField(max_length=40)
    part = models.CharField(max_length=60, blank=True)
    on = models.DateField()
    until = models.DateField(null=True)
    amounts_said = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [models.Index("kind", "area", "until", name="plans_tallies")]

    def __str__(self) -> str:
        """Return its key."""
        return self.key

    @property
    def name(self) -> str:
        """What rows of the ledger call a count of an area; blank for one that goes by its plan."""
        return "" if self.part else _("count of what is served")

    def concerns(self) -> tuple[int, int] | None:
        """The plan of which this counts what came of it; None for a count of an area."""
        found = Plan.objects.filter(key=self.part).values_list("pk", flat=True).first() if self.part else None
        return None if found is None else (Plan.record_kind, found)

    @property
    def amounts(self) -> dict[str, int]:
        """The amounts by name."""
        parts = (part.split("=") for part in self.amounts_said.split())
        return {name: int(amount) for name, amount in parts}

    @amounts.setter
    def amounts(self, amounts: Mapping[str, int]) -> None:
        self.amounts_said = " ".join(f"{name}={amounts[name]}" for name in sorted(amounts))

    def postings(self) -> Iterator[Posting]:
        """Each amount from its day on, until the next tally."""
        who, measures = surrogate("tally", self.kind, self.area, self.part), plan_type(self.kind).reads
        for name, amount in self.amounts.items():
            if amount:
                yield posting(measures[name], area=self.area, on=self.on, quantity=amount, subject=who)
                if self.until:
                    yield posting(
                        measures[name], area=self.area, on=self.until, quantity=-amount, subject=who
                    )
