"""Programmes 项目: the list, and what each is: its loop, sheets, measures and figures."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.programme import programme as programme_of
from nuanxin.web.contents import contents
from nuanxin.web.figure_list import figures_for, home_of
from nuanxin.web.kept_pages import asks_only, kept
from nuanxin.web.loop import programme_steps
from nuanxin.web.routes import public
from nuanxin.web.today.views import board_of, reads


@public
@kept
@asks_only()
def programmes(request: HttpRequest) -> HttpResponse:
    """List the programmes with their key figures."""
    latest = Bulletin.objects.order_by("-published_at").first()
    return render(request, "web/programmes.html", {"listed": contents(latest), "latest": latest})


@public
@kept
@asks_only("area")
def programme(request: HttpRequest, name: str) -> HttpResponse:
    """Show one programme; to those who work in it, its board."""
    try:
        found = programme_of(name)
    except KeyError as error:
        raise Http404 from error
    if reads(request):
        return board_of(request, found)  # type: ignore[arg-type]
    actor = getattr(request, "actor", None)
    groups = figures_for(actor, only=name)
    picture = {
        "programme": found,
        "steps": programme_steps(found),
        "lines": groups[0].lines if groups else [],
        "now": home_of(actor) is not None,
    }
    return render(request, "web/programme.html", picture)
