"""Figures 指标: every figure the house can compute; for readers, any of them for an area and a period."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from nuanxin.kernel.access.ranges import NotAllowed, sees
from nuanxin.kernel.figures.burden import burden
from nuanxin.kernel.intake.waiting import waiting_in
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.programme import all_programmes
from nuanxin.web.explore.results import meaning_of
from nuanxin.web.figure_list import asked_figure, figures_for, home_of, known_figure, printings_of
from nuanxin.web.figure_sheets import figure_sheet
from nuanxin.web.kept_pages import asks_only, kept
from nuanxin.web.paging import whole
from nuanxin.web.routes import Request, public


def _actor(request: Any) -> Actor | None:
    found: Actor | None = request.actor
    return found


@public
@kept
@asks_only("q")
def figures(request: Request) -> HttpResponse:
    """List the figures by programme: as last printed; for readers, as they stand in their own area."""
    wanted, actor = request.GET.get("q", "").strip(), _actor(request)
    picture = {"groups": figures_for(actor, wanted), "wanted": wanted, "now": home_of(actor) is not None}
    return render(request, "web/figures.html", picture)


@public
@kept
@asks_only("area", "period", "mapped", "apart", "kind", "as_of", "offset")
def figure(request: Request, identity: str) -> HttpResponse:
    """Show a reader a figure for the area and period of the address, and strangers what it means.

    Raises NotAllowed (a page that names area and remedy) for an area outside a reader's grants.
    """
    actor = _actor(request)
    home = home_of(actor)
    try:
        if actor is None or home is None:
            known = known_figure(identity)
            picture = {"meaning": meaning_of(known), "printings": printings_of(known.id)}
            return render(request, "web/figure_meaning.html", picture)
        ask = asked_figure(identity, request.GET, home)
    except (KeyError, ValueError) as error:
        raise Http404(error.args[0]) from error
    if not sees(actor, ask.area):
        raise NotAllowed(actor, "reader", ask.area)
    as_of = whole(request.GET.get("as_of"), -1)
    sheet = figure_sheet(
        ask,
        address=request.get_full_path(),
        offset=whole(request.GET.get("offset")),
        as_of=as_of if as_of >= 0 else None,
        fixed=True,
        withhold=False,
    )
    now, before = burden([ask])
    picture = {"sheet": sheet, "typed": now, "typed_before": before}
    if request.htmx:
        return render(request, "web/sheet.html", picture)
    return render(request, "web/figure.html", {**picture, "waiting": _waiting(actor, identity)})


def _waiting(actor: Actor, identity: str) -> int:
    """Return how many rows of the sheets behind a figure's programme wait within the reader's areas."""
    sheets = [
        sheet.name
        for programme in all_programmes()
        if any(figure.id == identity for figure in programme.figures)
        for sheet in programme.sheets
    ]
    return sum(waiting_in(actor, sheets).values()) if sheets else 0
