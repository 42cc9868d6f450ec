"""Cells 单元格: a field of a record as a reader reads it, and as a table of numbers keeps it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.inexact import inexact, inexact_day
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.places.hours import parse_hours
from nuanxin.plain.units import UNITS
from nuanxin.web.rows import public_names
from nuanxin.web.templatetags.wording import day, english, language, said

NUMBERS = ("whole", "quantity")
HOURS = "opening_hours"
"""The field of every place whose hours are kept in one canonical text and said in words."""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its field, word and unit, whether numbers stand below it, and how it may be sorted."""

    name: str
    word: str
    unit: str
    number: bool
    sort: str = ""
    sorted: str = ""


def heading(page: Page, name: str) -> Head:
    """Return the heading of a field in the reader's language."""
    column = page.column(name)
    word, unit = said(column), unit_of(column)[0]
    return Head(name, word, "" if unit in word else unit, column.kind in NUMBERS)


def unit_of(column: Column) -> tuple[str, Fraction]:
    """Return the unit a column is printed in and how many base units make one; English drops 万 and 亿."""
    if column.kind != "quantity":
        return "", Fraction(1)
    unit = UNITS[column.unit]
    return (unit.en, unit.factor / 10**unit.scale) if english() else (unit.label, unit.factor)


@dataclass(frozen=True, slots=True)
class Way:
    """How the values of a field are read, found out once for all records of a printer.

    ``to`` is the model the field points to, None for a plain value; ``factor`` how many base units make one
    of the heading's.
    """

    attribute: str
    column: Column
    to: Any
    personal: bool
    factor: Fraction


class Printer:
    """Prints the fields of some records of a page: areas and parties are looked up once for all of them."""

    def __init__(self, page: Page, records: Sequence[Record], columns: Iterable[str]) -> None:
        self.page = page
        self.columns = tuple(columns)
        self._ways: dict[str, Way] = {}
        self._choices: dict[tuple[str, str], str] = {}
        self.language = language()
        self.areas = names({record.area for record in records} | self._areas(records), self.language)
        self.parties = public_names(self._related_to(records, Party))
        self.records = {
            model: model._default_manager.in_bulk(found)
            for model in {self._to(name) for name in self.columns if self._related(name)} - {Party}
            if (found := self._related_to(records, model))
        }

    def _areas(self, records: Sequence[Record]) -> set[int]:
        others = [name for name in self.columns if self._kind(name) == "area" and name != "area"]
        return {getattr(record, name) for record in records for name in others}

    def _related_to(self, records: Sequence[Record], model: Any) -> set[int]:
        named = [name for name in self.columns if name not in self.page.personal and self._related(name)]
        fields = [self.page.model_field(name).attname for name in named if self._to(name) is model]
        return {value for record in records for field in fields if (value := getattr(record, field))}

    def _related(self, name: str) -> bool:
        return self.page.model_field(name).is_relation

    def _to(self, name: str) -> Any:
        """Return the model a field points to."""
        return self.page.model_field(name).related_model

    def _kind(self, name: str) -> str:
        return self.page.column(name).kind

    def text(self, record: Record, name: str) -> str:
        """Return a field as a page prints it; a personal one only says whether it is on file."""
        if other := self._other(record, self._way(name)):
            return str(other)
        value, word = self.value(record, name), record.precision.get(name, "")
        if word and name not in self.page.personal:
            return self._inexact(value, word, name)
        return self._exact(value, name)

    def _inexact(self, value: Any, word: str, name: str) -> str:
        """Return a value that is not exact as it is known: about 5, May 2024, not applicable."""
        month = inexact_day(value, word) if isinstance(value, date) else None
        return month or inexact(self._exact(value, name), word)

    def _exact(self, value: Any, name: str) -> str:
        if value is None or value == "":
            return "—"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, date):
            return day(value)
        if name == HOURS:
            return parse_hours(value).said(self.language)
        if isinstance(value, int | Decimal) and not self._plain(name):
            return f"{value:,}"
        return str(value)

    def _plain(self, name: str) -> bool:
        """Whether a number is written without thousands apart: a year, a small count."""
        return isinstance(self.page.model_field(name), models.PositiveSmallIntegerField)

    def _way(self, name: str) -> Way:
        """Return how the values of a field are read."""
        if (way := self._ways.get(name)) is None:
            field, column = self.page.model_field(name), self.page.column(name)
            to = field.related_model if field.is_relation else None
            way = Way(field.attname, column, to, name in self.page.personal, unit_of(column)[1])
            self._ways[name] = way
        return way

    def _other(self, record: Record, way: Way) -> Record | None:
        """Return the record of another register that a field points to."""
        if way.personal or way.to is None:
            return None
        found: Record | None = self.records.get(way.to, {}).get(getattr(record, way.attribute))
        return found

    def other(self, record: Record, name: str) -> Record | None:
        """Return the record of another register that a field points to; None for all else."""
        return self._other(record, self._way(name))

    def value(self, record: Record, name: str) -> Any:
        """Return a field as a table keeps it: numbers as numbers in the unit of the heading, days as days.

        A record of another register stands as its key, by which its own sheet knows it.
        """
        way = self._way(name)
        raw = getattr(record, way.attribute)
        if way.personal:
            return _("on file") if raw else None
        if other := self._other(record, way):
            return other.key
        if way.to is not None:
            return self.parties.get(raw, _("on file")) if raw else None
        if raw is None or raw == "":
            return None
        return self._worded(way, name, raw)

    def _worded(self, way: Way, name: str, raw: Any) -> Any:
        """Return a value that is there: areas and choices in words, quantities in the heading's unit."""
        kind = way.column.kind
        if kind == "area":
            return self.areas.get(raw, str(raw))
        if kind == "choice":
            at = name, str(raw)
            if at not in self._choices:
                self._choices[at] = choice_word(way.column, at[1])
            return self._choices[at]
        return _in_unit(raw, way.factor) if kind == "quantity" else raw

    def kept(self, record: Record, name: str) -> Any:
        """Return a field as an export keeps it: its value, or where that is not exact a text that says so."""
        if name == HOURS:
            hours = getattr(record, name)
            return parse_hours(hours).said(self.language) if hours else None
        exact = name in self.page.personal or name not in record.precision
        return self.value(record, name) if exact else self.text(record, name)


def choice_word(column: Column, code: str) -> str:
    """Return a choice in words: the sheet's own in Chinese, the code's in English."""
    if english():
        return code.replace("_", " ")
    return next((word for word, known in (column.choices or {}).items() if known == code), code)


def _in_unit(quantity: int, factor: Fraction) -> int | Decimal:
    """Return a quantity in units of so many base units each."""
    whole, rest = divmod(quantity * factor.denominator, factor.numerator)
    if not rest:
        return whole
    return (Decimal(quantity * factor.denominator) / Decimal(factor.numerator)).normalize()
