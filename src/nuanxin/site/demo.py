"""The demonstration: a city's sheets through the same intake a user has, a plan, repairs, bulletins."""

from datetime import timedelta
from pathlib import Path

import click
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.bulletins.draft import read_draft
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.publishing import publish
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import ANYBODY, Actor, By
from nuanxin.kernel.plans.actions import read_coverage, take_plan
from nuanxin.kernel.plans.declare import plan_type
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.running import make_plan
from nuanxin.kernel.programme import all_rounds
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.site.city import City, CityPlan
from nuanxin.site.form_files import hand_in_form
from nuanxin.site.setup import set_up

_MARK = "demo.loaded"


def load_demo(city: City) -> None:
    """Set up, import every sheet, plan, tell repairs and closings, publish bulletins; later only set up.

    What a first run left undone is taken up again: every step is harmless to repeat.
    """
    mark: Path = settings.NUANXIN["data"] / _MARK
    if mark.exists():
        set_up(city)
        click.echo(_("The demonstration is loaded already; its data is kept."))
        return
    click.echo(_("Setting up: database, 15,938 divisions, people."))
    people = set_up(city)
    posted = sum(_import(people["clerk"], path) for path in city.sheets)
    click.echo(
        _("%(count)d entries posted from %(files)d files.") % {"count": posted, "files": len(city.sheets)}
    )
    for path in city.forms:
        _bind(people["clerk"], path)
    for each in city.plans:
        _plan(people, each)
    _repair(people, city)
    _pause(people, city)
    for path in city.bulletins:
        _publish(people, city, path)
    mark.touch()


def _import(clerk: Actor, path: Path) -> int:
    """Import one file under a progress bar and say what was refused; return the entries posted."""
    with click.progressbar(length=1, label=f"{path.name[:40]:40}", show_eta=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        reports = take(clerk, path, progress=progress)
    for report in reports:
        for bad in report.bad[:5]:
            click.echo(f"    {_('row')} {bad.row} {bad.column}: {bad.said} {bad.remedy}")
        for find in report.finds:
            click.echo(f"    {_('row')} {find.row}: {find.said}")
    return sum(report.outcome.posted for report in reports if report.outcome)


def _bind(clerk: Actor, path: Path) -> None:
    version = hand_in_form(clerk, path)
    facts = {"name": version.form_id, "count": len(version.bindings)}
    click.echo(_("Form %(name)s stands ready, %(count)d cells bound.") % facts)


def _plan(people: dict[str, Actor], asked: CityPlan) -> None:
    """Keep a proved plan, taken by another than its maker, and count what is served; said once, done once."""
    maker, kind = By(people[asked.made_by]), plan_type(asked.kind)
    plan = Plan.objects.filter(kind=kind.name, area=asked.area, made_on=asked.made_on).first()
    question = kind.planner.read(asked.asked, asked.area)
    plan = plan or make_plan(maker, kind.name, asked.area, question, on=asked.made_on)
    if not plan.taken:
        take_plan(By(people[asked.taken_by]), plan.pk, on=asked.taken_on)
    read_coverage(maker, kind.name, asked.area, asked.counted_on)
    facts = {"plan": plan, "place": full_name(asked.area, get_language() or "")}
    click.echo(_("Planned in %(place)s: %(plan)s.") % facts)


def _repair(people: dict[str, Actor], city: City) -> None:
    """Let passers-by say what is wrong at places, and whoever is named do what was done; each once."""
    for number, each in enumerate(city.repairs):
        way = next(found for _owner, found in all_rounds() if found.slug == each.round)
        place = way.record._default_manager.get(key=each.place)
        for said in range(each.said_by):
            opened = open_order(By(ANYBODY), way.work, each.matter, place, token=f"demo.{number}.{said}")
        for step, done in enumerate(each.moves):
            token = f"demo.{number}.move.{step}"
            move_order(By(people[done["by"]]), opened.result.pk, done["move"], token=token)
    if city.repairs:
        click.echo(_("%(count)d repairs wait, or were looked at.") % {"count": len(city.repairs)})


def _pause(people: dict[str, Actor], city: City) -> None:
    """Announce that places are closed from today on, as whoever keeps them does; each once."""
    today = localdate()
    for each in city.pauses:
        way = next(found for _owner, found in all_rounds() if found.slug == each.round)
        deed, told = way.deed("pause"), way.pauses
        if told is None or told._default_manager.filter(key__startswith=f"{each.place}|").exists():
            continue
        days = {"since": today, "until": today + timedelta(each.days - 1), deed.day: today}
        deed.into(By(people[each.by]), [Row(0, {way.place: each.place, "reason": each.reason, **days})])
    if city.pauses:
        click.echo(_("%(count)d places are announced closed for a few days.") % {"count": len(city.pauses)})


def _publish(people: dict[str, Actor], city: City, path: Path) -> None:
    draft = read_draft(path, city.imprint)
    if Bulletin.objects.filter(number=draft.number).exists():
        return
    outcome = publish(By(people["publisher"], second=people["reviewer"]), draft)
    if outcome.result is None:
        return
    click.echo(_("Bulletin %(number)s is published.") % {"number": draft.number})
    for check in outcome.result.checks:
        if not check.passed:
            explained = next(each for each in draft.explanations if each.check == check.check.id)
            click.echo(f"  {_('Failed check')}: {check.check.zh} / {check.check.en}")
            click.echo(f"  {explained.by_zh} / {explained.by_en}: {explained.said_zh} / {explained.said_en}")
