"""Sources 来源: a sheet line as it stood in the workbook somebody handed in."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.models import Source
from nuanxin.web.paging import whole
from nuanxin.web.reach import first_line, open_lines
from nuanxin.web.routes import SignedRequest, reader
from nuanxin.web.sheet_lines import KINDS, ROWS_AROUND, sheet_excerpt


@reader
def source(request: SignedRequest, number: int) -> HttpResponse:
    """Show where entries came from, and the line ``row`` of it with those neighbours one may see."""
    found = get_object_or_404(Source, pk=number)
    row = whole(request.GET.get("row")) or first_line(request.actor, found)
    window = range(max(1, row - ROWS_AROUND), row + ROWS_AROUND + 1)
    shown = open_lines(request.actor, found, window)
    if not shown:
        raise Http404(_("This line of the sheet lies outside your areas, or nothing was read from it."))
    picture = {
        "source": found,
        "row": row,
        "kind": KINDS.get(found.kind, found.kind),
        "acts": found.acts.order_by("-number")[:20],
        "excerpt": sheet_excerpt(found, row, shown),
    }
    return render(request, "web/source.html", picture)
