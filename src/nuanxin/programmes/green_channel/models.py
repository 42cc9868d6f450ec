"""Facts of the green channel: export declarations of fruit and vegetables leaving by road."""

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.words import Words

WEIGHT = Measure(
    501,
    "port.export_weight",
    "出口果蔬重量",
    "weight of fruit and vegetables exported",
    "gram",
    Words(
        "经公路口岸放行出口的水果、蔬菜净重，计入放行当日；未放行、退运的不计。",
        "Net weight of fruit and vegetables released for export by road, on the day of release; "
        "unreleased and returned goods do not count.",
    ),
)
VALUE = Measure(
    502,
    "port.export_value",
    "出口果蔬贸易值",
    "trade value of fruit and vegetables exported",
    "fen",
    Words(
        "同一批货物的申报贸易值，人民币，计入放行当日。",
        "The declared trade value of the same goods, in yuan, on the day of release.",
    ),
)

UNRELEASED = Q(released_on=None)
"""Declarations without a day of release."""


class Declaration(Record):
    """An export declaration; ``released_on`` empty while the goods wait."""

    record_kind = 501

    firm = models.ForeignKey(Party, models.PROTECT, related_name="+")
    goods = models.CharField(max_length=40)
    trucks = models.PositiveSmallIntegerField(null=True)
    weight_g = models.BigIntegerField()
    value_fen = models.BigIntegerField()
    released_on = models.DateField(null=True)

    class Meta:
        indexes: ClassVar = [waiting("green_channel_unreleased", UNRELEASED)]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="green_channel_positive_amounts", condition=Q(weight_g__gt=0) & Q(value_fen__gt=0)
            )
        ]

    def postings(self) -> Iterator[Posting]:
        """Weight and value, once the goods are released; the exporting firm is the subject."""
        if self.released_on:
            on, who = self.released_on, self.firm_id
            yield posting(WEIGHT, area=self.area, on=on, quantity=self.weight_g, subject=who)
            yield posting(VALUE, area=self.area, on=on, quantity=self.value_fen, subject=who)
