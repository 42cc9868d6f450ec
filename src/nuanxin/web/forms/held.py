"""Held 经手: the forms of the areas somebody binds and fills for; another's is not found."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.bulletins.forms.actions import HANDS, demand_hand
from nuanxin.kernel.bulletins.forms.models import Form
from nuanxin.kernel.intake.files import kept_file
from nuanxin.web.kit.exports import MEDIA
from nuanxin.web.routes import SignedRequest, role

hands = role(*HANDS)


def own_form(request: SignedRequest, name: str) -> Form:
    """Return a form that the reader binds and fills; Http404 where it is none of his."""
    found = Form.objects.filter(name=name).first()
    if found is None:
        raise Http404
    try:
        demand_hand(request.actor, found.area)
    except NotAllowed:
        raise Http404 from None
    return found


def workbook(digest: bytes, name: str) -> HttpResponse:
    """Return a kept workbook to be saved under a name. Http404 where it is gone."""
    try:
        content = kept_file(digest).read().content
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=MEDIA["xlsx"], headers=headers)


def cell_address(name: str, sheet: int, cell: str = "", **more: str) -> str:
    """Return the page of a form's cells, on a worksheet (from 1), a cell of it open."""
    query = {"sheet": str(sheet), **({"cell": cell} if cell else {}), **more}
    return f"{reverse('form_cells', args=[name])}?{urlencode(query)}" + (f"#c-{cell}" if cell else "")
