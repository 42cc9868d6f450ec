"""Writing 编写: the editor's page, saved by hand and by itself; nobody writes over anybody."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.bulletins.content import Content, digest_of
from nuanxin.kernel.bulletins.copies import Overtaken, save
from nuanxin.kernel.bulletins.imprint import FIELDS
from nuanxin.kernel.bulletins.models import WorkingCopy
from nuanxin.web.editor.access import copy_of, hands, may_write, writers
from nuanxin.web.editor.beside import beside
from nuanxin.web.editor.fields import content_from, rearranged
from nuanxin.web.paging import whole
from nuanxin.web.routes import SignedRequest

HEADS = (
    ("issuer", _("Issuing body")),
    ("mark", _("Name in red")),
    ("subject", _("Title of the document")),
    ("to", _("Addressees")),
    ("cc", _("Copies to")),
    ("report", _("For report")),
    ("send", _("For attention")),
    ("distribute", _("Distribution")),
    ("printer", _("Printed by")),
)


@hands
def draft(request: SignedRequest, number: int) -> HttpResponse:
    """Show a working copy to write in; a form sent without script is saved here."""
    copy = copy_of(request.actor, number)
    if request.method != "POST":
        return render(request, "web/editor/draft.html", _picture(request, copy))
    deed = request.POST.get("do", "")
    content = rearranged(content_from(request.POST, copy.content), deed)
    try:
        saved = save(request.actor, number, whole(request.POST.get("version")), content)
    except Overtaken as error:
        return redirect("draft_revision", number, error.mine.pk)
    if deed in ("preview", "checks", "insert"):
        return redirect(f"draft_{deed}", number)
    return redirect(reverse("draft", args=[number]) + _anchor(deed, saved.content))


def _anchor(deed: str, content: Content) -> str:
    if deed == "add":
        return f"#story-{len(content['story']) - 1}"
    return "#stories" if deed else ""


@writers
def autosave(request: SignedRequest, number: int) -> HttpResponse:
    """Save while somebody types; answer when, and what stands beside the text now."""
    copy = copy_of(request.actor, number)
    if request.method != "POST":
        return redirect("draft", number)
    try:
        saved = save(
            request.actor,
            number,
            whole(request.POST.get("version")),
            content_from(request.POST, copy.content),
        )
    except Overtaken as error:
        return render(request, "web/editor/overtaken.html", {"copy": error.copy, "mine": error.mine})
    return render(request, "web/editor/saved.html", {"copy": saved, "beside": beside(saved.content)})


def _picture(request: SignedRequest, copy: WorkingCopy) -> dict[str, object]:
    imprint = copy.content.get("imprint", {})
    pairs = [
        (word, f"imprint-{name}", imprint.get(f"{name}_zh", ""), imprint.get(f"{name}_en", ""))
        for name, word in HEADS
        if f"{name}_zh" in FIELDS
    ]
    return {
        "copy": copy,
        "content": copy.content,
        "pairs": pairs,
        "imprint": imprint,
        "written_and_beside": list(zip(copy.content["story"], beside(copy.content), strict=True)),
        "writes": may_write(request.actor, copy.area) and copy.state != "published",
        "digest": digest_of(copy.content),
    }
