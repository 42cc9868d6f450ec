"""Remembering 留底: what a worksheet that was taken leaves behind: its questions, and the rows that wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.answers import KeptAnswers
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.doubts import Asked, Doubt, Option, tellable
from nuanxin.kernel.intake.files import shown
from nuanxin.kernel.intake.matching import Match, said_of
from nuanxin.kernel.intake.models import KEPT, RETURNED, WAITING, Taking, WaitingRow
from nuanxin.kernel.intake.questions import keep_questions
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.kernel.intake.takings import (
    Origin,
    Spoken,
    editions_before,
    gone_since,
    keep_taking,
    spoken_of,
)
from nuanxin.kernel.intake.telling import Telling, Told, in_each_language, name_of, tell
from nuanxin.kernel.intake.waiting import end, keep_waiting, supersede
from nuanxin.kernel.intake.wording import value_words
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.records import Record, record_models

GONE, STAYS, WITHDRAW = "gone", "stays", "withdraw"
"""The kind of the question about a row that is gone from its sheet, and its two answers."""
MOST_GONE = 5_000
"""So many rows gone are asked about; where more are, it is another sheet."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A worksheet that was taken, and the records it speaks of."""

    taking: Taking
    spoken: Spoken


def remember(
    report: TableReport, table: tuple[Page, Match], by: By, origin: Origin, beside: Sequence[Remembered]
) -> Remembered | None:
    """Keep what a table did, its questions and its waiting rows; None where it did nothing.

    ``beside`` are the tables of the same handing in: what waits there is no earlier edition of this one.
    """
    if not report.good and not report.asked:
        return None
    taking = keep_taking(origin, report.sheet, by, report.outcome)
    report.taking = taking.pk
    if report.asked:
        told = tell(*table, origin.name, report.asked)
        numbers = keep_questions(origin.office, report.sheet, report.asked, told)
        keep_waiting(taking, report.asked, numbers, report.areas)
    spoken = spoken_of(origin, report.sheet, report.outcome)
    supersede(taking, set(editions_before(spoken, taking)) - {each.taking.pk for each in beside})
    return Remembered(taking, spoken)


def answers_for(origin: Origin | None, sheet: Sheet) -> KeptAnswers | None:
    """Return what the office of a worksheet has answered about its sheet."""
    return KeptAnswers(origin.office.key, sheet.name) if origin else None


def ask_about_gone(taken: Sequence[Remembered]) -> dict[int, int]:
    """Ask about the records whose rows a file's worksheets lack; return how many, by taking."""
    counted: dict[int, int] = {}
    for one in taken:
        _back(one)
        gone = gone_now(one.spoken, [each.spoken for each in taken])
        if gone and (number := _ask(one, gone)):
            counted[one.taking.pk] = number
    return counted


def gone_now(one: Spoken, beside: Sequence[Spoken]) -> list[Record]:
    """Return the records whose rows a worksheet lacks and about which nobody has been asked yet."""
    gone = gone_since(one, beside)
    if not 0 < len(gone) <= MOST_GONE:
        return []
    asked_before = WaitingRow.objects.filter(
        record__in=gone, taking__record_kind=one.record_kind, state__in=(WAITING, KEPT)
    )
    known = set(asked_before.values_list("record", flat=True))
    model = record_models()[one.record_kind or 0]
    standing = model._default_manager.filter(pk__in=[pk for pk in gone if pk not in known], withdrawn=False)
    return list(standing.select_related("act__source"))


def _back(one: Remembered) -> None:
    """Let the questions go about records that a later worksheet speaks of again."""
    gone = WaitingRow.objects.filter(
        taking__office=one.taking.office,
        taking__sheet=one.taking.sheet,
        record__isnull=False,
        state__in=(WAITING, KEPT),
    )
    end([row for row in gone if row.record in one.spoken.records], RETURNED)


def _ask(one: Remembered, gone: Sequence[Record]) -> int:
    records = {record.pk: record for record in gone}
    by_place = {place: pk for place, pk in enumerate(records, 1)}
    placed = [Asked(place, "", "", _doubt(records[pk])) for place, pk in by_place.items()]
    told = {name_of(each): _telling(one.spoken.sheet, records[by_place[each.row]]) for each in placed}
    numbers = keep_questions(one.spoken.origin.office, one.spoken.sheet, placed, told)
    areas = {place: records[pk].area for place, pk in by_place.items()}
    return keep_waiting(one.taking, placed, numbers, areas, by_place)


def _telling(sheet: Sheet, record: Record) -> Telling:
    return Telling(in_each_language(lambda: _told(sheet, record)), {})


@tellable
def _doubt(record: Record) -> Doubt:
    file, _part = _source(record)
    facts = {"row": record.row or 0, "file": file}
    said = _("Row %(row)d of the earlier sheet (%(file)s) is not in this one any more.") % facts
    options = [
        Option(STAYS, _("It is still true; it stays"), None),
        Option(WITHDRAW, _("It is not true any more; withdraw it"), None),
    ]
    remedy = _("Nothing is taken away by itself: say which it is.")
    return Doubt(GONE, f"{record.record_kind}:{record.pk}", said, options, remedy)


def _told(sheet: Sheet, record: Record) -> Told:
    """Return the question of a record gone from its sheet, with what the record says; persons stay out."""
    doubt, columns = _doubt(record), [c for c in sheet.columns if not c.personal and hasattr(record, c.field)]
    cells = [
        _cell(c.kind, value_words(c, getattr(record, c.field)), getattr(record, c.field)) for c in columns
    ]
    return Told(
        "", doubt.said, doubt.remedy, [[each.code, each.says] for each in doubt.options],
        [said_of(column) for column in columns], None, [[*_source(record), record.row or 0, cells]],
    )  # fmt: skip


def _source(record: Record) -> tuple[str, str]:
    source = record.act.source
    return (source.name, source.part) if source else (_("no sheet"), "")


def _cell(kind: str, words: str, value: object) -> str:
    return shown(value) if kind == "day" and value is not None else words
