"""Waiting 待定: plans that were made and that this reader may take, told on the home page."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.access import visible
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.plans.declare import INFEASIBLE, all_plan_types
from nuanxin.kernel.plans.models import Plan
from nuanxin.web.templatetags.wording import day, said
from nuanxin.web.today.hands import Item


def plans_waiting(actor: Actor) -> Iterator[Item]:
    """Yield for each kind how many plans nobody took yet, since none of its area was taken later."""
    for kind in all_plan_types():
        made = Plan.objects.filter(kind=kind.name, withdrawn=False, taken_on=None).exclude(status=INFEASIBLE)
        open_ones = visible(actor, kind.taken_by, made).exclude(made_by_id=actor.party)
        if days := list(open_ones.order_by("pk").values_list("made_on", flat=True)[:100]):
            words = _("%(plans)s that nobody has taken") % {"plans": said(kind)}
            yield Item(_("Plans"), words, reverse("plans"), _("Look and decide"), len(days), day(days[0]))
