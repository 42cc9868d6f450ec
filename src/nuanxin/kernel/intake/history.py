"""History 往期: what records that stand say of the places of a sheet's rows, in one query a check."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Max, QuerySet

from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.ledger.records import Record

Place = tuple[Any, ...]
MOST_AREAS = 500
"""So many areas are named one by one in a query; of more, the range between them is read."""


def most_of(sheet: Sheet, field: str, by: Sequence[str], rows: Sequence[Row]) -> dict[Place, tuple[int, int]]:
    """Return for each place the greatest value ever recorded, and how many there are."""
    known = _standing(sheet, (field, *by), rows)
    if known is None:
        return {}
    found = known.exclude(**{field: None}).values(*by).annotate(most=Max(field), number=Count("pk"))
    return {tuple(each[name] for name in by): (each["most"], each["number"]) for each in found}


def marks_of(
    sheet: Sheet, field: str, along: str, by: Sequence[str], rows: Sequence[Row]
) -> Iterator[tuple[Place, Any, int]]:
    """Yield what was recorded of each place: the place, when, the value."""
    known = _standing(sheet, (field, along, *by), rows)
    if known is None:
        return
    for *place, when, value in known.exclude(**{field: None}).values_list(*by, along, field):
        yield tuple(place), when, value


def _standing(sheet: Sheet, fields: Sequence[str], rows: Sequence[Row]) -> QuerySet[Record] | None:
    """Return the records of the rows' areas; None where the sheet names no record with these fields."""
    model = sheet.record
    if model is None or not set(fields) <= {each.attname for each in model._meta.concrete_fields}:
        return None
    areas = sorted({row.values["area"] for row in rows if row.values.get("area")})
    known = model._default_manager.filter(withdrawn=False).order_by()
    if not areas:
        return known.none()
    if len(areas) <= MOST_AREAS:
        return known.filter(area__in=areas)
    return known.filter(area__range=(areas[0], areas[-1]))
