"""``nuanxin sheets torture``: ugly workbooks with known truth from a seed, and the reader's score on them."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.torture.corpus import write_corpus
from nuanxin.kernel.intake.torture.examining import Scores, examine
from nuanxin.site.speaking import SpokenCommand, SpokenGroup, option, said

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group("sheets", cls=SpokenGroup, help=said("Try the reader of sheets."))
def sheets() -> None:
    """Hold the commands about sheets together."""


@sheets.command(
    "torture",
    cls=SpokenCommand,
    help=said("Write ugly workbooks with their truth beside them; with --check, score the reader on them."),
)
@option("--seed", default=1, show_default=True, help=said("The same seed writes the same workbooks."))
@option("--count", default=100, show_default=True, help=said("How many workbooks."))
@option("--out", type=FOLDER, help=said("The folder to write to; with --check it may be left out."))
@option("--check", is_flag=True, help=said("Read what was written and say how well."))
@option("--faults", default=20, show_default=True, help=said("How many differences to show of each sort."))
def torture(seed: int, count: int, out: Path | None, check: bool, faults: int) -> None:
    """Write a corpus, and score the reader where asked."""
    if out is None and not check:
        raise click.UsageError(_("Say where to write, with --out, or ask for --check."))
    with TemporaryDirectory() as scratch:
        folder = out or Path(scratch)
        write_corpus(all_sheets(), seed, count, folder)
        if check:
            scores = examine(folder, all_sheets())
            _tell(scores, faults)
            sys.exit(bool(scores.wrong or scores.crashed))
    click.echo(_("Written: %(count)d workbooks and truth.json.") % {"count": count})


def _tell(scores: Scores, most: int) -> None:
    """Say the scores, then where reader and truth differ."""
    shown: dict[str, int] = {}
    for fault in scores.faults:
        shown[fault.sort] = shown.get(fault.sort, 0) + 1
        if shown[fault.sort] <= most:
            place = f"{fault.file} {fault.part} {fault.row} {fault.field}".rstrip()
            click.echo(f"[{fault.sort}] {place}\n    = {fault.expected}\n    ? {fault.got}")
    facts = {"files": scores.files, "wrong": scores.wrong, "crashed": scores.crashed}
    click.echo(_("%(files)d workbooks; wrong values: %(wrong)d; crashes: %(crashed)d") % facts)
    for words, share, part, whole in (
        (_("readable cells read"), scores.read_share, scores.read, scores.readable),
        (_("unreadable cells asked about or refused"), scores.held_share, scores.held, scores.unreadable),
        (_("headers and columns found"), scores.found_share, scores.found, scores.tables),
        (_("wrong sums told"), scores.told_share, scores.told, scores.sums),
    ):
        click.echo(f"{words}: {share:.2%} ({part} / {whole})")
    inexact = {"read": scores.inexact_read, "all": scores.inexact}
    click.echo(_("estimates and months read without a question: %(read)d / %(all)d") % inexact)


COMMANDS = (sheets,)
