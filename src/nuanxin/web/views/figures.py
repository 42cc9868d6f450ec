"""Figures 指标: every figure the house can compute, and any of them for an area and a period."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nuanxin.web.figure_list import asked_figure, figure_list
from nuanxin.web.figure_sheets import figure_sheet
from nuanxin.web.paging import whole
from nuanxin.web.routes import Request, public


@public
def figures(request: HttpRequest) -> HttpResponse:
    """List the figures by programme; ``q`` narrows by words."""
    wanted = request.GET.get("q", "").strip()
    return render(request, "web/figures.html", {"groups": figure_list(wanted), "wanted": wanted})


@public
def figure(request: Request, identity: str) -> HttpResponse:
    """Show a figure by the ledger of today, for the area and period of the address."""
    try:
        ask = asked_figure(identity, request.GET)
    except (KeyError, ValueError) as error:
        raise Http404(error.args[0]) from error
    sheet = figure_sheet(ask, address=request.get_full_path(), offset=whole(request.GET.get("offset")))
    return render(request, "web/sheet.html" if request.htmx else "web/figure.html", {"sheet": sheet})
