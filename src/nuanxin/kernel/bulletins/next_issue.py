"""The next issue 下一期: a bulletin's content moved on by a month, citations and all."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from nuanxin.kernel.bulletins.content import Content
from nuanxin.kernel.bulletins.text import CITATION, Citation
from nuanxin.plain.periods import BEGINNING, Period

_WRITTEN = ("number", "issue_zh", "issue_en")


def next_issue(content: Content) -> Content:
    """Return the content of the issue a month later; explanations, symbol and day are to be said anew.

    A period that ended with the old issue ends with the new one; a plan's year or a day in the future
    stays. Numbers of the issue count on; January begins a new year's count.
    """
    then = date.fromisoformat(content["as_of"])
    now = month_later(then)
    imprint = {key: value for key, value in content["imprint"].items() if key not in ("symbol", "dated")}
    for key in ("subject_zh", "subject_en"):
        imprint.pop(key, None)
    if imprint.get("total"):
        imprint["total"] = int(imprint["total"]) + 1
    moved = {
        **content,
        **{name: _counted_on(content[name], then, now) for name in _WRITTEN},
        "as_of": now.isoformat(),
        "imprint": imprint,
        "story": [_moved(story, then, now) for story in content["story"]],
        "explanation": [],
        "corrects": {},
    }
    moved["number"] = f"{now:%Y-%m}" if re.match(r"\d{4}-\d{2}", content["number"]) else moved["number"]
    return moved


def month_later(day: date) -> date:
    """Return the last day of the month after a day's month."""
    first = day.replace(day=monthrange(day.year, day.month)[1]) + timedelta(days=1)
    return first.replace(day=monthrange(first.year, first.month)[1])


def moved_period(period: Period, then: date, now: date) -> Period:
    """Return the period that stands to ``now`` as this one stands to ``then``."""
    text = str(period)
    if "Q" in text:
        return _quarter_ended(now) if period == _quarter_ended(then) else period
    if re.fullmatch(r"\d{4}", text):
        return Period.parse(str(now.year)) if int(text) == then.year else period
    if period.last != then:
        return period
    if period.first == BEGINNING or (period.first.month, period.first.day) == (1, 1):
        first = period.first if period.first == BEGINNING else date(now.year, 1, 1)
        return Period(first, now)
    return Period(_first_later(period.first), now)


def _first_later(day: date) -> date:
    """Return the first of the next month for a first of a month; else as many days later as a month has."""
    later = month_later(day)
    return later.replace(day=min(day.day, later.day))


def _quarter_ended(day: date) -> Period:
    """Return the newest quarter that had ended on a day."""
    month = day.month - day.month % 3 if day != month_end(day) or day.month % 3 else day.month
    return Period.parse(f"{day.year}Q{month // 3}" if month else f"{day.year - 1}Q4")


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def _moved(story: Content, then: date, now: date) -> Content:
    return {key: _text(value, then, now) for key, value in story.items()}


def _text(value: Any, then: date, now: date) -> Any:
    if isinstance(value, list):
        return [_text(each, then, now) for each in value]
    if not isinstance(value, str):
        return value
    return CITATION.sub(lambda match: _cited(match[1], match[0], then, now), value)


def _cited(inside: str, whole: str, then: date, now: date) -> str:
    try:
        cited = Citation.parse(inside)
    except ValueError:
        return whole
    period = moved_period(Period.parse(cited.period), then, now)
    return str(Citation(cited.figure, cited.area, str(period)))


def _counted_on(text: str, then: date, now: date) -> str:
    """Count an issue's name on: the year where it changes, and the issue's own number."""
    order = 1 if now.year != then.year else None

    def number(match: re.Match[str]) -> str:
        return f"{match[1]}{order or int(match[2]) + 1}{match[3]}"

    text = text.replace(str(then.year), str(now.year))
    text = re.sub(r"(第\s*)(\d+)(\s*[期号])", number, text)
    return re.sub(r"(No\.\s*)(\d+)()", number, text)
