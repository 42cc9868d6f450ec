"""Proving 步骤核验: every step of a work order against the act that wrote it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.findings import Finding
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.records import BATCH
from nuanxin.kernel.work.models import Step, moment_us


def verify_steps() -> list[Finding]:
    """Prove that each step names the act that wrote it: the same moment, the same person.

    The act of another order has a moment of its own, so a step that names it is found as well.
    """
    steps = Step.objects.order_by("act_id", "pk").iterator(BATCH)
    return [*_findings(steps)]


def _findings(steps: Iterator[Step]) -> Iterator[Finding]:
    acts = {number: (at, actor) for number, at, actor in _acts()}
    for step in steps:
        place = f"order {step.order_id}, step {step.number}"
        words = {"act": step.act_id}
        if step.act_id not in acts:
            yield Finding(place, _("act %(act)s, which it names, does not exist") % words)
        elif acts[step.act_id] != (moment_us(step.at), step.by_id or 0):
            yield Finding(place, _("act %(act)s, which it names, is about something else") % words)


def _acts() -> Iterator[tuple[int, int, int]]:
    known = Act.objects.filter(number__in=Step.objects.values("act_id"))
    return known.values_list("number", "at", "actor").iterator(BATCH)
