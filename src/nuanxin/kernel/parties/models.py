"""Who acts, and whom acts concern. The ledger knows only their surrogate ids."""

from secrets import randbits
from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.models import Act

KINDS = ("organisation", "person", "team", "household")


def fresh_id() -> int:
    """Return a random positive 63-bit id: it says nothing about whose it is."""
    return randbits(63) or 1


class Party(models.Model):
    """A party 主体: an organisation, a person, a team or a household.

    ``area`` is the 12-digit code it belongs to where the office told; parties of one kind, name and
    area are one. ``demonstration`` marks invented parties, so that no page can pass them off as real.
    """

    id = models.BigIntegerField(primary_key=True, default=fresh_id)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=120)
    area = models.BigIntegerField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("kind", "name", "area", name="one_party_of_a_name"),
            models.UniqueConstraint(
                "kind", "name", name="one_party_without_area", condition=models.Q(area=None)
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="known_kind_of_party"),
            models.CheckConstraint(condition=models.Q(id__gt=0), name="party_id_is_positive"),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Judgement(models.Model):
    """A judgement 判定 that two parties are, or are not, the same one; the latest on a pair counts.

    Nothing is ever merged away: ledger lines keep the id of their day, and a wrong judgement is
    undone by another.
    """

    one = models.ForeignKey(Party, models.PROTECT, related_name="+")
    other = models.ForeignKey(Party, models.PROTECT, related_name="+")
    same = models.BooleanField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="judged_pair_in_order"
            ),
            models.UniqueConstraint("one", "other", "act", name="one_judgement_an_act"),
        ]

    def __str__(self) -> str:
        """Return the judged pair."""
        return f"{self.one_id} {'=' if self.same else '≠'} {self.other_id}"
