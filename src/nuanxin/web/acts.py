"""Acts 凭证: who acted, by their role. Names of persons stay off public pages."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.ledger.models import Act

ROLES = {
    "reader": gettext_lazy("reader"),
    "clerk": gettext_lazy("clerk"),
    "reviewer": gettext_lazy("reviewer"),
    "publisher": gettext_lazy("publisher"),
    "auditor": gettext_lazy("auditor"),
    "keeper": gettext_lazy("keeper"),
    "system": gettext_lazy("system administrator"),
    "security": gettext_lazy("security administrator"),
    "audit": gettext_lazy("audit administrator"),
}
"""The roles of the house, with their words."""

REASONS = {
    "correction": gettext_lazy("correction"),
    "late": gettext_lazy("entered late"),
    "withdrawn": pgettext_lazy("reason", "withdrawn"),
    "confirmed": gettext_lazy("confirmed when asked about"),
}
"""The reasons of an act, with their words."""


def people_of(act: Act) -> dict[str, str]:
    """Return who acted, signed second and asked for an act, each by their roles."""
    parties = {"actor": act.actor, "second": act.second, "asked_by": act.asked_by}
    said = roles_said({party for party in parties.values() if party})
    return {place: said[party] for place, party in parties.items() if party}


def roles_said(parties: Collection[int]) -> dict[int, str]:
    """Return each party in the words of its roles."""
    held: dict[int, set[str]] = {party: set() for party in parties}
    for party, role in Grant.objects.filter(party_id__in=held).values_list("party_id", "role"):
        held[party].add(role)
    return {party: _said(roles) for party, roles in held.items()}


def _said(roles: set[str]) -> str:
    words = [str(word) for role, word in ROLES.items() if role in roles]
    return " · ".join(words) or _("the system itself")


def reason_word(act: Act) -> str:
    """Return an act's reason in words, or its code where it has none."""
    return str(REASONS.get(act.reason, act.reason))
