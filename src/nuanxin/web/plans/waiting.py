"""Waiting 待定: on the home page, plans this reader may take, and how one's own runs stand."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.access import visible
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.plans.declare import INFEASIBLE, all_plan_types
from nuanxin.kernel.plans.models import Plan
from nuanxin.web.jobs.kinds import title_of
from nuanxin.web.jobs.models import DONE, FAILED, Job
from nuanxin.web.jobs.running import job_address
from nuanxin.web.plans.listing import LATELY, runs_of
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


def runs_waiting(actor: Actor) -> Iterator[Item]:
    """Yield one's own runs at work, those that failed lately, and plans they made that nobody took."""
    for job in runs_of(actor):
        words = {"title": title_of(job)}
        if job.state == FAILED:
            said = _("“%(title)s” found no plan") % words
            yield Item(_("Plans"), said, job_address(job), _("See why"), urgent=True)
        else:
            yield Item(_("Plans"), _("“%(title)s” is being worked out") % words, job_address(job), _("Watch"))
    yield from _ready(actor)


def _ready(actor: Actor) -> Iterator[Item]:
    """Yield the plans one's runs made lately, which lie open: one by its name, several by their number."""
    lately = Q(owner_id=actor.party, kind="plan", state=DONE, finished_at__gt=timezone.now() - LATELY)
    keys = [str(found) for found in Job.objects.filter(lately).values_list("result__plan", flat=True)]
    if not keys:
        return
    made = list(Plan.objects.filter(key__in=keys, withdrawn=False, taken_on=None).order_by("-pk"))
    if len(made) == 1:
        words = _("“%(plan)s” is ready to look at") % {"plan": made[0]}
        if made[0].status == INFEASIBLE:
            words = _("“%(plan)s”: no plan keeps to what was asked") % {"plan": made[0]}
        yield Item(
            _("Plans"), words, reverse("plan", args=[made[0].key]), _("Look"), since=day(made[0].made_on)
        )
    elif made:
        words = ngettext("plan is ready to look at", "plans are ready to look at", len(made))
        yield Item(_("Plans"), words, reverse("plans"), _("Look"), len(made), day(made[-1].made_on))
