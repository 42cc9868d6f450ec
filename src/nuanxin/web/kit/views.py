"""Records 记录: the list of a page, a record of it opened, its exports, and what one may do with them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST
from django_htmx.http import push_url

from nuanxin.kernel.access import NotAllowed, seen
from nuanxin.kernel.access.ranges import ranges_of, reach_of
from nuanxin.kernel.intake.actions import NotUndone, withdraw
from nuanxin.kernel.intake.waiting import waiting_in
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.journal import event_kind
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.pages import DecisionRefused, Page
from nuanxin.kernel.programme import Programme, all_programmes
from nuanxin.kernel.programme import page as declared_page
from nuanxin.kernel.programme import programme as programme_of
from nuanxin.web.accounts.happenings import note
from nuanxin.web.accounts.releases import ask_for_release, claim, release_needed
from nuanxin.web.acts import REASONS
from nuanxin.web.kit.areas import areas_like
from nuanxin.web.kit.around import around
from nuanxin.web.kit.asked import Asked, asked_of
from nuanxin.web.kit.exports import AT_ONCE, MEDIA, Table, written
from nuanxin.web.kit.finding import narrowed
from nuanxin.web.kit.grounds import MOST_POINTS, drawing
from nuanxin.web.kit.history import opened
from nuanxin.web.kit.layouts import laid_out
from nuanxin.web.kit.lists import (
    column_choices,
    conditions,
    filters,
    listing,
    page_address,
    record_address,
    tabs,
)
from nuanxin.web.kit.pictures import counties, months
from nuanxin.web.kit.saving import forget_view, save_view, saved_views
from nuanxin.web.routes import SignedRequest, reader, role
from nuanxin.web.templatetags.wording import said
from nuanxin.web.work.about import about

clerk, writes = role("clerk"), role("clerk", "reviewer")
EXPORTED = event_kind("records.exported", "导出记录", "exported records")


def page_or_404(programme: str, slug: str) -> tuple[Programme, Page]:
    """Return a declared page with its programme; a page not found where there is none."""
    try:
        return programme_of(programme), declared_page(programme, slug)
    except KeyError as error:
        raise Http404 from error


@reader
def registers(request: SignedRequest) -> HttpResponse:
    """List the registers of every programme."""
    return render(request, "kit/registers.html", {"programmes": all_programmes()})


@reader
def records(request: SignedRequest, programme: str, slug: str) -> HttpResponse:
    """List records; asked by htmx, only the part that changes, with the address that says it again."""
    owner, page = page_or_404(programme, slug)
    asked = asked_of(page, request.GET)
    picture = {"owner": owner, "page": page, "asked": asked, "conditions": conditions(page, asked)}
    picture |= _looked_at(request, owner, page, asked)
    picture["exports"] = [(kind, _export_address(owner, page, kind, asked)) for kind in MEDIA]
    picture["tabs"] = tabs(asked)
    if request.htmx and request.htmx.target == "found":
        response = render(request, "kit/found.html", picture)
        return push_url(
            response, page_address(owner, page, asked.query(after=asked.after, before=asked.before))
        )
    picture |= {
        "filters": filters(page, asked),
        "columns": column_choices(page, asked),
        "saved": saved_views(request.actor, owner, page),
        "query": asked.query(),
        "areas": areas_like(request.actor, ""),
        "waiting": waiting_in(request.actor, [page.sheet.name]).get(page.sheet.name, 0),
        "clerk": bool(ranges_of(request.actor, "clerk")),
    }
    return render(request, "kit/records.html", picture)


def _looked_at(request: SignedRequest, owner: Programme, page: Page, asked: Asked) -> dict[str, object]:
    if asked.view == "map":
        return {
            "counties": counties(page, request.actor, asked),
            "drawing": f"{reverse('records_map', args=[owner.name, page.slug])}?{asked.query()}",
            "most_points": MOST_POINTS if page.point else 0,
        }
    if asked.view == "chart":
        return {"months": months(page, request.actor, asked)}
    return {"listing": listing(owner, page, request.actor, asked)}


@reader
def mapped(request: SignedRequest, programme: str, slug: str) -> HttpResponse:
    """Give what the map of a list draws, asked for by the list's own script."""
    owner, page = page_or_404(programme, slug)
    answer = JsonResponse(drawing(owner, page, request.actor, asked_of(page, request.GET)))
    answer["Cache-Control"] = "private, no-store"
    return answer


def _export_address(owner: Programme, page: Page, kind: str, asked: Asked) -> str:
    return f"{page_address(owner, page).rstrip('/')}.{kind}?{asked.query(view='table')}".rstrip("?")


@reader
def export(request: SignedRequest, programme: str, slug: str, kind: str) -> HttpResponse:
    """Give the records a question means as a file; very many are written in the background."""
    owner, page = page_or_404(programme, slug)
    if kind not in MEDIA:
        raise Http404
    asked = asked_of(page, request.GET)
    note(request, EXPORTED, request.actor.party, about=f"register:{programme}/{slug}.{kind}")
    if kind != "geojson" and _many(page, request, asked):
        return _many_written(request, owner, page, asked, kind)
    table = Table(page, request.actor, asked)
    content = laid_out(table) if page.layout and kind == "xlsx" else written(table, kind)
    response = HttpResponse(content, content_type=MEDIA[kind])
    name = f"{said(page)}.{kind}"
    response["Content-Disposition"] = content_disposition_header(kind != "geojson", name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _many_written(
    request: SignedRequest, owner: Programme, page: Page, asked: Asked, kind: str
) -> HttpResponse:
    """Write very many records in the background; those about persons once somebody else let them go."""
    from nuanxin.web.kit.background import export_in_background

    mark = ""
    if page.personal and release_needed(count := narrowed(page, request.actor, asked).order_by().count()):
        mark = claim(request)
        if not mark:
            return ask_for_release(request, said(page), reach_of(request.actor)[0], count)
    return HttpResponseRedirect(export_in_background(request.actor, owner, page, asked, kind, mark))


def _many(page: Page, request: SignedRequest, asked: Asked) -> bool:
    return narrowed(page, request.actor, asked).order_by()[: AT_ONCE + 1].count() > AT_ONCE


@reader
def record(request: SignedRequest, programme: str, slug: str, number: int) -> HttpResponse:
    """Open a record: its fields, its history, its entries, the figures that count it."""
    owner, page = page_or_404(programme, slug)
    return _opened(request, owner, page, _record_or_404(request, page, number), "")


def _opened(
    request: SignedRequest, owner: Programme, page: Page, found: Record, fault: str, status: int = 200
) -> HttpResponse:
    picture = {
        "owner": owner,
        "page": page,
        "opened": opened(owner, page, found, request.actor),
        "about": about(found),
        "around": around(found, request.actor),
        "reasons": REASONS.items(),
        "fault": fault,
    }
    return render(request, "kit/record.html", picture, status=status)


def _record_or_404(request: SignedRequest, page: Page, number: int) -> Record:
    """Return a record within the reader's areas; one outside them is not found, so that nothing is told."""
    found = seen(request.actor, page.record._default_manager.filter(pk=number)).first()
    if found is None:
        raise Http404
    return found


@clerk
@require_POST
def withdraw_record(request: SignedRequest, programme: str, slug: str, number: int) -> HttpResponse:
    """Withdraw a record with a reason; the ledger keeps what it posted, reversed in red."""
    owner, page = page_or_404(programme, slug)
    reason, note = request.POST.get("reason", ""), request.POST.get("note", "").strip()
    by = By(request.actor, reason=reason if reason in REASONS else "", note=note)
    try:
        withdraw(by, page.record.record_kind, number)
    except NotAllowed:
        _record_or_404(request, page, number)  # outside one's areas it is not found, not forbidden
        raise
    except (NotUndone, PeriodClosed) as error:
        found = _record_or_404(request, page, number)
        return _opened(request, owner, page, found, str(error), status=422)
    return HttpResponseRedirect(record_address(owner, page, number))


@writes
@require_POST
def decide(request: SignedRequest, programme: str, slug: str, number: int, name: str) -> HttpResponse:
    """Do with a record what its page declares, for a reason where one is asked for."""
    owner, page = page_or_404(programme, slug)
    found = _record_or_404(request, page, number)
    decision = next((each for each in page.decisions if each.name == name), None)
    if decision is None:
        raise Http404
    try:
        decision.into(By(request.actor), found.pk, request.POST.get("reason", ""))
    except (DecisionRefused, PeriodClosed) as error:
        return _opened(request, owner, page, found, str(error), status=422)
    return HttpResponseRedirect(record_address(owner, page, number))


@reader
@require_POST
def save(request: SignedRequest, programme: str, slug: str) -> HttpResponse:
    """Keep the question of an address under a name, or forget one that was kept."""
    owner, page = page_or_404(programme, slug)
    asked = asked_of(page, QueryDict(request.POST.get("query", "")))
    if forgotten := request.POST.get("forget", ""):
        forget_view(request.actor, owner, page, int(forgotten) if forgotten.isdigit() else 0)
    elif save_view(request.actor, owner, page, request.POST.get("name", ""), asked) is None:
        raise PermissionDenied
    return HttpResponseRedirect(page_address(owner, page, asked.query()))


@reader
def areas(request: SignedRequest) -> HttpResponse:
    """Suggest areas within the reader's own, by the beginning of what was typed."""
    found = areas_like(request.actor, request.GET.get("area", ""))
    return render(request, "kit/areas.html", {"areas": found})
