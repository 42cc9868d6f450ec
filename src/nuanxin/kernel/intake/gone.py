"""Gone 已无的行: records whose rows are not in the newest edition of their sheet; asked about, never removed.

A few are asked about one by one. Where many are gone, the sheet may be an extract: that is one question,
and only whoever answers that they are gone is asked about each.
"""

from collections.abc import Callable, Sequence
from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.answers import KeptAnswers
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.doubts import Asked, Doubt, Option, tellable
from nuanxin.kernel.intake.files import shown
from nuanxin.kernel.intake.models import KEPT, PART, RETURNED, WAITING, Taking, WaitingRow
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.questions import keep_questions
from nuanxin.kernel.intake.remembering import Remembered
from nuanxin.kernel.intake.takings import Spoken, gone_since
from nuanxin.kernel.intake.telling import Telling, Told, name_of
from nuanxin.kernel.intake.waiting import BATCH, end, keep_waiting
from nuanxin.kernel.intake.wording import value_words
from nuanxin.kernel.ledger.records import Record, record_models
from nuanxin.kernel.ledger.wording import called, in_each_language

GONE, STAYS, WITHDRAW = "gone", "stays", "withdraw"
"""The kind of the question about a row that is gone from its sheet, and its two answers."""
EXTRACT, ONLY_A_PART, ALWAYS_A_PART, EACH = "extract", "part", "always_part", "each"
"""The kind of the one question about many such rows: this sheet is a part, all laid out like it are, or the
rows are gone, and each is to be asked about."""
MANY_GONE = 20
"""More rows gone than this are asked about as one first."""
MOST_GONE = 50_000
"""So many rows gone are asked about, as one question first; where more are, it is another sheet."""
_SAMPLE = 5


def ask_about_gone(taken: Sequence[Remembered]) -> dict[int, int]:
    """Ask about the records whose rows a file's worksheets lack; return how many, by taking."""
    counted: dict[int, int] = {}
    for one in taken:
        _back(one)
        gone = _gone(one.spoken, [each.spoken for each in taken])
        if gone and _always_a_part(one.spoken):
            _note_part(one.taking, gone)
        elif gone:
            counted[one.taking.pk] = _ask_about(one, gone)
    return counted


def _ask_about(one: Remembered, gone: Sequence[Record]) -> int:
    if len(gone) > MANY_GONE:
        return _ask_at_once(one, gone)
    return ask_each(one.taking, one.spoken.origin.office, one.spoken.sheet, gone)


def gone_now(one: Spoken, beside: Sequence[Spoken]) -> list[Record]:
    """Return the records whose rows a worksheet lacks and about which somebody is to be asked."""
    gone = _gone(one, beside)
    return [] if gone and _always_a_part(one) else gone


def _gone(one: Spoken, beside: Sequence[Spoken]) -> list[Record]:
    """Return the records whose rows a worksheet lacks, but those about which somebody was asked before."""
    gone = gone_since(one, beside)
    if not 0 < len(gone) <= MOST_GONE:
        return []
    some = (gone[start : start + BATCH] for start in range(0, len(gone), BATCH))
    return [record for each in some for record in _standing(one, each)]


def _standing(one: Spoken, gone: Sequence[int]) -> list[Record]:
    of_this_file = Q(state=PART, taking__digest=one.origin.digest)
    asked_before = WaitingRow.objects.filter(
        Q(state__in=(WAITING, KEPT)) | of_this_file, record__in=gone, taking__record_kind=one.record_kind
    )
    known = set(asked_before.values_list("record", flat=True))
    model = record_models()[one.record_kind or 0]
    standing = model._default_manager.filter(pk__in=[pk for pk in gone if pk not in known], withdrawn=False)
    return list(standing.select_related("act__source"))


def questions_about(gone: int) -> int:
    """Return how many questions so many rows gone make."""
    return 1 if gone > MANY_GONE else gone


def _always_a_part(one: Spoken) -> bool:
    """Return whether the office has said that sheets laid out like this one are only ever a part."""
    return KeptAnswers(one.origin.office.key, one.sheet.name).find("", EXTRACT, one.layout) == ALWAYS_A_PART


def _note_part(taking: Taking, gone: Sequence[Record]) -> None:
    """Note that a worksheet is a part, as all laid out like it are: no later one is held against it."""
    rows = [
        WaitingRow(taking=taking, row=place, area=record.area, record=record.pk)
        for place, record in enumerate(gone, 1)
    ]
    WaitingRow.objects.bulk_create(rows, BATCH)
    end(rows, PART, told=in_each_language(only_a_part))


def only_a_part() -> str:
    """Return why rows are left as they are that a sheet lacks."""
    return _("The sheet was only a part.")


def _back(one: Remembered) -> None:
    """Let the questions go about records that a later worksheet speaks of again."""
    gone = WaitingRow.objects.filter(
        taking__office=one.taking.office,
        taking__sheet=one.taking.sheet,
        record__isnull=False,
        state__in=(WAITING, KEPT),
    )
    end([row for row in gone if row.record in one.spoken.records], RETURNED)


def ask_each(taking: Taking, office: Office, sheet: Sheet, gone: Sequence[Record]) -> int:
    """Ask about records gone from their sheet one by one; return how many."""
    doubts = [_doubt(record) for record in gone]
    tellings = [_telling(partial(_told, sheet, record)) for record in gone]
    return _ask(taking, office, sheet, gone, doubts, tellings)


def _ask_at_once(one: Remembered, gone: Sequence[Record]) -> int:
    """Ask one question about all of them: is this only a part of the sheet, or are they gone?"""
    doubt = _extract_doubt(one.spoken, gone)
    telling = _telling(lambda: _extract_told(one.spoken, gone))
    some = [doubt] * len(gone), [telling] * len(gone)
    return _ask(one.taking, one.spoken.origin.office, one.spoken.sheet, gone, *some)


def _ask(
    taking: Taking,
    office: Office,
    sheet: Sheet,
    gone: Sequence[Record],
    doubts: Sequence[Doubt],
    tellings: Sequence[Telling],
) -> int:
    placed = [Asked(place, "", "", doubt) for place, doubt in enumerate(doubts, 1)]
    told = {name_of(each): telling for each, telling in zip(placed, tellings, strict=True)}
    numbers = keep_questions(office, sheet, placed, told)
    areas = {place: record.area for place, record in enumerate(gone, 1)}
    records = {place: record.pk for place, record in enumerate(gone, 1)}
    return keep_waiting(taking, placed, numbers, areas, records)


def _telling(tell: Callable[[], Told]) -> Telling:
    return Telling(in_each_language(tell), {})


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


@tellable
def _extract_doubt(one: Spoken, gone: Sequence[Record]) -> Doubt:
    facts = {
        "gone": len(gone),
        "here": len(one.records),
        "file": one.origin.name,
        "earlier": _source(gone[0])[0],
    }
    said = (
        _(
            "%(gone)d rows that stood in the earlier sheet (%(earlier)s) are not in this one "
            "(%(file)s, %(here)d rows). Is this only a part of it, or are they gone?"
        )
        % facts
    )
    options = [
        Option(ONLY_A_PART, _("Only a part: all the other rows stay as they are"), None),
        Option(
            ALWAYS_A_PART, _("Only a part, as sheets laid out like this always are; do not ask again"), None
        ),
        Option(EACH, _("They are gone: show them to me, I answer for each or for all"), None),
    ]
    remedy = _("Until you answer, and where it is only a part, every row stays as it is.")
    return Doubt(EXTRACT, one.layout, said, options, remedy)


def _told(sheet: Sheet, record: Record) -> Told:
    """Return the question of a record gone from its sheet, with what the record says; persons stay out."""
    return _said(_doubt(record), sheet, [record])


def _extract_told(one: Spoken, gone: Sequence[Record]) -> Told:
    return _said(_extract_doubt(one, gone), one.sheet, gone[:_SAMPLE])


def _said(doubt: Doubt, sheet: Sheet, records: Sequence[Record]) -> Told:
    columns = [c for c in sheet.columns if not c.personal and hasattr(records[0], c.field)]
    rows = [[*_source(record), record.row or 0, [_cell(c, record) for c in columns]] for record in records]
    options = [[each.code, each.says] for each in doubt.options]
    return Told("", doubt.said, doubt.remedy, options, [called(column) for column in columns], None, rows)


def _source(record: Record) -> tuple[str, str]:
    source = record.act.source
    return (source.name, source.part) if source else (_("no sheet"), "")


def _cell(column: Column, record: Record) -> str:
    value = getattr(record, column.field)
    return shown(value) if column.kind == "day" and value is not None else value_words(column, value)
