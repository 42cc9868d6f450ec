"""What a publication froze: the text, every reading, every check, who confirmed, and the sealed head.

Beside it what is said of a bulletin later (a correction, a withdrawal), and the working copies it is
written in, which are no facts until they are published.
"""

from typing import ClassVar

from django.db import models

from nuanxin.kernel.bulletins.forms.models import FilledCell, FilledForm, Form, FormVersion
from nuanxin.kernel.ledger.models import Act, Head

__all__ = [
    "STATES",
    "Bulletin",
    "BulletinBurden",
    "CheckResult",
    "Correction",
    "FilledCell",
    "FilledForm",
    "Form",
    "FormVersion",
    "Imprint",
    "Passage",
    "Reading",
    "Revision",
    "Story",
    "Withdrawal",
    "WorkingCopy",
]


class Bulletin(models.Model):
    """A published bulletin 简报; nothing of it changes afterwards."""

    number = models.CharField(max_length=40, primary_key=True)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    issue_zh = models.CharField(max_length=80)
    issue_en = models.CharField(max_length=80)
    area = models.BigIntegerField()
    as_of = models.DateField()
    rounding = models.CharField(max_length=10)
    published_at = models.DateTimeField()
    as_of_seq = models.BigIntegerField()
    head = models.ForeignKey(Head, models.PROTECT, related_name="bulletins")
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    drafted_by = models.CharField(max_length=80)
    confirmed_by = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the draft as written")


class Imprint(models.Model):
    """The imprint 版头版记 of a bulletin: issuing body, reference number, addressees, copies."""

    bulletin = models.OneToOneField(Bulletin, models.PROTECT, primary_key=True, related_name="imprint")
    issuer_zh = models.CharField(max_length=120, blank=True)
    issuer_en = models.CharField(max_length=120, blank=True)
    mark_zh = models.CharField(max_length=60, blank=True, help_text="as printed in red")
    mark_en = models.CharField(max_length=60, blank=True)
    symbol = models.CharField(max_length=60, blank=True, help_text="reference number")
    total = models.IntegerField(null=True, help_text="running issue number")
    subject_zh = models.CharField(max_length=200, blank=True)
    subject_en = models.CharField(max_length=200, blank=True)
    to_zh = models.CharField(max_length=400, blank=True)
    to_en = models.CharField(max_length=400, blank=True)
    cc_zh = models.CharField(max_length=400, blank=True)
    cc_en = models.CharField(max_length=400, blank=True)
    report_zh = models.CharField(max_length=400, blank=True)
    report_en = models.CharField(max_length=400, blank=True)
    send_zh = models.CharField(max_length=400, blank=True)
    send_en = models.CharField(max_length=400, blank=True)
    distribute_zh = models.CharField(max_length=400, blank=True)
    distribute_en = models.CharField(max_length=400, blank=True)
    printer_zh = models.CharField(max_length=120, blank=True)
    printer_en = models.CharField(max_length=120, blank=True)
    copies = models.IntegerField(null=True)
    dated = models.DateField(null=True)


class BulletinBurden(models.Model):
    """The burden 填报负担 of a bulletin: fields typed for its figures in its month and the one before.

    Counted at publication and frozen with it. ``own`` are fields typed for the bulletin's own act.
    Bulletins published before this was counted have none.
    """

    bulletin = models.OneToOneField(Bulletin, models.PROTECT, primary_key=True, related_name="burden")
    month = models.CharField(max_length=24, help_text="as 2024-05")
    fields = models.IntegerField()
    again = models.IntegerField(help_text="of the fields: those that changed what was typed before")
    places = models.IntegerField()
    fields_before = models.IntegerField()
    places_before = models.IntegerField()
    own = models.IntegerField()


class Story(models.Model):
    """A story 报道 of a bulletin, by weight: 3 lead, 2 second, 1 brief."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="stories")
    position = models.IntegerField()
    weight = models.IntegerField()
    programmes = models.CharField(max_length=200, help_text="package names, blank between")
    kicker_zh = models.CharField(max_length=120)
    kicker_en = models.CharField(max_length=120)
    headline_zh = models.CharField(max_length=200)
    headline_en = models.CharField(max_length=200)
    body_zh = models.TextField()
    body_en = models.TextField()
    stats = models.TextField(blank=True, help_text="citations of the number tiles, one a line")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint("bulletin", "position", name="one_story_a_place")]


class Reading(models.Model):
    """A reading 读数: a figure's exact value and printed form, as published."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="readings")
    position = models.IntegerField()
    figure = models.CharField(max_length=80)
    area = models.CharField(max_length=12, help_text="the shortest code of the area")
    period = models.CharField(max_length=24)
    definition = models.CharField(max_length=64, help_text="SHA-256 of the definition")
    numerator = models.CharField(max_length=60, blank=True, help_text="exact, in base units; blank: no value")
    denominator = models.CharField(max_length=60, blank=True)
    number_zh = models.CharField(max_length=60)
    unit_zh = models.CharField(max_length=20, blank=True)
    number_en = models.CharField(max_length=60)
    unit_en = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint("bulletin", "figure", "area", "period", name="one_reading_a_citation")
        ]


class CheckResult(models.Model):
    """The outcome of a check 核对 at publication, and why a failed one was let stand."""

    bulletin = models.ForeignKey(Bulletin, models.PROTECT, related_name="checks")
    check_id = models.CharField(max_length=80)
    figure = models.CharField(max_length=80)
    area = models.CharField(max_length=12)
    period = models.CharField(max_length=24)
    passed = models.BooleanField()
    rounding_shows = models.BooleanField(
        default=False, help_text="the exact values add up, the printed ones do not"
    )
    parts_zh = models.CharField(max_length=60)
    parts_en = models.CharField(max_length=60)
    difference_zh = models.CharField(max_length=60)
    difference_en = models.CharField(max_length=60)
    explanation_zh = models.TextField(blank=True)
    explanation_en = models.TextField(blank=True)
    explained_by_zh = models.CharField(max_length=80, blank=True)
    explained_by_en = models.CharField(max_length=80, blank=True)
    explained_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["check_id", "area", "period"]
        constraints: ClassVar = [
            models.UniqueConstraint("bulletin", "check_id", "area", "period", name="one_result_a_check"),
            models.CheckConstraint(
                condition=models.Q(passed=True) | ~models.Q(explanation_zh=""),
                name="a_failed_check_is_explained",
            ),
        ]


class Correction(models.Model):
    """A correction 更正: this bulletin corrects another one, and why. Frozen with the bulletin."""

    bulletin = models.OneToOneField(Bulletin, models.PROTECT, primary_key=True, related_name="correction")
    of = models.OneToOneField(Bulletin, models.PROTECT, related_name="corrected")
    reason_zh = models.TextField()
    reason_en = models.TextField()


class Withdrawal(models.Model):
    """A withdrawal 撤回: a bulletin that stands no longer, and the notice that says why.

    One person asks, another one confirms; ``act`` is the deed of both, blank while it is only asked for.
    """

    bulletin = models.OneToOneField(Bulletin, models.PROTECT, primary_key=True, related_name="withdrawal")
    reason_zh = models.TextField()
    reason_en = models.TextField()
    asked_party = models.BigIntegerField()
    asked_by = models.CharField(max_length=80)
    confirmed_by = models.CharField(max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")


STATES = ("writing", "sent", "confirmed", "published")
"""Where a working copy is: being written, waiting for confirmation, confirmed, published."""


class WorkingCopy(models.Model):
    """A working copy 工作稿: a bulletin being written; ``content`` is its newest text.

    ``version`` counts the texts kept, so that nobody writes over what somebody else wrote meanwhile.
    """

    area = models.BigIntegerField()
    programmes = models.CharField(max_length=200, blank=True, help_text="package names, blank between")
    content = models.JSONField()
    version = models.IntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default="writing")
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=STATES), name="known_state_of_copy"),
        ]


class Revision(models.Model):
    """A revision 稿次: a text of a working copy as somebody saved it. None is ever changed.

    ``aside`` marks a text that was not taken because somebody else had saved first: it is kept too.
    """

    copy = models.ForeignKey(WorkingCopy, models.PROTECT, related_name="revisions")
    number = models.IntegerField()
    content = models.JSONField()
    party = models.BigIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    aside = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "copy", "number", name="one_revision_a_number", condition=models.Q(aside=False)
            )
        ]


class Passage(models.Model):
    """A passage 流转 of a working copy from hand to hand: sent, sent back, confirmed, published.

    ``digest`` is that of the text it was about; ``note`` what was said to the writer.
    """

    copy = models.ForeignKey(WorkingCopy, models.PROTECT, related_name="passages")
    step = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    party = models.BigIntegerField()
    by = models.CharField(max_length=80)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
