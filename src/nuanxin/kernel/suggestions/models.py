"""A suggestion as it was sent, sealed, and the answer it got."""

from secrets import randbits
from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.privacy.declare import DUTY, Personal, declare
from nuanxin.kernel.privacy.fields import SealedField
from nuanxin.plain.words import Words

LONGEST = 2_000
ANSWERED = Words("答复之日", "the day it was answered")
CONTACT = declare(
    Personal(
        "suggestion.contact",
        "投诉建议人自愿留下的联系方式",
        "contact somebody left with a suggestion of his own accord",
        kind="phone",
        purpose=Words("答复投诉建议时联系本人。", "To reach whoever made the suggestion with the answer."),
        basis=DUTY,
        kept="privacy.particulars_kept",
        since=ANSWERED,
        seen_by=("clerk", "reviewer"),
    )
)
WORDS = declare(
    Personal(
        "suggestion.words",
        "投诉建议原文",
        "a suggestion in its own words",
        kind="text",
        purpose=Words("办理投诉建议。", "To attend to the suggestion."),
        basis=DUTY,
        kept="privacy.notes_kept",
        since=ANSWERED,
        seen_by=("clerk", "reviewer", "publisher"),
    )
)


def fresh_id() -> int:
    """Return a random positive 63-bit id: it tells neither order nor number."""
    return randbits(63) or 1


class Suggestion(models.Model):
    """A suggestion or complaint 投诉建议, by somebody nobody asked for a name.

    Its words and the contact lie sealed; ``receipt`` is the SHA-256 of the code its sender looks the
    answer up with. ``question`` is how it is told in public, when ``published_at`` says so.
    """

    id = models.BigIntegerField(primary_key=True, default=fresh_id)
    receipt = models.CharField(max_length=64, unique=True)
    area = models.BigIntegerField()
    programme = models.CharField(max_length=40, blank=True)
    page = models.CharField(max_length=200, blank=True, help_text="the page it is about, without a query")
    sealed_words = SealedField(WORDS)
    sealed_contact = SealedField(CONTACT)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    question = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["due_on", "received_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(published_at=None) | ~models.Q(answer=""), name="published_with_an_answer"
            ),
        ]
