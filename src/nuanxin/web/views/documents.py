"""Documents 公文: a published bulletin to sign, send and file, as PDF and as Word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from nuanxin.kernel.bulletins.documents.contents import HEADS, Head
from nuanxin.kernel.bulletins.documents.keeping import MEDIA, Kind, document
from nuanxin.kernel.bulletins.documents.typefaces import TypefaceMissing
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.web.routes import public
from nuanxin.web.templatetags.wording import language


@public
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """Give a bulletin as PDF, under the head asked for: ``brief`` (as it stands) or ``official``."""
    try:
        return _given(request, number, "pdf")
    except TypefaceMissing as error:
        return render(request, "web/no_typeface.html", {"said": str(error), "number": number}, status=503)


@public
def docx(request: HttpRequest, number: str) -> HttpResponse:
    """Give a bulletin as a Word file that an office can go on editing."""
    return _given(request, number, "docx")


def _given(request: HttpRequest, number: str, kind: Kind) -> HttpResponse:
    found = get_object_or_404(Bulletin.objects.select_related("head"), number=number)
    made = document(found, kind, _head(request), language())
    place = "inline" if kind == "pdf" else "attachment"
    headers = {"Content-Disposition": f'{place}; filename="{made.name}"', "ETag": quote_etag(made.digest)}
    response = HttpResponse(made.content, content_type=MEDIA[kind], headers=headers)
    answered = get_conditional_response(request, etag=quote_etag(made.digest), response=response)
    assert isinstance(answered, HttpResponse)  # noqa: S101 (the response itself, or "not modified")
    return answered


def _head(request: HttpRequest) -> Head:
    """Return the head asked for; a page not found where there is no such head."""
    asked = request.GET.get("head", "brief")
    head = next((each for each in HEADS if each == asked), None)
    if head is None:
        raise Http404
    return head
