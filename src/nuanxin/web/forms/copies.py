"""Copies 已填报表: how a filling stands, what a filled copy says, what changed since the one sent."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.forms.actions import send_filled
from nuanxin.kernel.bulletins.forms.answering import CAUTIONS, REASONS
from nuanxin.kernel.bulletins.forms.costing import cost_of
from nuanxin.kernel.bulletins.forms.filling import changes, earlier, file_name
from nuanxin.kernel.bulletins.forms.models import FilledCell, FilledForm
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.figures.catalogue import all_figures
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.seals import short_code
from nuanxin.plain.periods import Period
from nuanxin.web.addresses import figure_address
from nuanxin.web.forms.held import hands, own_form, workbook
from nuanxin.web.jobs.models import DONE
from nuanxin.web.jobs.views import own_job
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language


@dataclass(frozen=True, slots=True)
class Line:
    """A cell of a copy as its page lists it."""

    cell: FilledCell
    figure: Figure | None
    place: str
    period: Period | None
    address: str
    notes: tuple[str, ...]


@hands
def filling(request: SignedRequest, number: int) -> HttpResponse:
    """Show how a filling stands; a finished one leads to its copy."""
    job = own_job(request, number, "fill_form")
    if job.state == DONE:
        return HttpResponseRedirect(reverse("filled_form", args=[job.result["form"], job.result["number"]]))
    return render(request, "forms/filling.html", {"job": job, "name": job.given["form"]})


def _copy(request: SignedRequest, name: str, number: int) -> FilledForm:
    found = own_form(request, name)
    return get_object_or_404(found.filled.select_related("version", "head"), number=number)


@hands
def copy(request: SignedRequest, name: str, number: int) -> HttpResponse:
    """Show a filled copy: what stayed blank and why, what changed, every value with its way to the rows."""
    filled = _copy(request, name, number)
    cells, period = list(filled.cells.all()), Period.parse(filled.period)
    lines = _lines(cells)
    before = earlier(filled)
    known = {each.id: each for each in all_figures()}
    picture = {
        "filled": filled,
        "version": filled.version,
        "name": file_name(filled.version, period),
        "period": period,
        "cost": cost_of(filled.version, period, cells),
        "lines": [each for each in lines if not each.cell.reason],
        "blank": [(each, REASONS[each.cell.reason]) for each in lines if each.cell.reason],
        "open": sum("open_month" in each.cell.cautions.split() for each in lines),
        "before": before,
        "changes": [(each, known.get(each.figure)) for each in changes(before, filled)] if before else (),
        "code": short_code(filled.head),
    }
    return render(request, "forms/copy.html", picture)


def _lines(cells: list[FilledCell]) -> list[Line]:
    known = {each.id: each for each in all_figures()}
    places = names({full(each.area) for each in cells if each.area}, language())
    return [_line(each, known.get(each.figure), places) for each in cells]


def _line(cell: FilledCell, figure: Figure | None, places: dict[int, str]) -> Line:
    if figure is None or not cell.period:
        return Line(cell, figure, "", None, "", ())
    area, period = full(cell.area), Period.parse(cell.period)
    notes = tuple(str(CAUTIONS[each]) for each in cell.cautions.split() if each != "open_month")
    return Line(cell, figure, places[area], period, figure_address(Ask(figure.id, area, period)), notes)


@hands
def file(request: SignedRequest, name: str, number: int) -> HttpResponse:
    """Hand a filled copy out as it was kept."""
    filled = _copy(request, name, number)
    return workbook(bytes(filled.digest), file_name(filled.version, Period.parse(filled.period)))


@hands
@require_POST
def sent(request: SignedRequest, name: str, number: int) -> HttpResponse:
    """Note that a copy was handed up."""
    _copy(request, name, number)
    send_filled(By(request.actor), name, number)
    return HttpResponseRedirect(reverse("filled_form", args=[name, number]))
