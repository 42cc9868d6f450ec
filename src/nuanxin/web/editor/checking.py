"""Checking 核对: the checks a text calls for, run now; a failed one is explained by somebody by name."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from nuanxin.kernel.bulletins.composing import compose_unpublished
from nuanxin.kernel.bulletins.content import Content, finished
from nuanxin.kernel.bulletins.copies import Overtaken, save
from nuanxin.kernel.bulletins.documents.gathering import check_name
from nuanxin.kernel.bulletins.draft import DraftFaulty
from nuanxin.kernel.bulletins.models import CheckResult, WorkingCopy
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.web.editor.access import copy_of, hands, may_write
from nuanxin.web.paging import whole
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import span

WORDS = ("said_zh", "said_en", "by_zh", "by_en")


@hands
def checks(request: SignedRequest, number: int) -> HttpResponse:
    """Show every check of a working copy, with a form for each that fails."""
    copy = copy_of(request.actor, number)
    if request.method == "POST":
        return _explained(request, copy)
    results, said = results_of(copy)
    picture = {
        "copy": copy,
        "checks": [(each, check_name(each), _place(each)) for each in results],
        "said": said,
        "writes": may_write(request.actor, copy.area) and copy.state != "published",
        "me": request.actor.name,
    }
    return render(request, "web/editor/checks.html", picture)


def results_of(copy: WorkingCopy) -> tuple[list[CheckResult], str]:
    """Return what the checks of a working copy find now; or why they cannot be run."""
    try:
        return compose_unpublished(finished(copy.content), "").checks, ""
    except DraftFaulty as error:
        return [], str(error)


def _place(each: CheckResult) -> str:
    return span(Citation(each.figure, each.area, each.period).ask.period)


def _explained(request: SignedRequest, copy: WorkingCopy) -> HttpResponse:
    """Keep an explanation in the text; blank words take it out again."""
    try:
        save(
            request.actor,
            copy.pk,
            whole(request.POST.get("version")),
            with_explanation(
                copy.content, {name: request.POST.get(name, "").strip() for name in request.POST}
            ),
        )
    except Overtaken as error:
        return redirect("draft_revision", copy.pk, error.mine.pk)
    return redirect("draft_checks", copy.pk)


def with_explanation(content: Content, said: dict[str, str]) -> Content:
    """Return a content in which a check is explained anew, on today's day."""
    key = tuple(said.get(name, "") for name in ("check", "area", "period"))
    others = [each for each in content["explanation"] if (each["check"], each["area"], each["period"]) != key]
    words = {name: said.get(name, "") for name in WORDS}
    if not all(words.values()):
        return {**content, "explanation": others}
    made = {"check": key[0], "area": key[1], "period": key[2], **words, "on": localdate().isoformat()}
    return {**content, "explanation": [*others, made]}
