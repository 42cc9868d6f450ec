"""Waiting 今天要去看: for whoever keeps places, how many of them want something today, for the home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.access.keeping import keepings_of
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.programme import all_rounds
from nuanxin.web.rounds.listed import listed, own_keys
from nuanxin.web.templatetags.wording import said
from nuanxin.web.today.hands import Item


def places_waiting(actor: Actor) -> Iterator[Item]:
    """Yield the round of the places an actor keeps, if any of them wants something; nothing for others."""
    if not keepings_of(actor):
        return
    for owner, way in all_rounds():
        found = listed(way, actor, "", own_keys(way, actor))
        if not found.wanting:
            continue
        since = ngettext("%(count)d late", "%(count)d late", found.urgent) % {"count": found.urgent}
        yield Item(
            said(owner),
            _("%(round)s: places that want something today") % {"round": said(way)},
            reverse("round", args=[way.slug]),
            _("Today's list"),
            found.wanting,
            since if found.urgent else "",
            urgent=bool(found.urgent),
        )
