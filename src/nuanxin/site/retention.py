"""Retention 保存期限: what is past its time is destroyed by night, and what went is proved.

How long is a rule of the declaration of each field; from when, the declaration says in words and this
file in code. Whoever has a role or an account is no resident and is left alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import click
from django.db import connection
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.forms.filling import digests_kept
from nuanxin.kernel.intake.models import QUESTION
from nuanxin.kernel.intake.quoted import erase_quoted, quoted_before
from nuanxin.kernel.intake.renewing import kept_paths
from nuanxin.kernel.intake.sealing import WORKBOOK
from nuanxin.kernel.ledger.acts import Act, Actor, By, action
from nuanxin.kernel.ledger.models import NOTE, Note, Source
from nuanxin.kernel.ledger.records import record_models
from nuanxin.kernel.parties.erasing import Lines, erase_names, erase_notes, erase_particulars, prove
from nuanxin.kernel.parties.models import PRIVATE_KINDS, Erasure, Particular, Party
from nuanxin.kernel.parties.personal import NAME, PARTICULARS
from nuanxin.kernel.privacy.declare import Personal
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.kernel.suggestions.erasing import erase_sealed
from nuanxin.kernel.suggestions.models import CONTACT, WORDS, Suggestion
from nuanxin.kernel.work.models import PROOF
from nuanxin.kernel.work.proofs import erase_proofs, proofs_due
from nuanxin.site.speaking import SpokenCommand, option, said
from nuanxin.web.later.counting import forget_past

CONSOLE = By(Actor(0, "console"), reason="retention")


@dataclass(frozen=True, slots=True)
class Due:
    """What is due of a field: how many values, and how they are destroyed."""

    personal: Personal
    before: date
    count: int
    destroy: Callable[[], Lines]


def cutoff(kept: str, today: date) -> date:
    """Return the day before which a matter must have ended for what a rule keeps to be due."""
    found = rule(kept, today)
    if not isinstance(found.value, int):
        raise TypeError(f"{kept} is a whole number of months or days")
    if found.unit == "日":
        return today - timedelta(days=found.value)
    month = today.year * 12 + today.month - 1 - found.value
    return date(month // 12, month % 12 + 1, min(today.day, 28))


def _microseconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp() * 1_000_000)


def due(today: date) -> Iterator[Due]:
    """Yield what is due of every declared field, where anything is."""
    for found in (
        _notes(today),
        *_particulars(today),
        _names(today),
        _workbooks(today),
        *_suggestions(today),
        *_questions(today),
        _proofs(today),
    ):
        if found.count:
            yield found


def _notes(today: date) -> Due:
    before = cutoff(NOTE.kept, today)
    rows = Note.objects.filter(act__at__lt=_microseconds(before))
    return Due(NOTE, before, rows.count(), lambda: erase_notes(rows))


def _particulars(today: date) -> Iterator[Due]:
    nameless = Q(party__in=_past(today)) | Q(party__sealed_name=None)
    for kind, personal in PARTICULARS.items():
        before = cutoff(personal.kept, today)
        old = Q(act__at__lt=_microseconds(before))
        keys = list(Particular.objects.filter(old | nameless, kind=kind).values_list("pk", flat=True))
        rows = Particular.objects.filter(pk__in=keys)
        yield Due(personal, before, len(keys), partial(erase_particulars, rows))


def _names(today: date) -> Due:
    keys = _past(today)
    rows = Party.objects.filter(pk__in=keys)
    return Due(NAME, cutoff(NAME.kept, today), len(keys), lambda: erase_names(rows, mark=True))


def _past(today: date) -> list[int]:
    """Return the persons and households whose matters are all over for longer than names are kept."""
    named, standing = set[int](), set[int]()
    for model in record_models().values():
        for field in model._meta.concrete_fields:
            if field.related_model is Party:
                rows = model._default_manager.filter(**{f"{field.attname}__isnull": False})
                over = Q(withdrawn=True)
                if model.ends:
                    over |= Q(**{f"{model.ends}__lt": cutoff(model.names_kept, today)})
                named |= set(rows.order_by().values_list(field.attname, flat=True).distinct())
                standing |= set(
                    rows.exclude(over).order_by().values_list(field.attname, flat=True).distinct()
                )
    past = Party.objects.filter(
        kind__in=PRIVATE_KINDS, sealed_name__isnull=False, grants=None, account=None
    ).values_list("pk", flat=True)
    return sorted((named - standing) & set(past))


def _workbooks(today: date) -> Due:
    before = cutoff(WORKBOOK.kept, today)
    lasts = Source.objects.filter(kind="sheet").values("digest").annotate(last=Max("acts__at"))
    posted = {bytes(each["digest"]).hex(): each["last"] or 0 for each in lasts}
    limit = _microseconds(before)
    forms = {each.hex() for each in digests_kept()}  # nothing personal stands in them
    past = (path for path in kept_paths() if posted.get(path.stem, _touched(path)) < limit)
    old = [path for path in past if path.stem not in forms]
    return Due(WORKBOOK, before, len(old), lambda: _unlink(old))


def _suggestions(today: date) -> Iterator[Due]:
    for personal, column in ((CONTACT, "sealed_contact"), (WORDS, "sealed_words")):
        before = cutoff(personal.kept, today)
        rows = Suggestion.objects.filter(answered_at__date__lt=before, **{f"{column}__isnull": False})
        keys = list(rows.values_list("pk", flat=True))
        kept = Suggestion.objects.filter(pk__in=keys)
        yield Due(personal, before, len(keys), lambda kept=kept, column=column: erase_sealed(kept, column))  # type: ignore[misc]


def _questions(today: date) -> Iterator[Due]:
    before = cutoff(QUESTION.kept, today)
    for column in ("sealed_text", "sealed_told"):
        keys = list(quoted_before(before, column).values_list("pk", flat=True))
        yield Due(QUESTION, before, len(keys), partial(erase_quoted, keys, column))


def _proofs(today: date) -> Due:
    before = cutoff(PROOF.kept, today)
    kept = proofs_due(before)
    return Due(PROOF, before, kept.count(), lambda: erase_proofs(kept))


def _touched(path: Path) -> int:
    return int(path.stat().st_mtime * 1_000_000)


def _unlink(paths: list[Path]) -> Lines:
    lines = [(f"file|{path.stem}", path.read_bytes()) for path in paths]
    for path in paths:
        path.unlink()
    return lines


@action("site.erase_due", zh="清除到期个人信息", en="erase what is past its time")
def erase_due(act: Act, what: Due) -> Erasure:
    """Destroy what is due of a field and leave the proof: how many, and a salted hash over them."""
    lines = what.destroy()
    return prove(act, what.personal.name, lines, int(f"{what.before:%Y%m%d}"))


@click.command(
    "retention",
    cls=SpokenCommand,
    help=said("Destroy personal values past their time and print the proof; best every night."),
)
@option("--look", "only_look", is_flag=True, help=said("Destroy nothing; say what is due."))
def retention(only_look: bool) -> None:
    """Erase what is due."""
    found = list(due(date.today()))
    for each in found:
        facts = {"field": each.personal.name, "count": each.count, "before": each.before.isoformat()}
        click.echo(_("%(field)s: %(count)d due, from before %(before)s") % facts)
        if not only_look:
            proof = erase_due(CONSOLE, each).result
            facts |= {"count": proof.count, "act": proof.act_id, "digest": bytes(proof.digest).hex()}
            click.echo(_("  %(count)d destroyed by act %(act)d; proof %(digest)s") % facts)
    if not found:
        click.echo(_("Nothing is past its time."))
    if not only_look:
        forget_past()
    if found and not only_look and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


COMMANDS = (retention,)
