"""Sources 来源: a sheet line as it stood in the workbook somebody handed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from nuanxin.kernel.ledger.models import Source
from nuanxin.web.paging import whole
from nuanxin.web.routes import public
from nuanxin.web.sheet_lines import KINDS, sheet_excerpt


@public
def source(request: HttpRequest, number: int) -> HttpResponse:
    """Show where entries came from, and the line ``row`` of it with its neighbours."""
    found = get_object_or_404(Source, pk=number)
    row = whole(request.GET.get("row"), 1)
    picture = {
        "source": found,
        "row": row,
        "kind": KINDS.get(found.kind, found.kind),
        "acts": found.acts.order_by("-number")[:20],
        "excerpt": sheet_excerpt(found, row),
    }
    return render(request, "web/source.html", picture)
