"""Filters of the editor's pages: titles of working copies, moments, states and places in words."""

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nuanxin.web.templatetags.wording import day, english

register = template.Library()

_STATES: dict[str, Promise] = {
    "writing": _("being written"),
    "sent": _("waiting for confirmation"),
    "confirmed": _("confirmed, not published"),
    "published": _("published"),
}
_STEPS: dict[str, Promise] = {
    "sent": _("sent for confirmation by"),
    "returned": _("sent back by"),
    "confirmed": _("confirmed by"),
    "published": _("published by"),
}
_PLACES: dict[str, Promise] = {
    "body_zh": _("text in Chinese"),
    "body_en": _("text in English"),
    "stats": _("number tiles"),
}
_WEIGHTS: dict[str, Promise] = {"3": _("lead"), "2": _("second"), "1": _("short item")}


@register.filter
def titled(content: dict[str, Any]) -> str:
    """Return what a working copy is called: title and issue, or that it has none yet."""
    spoken = "en" if english() else "zh"
    words = [content[f"title_{spoken}"], content[f"issue_{spoken}"] or content["number"]]
    return " · ".join(filter(None, words)) or gettext("Bulletin without a title")


@register.filter
def headline(story: dict[str, Any]) -> str:
    """Return a story's headline in the reader's language."""
    return str(story["headline_en" if english() else "headline_zh"])


@register.filter
def joined_lines(lines: list[str]) -> str:
    """Return lines as one text."""
    return "\n".join(lines)


@register.filter
def at(places: dict[int, str], code: int) -> str:
    """Return the name of an area."""
    return places.get(code, str(code))


@register.filter
def minute(moment: datetime) -> str:
    """Say a moment in local time, to the minute."""
    local = timezone.localtime(moment)
    return f"{day(local.date())} {local:%H:%M}"


@register.filter
def second(moment: datetime) -> str:
    """Say a moment in local time, to the second; the day only where it is not today's."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M:%S}" if local.date() == timezone.localdate() else minute(moment)


@register.filter
def state_word(state: str) -> str:
    """Return where a working copy is, in words."""
    return str(_STATES[state])


@register.filter
def step_word(step: str) -> str:
    """Return what somebody did with a working copy, in words."""
    return str(_STEPS[step])


@register.filter
def place_word(field: str) -> str:
    """Return what a field of a story is called."""
    return str(_PLACES[field])


@register.filter
def weight_word(weight: int | str) -> str:
    """Return what a story's weight is called."""
    return str(_WEIGHTS[str(weight)])
