"""History 沿革: a record opened: its fields, the acts that wrote it and what changed, what counts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from nuanxin.kernel.access import allow
from nuanxin.kernel.access.ranges import NotAllowed, sees
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.intake.takings import takings_of
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Decision, Page
from nuanxin.kernel.programme import Programme, all_pages
from nuanxin.web.acts import reason_word, roles_said
from nuanxin.web.addresses import figure_address
from nuanxin.web.figure_list import usual_period
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.kit.cells import Head, Printer, heading
from nuanxin.web.kit.lists import record_address
from nuanxin.web.rows import Row, rows_of
from nuanxin.web.templatetags.wording import language, said

LOOKED_AT = 40
"""So many of one's newest imports are looked through for the one that brought a record."""

ENTRIES = 200
"""So many entries of a record are shown, the newest; a record has rarely more than ten."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An act in a record's life: who by role, why, the sheet row, the entries it added and reversed."""

    act: Act
    who: str
    second: str
    reason: str
    row: int | None
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with everything that is known of it; ``mine`` where the reader may withdraw it, ``imported``
    where his own import that brought it can be undone. ``fields`` have their heading, what they say, and
    where the record opens that they name, if any.
    """

    record: Record
    title: str
    fields: list[tuple[Head, str, str]]
    place: str
    history: list[Happened]
    figures: list[tuple[Figure, str]]
    mine: bool
    imported: str
    decisions: list[Decision]


def opened(owner: Programme, page: Page, record: Record, actor: Actor) -> Opened:
    """Gather a record's page."""
    columns = (*page.columns, *page.further)
    printer = Printer(page, [record], columns)
    newest = list(
        Entry.objects.filter(record_kind=page.record.record_kind, record=record.pk)
        .select_related("act__source")
        .order_by("-seq")[:ENTRIES]
    )
    rows = rows_of(newest, names({entry.area for entry in newest}, language()))
    return Opened(
        record,
        printer.text(record, page.columns[0]),
        [(heading(page, name), *_told(page, printer, record, name, actor)) for name in columns],
        names([record.area], language())[record.area],
        _history(record, rows),
        _figures(owner, record, newest, getattr(record, page.day)),
        not record.withdrawn and _may(actor, record.area),
        _import_of(record, actor),
        _decisions(page, record, actor),
    )


def _decisions(page: Page, record: Record, actor: Actor) -> list[Decision]:
    """Return what a reader may do with a record as it stands."""
    same = page.record._default_manager.filter(pk=record.pk, withdrawn=False)
    mine = [each for each in page.decisions if _may(actor, record.area, each.role)]
    return [each for each in mine if same.filter(each.where).exists()]


def _told(page: Page, printer: Printer, record: Record, name: str, actor: Actor) -> tuple[str, str]:
    """Return a field as the record's own page says it, and where the record opens that it names."""
    told = page.told.get(name)
    text = said(told(record)) if told else printer.text(record, name)
    return text, _door(printer.other(record, name), actor)


def _door(other: Record | None, actor: Actor) -> str:
    """Return where a record that a field names opens for a reader; "" where it has no page for him."""
    if other is None or not sees(actor, other.area):
        return ""
    pages = (each for each in all_pages() if isinstance(other, each[1].record))
    return next((record_address(owner, page, other.pk) for owner, page in pages), "")


def _import_of(record: Record, actor: Actor) -> str:
    """Return where the reader's own import that last wrote a record can be undone; "" where there is none."""
    mine = Job.objects.filter(owner_id=actor.party, kind="import", state=DONE).order_by("-pk")
    wrote = {pk for each in takings_of(record.act_id) for pk in each}
    for number, result in mine.values_list("pk", "result")[:LOOKED_AT]:
        if wrote & {*result.get("takings", ())}:
            return reverse("import", args=[number])
    return ""


def _history(record: Record, rows: Sequence[Row]) -> list[Happened]:
    """Return the acts newest first; the last writer is among them even where it posted nothing."""
    by_act: dict[int, list[Row]] = {}
    for row in rows:
        by_act.setdefault(row.act.number, []).append(row)
    acts = {row.act.number: row.act for row in rows}
    if record.act_id not in acts:
        acts[record.act_id] = Act.objects.select_related("source").get(number=record.act_id)
    who = roles_said({party for act in acts.values() for party in (act.actor, act.second) if party})
    return [
        _happened(acts[number], who, by_act.get(number, []), record) for number in sorted(acts, reverse=True)
    ]


def _happened(act: Act, who: dict[int, str], rows: list[Row], record: Record) -> Happened:
    line = rows[0].entry.row if rows else record.row
    second = who[act.second] if act.second else ""
    return Happened(
        act, who[act.actor], second, reason_word(act), line if act.source_id else None, rows[::-1]
    )


def _figures(
    owner: Programme, record: Record, entries: Sequence[Entry], on: date | None
) -> list[tuple[Figure, str]]:
    """Return the figures that add up what the record posted, asked for its county and its year."""
    codes = {measure(entry.measure).code for entry in entries}
    county, period_of = record.area - record.area % 10**6, on or localdate()
    return [
        (each, figure_address(Ask(each.id, county, usual_period(each, period_of))))
        for each in owner.figures
        if codes & {*each.measures}
    ]


def _may(actor: Actor, area: int, role: str = "clerk") -> bool:
    try:
        allow(actor, role, [area])
    except NotAllowed:
        return False
    return True
