"""The explorer's pages: question and answer, areas suggested, exports, pictures, county outlines."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.ledger.journal import event_kind
from nuanxin.web.accounts.happenings import note
from nuanxin.web.explore.asked import Asked, read
from nuanxin.web.explore.beginnings import beginnings
from nuanxin.web.explore.drawings import drawing_of, paint_of
from nuanxin.web.explore.exports import MEDIA, exported, file_name
from nuanxin.web.explore.form import form_of
from nuanxin.web.explore.outlines import outlines
from nuanxin.web.explore.plots import Plot, map_of, plots_of
from nuanxin.web.explore.results import Result, result_of
from nuanxin.web.explore.suggesting import areas_like
from nuanxin.web.explore.tiles import tiles
from nuanxin.web.paging import whole
from nuanxin.web.routes import Request, SignedRequest, public, reader
from nuanxin.web.templatetags.wording import language

OUTLINES_KEPT_S = 86_400
EXPORTED = event_kind("figures.exported", "导出统计表", "exported a table of figures")


@reader
def explore(request: SignedRequest) -> HttpResponse:
    """Show the explorer: the form and its answer; without a question, how to begin."""
    asked = read(request.GET, request.actor)
    if asked is None:
        return render(request, "explore/begin.html", {"beginnings": beginnings(request.actor)})
    part = request.htmx and not request.htmx.history_restore_request
    answer = render(
        request, "explore/explorer.html" if part else "explore/explore.html", _picture(request, asked)
    )
    if part:
        answer["HX-Push-Url"] = f"{reverse('explore')}?{asked.query()}"
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _picture(request: Request, asked: Asked) -> dict[str, object]:
    result = result_of(asked)
    plots = plots_of(result) if asked.show == "chart" else []
    return {
        "asked": asked,
        "form": form_of(asked),
        "result": result,
        "plots": [(plot, drawing_of(plot)) for plot in plots],
        "live": [_live(plot) for plot in plots],
        "map": map_of(result) if asked.show == "map" else None,
        "tiles": tiles(),
        "query": asked.query(),
        "fixed": f"{reverse('explore')}?{asked.query(as_of=result.table.as_of)}",
        "loose": f"{reverse('explore')}?{asked.query(as_of=None)}",
        "link": _link(request, result),
    }


def _live(plot: Plot) -> dict[str, object]:
    paints = [paint_of(at, series) for at, series in enumerate(plot.series)]
    return plot.plain() | {"paints": [{"paint": paint, "dash": dash} for paint, dash in paints]}


def _link(request: Request, result: Result) -> str:
    """Return the address that shows exactly this again, whatever is recorded later."""
    fixed = result.asked.query(as_of=result.table.as_of)
    return request.build_absolute_uri(f"{reverse('explore')}?{fixed}")


@reader
def export(request: SignedRequest, kind: str) -> HttpResponse:
    """Give the answer of the address as a file: xlsx, csv or json."""
    asked = read(request.GET, request.actor)
    if asked is None or kind not in MEDIA:
        return redirect("explore")
    result = result_of(asked)
    note(
        request, EXPORTED, request.actor.party, about=f"entry:{result.table.as_of}", area=asked.question.area
    )
    content = exported(result, kind, _link(request, result), request.actor.name)
    return _file(content, MEDIA[kind], file_name(result, kind))


@reader
def picture(request: SignedRequest) -> HttpResponse:
    """Give the chart (``n``: which one) or the map of the address as an SVG file."""
    asked = read(request.GET, request.actor)
    if asked is None:
        return redirect("explore")
    result = result_of(asked)
    told: dict[str, object] = {"result": result, "standalone": True, "link": _link(request, result)}
    if asked.show == "map":
        told["map"] = map_of(result)
    else:
        plots = plots_of(result)
        told["plot"] = plots[min(whole(request.GET.get("n")), len(plots) - 1)] if plots else None
        told["drawing"] = drawing_of(told["plot"]) if isinstance(told["plot"], Plot) else None
    if not (told.get("map") or told.get("drawing")):
        return redirect(f"{reverse('explore')}?{asked.query()}")
    answer = render(request, "explore/picture.svg", told)
    return _file(answer.content, "image/svg+xml", file_name(result, "svg"))


def _file(content: bytes, media: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer


@reader
def areas(request: SignedRequest) -> HttpResponse:
    """Suggest areas within the reader's own whose name begins like ``q``, as options."""
    text = request.GET.get("q") or request.GET.get("area") or request.GET.get("other") or ""
    return render(request, "explore/areas.html", {"areas": areas_like(request.actor, text)})


@public
def county_outlines(request: HttpRequest) -> HttpResponse:
    """Give the outlines of an area's counties as GeoJSON: simplified, compressed, kept by browsers."""
    try:
        found = outlines(full(request.GET.get("area", "")), language())
    except ValueError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain; charset=utf-8")
    answer = get_conditional_response(request, etag=found.etag)
    if answer is None:
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        answer = HttpResponse(found.packed if packed else found.plain, content_type="application/geo+json")
        if packed:
            answer["Content-Encoding"] = "gzip"
        answer["ETag"] = found.etag
    answer["Cache-Control"] = f"public, max-age={OUTLINES_KEPT_S}"
    patch_vary_headers(answer, ["Accept-Encoding", "Accept-Language", "Cookie"])
    return answer
