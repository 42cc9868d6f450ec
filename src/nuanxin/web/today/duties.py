"""Duties 待办来源: bulletins to confirm or publish, exports to let go, grants to look at again."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.access import visible
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.access.releases import DECIDERS, releases_to_decide
from nuanxin.kernel.access.review import grants_due
from nuanxin.kernel.bulletins.copies import awaiting
from nuanxin.kernel.bulletins.models import WorkingCopy
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.accounts.numbers import number
from nuanxin.web.templatetags.wording import english
from nuanxin.web.today.hands import Item

LISTED = 5


def bulletins_waiting(actor: Actor) -> Iterator[Item]:
    """Yield the bulletins that await this reviewer's eyes, and those confirmed for a publisher."""
    if ranges_of(actor, "reviewer"):
        for copy in awaiting(actor)[:LISTED]:
            yield _waiting(copy, _("Read and confirm"))
    if ranges_of(actor, "publisher"):
        confirmed = visible(actor, "publisher", WorkingCopy.objects.filter(state="confirmed"))
        for copy in confirmed.order_by("-saved_at")[:LISTED]:
            yield _waiting(copy, _("Publish"))


def _waiting(copy: WorkingCopy, do: str) -> Item:
    title = copy.content.get(f"title_{'en' if english() else 'zh'}") or _("A bulletin without a title yet")
    return Item(_("Bulletins"), title, reverse("draft", args=[copy.pk]), do)


def exports_waiting(actor: Actor) -> Iterator[Item]:
    """Yield how many exports of persons wait for this one to let them go."""
    if ranges_of(actor, *DECIDERS) and (waiting := releases_to_decide(actor).count()):
        words = _("exports of persons wait for a second look")
        yield Item(_("Accounts"), words, reverse("releases"), _("Decide"), waiting)


def grants_waiting(actor: Actor) -> Iterator[Item]:
    """Yield how many grants nobody has confirmed for too long."""
    if ranges_of(actor, "security") and (due := grants_due(actor, number("review_days")).count()):
        words = _("grants are due to be looked at again")
        yield Item(_("Accounts"), words, reverse("review_grants"), _("Look at them"), due)
