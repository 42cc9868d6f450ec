"""What is declared is said in both languages, and numbered once and for ever."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from nuanxin.kernel.figures.catalogue import all_checks, all_figures
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.reasons import reason_of
from nuanxin.kernel.ledger.acts import all_actions
from nuanxin.kernel.ledger.measures import all_measures
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.programme import all_pages, all_programmes
from nuanxin.kernel.rules.catalogue import RuleUnknown
from nuanxin.plain.words import Words

CHINESE = re.compile("[\u4e00-\u9fff]")
LATIN = re.compile("[A-Za-z]")


def _named() -> Iterator[tuple[str, str, str]]:
    """Yield every declared name: what bears it, its Chinese and its English."""
    for each in all_programmes():
        yield f"programme {each.name}", each.zh, each.en
    for owner, page in all_pages():
        yield f"page {owner.name}/{page.slug}", page.zh, page.en
        yield from ((f"need {page.slug}.{need.name}", need.zh, need.en) for need in page.needs)
    for measure in all_measures():
        yield f"measure {measure.code}", measure.zh, measure.en
    for figure in all_figures():
        yield f"figure {figure.id}", figure.zh, figure.en
    for check in all_checks():
        yield f"check {check.id}", check.zh, check.en
    for action in all_actions():
        yield f"action {action.verb}", action.zh, action.en
    for sheet in all_sheets():
        yield f"sheet {sheet.name}", sheet.zh, sheet.en
        yield from ((f"column {sheet.name}.{one.field}", one.zh, one.en) for one in sheet.columns)


def _said() -> Iterator[tuple[str, Words]]:
    """Yield every declared sentence with what it is about."""
    for each in all_programmes():
        yield f"programme {each.name}", each.says
        yield from ((f"programme {each.name}, step {step}", said) for step, said in each.steps.items())
    for owner, page in all_pages():
        yield f"page {owner.name}/{page.slug}", page.says
    for measure in all_measures():
        yield f"measure {measure.code}", measure.says
    for figure in all_figures():
        yield f"figure {figure.id}", figure.says
    for check in all_checks():
        yield f"check {check.id}", check.says


def declared_names_are_chinese(root: Path) -> list[str]:
    """Every declared thing has its Chinese term."""
    return [
        f"{thing}: zh is {zh!r}; declare the Chinese term"
        for thing, zh, _ in _named()
        if not CHINESE.search(zh)
    ]


def declared_names_are_english(root: Path) -> list[str]:
    """Every declared thing has its English term."""
    return [
        f"{thing}: en is {en!r}; declare the English term"
        for thing, _, en in _named()
        if CHINESE.search(en) or not LATIN.search(en)
    ]


def declared_things_are_documented(root: Path) -> list[str]:
    """Every programme, measure, figure and check says what it means, in both languages."""
    return [
        f"{thing}: says {said.zh!r} / {said.en!r}; say what it means and when it counts, in both languages"
        for thing, said in _said()
        if not CHINESE.search(said.zh) or CHINESE.search(said.en) or not LATIN.search(said.en)
    ]


def needed_columns_say_why(root: Path) -> list[str]:
    """No column of a sheet is compulsory without a reason that people can read, in both languages."""
    reasons = {
        (sheet.name, one.field): Words(_reason("zh-hans", one), _reason("en", one))
        for sheet in all_sheets()
        for one in sheet.columns
        if one.required
    }
    return [
        f"column {sheet}.{field}: needed because {why.zh!r} / {why.en!r}; name a rule or say it in words"
        for (sheet, field), why in reasons.items()
        if not CHINESE.search(why.zh) or not LATIN.search(why.en)
    ]


def _reason(language: str, column: Column) -> str:
    try:
        with override(language):
            return reason_of(column)
    except RuleUnknown:
        return ""


def numbers_stand_in_their_hundred(root: Path) -> list[str]:
    """Measure and record numbers are a programme's own hundred, and used once (1 to 99 are the kernel's)."""
    hundreds = {name: 100 * place for place, name in enumerate(settings.PROGRAMMES, 1)}
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    homes = [(f"record {model.__name__}", model.record_kind, model._meta.app_label) for model in records]
    homes += [
        (f"measure {one.code}", one.number, each.name) for each in all_programmes() for one in each.measures
    ]
    faults = [
        f"{thing}: number {number} is outside {hundreds.get(label, 1)} to {hundreds.get(label, 0) + 99}"
        for thing, number, label in homes
        if not hundreds.get(label, 1) <= number <= hundreds.get(label, 0) + 99
    ]
    times = Counter(model.record_kind for model in records)
    return faults + [
        f"record_kind {number} is used {n} times; a number is for ever"
        for number, n in times.items()
        if n > 1
    ]


def records_have_pages(root: Path) -> list[str]:
    """Every record model of a programme has one page of its own, at an address of its own."""
    models = [each for each in apps.get_models() if issubclass(each, Record)]
    times = Counter(page.record for _owner, page in all_pages())
    faults = [
        f"record {model._meta.label}: {times[model]} pages; declare one Page in its programme's pages.py"
        for model in models
        if model._meta.app_label in settings.PROGRAMMES and times[model] != 1
    ]
    places = Counter((owner.name, page.slug) for owner, page in all_pages())
    return faults + [f"page {'/'.join(place)}: {n} have this address" for place, n in places.items() if n > 1]


def pages_keep_persons_closed(root: Path) -> list[str]:
    """What a sheet marks as personal, its page marks too; a key that names somebody is not searched."""
    faults = []
    for owner, page in all_pages():
        named = {name for name in page.columns if page.column(name).personal}
        faults += [
            f"page {owner.name}/{page.slug}: {name} is personal on its sheet; add it to personal="
            for name in sorted(named - {*page.personal})
        ]
        keyed = {page.headed.get(name, name) for name in page.personal} & {*page.sheet.key}
        if keyed and "key" in {*page.search, *page.columns}:
            faults.append(
                f"page {owner.name}/{page.slug}: its key holds {min(keyed)}; do not show or search it"
            )
        faults += [
            f"page {owner.name}/{page.slug}: {name} is a party; text in it cannot be searched"
            for name in page.search
            if page.model_field(name).related_model is Party
        ]
    return faults
