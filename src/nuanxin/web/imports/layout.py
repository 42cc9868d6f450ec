"""Layouts 版式: a worksheet nobody has shown yet, confirmed or corrected once; and those an office keeps."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.intake.actions import LayoutRefused, keep_layout, retire_layout
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.layouts import learned, standing, versions
from nuanxin.kernel.intake.models import Layout
from nuanxin.kernel.intake.office import Office, office_of
from nuanxin.kernel.intake.pairing import likelihood
from nuanxin.kernel.intake.reasons import reason_of
from nuanxin.kernel.intake.tables import unknown_pages
from nuanxin.kernel.ledger.acts import By, SourceRef
from nuanxin.kernel.ledger.wording import called
from nuanxin.web.imports import layout_shown
from nuanxin.web.imports.layout_asked import Understood, holds_table, said_of_form, understood
from nuanxin.web.imports.views import clerk
from nuanxin.web.imports.work import file_of
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.running import ask_for, job_address
from nuanxin.web.jobs.views import own_job
from nuanxin.web.routes import SignedRequest


@clerk
def layout(request: SignedRequest, number: int) -> HttpResponse:
    """Show an unknown worksheet with what we think it is; keep what its clerk confirms."""
    job, office = own_job(request, number, "preview", "import"), _office(request)
    form = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and "leave" in form:
        return HttpResponseRedirect(_looked_anew(request, job))
    unknown = _unknown(job, office)
    page = next((each for each in unknown if each.part == form.get("part")), unknown[0] if unknown else None)
    if page is None:
        return HttpResponseRedirect(job_address(job))
    how = understood(page, said_of_form(form.dict()), learned(office))
    faults: list[str] = []
    if how and request.method == "POST" and "confirm" in form:
        faults = _keep(request, job, page, how, office, form.get("about", ""))
        if not faults:
            return HttpResponseRedirect(_onward(request, job))
    picture = {"job": job, "page": page, "how": how, "faults": faults, "office": office}
    picture |= {"parts": [each.part for each in unknown], "others": len(unknown) - 1}
    if how:
        picture |= _shown(page, how)
    return render(request, "imports/layout.html", picture, status=422 if faults else 200)


def _unknown(job: Job, office: Office) -> list[Page]:
    """Return the tables that somebody has to show; notes without a table only where there is nothing else."""
    every = unknown_pages(file_of(job), office)
    return [each for each in every if holds_table(each)] or every


def _office(request: SignedRequest) -> Office:
    office = office_of(request.actor)
    if office is None:
        raise Http404
    return office


def _shown(page: Page, how: Understood) -> dict[str, object]:
    return {
        "places": layout_shown.places(page, how),
        "lines": layout_shown.lines(page, how),
        "lacking": layout_shown.lacking(how),
        "sample": layout_shown.sample(page, how),
        "sheets": list(layout_shown.sheets_offered(how)),
        "likely": likelihood(how.proposal.confidence) if how.proposal else "",
        "first": how.match.first + 1,
    }


def _keep(
    request: SignedRequest, job: Job, page: Page, how: Understood, office: Office, about: str
) -> list[str]:
    """Keep a layout as confirmed; return what stands against it."""
    if about != how.about:
        return [_("The sheet or the header was changed: look at the columns once more, then confirm.")]
    if how.faults:
        return how.faults
    file = file_of(job)
    by = By(request.actor, source=SourceRef("sheet", file.digest, file.name, page.part))
    try:
        keep_layout(by, office, how.match)
    except LayoutRefused as refused:
        return [str(refused)]
    return []


def _onward(request: SignedRequest, job: Job) -> str:
    """Return where to go on: the next unknown worksheet, or the workbook looked at anew."""
    after = [each for each in _unknown(job, _office(request)) if holds_table(each)]
    if after:
        return f"{reverse('layout', args=[job.pk])}?{urlencode({'part': after[0].part})}"
    return _looked_anew(request, job)


def _looked_anew(request: SignedRequest, job: Job) -> str:
    given = {"digest": job.given["digest"], "name": job.given["name"]}
    return job_address(ask_for(request.actor, "preview", job.title, given))


@clerk
def layouts(request: SignedRequest) -> HttpResponse:
    """List the layouts the clerk's office keeps."""
    office = _office(request)
    names = {sheet.name: sheet for sheet in all_sheets()}
    listed = [(each, names.get(each.sheet)) for each in standing(office)]
    return render(request, "imports/layouts.html", {"office": office, "layouts": listed})


@clerk
def kept_layout(request: SignedRequest, number: int) -> HttpResponse:
    """Show a layout of the clerk's office: which heading is read as what, and since when."""
    office = _office(request)
    layout = get_object_or_404(versions(office).select_related("party", "act"), pk=number)
    sheet = next((each for each in all_sheets() if each.name == layout.sheet), None)
    earlier = versions(office).filter(fingerprint=layout.fingerprint).exclude(pk=layout.pk)
    picture = {"office": office, "layout": layout, "sheet": sheet, "earlier": earlier.select_related("party")}
    return render(request, "imports/kept_layout.html", {**picture, "pairs": _pairs(layout, sheet)})


def _pairs(layout: Layout, sheet: Sheet | None) -> list[tuple[str, str, str]]:
    """Return each column of a layout's sheet: its name, the heading read as it, why it is needed."""
    keys = {field: key for field, (key, _nth) in layout.columns.items()}
    return [(called(one), keys.get(one.field, ""), reason_of(one)) for one in sheet.columns] if sheet else []


@clerk
@require_POST
def retire(request: SignedRequest, number: int) -> HttpResponse:
    """Retire a layout of the clerk's office."""
    layout = get_object_or_404(versions(_office(request)), pk=number)
    retire_layout(By(request.actor), layout.pk)
    return HttpResponseRedirect(reverse("layouts"))
