"""Who acts, and whom acts concern. The ledger knows only their surrogate ids."""

from secrets import randbits
from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.privacy.declare import DUTY, Personal, declare
from nuanxin.kernel.privacy.fields import SealedField, conceal, reveal
from nuanxin.plain.masks import masked
from nuanxin.plain.words import Words

KINDS = ("organisation", "person", "team", "household")
PRIVATE_KINDS = ("person", "household")
"""The kinds of party whose names are personal: sealed, and found by their blind index alone."""

NAME_LENGTH = 120

NAME = declare(
    Personal(
        "party.name",
        "个人姓名、户名或编号",
        "name or number of a person or household",
        kind="name",
        purpose=Words(
            "把同一人、同一户在各表中的事项对到一起，办理其事项。",
            "To bring together what several sheets say of one person or household, and to attend to it.",
        ),
        basis=DUTY,
        kept="privacy.names_kept",
        since=Words("最后一项事项办结之日", "the day the last matter of theirs ended"),
        seen_by=("clerk", "reviewer"),
    )
)


def fresh_id() -> int:
    """Return a random positive 63-bit id: it says nothing about whose it is."""
    return randbits(63) or 1


class Party(models.Model):
    """A party 主体: an organisation, a person, a team or a household.

    ``area`` is the 12-digit code it belongs to where the office told; parties of one kind, name and
    area are one. The name of an organisation or a team stands in clear; that of a person or a household
    is sealed. ``demonstration`` marks invented parties, so that no page can pass them off as real.
    """

    id = models.BigIntegerField(primary_key=True, default=fresh_id)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    public_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    sealed_name = SealedField(NAME, index="name_index")
    name_index = models.BinaryField(max_length=16, null=True)
    area = models.BigIntegerField(null=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "kind", "public_name", "area", name="one_party_of_a_name", condition=~models.Q(public_name="")
            ),
            models.UniqueConstraint(
                "kind",
                "public_name",
                name="one_party_without_area",
                condition=models.Q(area=None) & ~models.Q(public_name=""),
            ),
            models.UniqueConstraint("kind", "name_index", "area", name="one_person_of_a_name"),
            models.UniqueConstraint(
                "kind", "name_index", name="one_person_without_area", condition=models.Q(area=None)
            ),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="known_kind_of_party"),
            models.CheckConstraint(condition=models.Q(id__gt=0), name="party_id_is_positive"),
            models.CheckConstraint(
                condition=models.Q(kind__in=PRIVATE_KINDS, public_name="")
                | (~models.Q(kind__in=PRIVATE_KINDS) & models.Q(sealed_name=None, name_index=None)),
                name="names_of_persons_are_sealed",
            ),
        ]

    def __str__(self) -> str:
        """Return its name as it may be shown."""
        return self.shown

    @property
    def name(self) -> str:
        """Its name in clear, opened where it is a person's or a household's; "" once erased."""
        return reveal(self, "sealed_name") if self.kind in PRIVATE_KINDS else self.public_name

    @name.setter
    def name(self, said: str) -> None:
        if self.kind in PRIVATE_KINDS:
            conceal(self, "sealed_name", said)
        else:
            self.public_name = said

    @property
    def shown(self) -> str:
        """Its name as it may stand on a screen: that of a person or household masked."""
        return masked("name", self.name) if self.kind in PRIVATE_KINDS else self.public_name


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
