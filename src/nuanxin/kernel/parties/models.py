"""Who acts, and whom acts concern. The ledger knows only their surrogate ids."""

from secrets import randbits
from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.triggers import append_only
from nuanxin.kernel.parties.personal import NAME, PARTICULARS
from nuanxin.kernel.privacy.fields import SealedField, conceal, reveal
from nuanxin.plain.masks import masked

KINDS = ("organisation", "person", "team", "household")
PRIVATE_KINDS = ("person", "household")
"""The kinds of party whose names are personal: sealed, and found by their blind index alone."""

NAME_LENGTH = 120


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


class Particular(models.Model):
    """A particular 个人资料 of a person or household: phone, ID number, address, health or hardship; sealed.

    One of a kind a party; ``act`` is the one that last wrote it. Erased, the row is gone.
    """

    id = models.BigIntegerField(primary_key=True, default=fresh_id)
    party = models.ForeignKey(Party, models.PROTECT, related_name="particulars")
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in PARTICULARS])
    value = SealedField(*PARTICULARS.values(), by="kind", index="value_index")
    value_index = models.BinaryField(max_length=16, null=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar = [models.Index("kind", "value_index", name="particulars_by_value")]
        constraints: ClassVar = [
            models.UniqueConstraint("party", "kind", name="one_particular_of_a_kind"),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(PARTICULARS)), name="known_kind_of_particular"
            ),
        ]

    def __str__(self) -> str:
        """Return what it is, not what it says."""
        return self.kind


class Look(models.Model):
    """A look 查看记录: somebody saw a field of a person, masked or in clear. Append-only.

    Who, when and why stand in its act, which is chained and sealed with the ledger; the act names its
    looks by a salted hash, so that neither a row can be changed nor a reader of acts learn whose it was.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    party = models.BigIntegerField(db_index=True, help_text="surrogate id; stays when the party is erased")
    field = models.CharField(max_length=40)
    salt = models.BinaryField(max_length=16)


class Erasure(models.Model):
    """An erasure 清除记录: so many values of a field were destroyed by an act. Append-only.

    ``digest`` is the salted hash over what was destroyed, as it lay sealed: whoever holds a backup from
    before can recompute it; nobody learns from it what was said.
    """

    act = models.OneToOneField(Act, models.PROTECT, primary_key=True, related_name="+")
    field = models.CharField(max_length=40)
    count = models.IntegerField()
    before = models.IntegerField(help_text="yyyymmdd: what was due before this day; 0 where it was asked for")
    salt = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=32)


append_only("parties_look", "parties_erasure")


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
