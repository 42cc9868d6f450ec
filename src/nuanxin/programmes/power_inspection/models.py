"""What power inspection keeps: check-ups 体检 of firms' distribution rooms and the hazards 隐患 found."""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.words import Words

CHECK_UPS = Measure(
    1001,
    "power.check_ups",
    "配电室体检",
    "check-ups of distribution rooms",
    "event",
    Words(
        "对一户企业一处配电室做完一次体检，体检当日记一次。",
        "One check-up of one firm's distribution room, on the day it was done.",
    ),
)
FOUND = Measure(
    1002,
    "power.hazards_found",
    "发现用电隐患",
    "power hazards found",
    "piece",
    Words(
        "体检发现并登记的一处隐患，发现当日记一处。",
        "One hazard found and registered, on the day it was found.",
    ),
)
CLEARED = Measure(
    1003,
    "power.hazards_cleared",
    "用电隐患销号",
    "power hazards cleared",
    "piece",
    Words(
        "整改后经另一人复核的一处隐患，复核当日记一处；没有复核，或复核人就是整改人的不记。",
        "One hazard put right and passed by a second person, on the day of the second look; "
        "without one, or by the same person, it does not count.",
    ),
)
MEASURES = (CHECK_UPS, FOUND, CLEARED)


def room_id(area: int, firm: int, room: str) -> int:
    """Return the ledger's id of a firm's distribution room."""
    return surrogate("power_inspection.room", area, firm, room)


class CheckUp(Record):
    """One visit to one distribution room of a firm that asked for it or agreed to it."""

    record_kind = 1001
    ends = "checked_on"

    firm = models.ForeignKey(Party, models.PROTECT, related_name="+")
    room = models.CharField(max_length=80)
    checked_on = models.DateField()
    checked_by = models.ForeignKey(Party, models.PROTECT, related_name="+")

    def postings(self) -> Iterator[Posting]:
        """One check-up of the room."""
        room = room_id(self.area, self.firm_id, self.room)
        yield posting(CHECK_UPS, area=self.area, on=self.checked_on, subject=room)


UNFIXED = Q(fixed_on=None)
"""Power hazards not fixed yet."""
UNVERIFIED = Q(fixed_on__isnull=False, verified_on=None)
"""Power hazards fixed and not looked at yet."""
SELF_VERIFIED = Q(fixed_by=F("verified_by"))
"""Power hazards looked at by whoever fixed them; they do not count."""


class Hazard(Record):
    """A hazard in a distribution room; cleared once somebody other than who fixed it has looked."""

    record_kind = 1002
    ends = "verified_on"

    number = models.CharField(max_length=40)
    firm = models.ForeignKey(Party, models.PROTECT, related_name="+")
    room = models.CharField(max_length=80)
    matter = models.CharField(max_length=120)
    grade = models.CharField(max_length=10)
    found_on = models.DateField()
    fixed_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    fixed_on = models.DateField(null=True)
    verified_by = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    verified_on = models.DateField(null=True)

    class Meta:
        indexes = (
            waiting("power_unfixed", UNFIXED, "found_on"),
            waiting("power_unverified", UNVERIFIED, "fixed_on"),
            waiting("power_self_verified", SELF_VERIFIED, "found_on"),
        )
        constraints = (
            models.CheckConstraint(
                name="power_hazard_days_in_order",
                condition=Q(fixed_on__gte=F("found_on")),
            ),
            models.CheckConstraint(
                name="power_hazard_looked_at_after_fixing",
                condition=Q(verified_on__gte=F("fixed_on")),
            ),
        )

    @property
    def second_person_looked(self) -> bool:
        """Whether somebody other than who fixed it has looked, and when is known."""
        named = self.fixed_by_id is not None and self.verified_by_id is not None
        return named and self.verified_by_id != self.fixed_by_id

    def postings(self) -> Iterator[Posting]:
        """The find; and the clearance, once a second person has looked."""
        room = room_id(self.area, self.firm_id, self.room)
        yield posting(FOUND, area=self.area, on=self.found_on, subject=room)
        if self.verified_on and self.second_person_looked:
            yield posting(CLEARED, area=self.area, on=self.verified_on, subject=room)
