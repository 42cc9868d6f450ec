"""Conflicts 两说: rows that would change what somebody else handed in are asked about first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.declare import Column, Row, Sheet
from nuanxin.kernel.intake.doubts import DROP, Answers, Asked, Doubt, Option, answered, tellable
from nuanxin.kernel.intake.faults import listed
from nuanxin.kernel.intake.wording import value_words
from nuanxin.kernel.ledger.acts import By, Outcome
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.records import Before, Kept, Record, record_models
from nuanxin.kernel.ledger.wording import called, canonical
from nuanxin.kernel.parties.models import Party

KIND, OURS, THEIRS = "conflict", "ours", "theirs"


class Contested(Exception):
    """Rows that somebody else says otherwise: those to be asked about, and those that were answered."""

    def __init__(self, asked: Sequence[Asked], left: Sequence[int]) -> None:
        super().__init__(len(asked), len(left))
        self.asked, self.left = list(asked), list(left)


@dataclass(frozen=True, slots=True)
class _Others:
    """The acts by which others said what would be changed, and what those people are called."""

    acts: dict[int, Act]
    names: dict[int, str]


def refuse_contested(
    sheet: Sheet, rows: Sequence[Row], by: By, outcome: Outcome[Any], answers: Answers | None
) -> None:
    """Raise Contested where an outcome changed what somebody else had said, and nobody has answered yet."""
    if not isinstance(outcome.result, Kept) or not outcome.result.before:
        return
    changed = outcome.result.before
    acts = Act.objects.filter(number__in={each.act for each in changed}).exclude(actor=by.actor.party)
    others = {act.number: act for act in acts.select_related("source")}
    if not others:
        return
    people = {
        party.pk: party.name for party in Party.objects.filter(pk__in={a.actor for a in others.values()})
    }
    known, told = _Others(others, people), _columns_told(sheet, by)
    by_number = {row.number: row for row in rows}
    asked: list[Asked] = []
    left: list[int] = []
    contested = [each for each in changed if each.act in others and each.by_row in by_number]
    now = _now(outcome.result, contested)
    for each in contested:
        if each.by_row is not None:
            columns = _columns_changed(told, each, now[each.record])
            _weigh(columns, by_number[each.by_row], each, known, answers, asked, left)
    if asked or left:
        raise Contested(asked, left)


def _now(kept: Kept, contested: Sequence[Before]) -> dict[int, Record]:
    """Return the contested records as they would stand, by number."""
    model = record_models()[kept.record_kind or 0]
    return model._default_manager.in_bulk([each.record for each in contested])


def _columns_changed(columns: Sequence[Column], before: Before, now: Record) -> tuple[Column, ...]:
    """Return the columns that would stand otherwise: what an action leaves as it stood is not contested."""
    held = vars(now)
    return tuple(
        each
        for each in columns
        if each.field not in held or _plain(held[each.field]) != _plain(before.values.get(each.field))
    )


def _columns_told(sheet: Sheet, by: By) -> tuple[Column, ...]:
    """Return the columns a sheet says anything of: those it has, and none that names a person."""
    return tuple(each for each in sheet.columns if not each.personal and each.field not in by.absent)


def _weigh(
    columns: Sequence[Column],
    row: Row,
    before: Before,
    others: _Others,
    answers: Answers | None,
    asked: list[Asked],
    left: list[int],
) -> None:
    doubt = _doubt(columns, row, before, others)
    found = answered(doubt, "", answers)
    if found is None:
        asked.append(Asked(row.number, "", "", doubt))
    elif found == DROP or (isinstance(found, Option) and found.code == THEIRS):
        left.append(row.number)


@tellable
def _doubt(columns: Sequence[Column], row: Row, before: Before, others: _Others) -> Doubt:
    act = others.acts[before.act]
    ours, theirs = _apart(columns, row, before)
    text = canonical(lambda: "｜".join((str(act.number), *_apart(columns, row, before))))
    who = others.names.get(act.actor) or _("somebody else")
    facts = {
        "who": who,
        "day": f"{localtime(datetime.fromtimestamp(act.at / 1_000_000, UTC)):%Y-%m-%d}",
        "file": act.source.name if act.source else _("no sheet"),
        "theirs": theirs or _("something else"),
        "ours": ours or _("otherwise"),
    }
    said = (
        _("%(who)s handed this in on %(day)s (%(file)s) as: %(theirs)s. This sheet says: %(ours)s.") % facts
    )
    if before.values.get("withdrawn"):
        said = _("%(who)s withdrew this record on %(day)s; this sheet has it again.") % facts
    options = [
        Option(THEIRS, _("What %(who)s handed in stays") % facts, None),
        Option(OURS, _("This sheet is right; correct it"), None),
    ]
    return Doubt(KIND, text, said, options, _("Ask each other which is right, then choose."))


def _apart(columns: Sequence[Column], row: Row, before: Before) -> tuple[str, str]:
    """Return what a row says and what stood before, column by column, as far as both can be told."""
    ours: list[str] = []
    theirs: list[str] = []
    for column in columns:
        if column.field not in before.values:
            continue
        now, then = row.values[column.field], before.values[column.field]
        if _plain(now) != _plain(then):
            ours.append(f"{called(column)} {value_words(column, now)}")
            theirs.append(f"{called(column)} {value_words(column, then)}")
    return listed(ours), listed(theirs)


def _plain(value: Any) -> str:
    """Return a value as both a sheet and a database say it: a day as text, yes as 1."""
    if value is None or value == "":
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)
