"""Bulletins 简报: the list, the page, and a figure of it opened."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.queries import revised_reading
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.plain.periods import Period
from nuanxin.web.addresses import reading_address
from nuanxin.web.figure_sheets import figure_sheet, publication
from nuanxin.web.paging import whole
from nuanxin.web.papers import notes_on, paper_of
from nuanxin.web.routes import Request, public
from nuanxin.web.seals import seal_qr


@public
def bulletins(request: HttpRequest) -> HttpResponse:
    """List what was published, newest first."""
    published = Bulletin.objects.annotate(figures=Count("readings")).order_by("-published_at")
    return render(request, "web/bulletins.html", {"bulletins": published})


@public
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """Show a bulletin as the newspaper page it is."""
    found = get_object_or_404(Bulletin.objects.select_related("head"), number=number)
    return render(request, "web/bulletin.html", {"paper": paper_of(found), "qr": seal_qr(found.head)})


@public
def reading(request: Request, number: str, figure: str, area: str, period: Period) -> HttpResponse:
    """Open a figure of a bulletin: beside the text for htmx, as a page of its own otherwise."""
    found = get_object_or_404(Bulletin.objects.select_related("head"), number=number)
    cited = Citation(figure, area, str(period))
    both = revised_reading(found, cited)
    if both is None:
        raise Http404
    address, offset = reading_address(number, cited), whole(request.GET.get("offset"))
    sheet = figure_sheet(cited.ask, address=address, offset=offset, as_of=found.as_of_seq)
    printed = publication(found, both)
    picture = {"sheet": sheet, "published": printed, "notes": notes_on(found, cited, printed.printed)}
    return render(request, "web/sheet.html" if request.htmx else "web/figure.html", picture)
