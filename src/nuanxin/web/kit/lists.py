"""Lists 列表: a page's records as a table: headings that sort, rows that open, what narrows them."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.kernel.programme import Programme
from nuanxin.web.kit.asked import VIEWS, Asked, choices, sortable
from nuanxin.web.kit.cells import Head, Printer, choice_word, heading
from nuanxin.web.kit.finding import Found, found
from nuanxin.web.templatetags.wording import day, said


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: where it opens, its cells, whether it was withdrawn."""

    address: str
    cells: list[tuple[Head, str]]
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice one may narrow by: its field and word, and its options (value, word, chosen)."""

    name: str
    word: str
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, ready to be shown."""

    heads: list[Head]
    lines: list[Line]
    found: Found
    earlier: str
    later: str


def listing(owner: Programme, page: Page, actor: Actor, asked: Asked) -> Listing:
    """Gather the rows an address asks for."""
    got = found(page, actor, asked)
    columns = asked.columns or page.columns
    printer = Printer(page, got.records, columns)
    heads = [_sorting(heading(page, name), page, asked) for name in columns]
    return Listing(
        heads,
        [_line(owner, page, printer, heads, record) for record in got.records],
        got,
        asked.query(before=got.earlier) if got.earlier else "",
        asked.query(after=got.later) if got.later else "",
    )


def _line(owner: Programme, page: Page, printer: Printer, heads: list[Head], record: Record) -> Line:
    cells = [(head, printer.text(record, head.name)) for head in heads]
    return Line(record_address(owner, page, record.pk), cells, record.withdrawn)


def _sorting(head: Head, page: Page, asked: Asked) -> Head:
    """Add where a heading leads: upwards first, the other way round where it sorts so already."""
    if head.name not in sortable(page):
        return head
    now = asked.sort or page.sort
    turned = f"-{head.name}" if now == head.name else head.name
    order = {head.name: "ascending", f"-{head.name}": "descending"}.get(now, "")
    return replace(head, sort=asked.query(sort=turned), sorted=order)


def filters(page: Page, asked: Asked) -> list[Filter]:
    """Return the choices of a page, with what is chosen."""
    return [Filter(name, said(page.column(name)), _options(page, name, asked)) for name in page.filters]


def _options(page: Page, name: str, asked: Asked) -> list[tuple[str, str, bool]]:
    column, chosen = page.column(name), asked.chosen.get(name, "")
    yes_no = {"1": _("yes"), "0": _("no")}
    return [
        (value, yes_no[value] if column.kind == "yes_no" else choice_word(column, value), value == chosen)
        for value in choices(page, name)
    ]


def column_choices(page: Page, asked: Asked) -> list[tuple[str, str, bool]]:
    """Return the columns one may show: field, word, shown now."""
    shown = asked.columns or page.columns
    return [(name, said(page.column(name)), name in shown) for name in page.columns]


def tabs(asked: Asked) -> list[tuple[str, str, bool]]:
    """Return the ways to look at the same records: word, address, whether it is this one."""
    words = {"table": _("Table"), "map": _("Map"), "chart": _("Chart")}
    return [(words[view], asked.query(view=view), view == asked.view) for view in VIEWS]


def conditions(page: Page, asked: Asked) -> list[str]:
    """Say in words what narrows the records; a printed page carries it."""
    words = [f"“{asked.text}”" if asked.text else "", asked.area, _between(asked.first, asked.last)]
    for each in filters(page, asked):
        words += [f"{each.word}: {word}" for _value, word, chosen in each.options if chosen]
    if need := page.need(asked.need):
        words.append(said(need))
    words.append({"withdrawn": _("withdrawn ones"), "all": _("withdrawn ones too")}.get(asked.state, ""))
    return [word for word in words if word]


def _between(first: date | None, last: date | None) -> str:
    if first and last:
        return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}
    if first:
        return _("from %(day)s") % {"day": day(first)}
    return _("up to %(day)s") % {"day": day(last)} if last else ""


def record_address(owner: Programme, page: Page, number: int) -> str:
    """Return where a record opens."""
    return reverse("record", args=[owner.name, page.slug, number])


def page_address(owner: Programme, page: Page, query: str = "") -> str:
    """Return where a page's list stands, for a question perhaps."""
    address = reverse("records", args=[owner.name, page.slug])
    return f"{address}?{query}" if query else address
