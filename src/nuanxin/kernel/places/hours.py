"""Opening hours 开放时间: one week as a short text that people and machines read.

The canonical text follows the OpenStreetMap habit: ``Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-16:00``;
days not named are closed, ``24/7`` is always; ``PH off`` or ``PH 10:00-16:00`` says what holds on public
holidays, where that differs. Understood as well: 周一至周五 9:00-18:00；周六 10:00—16:00,
每天 8:00-20:00, 工作日, 周末, 全天, 24小时, 周日休息 and 节假日休息. A span past midnight (18:00-02:00,
18:00-次日02:00) belongs to its first day, and is always said with its 次日; one that ends at the minute it
begins says nothing (08:00-08:00), unless it names the next day. A day that is said to be closed is closed,
whatever stood before.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from nuanxin.plain.words import Words

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY_MINUTES = 1440
ALWAYS = "24/7"
"""The canonical text of a week without a closed minute."""
_SAID = tuple(
    Words(f"周{zh}", en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)
_WORDS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(?i)\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b", lambda day: day[0][:2].title()),
    (r"(?i)\bpublic holidays\b", "PH"),
    (r"(?i)\b(always open|open always)\b", "00:00-24:00"),
    (r"(?i)\bdaily\b", "Mo-Su"),
    (r"(?i)\bclosed\b", "off"),
    (r"星期|礼拜", "周"),
    (r"周?(工作日)", "Mo-Fr"),
    (r"周末|双休日", "Sa-Su"),
    (r"每天|每日|天天", "Mo-Su"),
    (r"周天", "周日"),
    (r"(国家|法定)?(节假日|假日)|公休日", "PH"),
    (r"(不开放|不营业|休息|闭馆|关闭|休)", "off"),
    (r"24小时(开放)?|全天(候)?(开放)?|24/7", "00:00-24:00"),
    (r"次日|翌日|第二天|(?i:\(?next day\)?)", "+"),
    (r"[至到~—–−]+", "-"),
    (r"[、，]", ","),
    (r"[;。]", ";"),
)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\+?)(\d{1,2}):(\d{2})(\+?)")
_PART = re.compile(r"(?P<days>PH|[A-Za-z,\-]*?)(?P<spans>off|[\d:,+\-]+)")
_HOLIDAY = "PH"
Spans = tuple[tuple[int, int], ...]


class HoursUnclear(ValueError):
    """A text about opening hours cannot be read: what is wrong with it, and the form that can."""

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(f"{said} {remedy}")
        self.said, self.remedy = said, remedy


@dataclass(frozen=True, slots=True)
class Week:
    """A week of opening hours: (first minute, minute after the last), from Monday 00:00, in order.

    ``holiday`` are the hours of a public holiday, in minutes of its day (none: closed); None where it is
    like any other day.
    """

    spans: Spans
    holiday: Spans | None = None

    def open_at(self, weekday: int, minute: int, *, holiday: bool = False, eve: bool = False) -> bool:
        """Whether it is open at a minute of a day (Monday 0), hours past midnight included.

        ``holiday`` says that the day is a public holiday, ``eve`` that the day before it was one.
        """
        return any(first <= minute < last for first, last in self.of_day(weekday, holiday=holiday)) or any(
            first <= minute + _DAY_MINUTES < last for first, last in self.of_day(weekday - 1, holiday=eve)
        )

    def of_day(self, weekday: int, *, holiday: bool = False) -> Spans:
        """Return the hours that begin on a day (Monday 0), in minutes of that day."""
        if holiday and self.holiday is not None:
            return self.holiday
        start = weekday % 7 * _DAY_MINUTES
        return tuple((a - start, b - start) for a, b in self.spans if start <= a < start + _DAY_MINUTES)

    def __str__(self) -> str:
        """Return the canonical text, which parses back to the same week."""
        parts = [f"{_day_names(days)} {times}" for times, days in self._alike()]
        if self.holiday is not None:
            parts.append(f"{_HOLIDAY} {_times_of(self.holiday) or 'off'}")
        return "; ".join([ALWAYS, *parts[1:]] if self._always else parts)

    def said(self, language: str) -> str:
        """Return the week in Chinese or English."""
        comma = Words("、", ", ").said(language)
        parts = [
            f"{comma.join(_run(run, language) for run in _runs(days))} "
            + comma.join(_span_said(span, language) for span in self.of_day(days[0]))
            for _times, days in self._alike()
        ]
        if self._always:
            parts = [Words("全天开放", "always open").said(language)]
        if self.holiday is not None:
            times = comma.join(_span_said(span, language) for span in self.holiday)
            closed = Words("休息", "closed").said(language)
            parts.append(f"{Words('节假日', 'public holidays').said(language)} {times or closed}")
        return Words("；", "; ").said(language).join(parts)

    @property
    def _always(self) -> bool:
        return len(self.spans) == 7 and set(self._times()) == {"00:00-24:00"}

    def _times(self) -> list[str]:
        return [_times_of(self.of_day(day)) for day in range(7)]

    def _alike(self) -> list[tuple[str, list[int]]]:
        """Return the days of each daily timetable, in the order of the week."""
        alike: dict[str, list[int]] = {}
        for day, times in enumerate(self._times()):
            if times:
                alike.setdefault(times, []).append(day)
        return list(alike.items())


def parse_hours(text: str) -> Week:
    """Read a weekly text. Raises HoursUnclear for what is not understood, never guessing."""
    plain = unicodedata.normalize("NFKC", text)
    for word, place in _WORDS:
        plain = re.sub(word, place, plain)
    for character, name in zip("一二三四五六日", _DAYS, strict=True):
        plain = re.sub(f"周?{character}", name, plain)
    plain = re.sub(r"\s+", "", plain)
    days: list[list[tuple[int, int]]] = [[] for _day in _DAYS]
    holiday: Spans | None = None
    for part in filter(None, plain.split(";")):
        match = _PART.fullmatch(part)
        if match is None:
            raise _unclear(text)
        spans = [] if match["spans"] == "off" else [_span(text, each) for each in match["spans"].split(",")]
        if match["days"] == _HOLIDAY:
            holiday = tuple(sorted(spans))
            continue
        for day in _named_days(text, match["days"]):
            days[day] = [*days[day], *spans] if spans else []
    week = Week(
        tuple((d * _DAY_MINUTES + a, d * _DAY_MINUTES + b) for d in range(7) for a, b in sorted(days[d])),
        holiday,
    )
    if not week.spans or _overlap(week.spans) or _overlap(holiday or ()):
        raise _unclear(text)
    return week


def _overlap(spans: Spans) -> bool:
    return any(one[1] > other[0] for one, other in pairwise(spans))


def _named_days(text: str, names: str) -> list[int]:
    if not names:
        return list(range(7))
    out: list[int] = []
    for name in names.split(","):
        first, _dash, last = name.partition("-")
        if first not in _DAYS or (last or first) not in _DAYS:
            raise _unclear(text)
        low, high = _DAYS.index(first), _DAYS.index(last or first)
        out += range(low, high + 1) if low <= high else [*range(low, 7), *range(high + 1)]
    return out


def _span(text: str, span: str) -> tuple[int, int]:
    match = _SPAN.fullmatch(span)
    if match is None:
        raise _unclear(text)
    next_day = "+" in match.group(3, 6)
    hour, minute, last_hour, last_minute = map(int, match.group(1, 2, 4, 5))
    first, last = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or first >= _DAY_MINUTES or last > 2 * _DAY_MINUTES:
        raise _unclear(text)
    if last == first and not next_day:
        raise _no_hours(span)
    if last < first or next_day:
        last += _DAY_MINUTES
    if last - first > _DAY_MINUTES:
        raise _unclear(text)
    return first, last


def _no_hours(span: str) -> HoursUnclear:
    return HoursUnclear(
        _("The opening hours %(span)s close at the minute they open.") % {"span": span},
        _("Write 24小时 where it never closes; else mend the hour of closing."),
    )


def _unclear(text: str) -> HoursUnclear:
    form = {"form": "周一至周五 09:00-12:00,14:00-18:00; 周六 10:00-16:00"}
    return HoursUnclear(
        _("The opening hours “%(text)s” are not understood.") % {"text": text},
        _("Write them like %(form)s.") % form,
    )


def _times_of(spans: Spans) -> str:
    return ",".join(f"{_clock(first)}-{_end(first, last)}" for first, last in spans)


def _end(first: int, last: int) -> str:
    """Return the hour of closing; a whole day from another hour than midnight counts on: 08:00-32:00."""
    whole = last > _DAY_MINUTES and last - first == _DAY_MINUTES
    return f"{last // 60}:{last % 60:02}" if whole else _clock(last)


def _span_said(span: tuple[int, int], language: str) -> str:
    first, last = map(_clock, span)
    if span[1] <= _DAY_MINUTES:
        return f"{first}-{last}"
    return Words(f"{first}-次日{last}", f"{first}-{last} next day").said(language)


def _clock(minutes: int) -> str:
    if minutes > _DAY_MINUTES:
        minutes -= _DAY_MINUTES
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _runs(days: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _run(run: tuple[int, int], language: str) -> str:
    if run == (0, 6):
        return Words("每天", "daily").said(language)
    first, last = (_SAID[day].said(language) for day in run)
    return first if first == last else f"{first}{Words('至', '–').said(language)}{last}"


def _day_names(days: list[int]) -> str:
    runs = _runs(days)
    return ",".join(_DAYS[low] if low == high else f"{_DAYS[low]}-{_DAYS[high]}" for low, high in runs)
