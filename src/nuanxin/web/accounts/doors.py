"""Doors 个人菜单: the links on /me/, in order. Each shows to whoever has one of its roles; add yours here."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.access.models import KEEPER, READERS, ROLES
from nuanxin.kernel.parties.personal import OFFICERS


@dataclass(frozen=True, slots=True)
class Door:
    """A link of the personal menu: the name of its address, its words, and who sees it."""

    address: str
    word: Promise
    says: Promise
    roles: tuple[str, ...] = ROLES

    @property
    def everybodys(self) -> bool:
        """Whether it is for everybody signed in: one's own account, no work."""
        return set(self.roles) >= set(ROLES)


DOORS: list[Door] = [
    Door(
        "drafts",
        _("Bulletins being written"),
        _("Write, confirm, publish."),
        roles=("clerk", "reviewer", "publisher"),
    ),
    Door(
        "suggestion_desk",
        _("Suggestions to answer"),
        _("What people wrote about your areas."),
        roles=("clerk", "reviewer", "publisher"),
    ),
    Door(
        "rounds",
        _("Rounds of places"),
        _("What each place wants today; works without a network."),
        roles=("clerk", "reviewer", KEEPER),
    ),
    Door("work_orders", _("Work orders"), _("What is to be done, by when and by whom."), (*READERS, KEEPER)),
    Door(
        "appraisals",
        _("Grading"),
        _("Stars proposed from the record; one decides, another passes."),
        roles=("clerk", "reviewer"),
    ),
    Door("account_change_password", _("Change password"), _("A new one, at any time.")),
    Door("mfa_index", _("Two-step sign-in"), _("A code from your phone, a passkey, recovery codes.")),
    Door("people", _("People and roles"), _("Invite, grant, close, hand over."), ("security",)),
    Door("review_grants", _("Review of grants"), _("Which roles are still needed?"), ("security",)),
    Door("audit", _("Audit log"), _("Who did what, when; sealed."), ("audit",)),
    Door("operation", _("Operation"), _("The doctor's findings and the self-check list."), ("system",)),
    Door("releases", _("Release of exports"), _("What waits for a second person."), (*READERS, "security")),
    Door(
        "find_person",
        _("Find a person"),
        _("By an exact name, phone or ID number; every look is written down."),
        OFFICERS,
    ),
    Door("usersessions_list", _("Where I am signed in"), _("Every session of yours; end any of them.")),
]
"""Other rooms add a line each: ``DOORS.append(Door("their_address", _("…"), _("…"), roles=("clerk",)))``."""


def doors_of(roles: tuple[str, ...]) -> list[Door]:
    """Return the doors that somebody with these roles may open."""
    return [door for door in DOORS if set(door.roles) & set(roles)]
