"""Audit 审计: the audit administrator looks through acts and events, takes them along, has them verified."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.journal import DONE, FAILED, OUTCOMES
from nuanxin.kernel.ledger.models import Entry, JournalEvent
from nuanxin.kernel.ledger.verify import verify
from nuanxin.plain.formulas import harmless
from nuanxin.web.accounts import audit as log
from nuanxin.web.accounts.happenings import EXPORTED_LOG, SEARCHED_LOG, VERIFIED, note
from nuanxin.web.accounts.templatetags.accounts import moment
from nuanxin.web.paging import Page, listing, whole
from nuanxin.web.routes import SignedRequest, role

A_PAGE = 50
AT_MOST = 50_000
"""So many lines are taken along at once; a narrower question gives the rest."""
AT_ONCE = 1_000_000
"""A ledger of more entries is verified at the console, where one can wait."""

auditor = role("audit")


@auditor
def audit(request: SignedRequest) -> HttpResponse:
    """Show the log, narrowed by the address."""
    question = log.asked(request.GET.dict())
    if request.GET:
        note(request, SEARCHED_LOG, request.actor.party)
    some = log.found(request.actor, question)
    page = Page(whole(request.GET.get("offset")), A_PAGE, some.count(), listing(_address(request)))
    picture = {
        "question": question,
        "lines": log.lines(some[page.offset : page.last]),
        "page": page,
        "people": log.people(request.actor),
        "verbs": log.verbs(question.kind),
        "outcomes": list(OUTCOMES),
        "verified": JournalEvent.objects.filter(verb=VERIFIED).order_by("-number").first(),
        "csv": f"{request.path}lines.csv?{request.GET.urlencode()}",
        "verifiable": _short(),
    }
    return render(request, "accounts/audit.html", picture)


@auditor
def audit_csv(request: SignedRequest) -> HttpResponse:
    """Give the lines that answer a question as a .csv file."""
    question = log.asked(request.GET.dict())
    note(request, EXPORTED_LOG, request.actor.party)
    answer = HttpResponse(_csv(request.actor, question), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{question.kind}.csv"'
    return answer


@auditor
@require_POST
def audit_verify(request: SignedRequest) -> HttpResponse:
    """Verify ledger and journal now, and note what came of it."""
    if _short():
        findings = verify(workers=1)
        outcome = FAILED if findings else DONE
        note(request, VERIFIED, request.actor.party, outcome=outcome, about=f"findings:{len(findings)}")
        if findings:
            return render(request, "accounts/findings.html", {"findings": findings[:200]})
    return redirect("audit")


def _short() -> bool:
    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    return (newest or 0) <= AT_ONCE


def _address(request: SignedRequest) -> str:
    query = request.GET.copy()
    query.pop("offset", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(actor: Actor, question: log.Question) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    heads = (
        _("Number"),
        _("When"),
        pgettext("of a look", "Who"),
        _("Deed"),
        _("About"),
        _("Area"),
        _("Outcome"),
    )
    yield writer.writerow(heads)
    rows: Iterator[Any] = iter(log.found(actor, question)[:AT_MOST].iterator(chunk_size=2_000))
    while some := list(islice(rows, 2_000)):
        for line in log.lines(some):
            deed, outcome = log.verb_word(line.verb), log.outcome_word(line.outcome)
            cells = (line.number, moment(line.at), line.who, deed, line.about, line.area or "", outcome)
            yield writer.writerow([harmless(str(cell)) for cell in cells])
