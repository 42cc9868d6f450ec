"""Office 单位: whom an answer or a layout is remembered for, so that nobody settles a thing for another."""

from dataclasses import dataclass

from django.utils.translation import get_language

from nuanxin.kernel.access.ranges import reach_of
from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.parties.models import Party

KEY_LENGTH = 24
"""The longest key of an office, for the columns that hold one."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office: an organisation that hands in sheets itself, or the clerks of one area together.

    ``key`` is what is kept with the things remembered for it; ``area`` is where one must be clerk to
    change them (``allow(actor, "clerk", [office.area])``).
    """

    key: str
    area: int
    organisation: str = ""

    @property
    def name(self) -> str:
        """What people call it: the organisation, or its area in full."""
        return self.organisation or full_name(self.area, get_language() or "")


def office_of(actor: Actor) -> Office | None:
    """Return the office an actor hands in sheets for, None where the actor is clerk nowhere.

    An organisation acts for itself. Persons act for the widest area they are clerk in, the lowest code
    first where two are equally wide.
    """
    areas = reach_of(actor, "clerk")
    if not areas:
        return None
    acting = Party.objects.filter(pk=actor.party, kind="organisation").values_list("public_name", flat=True)
    if name := acting.first():
        return Office(f"party:{actor.party:x}", areas[0], name)
    return Office(f"area:{areas[0]}", areas[0])
