"""Waiting 待核签: the bulletins that wait for somebody, for the home page of what needs a hand."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.access import visible
from nuanxin.kernel.bulletins.copies import awaiting
from nuanxin.kernel.bulletins.models import WorkingCopy
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.templatetags.editing import minute, titled
from nuanxin.web.today.hands import Item

MOST = 10


def bulletins_waiting(actor: Actor) -> Iterator[Item]:
    """Yield the bulletins that await an actor's confirmation, and those confirmed that he may publish."""
    for copy in awaiting(actor)[:MOST]:
        yield _item(copy, _("Look and confirm"))
    for copy in visible(actor, "publisher", WorkingCopy.objects.filter(state="confirmed"))[:MOST]:
        yield _item(copy, _("Publish"))


def _item(copy: WorkingCopy, do: str) -> Item:
    address = reverse("draft_preview", args=[copy.pk])
    return Item(_("Bulletins"), titled(copy.content), address, do, since=minute(copy.saved_at))
