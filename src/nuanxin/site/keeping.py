"""The commands of a keeper: move to PostgreSQL, back up, restore, and the rights of the program's role."""

import sys
from pathlib import Path

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.rights import grants as grant_statements
from nuanxin.site.backups import RestoreRefused, backup, chosen, restore
from nuanxin.site.connecting import forget_held
from nuanxin.site.databases import DatabaseFaulty, database
from nuanxin.site.following import follow
from nuanxin.site.moving import MoveRefused, move
from nuanxin.site.pieces import PieceDamaged
from nuanxin.site.proving import prove_all
from nuanxin.site.speaking import SpokenCommand, option, said

FAULTS = (DatabaseFaulty, MoveRefused, RestoreRefused, PieceDamaged)
"""What may go wrong in a way a keeper can mend."""

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    "move",
    cls=SpokenCommand,
    help=said(
        "Copy this installation from SQLite to an empty PostgreSQL database and prove both equal. "
        "Stop serving first; cut off half-way, run it again."
    ),
)
@option("--to", "url", required=True, help=said("postgresql://user:password@host:port/name"))
def move_database(url: str) -> None:
    """Move to PostgreSQL."""
    moved = move(database(url, settings.NUANXIN["data"]), click.echo)
    for finding in moved.findings:
        click.echo(str(finding), err=True)
    if moved.findings:
        sys.exit(1)
    click.echo(
        _("%(rows)d rows are equal on both sides. Serve with NUANXIN_DATABASE set to the new address.")
        % {"rows": moved.rows}
    )


@click.command(
    "backup",
    cls=SpokenCommand,
    help=said("Add a snapshot of database, segments, keys and sheets to a folder; work goes on meanwhile."),
)
@click.argument("folder", type=FOLDER)
@option(
    "--every",
    "every_s",
    type=click.FloatRange(min=1),
    help=said("Stay, and add one within so many seconds of every change; old ones are thinned out."),
)
def back_up(folder: Path, every_s: float | None) -> None:
    """Back up."""
    for taken in follow(folder, every_s) if every_s else (backup(folder),):
        facts = {"name": taken.name, "files": len(taken.manifest["files"])}
        click.echo(_("Snapshot %(name)s: the database and %(files)d files.") % facts)


@click.command(
    "restore",
    cls=SpokenCommand,
    help=said(
        "Bring a snapshot back into an empty data folder (and an empty PostgreSQL database), and verify it."
    ),
)
@click.argument("folder", type=FOLDER)
@option("--until", default="", help=said("The newest snapshot not later than this: 2026-11-23T17:30."))
def bring_back(folder: Path, until: str) -> None:
    """Restore."""
    snapshot = chosen(folder, until)
    click.echo(_("Restoring %(name)s.") % {"name": snapshot.name})
    restore(folder, snapshot)
    call_command("migrate", interactive=False, verbosity=0)
    forget_held()
    findings = prove_all(deep=True, workers=2, tell=click.echo)
    for finding in findings:
        click.echo(str(finding), err=True)
    if findings:
        sys.exit(1)
    click.echo(_("Restored and sound."))


@click.command(
    "grants",
    cls=SpokenCommand,
    help=said("Print the SQL that gives a PostgreSQL role the program's rights, and no more."),
)
@option("--role", required=True, help=said("The role the program connects as; not the tables' owner."))
def print_grants(role: str) -> None:
    """Print the rights of the program's role."""
    for statement in grant_statements(role, connection.introspection.table_names()):
        click.echo(statement)


COMMANDS = (move_database, back_up, bring_back, print_grants)
