"""What is kept of forms: each version with its bindings, and each filled copy as it was handed out."""

from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.models import Act, Head


class Form(models.Model):
    """A superior office's form 上级报表 that an area fills; what it is stands in its newest version."""

    name = models.CharField(max_length=40, primary_key=True)
    area = models.BigIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        app_label = "bulletins"

    @property
    def newest(self) -> "FormVersion":
        """Its newest version, whether in use or not."""
        return self.versions.order_by("-number")[0]


class FormVersion(models.Model):
    """A version of a form: the blank by its digest, whose it is, what its cells are bound to. Never changed.

    ``bindings`` are those of ``forms.binding``; ``only_closed`` leaves months blank that are not closed.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    number = models.IntegerField()
    title = models.CharField(max_length=200)
    issued_by = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=120, blank=True, help_text="reporting office as written on it")
    period_kind = models.CharField(max_length=10)
    only_closed = models.BooleanField(default=False)
    digest = models.BinaryField(max_length=32)
    file_name = models.CharField(max_length=255)
    bindings = models.JSONField(default=list)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")

    class Meta:
        app_label = "bulletins"
        ordering: ClassVar = ["form", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint("form", "number", name="one_version_a_number"),
        ]


class FilledForm(models.Model):
    """A filled copy 已填报表: the form's version, the period, the file by its digest, as of which seal.

    ``sent_at`` is the day and hour it was handed up; later copies are compared with the last one sent.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="filled")
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    number = models.IntegerField()
    period = models.CharField(max_length=24)
    digest = models.BinaryField(max_length=32)
    as_of_seq = models.BigIntegerField()
    head = models.ForeignKey(Head, models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "bulletins"
        ordering: ClassVar = ["form", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint("form", "number", name="one_filled_form_a_number"),
        ]


class FilledCell(models.Model):
    """A cell of a filled copy, as handed out: its question, its exact value, what was written, or why not.

    ``reason`` is one of ``forms.answering.REASONS`` where it stayed blank; ``cautions`` are said beside it.
    """

    filled = models.ForeignKey(FilledForm, models.PROTECT, related_name="cells")
    position = models.IntegerField()
    part = models.CharField(max_length=120)
    cell = models.CharField(max_length=12)
    figure = models.CharField(max_length=80, blank=True)
    area = models.CharField(max_length=12, blank=True)
    period = models.CharField(max_length=24, blank=True)
    definition = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the definition")
    numerator = models.CharField(max_length=60, blank=True)
    denominator = models.CharField(max_length=60, blank=True)
    written = models.CharField(max_length=120, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    cautions = models.CharField(max_length=120, blank=True, help_text="codes, blank between")
    rows = models.BigIntegerField(null=True)

    class Meta:
        app_label = "bulletins"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint("filled", "part", "cell", name="one_value_a_cell"),
        ]
