"""Ledger 台账: entries, acts and heads, with their proofs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.lines import head_line
from nuanxin.kernel.ledger.models import Act, Entry, Head, Ledger
from nuanxin.kernel.ledger.proofs import line_of, prove_entry, prove_heads
from nuanxin.web.acts import people_of, reason_word
from nuanxin.web.explorer import KINDS, explore
from nuanxin.web.paging import Page, whole
from nuanxin.web.routes import public
from nuanxin.web.rows import rows_of
from nuanxin.web.seals import checker_text
from nuanxin.web.templatetags.wording import language

LINES_A_PAGE = 50


@public
def entries(request: HttpRequest) -> HttpResponse:
    """List entries newest first, narrowed by the address."""
    return render(request, "web/ledger.html", {"found": explore(request.GET), "kinds": KINDS})


@public
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """Show an entry: its line, its hash, the proof that it is sealed, what it corrects."""
    found = get_object_or_404(Entry.objects.select_related("act__source"), seq=seq)
    row = rows_of([found], names({found.area}, language()))[0]
    picture = {
        "row": row,
        "line": line_of(found).decode(),
        "proof": prove_entry(found),
        "reversed_by": Entry.objects.filter(reverses=seq).first(),
        "corrected_by": Entry.objects.filter(corrects=seq).first(),
        "kind": dict(KINDS)[found.kind],
    }
    return render(request, "web/entry.html", picture)


@public
def act(request: HttpRequest, number: int) -> HttpResponse:
    """Show an act: who, what, when, from which source, and its entries."""
    found = get_object_or_404(Act.objects.select_related("source"), number=number)
    page = Page(whole(request.GET.get("offset")), LINES_A_PAGE, found.entries)
    lines = list(found.lines.select_related("act__source").order_by("seq")[page.offset : page.last])
    rows = rows_of(lines, names({each.area for each in lines}, language()))
    picture = {
        "act": found,
        "rows": rows,
        "page": page,
        "people": people_of(found),
        "reason": reason_word(found),
    }
    return render(request, "web/act.html", picture)


@public
def heads(request: HttpRequest) -> HttpResponse:
    """Show the signed heads, each with the proof that it continues the one before."""
    return render(request, "web/heads.html", {"proofs": prove_heads(), "ledger": Ledger.objects.first()})


@public
def head_text(request: HttpRequest, number: int) -> HttpResponse:
    """Give a head as text: its line, its signature, the id of the key."""
    head, ledger = get_object_or_404(Head, number=number), Ledger.objects.get()
    line = head_line(ledger.identity, ledger.algorithm, head).decode()
    text = f"{line}\n{bytes(head.signature).hex()}\n"
    response = HttpResponse(text, content_type="text/plain; charset=ascii")
    response["Content-Disposition"] = f'attachment; filename="head-{number}.txt"'
    return response


@public
def checker(request: HttpRequest) -> HttpResponse:
    """Give the stand-alone checker, which imports nothing of ours."""
    response = HttpResponse(checker_text(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="check.py"'
    return response
