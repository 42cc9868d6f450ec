"""Previewing 预览: a working copy as the page and the documents it would be, marked as a draft."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from nuanxin.kernel.access import NotAllowed, allow
from nuanxin.kernel.bulletins.changes import last_issue, moved
from nuanxin.kernel.bulletins.composing import compose_unpublished
from nuanxin.kernel.bulletins.confirming import hindrances
from nuanxin.kernel.bulletins.content import digest_of, finished
from nuanxin.kernel.bulletins.copies import last_passage
from nuanxin.kernel.bulletins.documents.contents import HEADS
from nuanxin.kernel.bulletins.documents.keeping import draft_pdf
from nuanxin.kernel.bulletins.documents.typefaces import TypefaceMissing
from nuanxin.kernel.bulletins.draft import DraftFaulty
from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.kernel.bulletins.faults import faults_of
from nuanxin.kernel.bulletins.models import WorkingCopy
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.corrections import lines_of
from nuanxin.web.editor.access import copy_of, hands, may_write
from nuanxin.web.papers import draft_paper
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language


@hands
def preview(request: SignedRequest, number: int) -> HttpResponse:
    """Show the page a working copy would be, what it changes, and what one may do with it."""
    return page(request, copy_of(request.actor, number))


def page(request: SignedRequest, copy: WorkingCopy, said: str = "", status: int = 200) -> HttpResponse:
    """Show the preview; ``said`` is why the step just asked for was refused."""
    edition, faulty = edition_of_copy(copy)
    last = last_issue(copy.area, copy.content["number"]) if edition else None
    picture = {
        "copy": copy,
        "paper": draft_paper(edition) if edition else None,
        "faulty": faulty,
        "last": last,
        "changes": lines_of(moved(last.readings.all(), edition.readings)) if last and edition else [],
        "hindrances": hindrances(copy, edition.checks) if edition and copy.state == "writing" else [],
        "passages": list(copy.passages.all()),
        "digest": digest_of(copy.content),
        "steps": steps_of(request.actor, copy),
        "said": said,
    }
    return render(request, "web/editor/preview.html", picture, status=status)


def edition_of_copy(copy: WorkingCopy) -> tuple[Edition | None, list[str]]:
    """Return a working copy as an edition; or what stands in the way."""
    faults = [f"{each.text}: {each.said}" for each in faults_of(copy.content) if each.stops]
    if faults:
        return None, faults
    writer = copy.revisions.filter(aside=False).first()
    try:
        draft = finished(copy.content)
    except DraftFaulty as error:
        return None, [str(error)]
    return compose_unpublished(draft, writer.by if writer else "", copy.saved_at), []


def steps_of(actor: Actor, copy: WorkingCopy) -> list[str]:
    """Return the steps an actor may take with a working copy now: send, confirm, return, publish."""
    if copy.state == "writing":
        return ["send"] if may_write(actor, copy.area) else []
    steps = []
    if copy.state in ("sent", "confirmed") and _may(actor, "reviewer", copy):
        wrote = copy.revisions.filter(party=actor.party, aside=False).exists()
        steps = ["confirm"] if copy.state == "sent" and not wrote else []
        steps.append("return")
    confirmed = last_passage(copy, "confirmed")
    if copy.state == "confirmed" and confirmed and confirmed.party != actor.party:
        steps += ["publish"] if _may(actor, "publisher", copy) else []
    return steps


def _may(actor: Actor, role: str, copy: WorkingCopy) -> bool:
    try:
        allow(actor, role, {copy.area})
    except NotAllowed:
        return False
    return True


@hands
def pdf(request: SignedRequest, number: int) -> HttpResponse:
    """Give a working copy as PDF with its watermark, under the head asked for; never kept."""
    copy = copy_of(request.actor, number)
    edition, _faulty = edition_of_copy(copy)
    head = next((each for each in HEADS if each == request.GET.get("head", "brief")), None)
    if edition is None or head is None:
        raise Http404
    try:
        made = draft_pdf(edition, head, language())
    except TypefaceMissing as error:
        picture = {"said": str(error), "number": copy.content["number"]}
        return render(request, "web/no_typeface.html", picture, status=503)
    headers = {"Content-Disposition": f'inline; filename="draft-{number}-{head}.pdf"'}
    return HttpResponse(
        made, content_type="application/pdf", headers={**headers, "Cache-Control": "no-store"}
    )
