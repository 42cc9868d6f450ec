"""History 往期: what records that stand say of the places of a sheet's rows, in one query a check."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, Max, QuerySet

from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.ledger.records import Record

Place = tuple[Any, ...]
MOST_AREAS = 500
"""So many areas are named one by one in a query; of more, the range between them is read."""


def most_of(
    sheet: Sheet, field: str, by: Sequence[str], rows: Sequence[Row], *, but: Row | None = None
) -> dict[Place, tuple[int, int]]:
    """Return for each place the greatest value ever recorded, and how many there are; ``but`` a row's own."""
    paths = _paths(sheet, (field, *by))
    if not {field, *by} <= paths.keys():
        return {}
    known = _standing(sheet, by, rows, paths)
    if but is not None:
        known = known.exclude(**_own(sheet, but))
    places = [paths[name] for name in by]
    found = known.exclude(**{paths[field]: None}).values(*places)
    found = found.annotate(most=Max(paths[field]), number=Count("pk"))
    return {tuple(each[place] for place in places): (each["most"], each["number"]) for each in found}


def marks_of(
    sheet: Sheet, field: str, along: str, by: Sequence[str], rows: Sequence[Row]
) -> Iterator[tuple[Place, Any, int]]:
    """Yield what was recorded of each place: the place, when, the value."""
    paths = _paths(sheet, (field, along, *by))
    if not {field, along, *by} <= paths.keys():
        return
    known = _standing(sheet, by, rows, paths)
    wanted = [paths[name] for name in (*by, along, field)]
    for *place, when, value in known.exclude(**{paths[field]: None}).values_list(*wanted):
        yield tuple(place), when, value


def _paths(sheet: Sheet, fields: Iterable[str]) -> dict[str, str]:
    """Return where the sheet's record holds columns: in a field of the name, or as the key of a record.

    A column it does not hold has no path.
    """
    if sheet.record is None:
        return {}
    held = {each.name: each for each in sheet.record._meta.concrete_fields}
    found = {name: held[name] for name in fields if name in held}
    return {
        name: name if each.related_model is None else f"{name}__key"
        for name, each in found.items()
        if each.related_model is None or issubclass(each.related_model, Record)
    }


def _own(sheet: Sheet, row: Row) -> dict[str, Any]:
    """Return what tells a row's own record among those of its sheet."""
    return {path: row.values[name] for name, path in _paths(sheet, sheet.key).items()}


def _standing(
    sheet: Sheet, by: Sequence[str], rows: Sequence[Row], paths: Mapping[str, str]
) -> QuerySet[Record]:
    """Return the records of the rows' areas; of rows without one, those about the records they name."""
    assert sheet.record is not None  # noqa: S101 - there are no paths without one
    known = sheet.record._default_manager.filter(withdrawn=False).order_by()
    areas = sorted({row.values["area"] for row in rows if row.values.get("area")})
    if not areas:
        return _named(known, [name for name in by if paths[name] != name], rows, paths)
    if len(areas) <= MOST_AREAS:
        return known.filter(area__in=areas)
    return known.filter(area__range=(areas[0], areas[-1]))


def _named(
    known: QuerySet[Record], by: Sequence[str], rows: Sequence[Row], paths: Mapping[str, str]
) -> QuerySet[Record]:
    """Return the records about those that rows without an area name."""
    if not by:
        return known.none()
    named = {row.values[by[0]] for row in rows}
    return known.filter(**{f"{paths[by[0]]}__in": named}) if len(named) <= MOST_AREAS else known
