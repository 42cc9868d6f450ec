"""The loop 闭环 as it runs today: six steps, each with what it has really done, or that it has not begun."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nuanxin.kernel.bulletins.models import Bulletin, CheckResult
from nuanxin.kernel.ledger.models import Act, Entry, Head, Source
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.programme import Programme
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.kernel.work.queries import second_looks
from nuanxin.web.templatetags.wording import grouped, language


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the loop: its name, what happens in it, its drawing, and what it has done so far."""

    name: str
    word: Promise
    says: Promise
    drawing: str
    done: str = ""


STEPS = (
    ("register", _("Register"), _("What is known is typed once: a sheet row, a report, a call.")),
    ("plan", _("Plan"), _("Where to build, whom to pair, which route: answered with a bound.")),
    ("dispatch", _("Dispatch"), _("Work goes to somebody by name, with a day it is due.")),
    ("verify", _("Verify"), _("Somebody other than the doer looks, and what does not add up is said.")),
    ("settle", _("Settle"), _("Paid or rewarded only after it was verified.")),
    ("publish", _("Publish"), _("A bulletin whose every figure opens.")),
)
"""The steps of the loop in order: name, word, what happens in it."""

DRAWINGS = {
    "register": "M15 15h22v24H15zM20 21h12M20 27h12M20 33h7",
    "plan": "M15 37V17l8-3 7 3 7-3v20l-7 3-7-3zM23 14v20M30 17v20",
    "dispatch": "M14 26h22M28 18l8 8-8 8",
    "verify": "M15 27l8 8 15-18",
    "settle": "M17 15l9 11 9-11M26 26v12M18 28h16M18 33h16",
    "publish": "M14 22v8h5l11 7V15l-11 7zM35 21a8 8 0 0 1 0 10",
}
"""A pen stroke for each step, in a field of 52 by 52."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What the ledger holds now: counts, the last act, the newest sealed head."""

    entries: int
    acts: int
    sources: int
    last_act: Act | None
    head: Head | None

    @property
    def unsealed(self) -> int:
        """How many entries were written since the newest seal."""
        return self.entries - (self.head.entries if self.head else 0)


def holding() -> Holding:
    """Count what the ledger holds; seq and act numbers are gap-free, so the newest is the count."""
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    last = Act.objects.select_related("source").order_by("-number").first()
    return Holding(
        newest or 0,
        last.number if last else 0,
        Source.objects.count(),
        last,
        Head.objects.order_by("-number").first(),
    )


def loop_steps(held: Holding) -> list[Step]:
    """Return the six steps; a step that has done nothing yet says nothing."""
    checks, bulletins = CheckResult.objects.count() + second_looks(), Bulletin.objects.count()
    plans, orders = Plan.objects.count(), WorkOrder.objects.count()
    said = {
        "register": _counted(
            held.sources, ngettext("%(n)s worksheet taken in", "%(n)s worksheets taken in", held.sources)
        ),
        "plan": _counted(plans, ngettext("%(n)s plan made", "%(n)s plans made", plans)),
        "dispatch": _counted(orders, ngettext("%(n)s work order given", "%(n)s work orders given", orders)),
        "verify": _counted(checks, ngettext("%(n)s check made", "%(n)s checks made", checks)),
        "publish": _counted(bulletins, ngettext("%(n)s bulletin out", "%(n)s bulletins out", bulletins)),
    }
    return [Step(name, word, says, DRAWINGS[name], said.get(name, "")) for name, word, says in STEPS]


def _counted(number: int, sentence: str) -> str:
    return sentence % {"n": grouped(number)} if number else ""


def programme_steps(programme: Programme) -> list[Step]:
    """Return the six steps as a programme means them; ``done`` says what it does in each."""
    words = {name: each.said(language()) for name, each in programme.steps.items()}
    return [Step(name, word, says, DRAWINGS[name], words.get(name, "")) for name, word, says in STEPS]
