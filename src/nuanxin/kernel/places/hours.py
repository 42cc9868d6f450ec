"""Opening hours 开放时间: one week as a short text that people and machines read.

The canonical text follows the OpenStreetMap habit: ``Mo-Fr 09:00-12:00,14:00-18:00; Sa 10:00-16:00``;
days not named are closed, ``24/7`` is always. Understood as well: 周一至周五 9:00-18:00；周六 10:00—16:00,
每天 8:00-20:00, 工作日, 周末, 全天 and 24小时. A span past midnight (18:00-02:00) belongs to its first day.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.plain.words import Words

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY_MINUTES = 1440
_WEEK_MINUTES = 7 * _DAY_MINUTES
_SAID = tuple(
    Words(f"周{zh}", en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)
_WORDS = (
    (r"星期|礼拜", "周"),
    (r"周?(工作日)", "Mo-Fr"),
    (r"周末|双休日", "Sa-Su"),
    (r"每天|每日|天天", "Mo-Su"),
    (r"周天", "周日"),
    (r"24小时(开放)?|全天(候)?(开放)?|24/7", "00:00-24:00"),
    (r"[至到~—–−]+", "-"),
    (r"[、，]", ","),
    (r"[;。]", ";"),
)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_PART = re.compile(r"(?P<days>[A-Za-z,\-]*)(?P<spans>[\d:,\-]+)")


class HoursUnclear(ValueError):
    """A text about opening hours cannot be read; the message shows the form that can."""


@dataclass(frozen=True, slots=True)
class Week:
    """A week of opening hours: (first minute, minute after the last), from Monday 00:00, in order."""

    spans: tuple[tuple[int, int], ...]

    def open_at(self, weekday: int, minute: int) -> bool:
        """Whether it is open at a minute of a day (Monday 0), hours past midnight included."""
        moment = weekday * _DAY_MINUTES + minute
        return any(
            first <= moment < last or first <= moment + _WEEK_MINUTES < last for first, last in self.spans
        )

    def __str__(self) -> str:
        """Return the canonical text, which parses back to the same week."""
        if len(self.spans) == 7 and set(self._times()) == {"00:00-24:00"}:
            return "24/7"
        return "; ".join(f"{_day_names(days)} {times}" for times, days in self._alike())

    def said(self, language: str) -> str:
        """Return the week in Chinese or English."""
        if str(self) == "24/7":
            return Words("全天开放", "always open").said(language)
        comma = Words("、", ", ").said(language)
        parts = [
            f"{comma.join(_run(run, language) for run in _runs(days))} {times.replace(',', comma)}"
            for times, days in self._alike()
        ]
        return Words("；", "; ").said(language).join(parts)

    def _times(self) -> list[str]:
        times = [""] * 7
        for first, last in self.spans:
            day = first // _DAY_MINUTES
            span = f"{_clock(first - day * _DAY_MINUTES)}-{_clock(last - day * _DAY_MINUTES)}"
            times[day] = f"{times[day]},{span}" if times[day] else span
        return times

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
    for part in filter(None, plain.split(";")):
        match = _PART.fullmatch(part)
        if match is None:
            raise _unclear(text)
        spans = [_span(text, each) for each in match["spans"].split(",")]
        for day in _named_days(text, match["days"]):
            days[day] += spans
    week = Week(
        tuple((d * _DAY_MINUTES + a, d * _DAY_MINUTES + b) for d in range(7) for a, b in sorted(days[d]))
    )
    if not week.spans or any(
        one[1] > other[0] for one, other in zip(week.spans, week.spans[1:], strict=False)
    ):
        raise _unclear(text)
    return week


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
    hour, minute, last_hour, last_minute = map(int, match.groups())
    first, last = hour * 60 + minute, last_hour * 60 + last_minute
    if minute > 59 or last_minute > 59 or first >= _DAY_MINUTES or last > 2 * _DAY_MINUTES:
        raise _unclear(text)
    if last <= first:
        last += _DAY_MINUTES
    if last - first > _DAY_MINUTES:
        raise _unclear(text)
    return first, last


def _unclear(text: str) -> HoursUnclear:
    return HoursUnclear(
        _("The opening hours “%(text)s” are not understood; write them like %(form)s.")
        % {"text": text, "form": "周一至周五 09:00-12:00,14:00-18:00; 周六 10:00-16:00"}
    )


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
