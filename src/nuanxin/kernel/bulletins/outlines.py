"""Outlines 样稿: a story to begin with for each programme, its figures cited one after the other."""

from datetime import date

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.bulletins.content import Content, blank, blank_story
from nuanxin.kernel.figures.catalogue import all_figures, owner, stands
from nuanxin.kernel.figures.declare import Figure
from nuanxin.plain.periods import BEGINNING, Period

MOST_FIGURES = 8


def outline(area: int, programmes: list[str], as_of: date) -> Content:
    """Return a new content with a story for each programme, every figure of it named and cited."""
    made = blank(area, as_of)
    stories = [_story(area, programme, as_of) for programme in programmes]
    return {**made, "story": stories or made["story"]}


def usual_period(figure: Figure, as_of: date) -> Period:
    """Return the span a figure is mostly asked for: what stands up to the day, or the year so far."""
    if stands(figure):
        return Period(BEGINNING, as_of)
    return Period(date(as_of.year, 1, 1), as_of)


def _story(area: int, programme: str, as_of: date) -> Content:
    own = [each for each in all_figures() if owner(each.id) == programme][:MOST_FIGURES]
    cited = [(each, f"{{{each.id} {short(area)} {usual_period(each, as_of)}}}") for each in own]
    return {
        **blank_story(),
        "programmes": [programme],
        "body_zh": "\n\n".join(f"{each.zh}：{text}。" for each, text in cited),
        "body_en": "\n\n".join(f"{each.en[:1].upper()}{each.en[1:]}: {text}." for each, text in cited),
    }
