"""What intake keeps beside the ledger: worksheets taken, questions, answers, and the rows that wait."""

from secrets import randbits
from typing import ClassVar

from django.db import models
from django.utils import timezone

from nuanxin.kernel.intake.office import KEY_LENGTH
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.wording import in_use
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.privacy.declare import DUTY, Personal, declare
from nuanxin.kernel.privacy.fields import SealedField
from nuanxin.plain.words import Words

QUESTION = declare(
    Personal(
        "intake.question",
        "表格疑问中引用的原文",
        "what a sheet says where it is asked about",
        kind="text",
        purpose=Words(
            "经办人看着原表回答疑问，同样的疑问不再问第二次。",
            "A clerk answers with the sheet before her, and is not asked the same thing twice.",
        ),
        basis=DUTY,
        kept="privacy.workbooks_kept",
        since=Words("最后一次问到之日", "the day it was last asked"),
        seen_by=("clerk",),
    )
)
WAITING, POSTED, DROPPED, REFUSED, SUPERSEDED, UNDONE = (
    "waiting", "posted", "dropped", "refused", "superseded", "undone",
)  # fmt: skip
KEPT, WITHDRAWN, RETURNED, PART = "kept", "withdrawn", "returned", "part"
STATES = (WAITING, POSTED, DROPPED, REFUSED, SUPERSEDED, UNDONE, KEPT, WITHDRAWN, RETURNED, PART)
"""How a row stands: it waits; was posted, left out, found bad, said anew by a later sheet, or undone with
its import. A record whose row is gone from the sheet: kept as it is, withdrawn, back in a later sheet, or
kept because the sheet was only a part."""


def fresh_id() -> int:
    """Return a random positive 63-bit id, known before the row is written: what is sealed is bound to it."""
    return randbits(63) or 1


class Taking(models.Model):
    """A worksheet as an office handed it in 一次交表: which records it spoke of, and what they said before.

    ``spoken`` and ``before`` are packed by ``takings``. ``act`` is the act that posted it, None where it
    posted nothing. ``settles`` names the taking whose waiting rows it posted, ``restores`` the one whose
    changes it took back; ``undone`` is the act that took it back.
    """

    office = models.CharField(max_length=KEY_LENGTH)
    area = models.BigIntegerField()
    sheet = models.CharField(max_length=60)
    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=255)
    part = models.CharField(max_length=120, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")
    record_kind = models.IntegerField(null=True)
    spoken = models.BinaryField(default=bytes)
    before = models.BinaryField(default=bytes)
    settles = models.ForeignKey("self", models.CASCADE, null=True, related_name="settled")
    restores = models.ForeignKey("self", models.CASCADE, null=True, related_name="restored")
    undone = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index("office", "sheet", name="takings_of_an_office"),)


class Question(models.Model):
    """A question 疑问 of an office's sheet: one column, one kind, one text; however many rows it is about.

    ``sealed_text`` is what stands there, with the blind index it is found by; ``sealed_told`` the sentence,
    the choices and some rows to look at, as JSON. ``field`` is blank where it is about whole rows.
    """

    id = models.BigIntegerField(primary_key=True, default=fresh_id)
    office = models.CharField(max_length=KEY_LENGTH)
    area = models.BigIntegerField()
    sheet = models.CharField(max_length=60)
    field = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40)
    sealed_text = SealedField(QUESTION, index="text_index")
    text_index = models.BinaryField(max_length=16, null=True)
    sealed_told = SealedField(QUESTION)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint("office", "sheet", "field", "kind", "text_index", name="asked_once"),
        )


class Answer(models.Model):
    """An answer 回答: the option an office chose for a question, remembered until it is taken back.

    ``alike`` answers hold for every text of the question's column and kind.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    option = models.CharField(max_length=80)
    alike = models.BooleanField(default=False)
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                "question", "alike", name="one_answer_stands", condition=models.Q(ended=None)
            ),
        )


class WaitingRow(models.Model):
    """A row that waits for answers 待答行, or a record whose row is gone from the office's sheet.

    ``record`` names the latter, of the taking's kind. How it ended stays: ``state``, ``act`` (who and when)
    and why: ``told`` in each language where the house says it, ``why`` where a person wrote it; ``ended_by``
    is the taking that said the row anew.
    """

    taking = models.ForeignKey(Taking, models.CASCADE, related_name="rows")
    row = models.IntegerField()
    area = models.BigIntegerField()
    record = models.BigIntegerField(null=True)
    state = models.CharField(max_length=12, choices=[(each, each) for each in STATES], default=WAITING)
    questions = models.ManyToManyField(Question, related_name="rows")
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    told = models.JSONField(default=dict, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Taking, models.SET_NULL, null=True, related_name="ended")

    class Meta:
        indexes: ClassVar = [
            models.Index("area", name="rows_waiting", condition=models.Q(state=WAITING)),
            models.Index("record", name="rows_gone", condition=models.Q(record__isnull=False)),
        ]

    @property
    def said(self) -> str:
        """Why it ended so, in the language in use, or as somebody wrote it."""
        return in_use(self.told, self.why)


class Layout(models.Model):
    """A layout 版式 of an office: which sheet a worksheet with these headings is, and which heading is what.

    ``fingerprint`` is that of the headings (``layouts.Signature``), ``depth`` how many rows the header has,
    ``first_row`` where it stood, as Excel counts; ``columns`` names for each declared field its heading's key
    and which of several alike it is; ``headed`` are all headings as they read. Versions are never changed:
    the newest of an office's fingerprint counts, unless it is ``retired``.
    """

    office = models.CharField(max_length=KEY_LENGTH)
    area = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    sheet = models.CharField(max_length=60)
    title = models.CharField(max_length=120, blank=True)
    first_row = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    columns = models.JSONField()
    headed = models.JSONField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    retired = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("office", "fingerprint", "version", name="layout_version_once"),
        ]

    def __str__(self) -> str:
        """Return which sheet it reads, and its version."""
        return f"{self.sheet} {self.version}"
