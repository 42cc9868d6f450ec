"""Work orders 工单: the list, one order, a move of it, and asking for one about a record."""

from secrets import token_urlsafe

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.access.keeping import seen_or_kept
from nuanxin.kernel.access.models import KEEPER, READERS
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.records import Record, record_models
from nuanxin.kernel.programme import page_of
from nuanxin.kernel.work.actions import move_order, open_order, open_proof
from nuanxin.kernel.work.declare import WorkType, all_work_types, work_type
from nuanxin.kernel.work.faults import MoveRefused
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.kernel.work.proofs import ACCEPTED, LARGEST_BYTES, OFFICE, Bare, bare
from nuanxin.kernel.work.queries import orders_seen
from nuanxin.web.kit.lists import record_address
from nuanxin.web.routes import SignedRequest, role
from nuanxin.web.work.listing import listing
from nuanxin.web.work.one import opened

works = role(*READERS, KEEPER)
ENDING = {media: suffix for suffix, media in OFFICE.items()}


@works
def orders(request: SignedRequest) -> HttpResponse:
    """List the orders of one's areas: by default those that wait for one, the most urgent first."""
    asked = (request.GET.get(name, "") for name in ("view", "kind", "offset"))
    picture = {"listing": listing(request.actor, *asked), "kinds": all_work_types()}
    return render(request, "work/orders.html", picture)


@works
def order(request: SignedRequest, number: int) -> HttpResponse:
    """Show one order: its record, its next moves, its steps."""
    return _one(request, _order_or_404(request, number))


def _one(request: SignedRequest, found: WorkOrder, said: str = "", status: int = 200) -> HttpResponse:
    picture = {"opened": opened(found, request.actor), "said": said, "token": token_urlsafe(16)}
    picture["accepted"] = ACCEPTED
    return render(request, "work/order.html", picture, status=status)


def _order_or_404(request: SignedRequest, number: int) -> WorkOrder:
    """Return an order the reader may see; another's is not found, so that nothing is told."""
    return get_object_or_404(orders_seen(request.actor), pk=number)


@works
@require_POST
def move(request: SignedRequest, number: int) -> HttpResponse:
    """Make a move of an order; one that cannot be made is refused with the reason, beside the order."""
    found, sent = _order_or_404(request, number), request.POST
    if sent.get("move", "") not in {each.name for each in found.type.moves}:
        raise Http404
    try:
        move_order(
            By(request.actor),
            number,
            sent["move"],
            reason=sent.get("reason", ""),
            give_to=_party(sent.get("give_to", "")),
            proof=_proof(request),
            token=sent.get("token", "")[:64],
        )
    except MoveRefused as error:
        return _one(request, _order_or_404(request, number), str(error), 409)
    return HttpResponseRedirect(reverse("work_order", args=[number]))


def _proof(request: SignedRequest) -> Bare | None:
    """Return the photo or file handed in with a move, without its traces; None where there is none."""
    file = request.FILES.get("proof")
    return bare(file.read(LARGEST_BYTES + 1), file.name or "") if file else None


@works
@require_POST
def proof(request: SignedRequest, number: int, step: int) -> HttpResponse:
    """Show a photo or hand out a file of an order; the look is written down."""
    found = _order_or_404(request, number)
    if not found.steps.filter(pk=step).exists():
        raise Http404
    try:
        content, media = open_proof(By(request.actor), step).result
    except LookupError:
        raise Http404(_("There is no such file any more.")) from None
    answer = HttpResponse(content, content_type=media)
    answer["Cache-Control"] = "no-store"
    if media in ENDING:
        answer["Content-Disposition"] = f'attachment; filename="{found.key}-{step}{ENDING[media]}"'
    return answer


def _party(text: str) -> int | None:
    """Read the number of a party; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(2**63)) else None


@works
def asking(request: SignedRequest, kind: str, about_kind: int, about: int) -> HttpResponse:
    """Ask for work about a record of one's areas: choose what is wrong; the same said again is counted."""
    of, record = _asked(request, kind, about_kind, about)
    matter = request.POST.get("matter", "")
    if request.method == "POST" and matter in of.matters:
        token = request.POST.get("token", "")[:64]
        made = open_order(By(request.actor), of.name, matter, record, token=token).result
        return HttpResponseRedirect(reverse("work_order", args=[made.pk]))
    page = page_of(type(record))
    picture = {
        "kind": of,
        "about": str(record),
        "back": record_address(*page, record.pk) if page else "",
        "token": token_urlsafe(16),
    }
    return render(request, "work/asking.html", picture)


def _asked(request: SignedRequest, kind: str, about_kind: int, about: int) -> tuple[WorkType, Record]:
    try:
        of, model = work_type(kind), record_models()[about_kind]
    except KeyError as error:
        raise Http404 from error
    found = seen_or_kept(request.actor, model._default_manager.filter(pk=about, withdrawn=False)).first()
    if found is None:
        raise Http404
    return of, found
