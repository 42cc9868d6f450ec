"""Inserting 插入指标: a figure chosen step by step on a page of its own, for whoever types without script."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.areas.tree import children, names
from nuanxin.kernel.bulletins.copies import Overtaken, save
from nuanxin.kernel.bulletins.faults import fault_of_citation
from nuanxin.kernel.bulletins.models import WorkingCopy
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import answer
from nuanxin.kernel.figures.catalogue import all_figures, figure
from nuanxin.web.editor.access import copy_of, writers
from nuanxin.web.editor.completing import matching_areas, periods_to
from nuanxin.web.paging import whole
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language, span


@writers
def insert(request: SignedRequest, number: int) -> HttpResponse:
    """Choose a figure, an area and a period, look at the value, and put the citation into a story."""
    copy = copy_of(request.actor, number)
    if request.method == "POST":
        return _put(request, copy)
    return render(request, "web/editor/insert.html", _picture(request, copy))


def _picture(request: SignedRequest, copy: WorkingCopy) -> dict[str, object]:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "figure", "area", "period")}
    words = asked["q"].casefold().split()
    figures = [
        each
        for each in all_figures()
        if all(word in f"{each.id} {each.zh} {each.en}".casefold() for word in words)
    ]
    chosen = next((each for each in all_figures() if each.id == asked["figure"]), None)
    codes = matching_areas("", asked["figure"], copy.content, copy.area)
    codes += [each.code for code in codes for each in children(code)]
    called = names(codes, language())
    inside = f"{asked['figure']} {asked['area'] or short(copy.area)} {asked['period']}"
    said = fault_of_citation(inside) if chosen and asked["period"] else ""
    day = date.fromisoformat(copy.content["as_of"])
    return {
        "copy": copy,
        "asked": asked,
        "usual": f"..{day}",
        "figures": figures[:40],
        "chosen": chosen,
        "areas": [(short(code), called[code]) for code in dict.fromkeys(codes)][:150],
        "periods": [(str(each), span(each)) for each in periods_to(chosen, day)] if chosen else [],
        "said": said,
        "citation": f"{{{inside}}}" if chosen and asked["period"] and not said else "",
        "shown": _shown(inside) if chosen and asked["period"] and not said else "",
        "stories": [(place, _headline(each)) for place, each in enumerate(copy.content["story"])],
    }


def _headline(story: dict[str, str]) -> str:
    return story["headline_en" if language().startswith("en") else "headline_zh"]


def _shown(inside: str) -> str:
    ask = Citation.parse(inside).ask
    figure(ask.figure)
    return str(answer([ask])[ask].shown(language()))


def _put(request: SignedRequest, copy: WorkingCopy) -> HttpResponse:
    """Put a citation at the end of a story's text in both languages."""
    inside, place = request.POST.get("citation", "").strip("{} "), whole(request.POST.get("story"))
    if fault_of_citation(inside) or place >= len(copy.content["story"]):
        return redirect("draft_insert", copy.pk)
    stories = [dict(each) for each in copy.content["story"]]
    for name in ("body_zh", "body_en"):
        stories[place][name] = f"{stories[place][name]}{{{inside}}}"
    try:
        save(request.actor, copy.pk, copy.version, {**copy.content, "story": stories})
    except Overtaken as error:
        return redirect("draft_revision", copy.pk, error.mine.pk)
    return redirect(reverse("draft", args=[copy.pk]) + f"#story-{place}")
