"""Records 记录 for programs: what a declared page shows, without what is personal, as plain values."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from nuanxin.api.problems import Problem
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.programme import all_programmes, page
from nuanxin.plain.units import UNITS

NAMED = ("organisation", "team")
"""The kinds of party that are called by name; persons and households are not."""


def all_pages() -> Iterator[tuple[str, Page]]:
    """Yield every declared page with the programme it belongs to."""
    for programme in all_programmes():
        yield from ((programme.name, each) for each in programme.pages)


def known_page(programme: str, slug: str) -> Page:
    """Return a page. Raises Problem where none is declared."""
    try:
        return page(programme, slug)
    except KeyError:
        raise Problem("unknown-address", {"in": "path", "name": "page"}, what=f"{programme}/{slug}") from None


def shown_columns(page: Page) -> list[str]:
    """Return the fields of a page that a program may have: all but the personal ones."""
    return [name for name in page.columns if name not in page.personal]


def unit_of(page: Page, name: str) -> str:
    """Return the base unit of a quantity's whole number ("fen"), or nothing for other columns."""
    column = page.column(name)
    return UNITS[column.unit].base if column.kind == "quantity" else ""


def values_of(page: Page, records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """Yield each record's shown fields: days and areas as text, quantities as whole numbers in text.

    A party stands as its name where it is an organisation or a team, and as null otherwise; another record
    as its key.
    """
    rows, columns = list(records), shown_columns(page)
    related = {name: _called(page, rows, name) for name in columns if page.model_field(name).is_relation}
    for row in rows:
        yield {name: _value(page, row, name, related) for name in columns}


def _called(page: Page, rows: Sequence[Record], name: str) -> dict[int, str]:
    """Return what a field's parties or records are called, by id."""
    field = page.model_field(name)
    wanted = {getattr(row, field.attname) for row in rows} - {None}
    model: Any = field.related_model
    if model is Party:
        return {each.id: each.name for each in Party.objects.filter(id__in=wanted, kind__in=NAMED)}
    return dict(model._default_manager.filter(pk__in=wanted).values_list("pk", "key"))


def _value(page: Page, row: Record, name: str, related: dict[str, dict[int, str]]) -> Any:
    field, kind = page.model_field(name), page.column(name).kind
    raw = getattr(row, field.attname)
    if field.is_relation:
        return related[name].get(raw)
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, int) and not isinstance(raw, bool) and kind in ("quantity", "area"):
        return str(raw)
    return raw if isinstance(raw, str | int | float | bool | None) else str(raw)
