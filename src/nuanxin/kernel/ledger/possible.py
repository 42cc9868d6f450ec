"""Possible 可成立: what a table's columns and constraints refuse, told of the very records and fields."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DataError, IntegrityError, models
from django.db.models import F, Q
from django.utils.translation import gettext as _

_RANGES: dict[type, tuple[int, int]] = {
    models.PositiveSmallIntegerField: (0, 2**15 - 1),
    models.PositiveIntegerField: (0, 2**31 - 1),
    models.PositiveBigIntegerField: (0, 2**63 - 1),
}
"""What columns of numbers hold in PostgreSQL; SQLite would keep larger ones and strand them there."""
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda one, other: bool(one == other),
    "gt": lambda one, other: bool(one > other),
    "gte": lambda one, other: bool(one >= other),
    "lt": lambda one, other: bool(one < other),
    "lte": lambda one, other: bool(one <= other),
    "in": lambda one, others: one in others,
    "range": lambda one, ends: bool(ends[0] <= one <= ends[1]),
}
Name = Callable[[str], str]


class DoubleKey(ValueError):
    """Two records handed in together have one key."""


class TooLong(ValueError):
    """Texts have more characters than their columns keep: each text, how many fit, its sheet row."""

    def __init__(self, found: Sequence[tuple[str, int, int | None]]) -> None:
        text, limit, _row = found[0]
        facts = {"text": text[:40], "length": len(text), "limit": limit}
        super().__init__(_("%(text)s… has %(length)d characters; %(limit)d are kept. Shorten it.") % facts)
        self.found = list(found)


@dataclass(frozen=True, slots=True)
class Broken:
    """What is impossible about a record: its sheet row, the fields it lies in, and how it is said."""

    row: int | None
    fields: tuple[str, ...]
    words: Callable[[Name], tuple[str, str]]

    def said(self, name: Name) -> tuple[str, str]:
        """Return what is wrong and what to do, its fields called as ``name`` calls them."""
        return self.words(name)


class Impossible(ValueError):
    """Records say what no record can: each with its fields."""

    def __init__(self, found: Sequence[Broken]) -> None:
        super().__init__(" ".join(found[0].said(lambda field: field.replace("_", " "))))
        self.found = list(found)


def ranges_of(model: type[models.Model]) -> tuple[tuple[str, int, int], ...]:
    """Return each column of a model that holds only some numbers, with the least and the greatest."""
    fields = model._meta.concrete_fields
    return tuple((each.attname, *_RANGES[type(each)]) for each in fields if type(each) in _RANGES)


def refuse_out_of_range(ranges: Sequence[tuple[str, int, int]], records: Sequence[Any]) -> None:
    """Raise Impossible for numbers that their columns do not hold."""
    found = [
        Broken(record.row, (name,), _out_of_range(name, number, low, high))
        for name, low, high in ranges
        for record in records
        if (number := vars(record)[name]) is not None and not low <= number <= high
    ]
    if found:
        raise Impossible(found)


def _out_of_range(field: str, number: int, low: int, high: int) -> Callable[[Name], tuple[str, str]]:
    def words(name: Name) -> tuple[str, str]:
        facts = {"column": name(field), "number": f"{number:,}", "low": low, "high": f"{high:,}"}
        if number < low:
            return _("%(column)s is %(number)s, less than %(low)s.") % facts, _("Write 0 or more.")
        return _("%(column)s is %(number)s, more than %(high)s.") % facts, _("Mend the number.")

    return words


@contextmanager
def telling_broken(
    errors: AbstractContextManager[Any], model: type[models.Model], records: Sequence[Any]
) -> Iterator[None]:
    """Turn a database's refusal of records into Impossible, as far as it can be told which they are.

    ``errors`` turns the driver's errors into Django's.
    """
    try:
        with errors:
            yield
    except (IntegrityError, DataError) as refused:
        if found := broken(model, records):
            raise Impossible(found) from refused
        raise


def broken(model: type[models.Model], records: Sequence[Any]) -> list[Broken]:
    """Return what records say that the check constraints of their table refuse."""
    conditions = [
        each.condition for each in model._meta.constraints if isinstance(each, models.CheckConstraint)
    ]
    found = []
    for record in records:
        for condition in conditions:
            if isinstance(condition, Q) and (part := _false_part(condition, record)) is not None:
                found.append(Broken(record.row, _fields(part), _words(part, record)))
    return found


def _false_part(condition: Q, record: Any) -> Q | None:
    """Return the smallest part of a condition that makes it false for a record; None where it holds."""
    if _truth(condition, record) is not False:
        return None
    if condition.connector == Q.AND and not condition.negated:
        for child in condition.children:
            part = child if isinstance(child, Q) else Q(child)
            if (found := _false_part(part, record) if len(condition.children) > 1 else None) is not None:
                return found
    return condition


def _truth(condition: Any, record: Any) -> bool | None:
    """Return whether a condition holds for a record, None where SQL would not know."""
    if not isinstance(condition, Q):
        lookup, value = condition
        return _compared(lookup, value, record)
    each = [_truth(child, record) for child in condition.children]
    ends = condition.connector == Q.OR
    found = ends if ends in each else None if None in each else not ends
    return not found if condition.negated and found is not None else found


def _compared(lookup: str, value: Any, record: Any) -> bool | None:
    name, _mark, how = lookup.partition("__")
    here = _value(record, name)
    if value is None or how == "isnull":
        return (here is None) == (value is None or bool(value))
    other = _value(record, _name(value)) if isinstance(value, F) else value
    holds = _HOLDS.get(how or "exact")
    return None if here is None or other is None or holds is None else holds(here, other)


def _name(field: F) -> str:
    """Return the name of the field that a condition compares with."""
    return str(vars(field)["name"])


def _value(record: Any, name: str) -> Any:
    return vars(record)[record._meta.get_field(name).attname]


def _fields(condition: Any) -> tuple[str, ...]:
    """Return the fields a condition is about, each once, in its order."""
    if isinstance(condition, Q):
        return tuple(dict.fromkeys(name for child in condition.children for name in _fields(child)))
    lookup, value = condition
    names = [lookup.partition("__")[0]]
    return tuple([*names, _name(value)] if isinstance(value, F) else names)


def _words(condition: Q, record: Any) -> Callable[[Name], tuple[str, str]]:
    fields = _fields(condition)

    def words(name: Name) -> tuple[str, str]:
        facts = dict(zip(("one", "other"), map(name, fields), strict=False))
        lookup, value = _plain(condition)[0] if len(condition.children) == 1 else ("", None)
        how = lookup.partition("__")[2]
        if isinstance(value, F) and how in ("gt", "gte"):
            if isinstance(_value(record, fields[0]), date):
                return _("%(one)s is before %(other)s.") % facts, _("Mend one of the two days.")
            return _("%(one)s is less than %(other)s.") % facts, _("Mend one of the two numbers.")
        if isinstance(value, int) and how in ("gt", "gte"):
            least = {**facts, "least": value + (how == "gt")}
            return _("%(one)s has to be %(least)s or more.") % least, _("Mend the number.")
        if condition.connector == Q.OR and all(each[1] is None for each in _plain(condition)):
            return _("%(one)s and %(other)s are both filled.") % facts, _("Leave one of the two blank.")
        together = {"fields": _(", ").join(map(name, fields))}
        return _("These do not go together: %(fields)s.") % together, _("Mend one of them.")

    return words


def _plain(condition: Any) -> list[Any]:
    """Return the comparisons a condition is made of."""
    if not isinstance(condition, Q):
        return [condition]
    return [each for child in condition.children for each in _plain(child)]
