"""What the ledger keeps. Every table here is append-only: triggers refuse UPDATE and DELETE.

The columns of an entry are whole numbers, so that its portable line (``lines.entry_line``) can be
rebuilt by any program; names, texts and persons live elsewhere.
"""

from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.columns import RowNumber
from nuanxin.kernel.privacy.declare import DUTY, Personal, declare
from nuanxin.kernel.privacy.fields import SealedField, reveal
from nuanxin.plain.words import Words

NORMAL, REVERSAL, SUPPLEMENT, OPENING = 0, 1, 2, 3

NOTE = declare(
    Personal(
        "note.text",
        "事由文字",
        "words of a reason",
        kind="text",
        purpose=Words(
            "说明一次更正、查看或其他操作为何进行。",
            "To say why a correction, a look or another act was done.",
        ),
        basis=DUTY,
        kept="privacy.notes_kept",
        since=Words("操作之日", "the day of the act"),
        seen_by=("reviewer", "auditor", "audit"),
    )
)


class Ledger(models.Model):
    """The ledger's identity 台账标识: one row, made at the first act. It is the root of every hash."""

    identity = models.CharField(max_length=36, primary_key=True)
    algorithm = models.CharField(max_length=10)


class Source(models.Model):
    """Where facts came from 来源: a worksheet of a file, a report, an API client."""

    kind = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=255)
    part = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("kind", "digest", "name", "part", name="one_source_a_sheet")
        ]


class Act(models.Model):
    """An act 凭证: who did what, when, from which source, why, and who asked for it."""

    number = RowNumber(primary_key=True)
    verb = models.CharField(max_length=60)
    actor = models.BigIntegerField()
    asked_by = models.BigIntegerField(null=True)
    second = models.BigIntegerField(null=True)
    at = models.BigIntegerField(help_text="microseconds since 1970, UTC")
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="acts", db_index=False)
    reason = models.CharField(max_length=20, blank=True)
    note_hash = models.BinaryField(max_length=32, null=True)
    object = models.CharField(max_length=160, blank=True, help_text="what the act is about, as kind:id")
    first_seq = models.BigIntegerField(help_text="seq of its first entry, or of the next one if it has none")
    entries = models.IntegerField()
    digest = models.BinaryField(max_length=32, help_text="hash over the leaf hashes of its entries")
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes: ClassVar = [
            models.Index("source", name="acts_of_a_source", condition=models.Q(source__isnull=False))
        ]

    @property
    def lines(self) -> "models.QuerySet[Entry]":
        """Its entries: they follow one another from ``first_seq``."""
        last = self.first_seq + self.entries - 1
        return Entry.objects.filter(seq__range=(self.first_seq, last)).order_by("seq")


class Note(models.Model):
    """The words of a reason 事由: sealed, erasable, bound to its act only by a salted hash."""

    act = models.OneToOneField(Act, models.PROTECT, primary_key=True, related_name="note")
    salt = models.BinaryField(max_length=16)
    sealed = SealedField(NOTE, replaced=True)

    @property
    def text(self) -> str:
        """The words, opened."""
        return reveal(self, "sealed")


class Entry(models.Model):
    """An entry 分录: so much of a measure, in an area, on a day, with its leaf hash.

    An act's entries are a range of seq, written before the act itself: its column needs neither an
    index nor the database's own check, and ``verify`` proves the range.
    """

    seq = RowNumber(primary_key=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    kind = models.SmallIntegerField()
    measure = models.IntegerField()
    area = models.BigIntegerField()
    occurred = models.IntegerField(help_text="yyyymmdd")
    subject = models.BigIntegerField(null=True)
    counterpart = models.BigIntegerField(null=True)
    site = models.BigIntegerField(null=True)
    quantity = models.BigIntegerField(help_text="base units of the measure")
    reverses = models.BigIntegerField(null=True)
    corrects = models.BigIntegerField(null=True)
    record_kind = models.IntegerField()
    record = models.BigIntegerField()
    row = models.IntegerField(null=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes: ClassVar = [models.Index("record_kind", "record", name="entries_of_a_record")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "reverses", name="reversed_once", condition=models.Q(reverses__isnull=False)
            ),
            models.CheckConstraint(
                condition=models.Q(kind=REVERSAL, reverses__isnull=False)
                | (~models.Q(kind=REVERSAL) & models.Q(reverses__isnull=True)),
                name="only_a_reversal_reverses",
            ),
            models.CheckConstraint(condition=models.Q(kind__range=(NORMAL, OPENING)), name="known_kind"),
        ]


class TypedLot(models.Model):
    """Typed fields 填报项 of an act: ``lines`` that count for the same facts, the fields typed in them.

    ``again`` of the fields changed what was typed before. A lot has a row for each measure, area and
    month it counts in, every one with the lot's whole counts: add up lots, not rows.
    """

    act = models.ForeignKey(Act, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    lot = models.IntegerField()
    measure = models.IntegerField()
    area = models.BigIntegerField()
    month = models.IntegerField(help_text="yyyymm")
    lines = models.IntegerField()
    fields = models.IntegerField()
    again = models.IntegerField()

    class Meta:
        indexes: ClassVar = [models.Index("measure", "month", "area", name="typed_for")]


class Closing(models.Model):
    """A closed month 关账: one programme's hundred of measures, over an area, from one act on."""

    act = models.OneToOneField(Act, models.PROTECT, primary_key=True, related_name="+")
    programme = models.IntegerField(help_text="the measures' hundred")
    area = models.BigIntegerField()
    last_area = models.BigIntegerField(help_text="last code of the area's subtree")
    month = models.IntegerField(help_text="yyyymm")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("programme", "area", "month", name="closed_once")]


class Segment(models.Model):
    """A sealed range of entries 封存段: immutable files, their digests and the range's Merkle root."""

    number = models.IntegerField(primary_key=True)
    first_seq = models.BigIntegerField(unique=True)
    last_seq = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    rows_digest = models.BinaryField(max_length=32)
    hashes_digest = models.BinaryField(max_length=32)
    cube_digest = models.BinaryField(max_length=32)


class Head(models.Model):
    """A signed tree head 封存首: what the whole ledger was when it was sealed."""

    number = models.IntegerField(primary_key=True)
    segments = models.IntegerField()
    entries = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    acts = models.BigIntegerField()
    acts_hash = models.BinaryField(max_length=32)
    segments_digest = models.BinaryField(max_length=32)
    previous = models.BinaryField(max_length=32)
    at = models.BigIntegerField()
    signature_algorithm = models.CharField(max_length=12)
    key = models.CharField(max_length=16, help_text="first 16 hex digits of the public key's SHA-256")
    signature = models.BinaryField(max_length=128)


class JournalEvent(models.Model):
    """An event of the journal 日志事件: who did what that is no act, when, about what, with what outcome."""

    number = RowNumber(primary_key=True)
    at = models.BigIntegerField(help_text="microseconds since 1970, UTC")
    actor = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    object = models.CharField(max_length=120, blank=True, help_text="what it is about, as kind:id")
    area = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10)
    origin = models.CharField(max_length=16, blank=True, help_text="keyed hash of the network address")
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes: ClassVar = [
            models.Index("actor", "number", name="events_of_an_actor"),
            models.Index("object", "number", name="events_about"),
            models.Index("at", name="events_by_time"),
        ]


class JournalHead(models.Model):
    """A signed head of the journal 日志封存首: what it was up to its last event."""

    number = models.IntegerField(primary_key=True)
    last = models.BigIntegerField(help_text="number of the last event it covers")
    tail = models.BinaryField(max_length=32, help_text="hash of that event")
    previous = models.BinaryField(max_length=32)
    at = models.BigIntegerField()
    signature_algorithm = models.CharField(max_length=12)
    key = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=128)


class JournalPruning(models.Model):
    """A pruning of the journal 日志清理: signed proof that sealed events past their time were removed."""

    number = models.IntegerField(primary_key=True)
    head = models.IntegerField(help_text="number of the head that was signed over them")
    last = models.BigIntegerField(help_text="number of the last event removed")
    hash = models.BinaryField(max_length=32, help_text="hash of that event")
    at = models.BigIntegerField()
    signature_algorithm = models.CharField(max_length=12)
    key = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=128)
