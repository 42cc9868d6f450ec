"""Revisions 稿次: every text that was saved, and the way back to any of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.content import STORY, TITLES, Content
from nuanxin.kernel.bulletins.copies import Overtaken, save
from nuanxin.kernel.bulletins.models import Revision
from nuanxin.web.editor.access import copy_of, hands, may_write
from nuanxin.web.paging import whole
from nuanxin.web.routes import SignedRequest

MOST = 200


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that differs between two texts: its place, the present words, the other words."""

    place: str
    present: str
    other: str


@hands
def revisions(request: SignedRequest, number: int) -> HttpResponse:
    """List the texts of a working copy, newest first."""
    copy = copy_of(request.actor, number)
    kept = copy.revisions.defer("content")[:MOST]
    return render(request, "web/editor/revisions.html", {"copy": copy, "revisions": kept})


@hands
def revision(request: SignedRequest, number: int, revision: int) -> HttpResponse:
    """Show a kept text beside the present one, and put it in its place where one is asked to."""
    copy = copy_of(request.actor, number)
    kept = get_object_or_404(Revision, pk=revision, copy=copy)
    if request.method == "POST":
        try:
            save(request.actor, number, whole(request.POST.get("version")), kept.content)
        except Overtaken as error:
            return redirect("draft_revision", number, error.mine.pk)
        return redirect("draft", number)
    newest = copy.revisions.filter(aside=False).first()
    picture = {
        "copy": copy,
        "kept": kept,
        "newest": newest,
        "differing": list(differing(copy.content, kept.content)),
        "writes": may_write(request.actor, copy.area) and copy.state != "published",
    }
    return render(request, "web/editor/revision.html", picture)


def differing(present: Content, other: Content) -> Iterator[Differing]:
    """Yield the fields in which two texts differ."""
    for name in TITLES:
        if present[name] != other[name]:
            yield Differing(name, str(present[name]), str(other[name]))
    for place in range(max(len(present["story"]), len(other["story"]))):
        one, two = (_story(each, place) for each in (present, other))
        for name in (*STORY, "weight", "stats"):
            if one.get(name, "") != two.get(name, ""):
                title = _("story %(place)d, %(field)s") % {"place": place + 1, "field": name}
                yield Differing(title, _text(one.get(name, "")), _text(two.get(name, "")))
    for name in ("imprint", "explanation", "corrects"):
        if present.get(name) != other.get(name):
            yield Differing(name, _text(present.get(name)), _text(other.get(name)))


def _story(content: Content, place: int) -> Content:
    return content["story"][place] if place < len(content["story"]) else {}


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    if isinstance(value, dict):
        return "\n".join(f"{key}: {each}" for key, each in value.items())
    return str(value)
