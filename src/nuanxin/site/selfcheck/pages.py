"""The list as a page for the system administrator, as a workbook, and as a command."""

import io
from pathlib import Path

import click
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.plain.worksheets import Column, Form, write_workbook
from nuanxin.site.examinations import examine
from nuanxin.site.selfcheck.items import Evaluated, evaluated, verdict_word
from nuanxin.site.speaking import SpokenCommand, option, said
from nuanxin.web.routes import role

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@role("system")
def operation(request: HttpRequest) -> HttpResponse:
    """Show what the doctor says, and the self-check list of a level."""
    level = _level(request)
    rows = [(each, _words(each), verdict_word(each.verdict)) for each in evaluated(level)]
    picture = {"examined": list(examine()), "rows": rows, "level": level, "day": timezone.localdate()}
    return render(request, "web/operation.html", picture)


@role("system")
def selfcheck_workbook(request: HttpRequest) -> HttpResponse:
    """Give the list as a workbook."""
    level = _level(request)
    answer = HttpResponse(workbook(level), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="selfcheck-level-{level}.xlsx"'
    return answer


def _level(request: HttpRequest) -> int:
    return 3 if request.GET.get("level") == "3" else 2


def _words(each: Evaluated) -> str:
    return each.item.words.said(get_language() or "")


def workbook(level: int) -> bytes:
    """Return the list of a level as the bytes of a workbook."""
    heads = (_("Level"), _("Item"), _("Clause (unverified)"), _("Verdict"), _("Evidence"), _("Remedy"))
    title = _("Self-check, level %(level)d, %(day)s") % {"level": level, "day": timezone.localdate()}
    form = Form(_("Self-check"), title, [Column(head) for head in heads])
    rows = (
        [
            each.item.level,
            _words(each),
            each.item.clause,
            verdict_word(each.verdict),
            each.evidence,
            each.remedy,
        ]
        for each in evaluated(level)
    )
    kept = io.BytesIO()
    write_workbook(kept, [(form, rows)], get_language() or "")
    return kept.getvalue()


@click.command(
    "selfcheck", cls=SpokenCommand, help=said("Evaluate the self-check list of 等保 2.0, level 2 or 3.")
)
@option("--level", type=click.Choice(("2", "3")), default="2", show_default=True, help=said("Which level."))
@option("--out", type=click.Path(dir_okay=False, path_type=Path), help=said("Workbook to write."))
def selfcheck(level: str, out: Path | None) -> None:
    """Evaluate the list."""
    if out:
        out.write_bytes(workbook(int(level)))
        click.echo(_("Written: %(path)s") % {"path": out})
        return
    for each in evaluated(int(level)):
        click.echo(f"[{verdict_word(each.verdict)}] {_words(each)} ({each.item.clause}): {each.evidence}")
        if each.remedy:
            click.echo(f"    {each.remedy}")


COMMANDS = (selfcheck,)
