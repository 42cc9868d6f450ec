"""Rows 明细行: ledger entries as readers see them, each with its way back to act and sheet line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import REVERSAL, Act, Entry
from nuanxin.kernel.ledger.records import record_models
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.units import UNITS, Unit
from nuanxin.web.templatetags.wording import english

NAMED_KINDS = ("organisation", "team")
"""The kinds of party whose names a public page may print. Persons and households are never among them."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as read: quantity in a unit people use, place, and, where that is public, what about."""

    entry: Entry
    place: str
    quantity: str
    unit: str
    about: str
    red: bool

    @property
    def act(self) -> Act:
        """The act that wrote it."""
        return self.entry.act


def rows_of(entries: Sequence[Entry], called: Mapping[int, str]) -> list[Row]:
    """Return entries as rows; ``called`` names their areas. A query for the parties, one a kind of record."""
    parties, things = party_names(entries), thing_names(entries)
    return [_row(entry, called, parties, things) for entry in entries]


def party_names(entries: Sequence[Entry]) -> dict[int, str]:
    """Return the names of the organisations and teams some entries concern."""
    return public_names({each for entry in entries for each in (entry.subject, entry.counterpart) if each})


def public_names(ids: Collection[int]) -> dict[int, str]:
    """Return the names of those parties that are organisations or teams; persons stay unnamed."""
    if not ids:
        return {}
    public = Party.objects.filter(id__in=ids, kind__in=NAMED_KINDS)
    return dict(public.values_list("id", "public_name"))


def thing_names(entries: Sequence[Entry]) -> dict[tuple[int, int], str]:
    """Return the names of the things records are about (a station, a project), by kind and record.

    A record keeps persons as parties, so its own ``name`` is never a person's.
    """
    asked, found = dict[int, set[int]](), dict[tuple[int, int], str]()
    for entry in entries:
        asked.setdefault(entry.record_kind, set()).add(entry.record)
    for kind, ids in asked.items():
        model = record_models().get(kind)
        if model and any(field.name == "name" for field in model._meta.concrete_fields):
            for record in model._default_manager.filter(pk__in=ids):
                found[kind, record.pk] = getattr(record, "name")  # noqa: B009 (only some records have one)
    return found


def _row(
    entry: Entry,
    called: Mapping[int, str],
    parties: Mapping[int, str],
    things: Mapping[tuple[int, int], str],
) -> Row:
    number, unit = in_unit(entry.measure, entry.quantity)
    thing = things.get((entry.record_kind, entry.record))
    sides = [parties[each] for each in (entry.subject, entry.counterpart) if each and each in parties]
    about = " · ".join([thing, *sides] if thing else sides)
    place = called.get(entry.area, str(entry.area))
    return Row(entry, place, number, unit, about, entry.kind == REVERSAL)


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
