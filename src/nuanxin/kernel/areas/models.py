"""The division tree as tables. Codes are never given to another area, so facts may keep them for ever."""

from typing import ClassVar

from django.db import models

from nuanxin.kernel.areas.codes import LEVELS


class Area(models.Model):
    """An area 区域: a division from province to village, or a local grid below one.

    ``valid_from`` and ``valid_to`` are the first and last day it stood (blank: as far back as
    known; still standing); ``successor`` is the area it was merged into; ``local`` marks what the
    office added itself. ``english`` is blank where only the Chinese name is used.
    """

    code = models.BigIntegerField(primary_key=True)
    name = models.CharField(max_length=60)
    english = models.CharField(max_length=60, blank=True)
    level = models.CharField(max_length=10, choices=[(level, level) for level in LEVELS])
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, related_name="predecessors")
    local = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(code__range=(10**11, 10**12 - 1), level__in=LEVELS[:5])
                | models.Q(code__range=(10**14, 10**15 - 1), level="grid", local=True),
                name="area_code_of_its_level",
            ),
            models.CheckConstraint(
                condition=models.Q(level="province", parent=None)
                | (~models.Q(level="province") & models.Q(parent__isnull=False)),
                name="area_has_a_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(successor=None) | models.Q(valid_to__isnull=False),
                name="area_merged_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class FormerName(models.Model):
    """A name an area had 曾用名, until and including ``last_day``; sheets go on using it for years."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="former_names")
    name = models.CharField(max_length=60)
    last_day = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("area", "last_day", name="one_name_a_day")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Edition(models.Model):
    """The stamp of something held in memory: it changes with every change of the tables behind it."""

    name = models.CharField(max_length=30, primary_key=True)
    stamp = models.BigIntegerField()

    def __str__(self) -> str:
        """Return what it is the stamp of."""
        return self.name
