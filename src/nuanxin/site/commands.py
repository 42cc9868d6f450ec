"""The commands of ``nuanxin``: each parses, calls one thing of the house, and says what came of it."""

import sys
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.access import NotAllowed, allow
from nuanxin.kernel.access.accounts import AccountRefused
from nuanxin.kernel.areas.tree import full, span
from nuanxin.kernel.bulletins.documents.contents import HEADS, Head
from nuanxin.kernel.bulletins.documents.keeping import MEDIA, Kind, document
from nuanxin.kernel.bulletins.documents.typefaces import TypefaceMissing
from nuanxin.kernel.bulletins.draft import DraftFaulty, read_draft
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.publishing import PublicationRefused, publish
from nuanxin.kernel.figures.answers import Ask, Drilled, answer, drill, formula
from nuanxin.kernel.figures.catalogue import all_figures, figure
from nuanxin.kernel.figures.engine import EngineMissing, ManyLedgers, SegmentDamaged
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.returning import write_back
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.kernel.ledger import seals
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.programme import programme
from nuanxin.plain.periods import Period
from nuanxin.site import (
    accounts,
    delivering,
    doctor,
    form_files,
    keeping,
    locksmith,
    retention,
    torturing,
    working,
)
from nuanxin.site import city as cities
from nuanxin.site.selfcheck import pages
from nuanxin.site.setup import set_up
from nuanxin.site.speaking import SpokenGroup, option, said

FAULTS = (
    cities.CityFaulty,
    NotAllowed,
    DraftFaulty,
    PublicationRefused,
    TypefaceMissing,
    CellError,
    PeriodClosed,
    SegmentDamaged,
    EngineMissing,
    ManyLedgers,
    ValidationError,
    AccountRefused,
    *keeping.FAULTS,
    *form_files.FAULTS,
)
"""What may go wrong in a way a person can mend; each says how, so no trace is shown."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(
    cls=SpokenGroup,
    help=said(
        "Nuanxin: record once, publish figures that open. Begin with `nuanxin setup`, then import your "
        "sheets, look at a figure, publish a bulletin, and serve the pages."
    ),
    context_settings={"max_content_width": 100},
)
def door() -> None:
    """Hold the commands together."""


COMMAND_ROOMS = (
    keeping, locksmith, retention, doctor, delivering, accounts, pages, working, torturing, form_files,
)  # fmt: skip

for each in (command for room in COMMAND_ROOMS for command in room.COMMANDS):
    door.add_command(each)


def _city() -> cities.City:
    return cities.read_city(settings.NUANXIN["city"])


@door.command(help=said("Prepare the database, the divisions and the city's people. Harmless to repeat."))
def setup() -> None:
    """Prepare an installation."""
    set_up(_city())
    accounts.show_first_link()
    click.echo(_("Ready. Data lies in %(data)s.") % {"data": settings.NUANXIN["data"]})


@door.command("import", help=said("Read workbooks, show what would be posted, and post it once you agree."))
@click.argument("files", nargs=-1, required=True, type=FILE)
@option(
    "--as", "person", default="clerk", show_default=True, help=said("Who imports: a key of settings.toml.")
)
@option("--yes", is_flag=True, help=said("Post without asking."))
@option(
    "--reason", default="", help=said("Why, as a short code (correction, late): needed for closed months.")
)
@option("--second", default="", help=said("Who signs second, for closed months."))
@option("--asked-by", default="", help=said("Who asked for it, where it was not the importer's own idea."))
@option("--note", default="", help=said("Free words kept beside the act."))
@option(
    "--returned",
    type=FOLDER,
    help=said("Folder for the files handed back, with what became of each row."),
)
def import_files(
    files: tuple[Path, ...], person: str, second: str, returned: Path | None, **rest: Any
) -> None:
    """Import workbooks."""
    city = _city()
    who, signer = cities.actor(city, person), cities.actor(city, second) if second else None
    asked_by = cities.actor(city, rest["asked_by"]).party if rest["asked_by"] else None
    why: dict[str, Any] = {"reason": rest["reason"], "second": signer}
    for path in files:
        if not rest["yes"]:
            seen = preview(who, path, **why)
            _tell(path, seen.tables, seen.unrecognised)
            if not click.confirm(_("Post this?")):
                continue
        taken = take(who, path, note=rest["note"], asked_by=asked_by, **why)
        _tell(path, taken, taken.unrecognised, done=True)
        if returned and taken:
            returned.mkdir(parents=True, exist_ok=True)
            write_back(path, taken, returned)
    seals.seal_if_long()


def _tell(path: Path, reports: list[TableReport], unrecognised: list[str], *, done: bool = False) -> None:
    """Say what became of a file's worksheets, or would."""
    click.echo(path.name)
    for report in reports:
        outcome = report.outcome
        facts = {
            "sheet": _said(report.sheet),
            "good": report.good,
            "bad": report.bad_rows,
            "posted": outcome.posted if outcome else 0,
            "reversed": outcome.reversed if outcome else 0,
        }
        line = (
            _("  %(sheet)s: %(good)d good, %(bad)d refused; posted %(posted)d, reversed %(reversed)d")
            if done
            else _("  %(sheet)s: %(good)d good, %(bad)d refused; would post %(posted)d, reverse %(reversed)d")
        )
        click.echo(line % facts)
        if report.asked:
            _tell_asked(report, done=done)
        for bad in report.bad[:20]:
            place = f"{_('row')} {bad.row} {bad.column}".rstrip()
            click.echo(f"    {place}: {bad.said} {bad.remedy}")
        for find in report.finds[:20]:
            click.echo(f"    {_('row')} {find.row}: {find.said}")
        if report.refused:
            click.echo(f"    {report.refused}")
    for sentence in unrecognised:
        click.echo(f"  {sentence}")


def _tell_asked(report: TableReport, *, done: bool) -> None:
    """Say which rows wait, for what, and where they are answered."""
    words = _("    %(rows)d rows wait for an answer: a clerk of the office answers at %(where)s")
    if not done:
        words = _("    %(rows)d rows would wait for an answer at %(where)s")
    click.echo(words % {"rows": report.waiting, "where": reverse("questions")})
    for asked in report.asked[:20]:
        click.echo(f"      {_('row')} {asked.row} {asked.heading}: {asked.doubt.said}")


def _said(thing: Any) -> str:
    from nuanxin.site.cli import language

    return str(thing.en if language() == "en" else thing.zh)


@door.command(help=said("Close a month of a programme: later lines need a reason and a second signer."))
@click.argument("name")
@click.argument("area")
@click.argument("month")
@option("--as", "person", default="reviewer", show_default=True, help=said("Who closes it."))
def close(name: str, area: str, month: str, person: str) -> None:
    """Close a month."""
    who, code = cities.actor(_city(), person), full(area)
    try:
        number, last = programme(name).measures[0].number // 100, Period.parse(month).last
    except (KeyError, ValueError) as error:
        raise cities.CityFaulty(str(error)) from error
    allow(who, "reviewer", [code])
    low, high = span(code)
    outcome = close_month(
        By(who), programme=number, area=low, last_area=high, month=last.year * 100 + last.month
    )
    click.echo(_("Closed.") if outcome.result else _("It was closed already."))


@door.command("figure", help=said("Answer a figure for an area and a period; --rows opens it."))
@click.argument("name", required=False)
@click.argument("area", required=False)
@click.argument("period", required=False)
@option("--rows", default=0, show_default=True, help=said("How many of its rows to list."))
@option("--as-of", type=int, help=said("As the ledger stood at this entry."))
@option("--mapped", is_flag=True, help=said("Through today's area tree, mergers followed."))
def show_figure(
    name: str | None, area: str | None, period: str | None, rows: int, as_of: int | None, mapped: bool
) -> None:
    """Answer a figure, or list them all."""
    from nuanxin.site.cli import language

    if not (name and area and period):
        for each in all_figures():
            click.echo(f"{each.id:32} {_said(each)}")
        click.echo(_("Ask for one: nuanxin figure stations.open 1508 ..2024-05-31"))
        return
    try:
        ask = Ask(name, full(area), Period.parse(period), mapped)
        asked = figure(name)
    except (KeyError, ValueError) as error:
        raise cities.CityFaulty(str(error)) from error
    found = answer([ask], as_of=as_of)[ask]
    click.echo(f"{_said(asked)}: {found.shown(language())}")
    click.echo(f"{asked.says.said(language())} ({formula(asked, language())})")
    drilled = drill(ask, as_of, limit=rows) if rows else Drilled(0, [])
    for city, seq in drilled.elsewhere:
        click.echo(f"  {city} {seq}")
    for entry in drilled.entries:
        source = entry.act.source
        origin = f"{source.name} {source.part} {_('row')} {entry.row}" if source else _("no sheet")
        click.echo(f"  {entry.seq:>9} {entry.occurred} {entry.area} {entry.quantity:>14}  {origin}")


@door.command("publish", help=said("Publish a bulletin from its draft; two persons confirm it."))
@click.argument("draft", type=FILE)
@option("--as", "person", default="publisher", show_default=True, help=said("Who publishes."))
@option("--second", default="reviewer", show_default=True, help=said("Who confirms."))
def publish_draft(draft: Path, person: str, second: str) -> None:
    """Publish a bulletin."""
    city = _city()
    by = By(cities.actor(city, person), second=cities.actor(city, second))
    outcome = publish(by, read_draft(draft, city.imprint))
    if outcome.result is None:
        click.echo(_("This very draft is published already; nothing was changed."))
        return
    frozen = outcome.result
    click.echo(
        _("Published %(number)s, sealed as %(code)s.")
        % {"number": frozen.bulletin.number, "code": seals.short_code(frozen.bulletin.head)}
    )
    for check in frozen.checks:
        word = _("passed") if check.passed else _("failed, explained")
        click.echo(f"  {check.check.id} {check.total.area} {check.total.period}: {word}")


@door.command("document", help=said("Write a published bulletin as a PDF or Word file."))
@click.argument("number")
@option("--kind", type=click.Choice(list(MEDIA)), default="pdf", show_default=True, help=said("Which file."))
@option(
    "--head",
    type=click.Choice(HEADS),
    default="brief",
    show_default=True,
    help=said("Which head it wears: a brief's, or an official document's."),
)
@option(
    "--language",
    "spoken",
    type=click.Choice(("zh", "en")),
    default="zh",
    show_default=True,
    help=said("In which language."),
)
@option("--out", type=click.Path(dir_okay=False, path_type=Path), help=said("File to write."))
def write_document(number: str, kind: Kind, head: Head, spoken: str, out: Path | None) -> None:
    """Write a document."""
    found = Bulletin.objects.select_related("head").filter(number=number).first()
    if found is None:
        known = ", ".join(Bulletin.objects.values_list("number", flat=True)) or "-"
        facts = {"number": number, "known": known}
        raise click.ClickException(_("bulletin %(number)s is not published; these are: %(known)s") % facts)
    made = document(found, kind, head, "en" if spoken == "en" else "zh-hans")
    path = out or Path(made.name)
    path.write_bytes(made.content)
    click.echo(_("Written: %(path)s") % {"path": path})


@door.command(help=said("Prove that the ledger is as it was written, and that ledger and records agree."))
@option("--deep", is_flag=True, help=said("Recompute roots and month cubes too."))
@option("--workers", default=2, show_default=True, help=said("Processes to recount with."))
def verify(deep: bool, workers: int) -> None:
    """Verify the ledger, the records and the published readings."""
    from nuanxin.site.proving import prove_all

    findings = prove_all(deep=deep, workers=workers, tell=click.echo)
    for finding in findings:
        click.echo(str(finding), err=True)
    if findings:
        sys.exit(1)
    click.echo(_("Nothing was changed behind the program's back."))


@door.command(help=said("Seal the entries written so far and sign a head."))
def seal() -> None:
    """Seal the ledger."""
    head = seals.seal()
    if head is None:
        click.echo(_("The ledger is empty."))
    else:
        facts = {"number": head.number, "entries": head.entries, "code": seals.short_code(head)}
        click.echo(_("Head %(number)d over %(entries)d entries: %(code)s") % facts)


@door.command(help=said("Print the stand-alone checker, which needs none of this program."))
def checker() -> None:
    """Print the stand-alone checker."""
    text = Path(seals.__file__).with_name("standalone_check.py").read_text(encoding="utf-8")
    click.echo(text, nl=False)


@door.command(help=said("Serve the pages on this machine."))
@option("--host", default="127.0.0.1", show_default=True, help=said("Address to listen on."))
@option("--port", default=8000, show_default=True, help=said("Port to listen on."))
@option("--workers", default=1, show_default=True, help=said("Processes to serve with."))
@option("--no-worker", is_flag=True, help=said("Start no background worker: another unit runs it."))
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Serve the pages."""
    from nuanxin.site.serving import serve as run

    accounts.show_first_link()
    run(host, port, workers, background=not no_worker)


@door.command(help=said("Write the reference pages from the declarations, or check them."))
@option("--check", "only_check", is_flag=True, help=said("Write nothing; say which pages are out of date."))
def docs(only_check: bool) -> None:
    """Write or check docs/reference."""
    from nuanxin.site.reference import check_reference, write_reference

    if only_check:
        stale = check_reference(settings.PROJECT)
        for page in stale:
            click.echo(page, err=True)
        sys.exit(1 if stale else 0)
    for path in write_reference(settings.PROJECT):
        click.echo(path.relative_to(settings.PROJECT))


@door.command(help=said("Set up, load the city's sheets, publish its bulletins, and serve the pages."))
@option("--host", default="127.0.0.1", show_default=True, help=said("Address to listen on."))
@option("--port", default=8000, show_default=True, help=said("Port to listen on."))
@option("--no-serve", is_flag=True, help=said("Stop before serving."))
def demo(host: str, port: int, no_serve: bool) -> None:
    """Show what the house is for."""
    from nuanxin.site.demo import load_demo
    from nuanxin.site.demo_accounts import show_demo_accounts

    city = _city()
    load_demo(city)
    show_demo_accounts(city)
    if not no_serve:
        from nuanxin.site.serving import serve as run

        run(host, port, 1)
