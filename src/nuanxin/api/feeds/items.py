"""Items 条目: each bulletin once, under one id for ever; a correction or a withdrawal makes it news again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Prefetch
from django.http import HttpRequest
from django.urls import reverse

from nuanxin.kernel.bulletins.models import Bulletin, Story
from nuanxin.kernel.ledger.models import Ledger
from nuanxin.plain.words import Words

MOST = 100
TITLE = Words("暖新简报", "Nuanxin bulletins")
_WITHDRAWN = Words("已撤回：", "Withdrawn: ")
_CORRECTED = Words("已更正：", "Corrected: ")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a feed: its id, title, address, when it was published and when it last changed, its text."""

    identity: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str
    standing: str


def items(request: HttpRequest, language: str) -> list[Item]:
    """Return the newest bulletins as items, the last changed first. Nobody is named in them."""
    stories = Prefetch("stories", Story.objects.order_by("position"))
    found = Bulletin.objects.annotate(
        withdrawn_on=F("withdrawal__withdrawn_at"), corrected_on=F("corrected__bulletin__published_at")
    ).prefetch_related(stories)
    ledger = Ledger.objects.first()
    house = ledger.identity if ledger else "empty"
    made = [_item(request, each, language, house) for each in found.order_by("-published_at")[:MOST]]
    return sorted(made, key=lambda item: item.updated, reverse=True)


def _item(request: HttpRequest, each: Bulletin, language: str, house: str) -> Item:
    withdrawn, corrected = each.withdrawn_on, each.corrected_on  # type: ignore[attr-defined]
    standing = "withdrawn" if withdrawn else "corrected" if corrected else "stands"
    words = {"withdrawn": _WITHDRAWN, "corrected": _CORRECTED}.get(standing, Words("", ""))
    said = {name: getattr(each, f"{name}_{language}") for name in ("title", "issue")}
    heads = [getattr(story, f"headline_{language}") for story in each.stories.all()]
    return Item(
        identity=f"urn:nuanxin:{house}:bulletin:{each.number}",
        title=f"{words.said(language)}{said['title']} · {said['issue']}",
        address=request.build_absolute_uri(reverse("bulletin", args=[each.number])),
        published=each.published_at,
        updated=max(filter(None, (each.published_at, withdrawn, corrected))),
        summary="\n".join(heads),
        standing=standing,
    )
