"""Bulletins 简报: the list, the page, and a figure of it opened."""

from django.db.models import Count, F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.queries import revised_reading
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.suppression import about_persons
from nuanxin.kernel.ledger.models import Entry
from nuanxin.plain.periods import Period
from nuanxin.web.addresses import reading_address
from nuanxin.web.figure_sheets import figure_sheet, publication
from nuanxin.web.kept_pages import asks_only, kept
from nuanxin.web.paging import whole
from nuanxin.web.papers import notes_on, paper_of
from nuanxin.web.reach import stands_behind
from nuanxin.web.routes import Request, public
from nuanxin.web.seals import seal_qr
from nuanxin.web.views.ledger import entry_picture


@public
@kept
@asks_only()
def bulletins(request: HttpRequest) -> HttpResponse:
    """List what was published, newest first."""
    published = Bulletin.objects.annotate(
        figures=Count("readings"), withdrawn=F("withdrawal__act"), newer=F("corrected__bulletin")
    ).order_by("-published_at")
    return render(request, "web/bulletins.html", {"bulletins": published})


@public
@kept
@asks_only()
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """Show a bulletin as the newspaper page it is."""
    found = get_object_or_404(Bulletin.objects.select_related("head", "burden"), number=number)
    return render(request, "web/bulletin.html", {"paper": paper_of(found), "qr": seal_qr(found.head)})


@public
@kept
@asks_only("offset")
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
    picture = {
        "sheet": sheet,
        "published": printed,
        "rows_at": f"{address}entries/",
        "notes": notes_on(found, cited, printed.printed),
    }
    return render(request, "web/sheet.html" if request.htmx else "web/figure.html", picture)


@public
@kept
@asks_only()
def reading_entry(
    request: HttpRequest, number: str, figure: str, area: str, period: Period, seq: int
) -> HttpResponse:
    """Show one of the rows behind a published figure with its proof: anybody may check it."""
    found = get_object_or_404(Bulletin, number=number)
    cited = Citation(figure, area, str(period))
    get_object_or_404(found.readings, figure=cited.figure, area=cited.area, period=cited.period)
    entry = get_object_or_404(Entry.objects.select_related("act__source"), seq=seq)
    if seq > found.as_of_seq or not stands_behind(cited.ask, entry):
        raise Http404
    shown = entry_picture(entry, near=not about_persons(figure_of(cited.figure)))
    picture = shown | {"behind": reading_address(number, cited), "figure": cited.figure}
    return render(request, "web/entry.html", picture)
