"""Sources 待办来源: imports that wait or failed, records that lack something, entries not sealed yet."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, Count, DateField, IntegerField, Min, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.access import seen
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.waiting import rows_of
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.models import Act, Head
from nuanxin.kernel.pages import Need, Page
from nuanxin.kernel.programme import Programme, all_pages
from nuanxin.web.imports.told import nothing_new
from nuanxin.web.jobs.models import DONE, FAILED, Job
from nuanxin.web.jobs.running import job_address
from nuanxin.web.kit.lists import page_address
from nuanxin.web.templatetags.wording import day, grouped, moment, said
from nuanxin.web.today.hands import Item

LOOKED_BACK = timedelta(days=7)
"""So long an import that was left stays on the home page."""


def imports_left(actor: Actor) -> Iterator[Item]:
    """Yield one's own workbooks that were looked at and not posted, not understood, or failed."""
    mine = Job.objects.filter(owner_id=actor.party, asked_at__gt=timezone.now() - LOOKED_BACK)
    later: set[str] = set()
    for job in mine.filter(kind__in=("preview", "import")).order_by("-pk")[:40]:
        digest = job.given.get("digest", "")
        if digest in later:
            continue
        later.add(digest)
        if job.state == FAILED or _unread(job):
            yield Item(_("Imports"), job.title, job_address(job), _("See why"), urgent=True)
        elif job.kind == "preview" and job.state == DONE and _worth(job):
            yield Item(_("Imports"), job.title, job_address(job), _("Post it or leave it"))


def rows_waiting(actor: Actor) -> Iterator[Item]:
    """Yield how many rows of the office's sheets wait for an answer, and since when."""
    office = office_of(actor)
    if office is None:
        return
    waiting = rows_of(office).aggregate(number=Count("pk"), since=Min("taking__at"))
    if waiting["number"]:
        words = ngettext("row waits for your answer", "rows wait for your answer", waiting["number"])
        since = _("the oldest since %(day)s") % {"day": day(timezone.localtime(waiting["since"]).date())}
        yield Item(_("Imports"), words, reverse("questions"), _("Answer"), waiting["number"], since)


def _unread(job: Job) -> bool:
    """Return whether a workbook was looked at and nothing in it was understood."""
    return job.state == DONE and not job.result.get("tables") and bool(job.result.get("unrecognised"))


def _worth(job: Job) -> bool:
    tables = job.result.get("tables", ())
    return any(each["good"] or each["waiting"] for each in tables) and not nothing_new(tables)


def records_lacking(actor: Actor) -> Iterator[Item]:
    """Yield every need of every page, counted within the reader's areas."""
    return needs_of(actor, all_pages())


def needs_of(actor: Actor, pages: Sequence[tuple[Programme, Page]]) -> Iterator[Item]:
    """Yield the needs of pages that have any: how many, since when, where they are listed. One query."""
    needs = [(owner, page, need) for owner, page in pages for need in page.needs]
    if not needs:
        return
    first, *others = (_counted(actor, page, need, at) for at, (_owner, page, need) in enumerate(needs))
    for at, number, since in sorted(first.union(*others, all=True) if others else first):
        if number:
            owner, page, need = needs[at]
            oldest = day(date.fromisoformat(since)) if since else ""
            said_since = _("the oldest since %(day)s") % {"day": oldest} if oldest else ""
            address = page_address(owner, page, f"need={need.name}" + _oldest_first(need.since))
            yield Item(said(owner), said(need), address, _("Open the list"), number, said_since)


def _counted(actor: Actor, page: Page, need: Need, at: int) -> Any:
    """Return the query of a need: its place in the list, how many records, the first day as text."""
    query = seen(actor, page.record._default_manager.filter(need.where, withdrawn=False))
    first = Min(need.since) if need.since else Min(Value(None, DateField()))
    known = query.order_by().annotate(at=Value(at, IntegerField())).values("at")
    counted = known.annotate(number=Count("pk"), first=Cast(first, CharField()))
    return counted.values_list("at", "number", "first")


def _oldest_first(field: str) -> str:
    return f"&sort={field}" if field else ""


def seal_age(actor: Actor) -> Iterator[Item]:
    """Yield what was written since the last seal, to those who publish or audit."""
    if not ranges_of(actor, "publisher", "auditor"):
        return
    last = Act.objects.order_by("-number").values_list("first_seq", "entries").first()
    head = Head.objects.order_by("-number").first()
    written = last[0] + last[1] - 1 if last else 0
    unsealed = written - (head.entries if head else 0)
    if unsealed > 0:
        since = _("last seal %(moment)s") % {"moment": moment(head.at)} if head else _("never sealed")
        words = _("%(n)s entries are not sealed yet; the next publication seals them") % {
            "n": grouped(unsealed)
        }
        yield Item(_("Ledger"), words, reverse("ledger_heads"), _("Look at the seals"), since=since)
