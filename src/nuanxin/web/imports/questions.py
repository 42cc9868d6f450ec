"""Questions 疑问: one screen of what is doubtful in an office's sheets, and the answers remembered."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from nuanxin.kernel.access.people import ReasonMissing
from nuanxin.kernel.intake.actions import NotAnswered, open_question, settle, take_answer_back
from nuanxin.kernel.intake.catalogue import sheet
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.gone import WITHDRAW
from nuanxin.kernel.intake.models import Answer, WaitingRow
from nuanxin.kernel.intake.office import Office, office_of
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.telling import Told, told_of
from nuanxin.kernel.intake.waiting import rows_of
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.parties.models import Party
from nuanxin.web.acts import REASONS
from nuanxin.web.imports.asked import asked, chosen_of, groups_of
from nuanxin.web.jobs.running import ask_for, job_address
from nuanxin.web.jobs.views import own_job
from nuanxin.web.routes import SignedRequest, role

LISTED = 200
clerk = role("clerk")


@clerk
def questions(request: SignedRequest) -> HttpResponse:
    """Show what is asked about the office's sheets; keep the answers and post the rows they settle."""
    office = office_of(request.actor)
    fault = ""
    if request.method == "POST" and office is not None:
        fault, address = _settle(request, office)
        if address:
            return HttpResponseRedirect(address)
    return _page(request, office, {}, fault)


def _page(request: SignedRequest, office: Office | None, opened: dict[int, Told], fault: str) -> HttpResponse:
    groups, further = groups_of(office, request.POST.dict(), opened) if office else ([], 0)
    picture = {
        "office": office,
        "groups": groups,
        "further": further,
        "waiting": rows_of(office).filter(record=None).count() if office else 0,
        "gone": rows_of(office).filter(record__isnull=False).count() if office else 0,
        "reasons": REASONS.items(),
        "said": request.POST,
        "fault": fault,
        "several": sum(len(group.questions) for group in groups) > 1,
        "answered": Answer.objects.filter(question__office=office.key, ended=None).count() if office else 0,
    }
    response = render(request, "imports/questions.html", picture, status=422 if fault else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@clerk
@never_cache
@require_POST
def opened(request: SignedRequest, number: int) -> HttpResponse:
    """Open what a question quotes of a person, with a reason; htmx is answered with the question alone."""
    office = office_of(request.actor)
    question = open_questions(office).filter(pk=number).first() if office else None
    if office is None or question is None:
        raise Http404
    by = By(request.actor, reason="look", note=request.POST.get(f"why{number}", "").strip()[:300])
    try:
        told, fault = open_question(by, office.key, office.area, number).result, ""
    except ReasonMissing as error:
        told, fault = told_of([question])[0], str(error)
    if not request.htmx:
        return _page(request, office, {} if fault else {number: told}, fault)
    shown = asked(question, told, request.POST.dict(), opened=not fault)
    return render(request, "imports/question.html", {"question": shown, "fault_here": fault})


def _settle(request: SignedRequest, office: Office) -> tuple[str, str]:
    """Keep what was chosen and ask for the rows to be posted; return what is wrong, or where it is done."""
    chosen = chosen_of(request.POST.dict(), office)
    reason = request.POST.get("reason", "")
    reason = reason if reason in REASONS else ""
    note = request.POST.get("note", "").strip()[:300]
    if not chosen:
        return _("Choose an answer first; what you leave keeps waiting."), ""
    if not reason and any(each.option == WITHDRAW for each in chosen):
        return _("Say why records are withdrawn: choose a reason below."), ""
    try:
        settle(By(request.actor, reason=reason, note=note), office.key, office.area, chosen)
    except NotAnswered as error:
        return str(error), ""
    title = _("Answered rows of %(office)s") % {"office": office.name}
    given = {"reason": reason, "note": note}
    return "", job_address(ask_for(request.actor, "settle", title, given))


@clerk
def settled(request: SignedRequest, number: int) -> HttpResponse:
    """Show what became of the rows that were answered."""
    job = own_job(request, number, "settle")
    office = office_of(request.actor)
    waiting = rows_of(office) if office else WaitingRow.objects.none()
    left, gone = (waiting.filter(record__isnull=here).count() for here in (True, False))
    return render(request, "imports/settled.html", {"job": job, "left": left, "gone": gone})


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as the list shows it."""

    answer: Answer
    sheet: Sheet
    told: Told
    says: str
    by: str


@clerk
def answers(request: SignedRequest) -> HttpResponse:
    """List what the office has answered, newest first, and the rows that were left out."""
    office = office_of(request.actor)
    standing = Answer.objects.filter(ended=None, question__office=office.key if office else "-")
    found = list(standing.select_related("question").order_by("-at")[:LISTED])
    told = told_of([each.question for each in found])
    called = {
        party.pk: party.name for party in Party.objects.filter(pk__in={each.party_id for each in found})
    }
    kept = [
        Kept(each, sheet(each.question.sheet), words, _says(words, each.option), called[each.party_id])
        for each, words in zip(found, told, strict=True)
    ]
    ended = WaitingRow.objects.filter(
        taking__office=office.key if office else "-",
        state__in=("dropped", "refused", "superseded", "withdrawn"),
    ).select_related("taking", "act")
    response = render(
        request, "imports/answers.html", {"kept": kept, "ended": ended.order_by("-ended_at")[:LISTED]}
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _says(told: Told, option: str) -> str:
    if option == DROP:
        return _("Do not take these rows")
    return next((says for code, says in told.options if code == option), option)


@clerk
@require_POST
def ask_again(request: SignedRequest, number: int) -> HttpResponse:
    """Take an answer back: the next sheet that says so is asked about again."""
    office = office_of(request.actor)
    if office is not None:
        take_answer_back(By(request.actor), office.key, office.area, number)
    return HttpResponseRedirect(reverse("answers"))
