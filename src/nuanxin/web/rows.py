"""Rows 明细行: ledger entries as readers see them, each with its way back to act and sheet line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from nuanxin.kernel.intake.inexact import inexact, inexact_day
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import REVERSAL, Act, Entry
from nuanxin.kernel.ledger.records import Record, record_models
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.units import UNITS, Unit
from nuanxin.web.templatetags.wording import day, english

NAMED_KINDS = ("organisation", "team")
"""The kinds of party whose names a public page may print. Persons and households are never among them."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as read: quantity in a unit people use, place, and, where that is public, what about.

    Where its record is not exact, ``quantity`` and ``day`` say so: 约5, 2024年5月.
    """

    entry: Entry
    place: str
    quantity: str
    unit: str
    about: str
    red: bool
    day: str = ""

    @property
    def act(self) -> Act:
        """The act that wrote it."""
        return self.entry.act


def rows_of(entries: Sequence[Entry], called: Mapping[int, str], *, near: bool = True) -> list[Row]:
    """Return entries as rows; ``called`` names their areas. A query for the parties, one a kind of record.

    A record without a name goes by that of the record it is about; not where rows are to tell no ``near``
    place.
    """
    parties, records = party_names(entries), records_of(entries)
    things = _names(records, _concerned(records) if near else {})
    return [_row(entry, called, parties, records, things) for entry in entries]


def party_names(entries: Sequence[Entry]) -> dict[int, str]:
    """Return the names of the organisations and teams some entries concern."""
    return public_names({each for entry in entries for each in (entry.subject, entry.counterpart) if each})


def public_names(ids: Collection[int]) -> dict[int, str]:
    """Return the names of those parties that are organisations or teams; persons stay unnamed."""
    if not ids:
        return {}
    public = Party.objects.filter(id__in=ids, kind__in=NAMED_KINDS)
    return dict(public.values_list("id", "public_name"))


def records_of(entries: Sequence[Entry]) -> dict[tuple[int, int], Record]:
    """Return the records some entries belong to, by kind and number; one query a kind."""
    return _records({(entry.record_kind, entry.record) for entry in entries})


def _records(places: Collection[tuple[int, int]]) -> dict[tuple[int, int], Record]:
    asked, found = dict[int, set[int]](), dict[tuple[int, int], Record]()
    for kind, number in places:
        asked.setdefault(kind, set()).add(number)
    for kind, ids in asked.items():
        if model := record_models().get(kind):
            found |= {(kind, record.pk): record for record in model._default_manager.filter(pk__in=ids)}
    return found


def _concerned(records: Mapping[tuple[int, int], Record]) -> dict[tuple[int, int], Record]:
    """Return the records that those without a name are about; one query a kind."""
    nameless = [record for record in records.values() if not getattr(record, "name", None)]
    return _records({about for record in nameless if (about := record.concerns())})


def thing_names(entries: Sequence[Entry]) -> dict[tuple[int, int], str]:
    """Return the names of the things records are about (a station, a project), by kind and record."""
    records = records_of(entries)
    return _names(records, _concerned(records))


def _names(
    records: Mapping[tuple[int, int], Record], concerned: Mapping[tuple[int, int], Record]
) -> dict[tuple[int, int], str]:
    """Return the names of records, or of those they are about; persons are parties, so none is a person's."""
    found = {place: [record, concerned.get(record.concerns() or place)] for place, record in records.items()}
    named = {place: [getattr(each, "name", None) for each in some] for place, some in found.items()}
    return {place: name for place, some in named.items() if (name := next(filter(None, some), None))}


def _row(
    entry: Entry,
    called: Mapping[int, str],
    parties: Mapping[int, str],
    records: Mapping[tuple[int, int], Record],
    things: Mapping[tuple[int, int], str],
) -> Row:
    record = records.get((entry.record_kind, entry.record))
    number, unit = in_unit(entry.measure, entry.quantity)
    thing = things.get((entry.record_kind, entry.record))
    sides = [parties[each] for each in (entry.subject, entry.counterpart) if each and each in parties]
    about = " · ".join([thing, *sides] if thing else sides)
    place = called.get(entry.area, str(entry.area))
    number, on = _as_known(entry, record, number)
    return Row(entry, place, number, unit, about, entry.kind == REVERSAL, on)


def _as_known(entry: Entry, record: Record | None, number: str) -> tuple[str, str]:
    """Return an entry's quantity and day as its record knows them: the field of that value says how."""
    occurred = day(entry.occurred)
    for name, word in (record.precision if record else {}).items():
        value = getattr(record, name)
        if isinstance(value, date) and value.year * 10_000 + value.month * 100 + value.day == entry.occurred:
            occurred = inexact_day(value, word) or occurred
        elif isinstance(value, int) and not isinstance(value, bool) and value == abs(entry.quantity):
            number = inexact(number, word)
    return number, occurred


def in_unit(number: int, quantity: int) -> tuple[str, str]:
    """Print an exact quantity in the plainest unit of its measure: number and unit apart."""
    try:
        base = measure(number).base
    except KeyError:
        return f"{quantity:,}", ""
    unit = _plain_unit(base, quantity)
    if unit is None:
        return f"{quantity:,}", ""
    value = Fraction(quantity) / unit.factor
    text = f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.6f}".rstrip("0")
    return text.replace("-", "−"), unit.en if english() else unit.label


_PLAIN = {"fen": "元", "gram": "千克", "metre": "米", "centimu": "亩", "kilowatt": "千瓦"}


def _plain_unit(base: str, quantity: int) -> Unit | None:
    """Return the unit rows are printed in: yuan, kilograms, mu; tonnes once they are whole."""
    if base == "gram" and quantity and quantity % 1_000_000 == 0:
        return UNITS["吨"]
    if base in _PLAIN:
        return UNITS[_PLAIN[base]]
    return next((unit for unit in UNITS.values() if unit.base == base and unit.factor == 1), None)
