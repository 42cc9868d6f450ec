"""Handing on 流转: sent, sent back, confirmed, published; each by somebody who may, of exactly this text."""

from django.http import HttpResponse
from django.shortcuts import redirect

from nuanxin.kernel.bulletins.confirming import PassageRefused, confirm, publish_copy, send, send_back
from nuanxin.kernel.bulletins.draft import DraftFaulty
from nuanxin.kernel.bulletins.publishing import PublicationRefused
from nuanxin.kernel.ledger.acts import By
from nuanxin.web.editor.access import copy_of, hands
from nuanxin.web.editor.previewing import page
from nuanxin.web.routes import SignedRequest


@hands
def hand(request: SignedRequest, number: int) -> HttpResponse:
    """Take a step with a working copy; where it is refused, the preview says why."""
    copy = copy_of(request.actor, number)
    if request.method != "POST":
        return redirect("draft_preview", number)
    try:
        return _step(request, number)
    except (PassageRefused, PublicationRefused, DraftFaulty) as error:
        copy.refresh_from_db()
        return page(request, copy, str(error), 409)


def _step(request: SignedRequest, number: int) -> HttpResponse:
    step, digest = request.POST.get("step", ""), request.POST.get("digest", "")
    by = By(request.actor)
    if step == "publish":
        return redirect("bulletin", publish_copy(request.actor, number, digest).number)
    if step == "send":
        send(by, number, digest)
    elif step == "confirm":
        confirm(by, number, digest)
    elif step == "return":
        send_back(by, number, digest, request.POST.get("note", ""))
    return redirect("draft_preview", number)
