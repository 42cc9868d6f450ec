"""Forms from files 报表文件: a city's form and what its cells are bound to, and the commands that fill one.

A form's file names its blank beside it, what it is, and, for each worksheet, what each cell is bound to:
``F9 = "alliance.firms_served 150826 cumulative"``, with a unit and decimals behind where they are not the
figure's own; ``B5 = "office"`` for a cell of words.
"""

import tomllib
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.bulletins.forms.actions import About, FormRefused, bind_cells, upload_form
from nuanxin.kernel.bulletins.forms.answering import REASONS
from nuanxin.kernel.bulletins.forms.binding import TEXTS, Binding, NotBound
from nuanxin.kernel.bulletins.forms.filling import changes, earlier, fill, form_named
from nuanxin.kernel.bulletins.forms.models import FilledForm, Form, FormVersion
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.intake.files import keep_file, kept_file
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.site import city as cities
from nuanxin.site.speaking import SpokenCommand, SpokenGroup, option, said

FAULTS = (FormRefused, NotBound)
"""What may go wrong with a form in a way a person can mend."""


def hand_in_form(actor: Actor, path: Path) -> FormVersion:
    """Keep a city's form and bind its cells as its file says; a second time changes nothing.

    Raises FormRefused where the file lacks something, and what the actions raise.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        blank = path.parent / told["blank"]
        about = About(
            told["title"],
            told.get("issued_by", ""),
            told.get("office", ""),
            told.get("period_kind", "month"),
            bool(told.get("only_closed", False)),
        )
        area = full(str(told["area"]))
        bindings = [
            read_binding(part, cell, words)
            for part, cells in told.get("bind", {}).items()
            for cell, words in cells.items()
        ]
    except (KeyError, ValueError, OSError) as error:
        raise FormRefused(f"{path.name}: {error}") from error
    kept = keep_file(blank, blank.name)
    upload_form(By(actor), told.get("name", path.stem), area, kept, about)
    return bind_cells(By(actor), told.get("name", path.stem), bindings).result


def read_binding(part: str, cell: str, words: str) -> Binding:
    """Read what a cell is bound to, as a form's file writes it. ValueError names the cell."""
    if words in TEXTS:
        return Binding(part, cell, text=words)
    said_ = words.split()
    if not 3 <= len(said_) <= 5:
        raise ValueError(f"{part} {cell}: {words!r} must be: figure, area, span, and perhaps unit, decimals")
    try:
        asked = figure(said_[0])
    except KeyError as error:
        raise ValueError(f"{part} {cell}: nobody declares a figure {said_[0]!r}") from error
    more: dict[str, Any] = dict(zip(("unit", "decimals"), said_[3:], strict=False))
    return Binding(
        part,
        cell,
        figure=asked.id,
        area=said_[1],
        span=said_[2],
        unit=more.get("unit", asked.unit),
        decimals=int(more.get("decimals", asked.decimals)),
        rounding=asked.rounding,
    )


@click.group("forms", cls=SpokenGroup, help=said("Forms of superior offices: list them, fill one."))
def forms() -> None:
    """Hold the commands of forms."""


@forms.command("list", cls=SpokenCommand, help=said("List the forms, with their periods filled so far."))
def list_forms() -> None:
    """List forms."""
    for form in Form.objects.order_by("name"):
        newest = form.newest
        filled = ", ".join(f"{each.period} #{each.number}" for each in form.filled.all()[:5]) or "-"
        facts = {"name": form.name, "title": newest.title, "bound": len(newest.bindings), "filled": filled}
        click.echo(_("%(name)s: %(title)s; %(bound)d cells bound; filled: %(filled)s") % facts)


@forms.command("fill", cls=SpokenCommand, help=said("Fill a form for a period and write the file."))
@click.argument("name")
@option("--period", required=True, help=said("2024-05, 2024Q2, 2024, or ..2024-05-31."))
@option("--as", "person", default="clerk", show_default=True, help=said("Who fills it."))
@option("--out", type=click.Path(dir_okay=False, path_type=Path), help=said("File to write."))
def fill_form(name: str, period: str, person: str, out: Path | None) -> None:
    """Fill a form."""
    who = cities.actor(cities.read_city(settings.NUANXIN["city"]), person)
    filled = fill(who, form_named(name).name, period)
    kept = kept_file(bytes(filled.digest))
    path = out or Path(f"{name}-{filled.period.replace('/', '_')}.xlsx")
    path.write_bytes(kept.read().content)
    _tell(filled)
    click.echo(_("Written: %(path)s") % {"path": path})


def _tell(filled: FilledForm) -> None:
    """Say what was filled, what stayed blank and why, and what changed since the copy before."""
    cells = list(filled.cells.all())
    blank = [each for each in cells if each.reason]
    click.echo(
        _("%(count)d cells filled, %(blank)d left blank.")
        % {"count": len(cells) - len(blank), "blank": len(blank)}
    )
    for each in blank:
        click.echo(f"  {each.part} {each.cell} {each.figure}: {REASONS[each.reason]}")
    if before := earlier(filled):
        for change in changes(before, filled):
            click.echo(f"  {change.part} {change.cell} {change.figure}: {change.before} -> {change.after}")


COMMANDS = (forms,)
