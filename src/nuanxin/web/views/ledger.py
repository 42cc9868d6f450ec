"""Ledger 台账: entries, acts and heads, with their proofs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from nuanxin.kernel.access import seen
from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.lines import head_line
from nuanxin.kernel.ledger.models import Act, Entry, Head, Ledger
from nuanxin.kernel.ledger.proofs import line_of, prove_entry, prove_heads
from nuanxin.web.acts import people_of, reason_word
from nuanxin.web.explorer import KINDS, explore
from nuanxin.web.kept_pages import asks_only, kept
from nuanxin.web.paging import Page, whole
from nuanxin.web.reach import opens_act, opens_entry
from nuanxin.web.routes import SignedRequest, public, reader, role
from nuanxin.web.rows import rows_of
from nuanxin.web.seals import checker_text
from nuanxin.web.templatetags.wording import language

LINES_A_PAGE = 50


@reader
def entries(request: SignedRequest) -> HttpResponse:
    """List entries of the reader's areas newest first, narrowed by the address."""
    return render(request, "web/ledger.html", {"found": explore(request.actor, request.GET), "kinds": KINDS})


@reader
def entry(request: SignedRequest, seq: int) -> HttpResponse:
    """Show an entry: its line, its hash, the proof that it is sealed, what it corrects."""
    found = get_object_or_404(Entry.objects.select_related("act__source"), seq=seq)
    if not opens_entry(request.actor, found):
        raise Http404(_("This entry lies outside your areas."))
    return render(request, "web/entry.html", entry_picture(found))


def entry_picture(found: Entry, *, near: bool = True) -> dict[str, object]:
    """Return what the page of an entry shows; without ``near`` not which place it is about."""
    row = rows_of([found], names({found.area}, language()), near=near)[0]
    seq = found.seq
    own = Entry.objects.filter(record_kind=found.record_kind, record=found.record)
    return {
        "row": row,
        "line": line_of(found).decode(),
        "proof": prove_entry(found),
        "reversed_by": Entry.objects.filter(reverses=seq).first(),
        "corrected_by": own.filter(corrects=seq).first(),
        "kind": dict(KINDS)[found.kind],
    }


@role(*READERS, "audit")
def act(request: SignedRequest, number: int) -> HttpResponse:
    """Show an act: who, what, when, from which source, and its entries."""
    found = get_object_or_404(Act.objects.select_related("source"), number=number)
    if not opens_act(request.actor, found):
        raise Http404(_("This act lies outside your areas."))
    own = seen(request.actor, found.lines)
    page = Page(whole(request.GET.get("offset")), LINES_A_PAGE, own.count())
    lines = list(own.select_related("act__source").order_by("seq")[page.offset : page.last])
    rows = rows_of(lines, names({each.area for each in lines}, language()))
    picture = {
        "act": found,
        "rows": rows,
        "page": page,
        "elsewhere": found.entries - page.total,
        "people": people_of(found),
        "reason": reason_word(found),
    }
    return render(request, "web/act.html", picture)


@public
@kept
@asks_only()
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
