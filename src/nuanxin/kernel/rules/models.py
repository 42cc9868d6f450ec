"""Figures from outside the sheets' reach, kept with their source."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record


class ReferenceValue(Record):
    """A reference value 参考值: a quantity somebody else published, such as the whole region's task.

    ``measure`` is the code of the measure it posts, ``quantity`` in that measure's base unit,
    ``on`` the day it counts for, ``source`` where it was published; ``verified`` once somebody has
    compared it with the source.
    """

    record_kind = 1

    measure = models.CharField(max_length=60)
    on = models.DateField()
    quantity = models.BigIntegerField()
    source = models.CharField(max_length=240)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(source=""), name="reference_value_has_a_source")
        ]

    def __str__(self) -> str:
        """Return what it measures, where and when."""
        return f"{self.measure} {self.area} {self.on}"

    def postings(self) -> Iterable[Posting]:
        """Post the quantity under its measure."""
        yield posting(measure(self.measure), area=self.area, on=self.on, quantity=self.quantity)
