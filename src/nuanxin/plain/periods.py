"""Periods 期间: the spans figures are asked for, parsed from the short form people can read.

``2024`` a year, ``2024Q1`` a quarter, ``2024-05`` a month, ``2024-01-01/2024-05-31`` any span,
``..2024-05-31`` everything up to a day.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

BEGINNING = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included. An open beginning is ``BEGINNING``."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read the short form; ValueError names the text and the forms that are understood."""
        text = text.strip()
        try:
            return _parse(text)
        except ValueError as error:
            forms = "2024, 2024Q1, 2024-05, 2024-01-01/2024-05-31, ..2024-05-31"
            raise ValueError(f"period {text!r} is not one of the forms {forms}") from error

    def __str__(self) -> str:
        """Return the short form that parses back to this period."""
        if self.first == BEGINNING:
            return f"..{self.last}"
        for text in _short_forms(self.first):
            if _parse(text) == self:
                return text
        return f"{self.first}/{self.last}"

    def year_before(self) -> "Period":
        """Return the same span one year earlier (month ends stay month ends), for 同比."""
        return Period(_years_back(self.first, 1), _years_back(self.last, 1))

    def before(self) -> "Period":
        """Return the adjacent earlier span, for 环比: whole months by months, else by days."""
        if self.first.day == 1 and self.last == _month_end(self.last):
            months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
            start = self.first
            for _ in range(months):
                start = (start - timedelta(days=1)).replace(day=1)
            return Period(start, self.first - timedelta(days=1))
        days = (self.last - self.first).days + 1
        return Period(self.first - timedelta(days=days), self.first - timedelta(days=1))

    def year_to_date(self) -> "Period":
        """Return 1 January to this period's last day, for 累计."""
        return Period(date(self.last.year, 1, 1), self.last)


def _short_forms(first: date) -> list[str]:
    return [f"{first.year}", f"{first.year}Q{(first.month + 2) // 3}", f"{first:%Y-%m}"]


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _years_back(day: date, years: int) -> date:
    if day == BEGINNING:
        return day
    if day == _month_end(day):
        return _month_end(date(day.year - years, day.month, 1))
    return day.replace(year=day.year - years)


def _parse(text: str) -> Period:
    if text.startswith(".."):
        return Period(BEGINNING, date.fromisoformat(text[2:]))
    if "/" in text:
        first, last = (date.fromisoformat(part) for part in text.split("/"))
        if first > last:
            raise ValueError("the last day is before the first")
        return Period(first, last)
    if re.fullmatch(r"\d{4}", text):
        return Period(date(int(text), 1, 1), date(int(text), 12, 31))
    if match := re.fullmatch(r"(\d{4})Q([1-4])", text):
        month = int(match[2]) * 3
        return Period(date(int(match[1]), month - 2, 1), _month_end(date(int(match[1]), month, 1)))
    if match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        first = date(int(match[1]), int(match[2]), 1)
        return Period(first, _month_end(first))
    raise ValueError("not a period")
