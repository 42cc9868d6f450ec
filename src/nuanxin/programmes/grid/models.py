"""Facts of the grid: a hazard at a place, who dealt with it, and who else verified it.

Reports are about places and things; there is no register of persons here.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.words import Words

HAZARDS = Measure(
    401,
    "grid.hazards",
    "发现并处理的问题隐患",
    "hazards found and dealt with",
    "piece",
    Words(
        "发现、处理并经他人核查的一条治安线索或安全隐患，计入核查当日；未办结、未核查、"
        "或由处理人自己核查的不计。",
        "One public-order clue or safety hazard found, dealt with and verified by somebody else, on the day "
        "of verification; open, unverified or self-verified ones do not count.",
    ),
)

UNHANDLED = Q(handled_on=None)
"""Hazards not dealt with yet."""
UNVERIFIED = Q(handled_on__isnull=False, verified_on=None)
"""Hazards dealt with and not verified yet."""
SELF_VERIFIED = Q(handler=F("verifier"))
"""Hazards verified by whoever dealt with them; they do not count."""


class Hazard(Record):
    """A hazard report by its number; empty days and officers are steps not yet taken."""

    record_kind = 401
    ends = "verified_on"

    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=120)
    found_on = models.DateField()
    handler = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    handled_on = models.DateField(null=True)
    verifier = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    verified_on = models.DateField(null=True)

    class Meta:
        indexes = (
            waiting("grid_unhandled", UNHANDLED, "found_on"),
            waiting("grid_unverified", UNVERIFIED, "handled_on"),
            waiting("grid_self_verified", SELF_VERIFIED, "found_on"),
        )

    @property
    def verified(self) -> bool:
        """Whether it has been dealt with by one person and verified by another."""
        handler, verifier = self.handler_id, self.verifier_id
        signed = self.handled_on and self.verified_on and handler and verifier
        return bool(signed) and handler != verifier

    def postings(self) -> Iterator[Posting]:
        """One hazard, once it is verified by another than its handler."""
        if self.verified and self.verified_on:
            who = surrogate("hazard", self.key)
            yield posting(HAZARDS, area=self.area, on=self.verified_on, subject=who)
