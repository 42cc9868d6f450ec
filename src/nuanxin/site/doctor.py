"""``nuanxin doctor`` and its short name ``check``: every examination, in words or for a monitor."""

import json
import sys
from datetime import UTC, datetime

import click
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

import nuanxin
from nuanxin.site.examinations import Examined, examine
from nuanxin.site.examinations.verdicts import Verdict
from nuanxin.site.speaking import SpokenCommand, option, said

ORDER = tuple(Verdict)


def examine_and_tell(as_json: bool) -> None:
    """Say what was seen and what to do; exit with 1 where something must be mended."""
    found = []
    for each in examine():
        found.append(each)
        if not as_json:
            _tell(each)
    worst = max((each.opinion.verdict for each in found), key=ORDER.index)
    click.echo(_as_json(found, worst) if as_json else _summary(found))
    if worst is Verdict.MEND:
        sys.exit(1)


def _tell(each: Examined) -> None:
    words = {
        Verdict.FINE: pgettext("verdict", "fine"),
        Verdict.LOOK: pgettext("verdict", "look"),
        Verdict.MEND: pgettext("verdict", "mend"),
    }
    opinion = each.opinion
    click.echo(f"[{words[opinion.verdict]}] {each.name}: {opinion.seen}")
    if opinion.remedy:
        click.echo(f"    {opinion.remedy}")


def _summary(found: list[Examined]) -> str:
    counts = {verdict: sum(each.opinion.verdict is verdict for each in found) for verdict in Verdict}
    if counts[Verdict.MEND]:
        return _("To be mended: %(count)d.") % {"count": counts[Verdict.MEND]}
    if counts[Verdict.LOOK]:
        return _("All is in order. Worth a look: %(count)d.") % {"count": counts[Verdict.LOOK]}
    return _("All is in order.")


def _as_json(found: list[Examined], worst: Verdict) -> str:
    facts = {
        "version": nuanxin.__version__,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "worst": worst,
        "examinations": [
            {
                "id": each.id,
                "verdict": each.opinion.verdict,
                "seen": each.opinion.seen,
                "remedy": each.opinion.remedy,
            }
            for each in found
        ],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


JSON = option("--json", "as_json", is_flag=True, help=said("As JSON, for monitors."))


@click.command(
    "doctor",
    cls=SpokenCommand,
    help=said(
        "Examine settings, keys, disk, clock, backups, database, seals and drafts, and say what to do. "
        "Exit code 1 where something must be mended."
    ),
)
@JSON
def doctor(as_json: bool) -> None:
    """Examine an installation."""
    examine_and_tell(as_json)


@click.command("check", cls=SpokenCommand, help=said("The same as `nuanxin doctor`, for short."))
@JSON
def check(as_json: bool) -> None:
    """Examine an installation."""
    examine_and_tell(as_json)


COMMANDS = (doctor, check)
