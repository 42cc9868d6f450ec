"""Settling 落实: rows whose questions are answered, posted from the kept file by the path of every row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.actions import withdraw_gone
from nuanxin.kernel.intake.answers import KeptAnswers
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.catalogue import sheet
from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.faults import listed
from nuanxin.kernel.intake.files import StoredFile, kept_file
from nuanxin.kernel.intake.gone import (
    ALWAYS_A_PART,
    EACH,
    ONLY_A_PART,
    STAYS,
    WITHDRAW,
    ask_each,
    only_a_part,
)
from nuanxin.kernel.intake.importing import Progress, occasion
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.models import (
    DROPPED,
    KEPT,
    PART,
    POSTED,
    REFUSED,
    WITHDRAWN,
    Answer,
    Taking,
    WaitingRow,
)
from nuanxin.kernel.intake.office import Office, office_of
from nuanxin.kernel.intake.questions import keep_questions, open_questions
from nuanxin.kernel.intake.reader import Reading, read_table
from nuanxin.kernel.intake.remembering import answers_for
from nuanxin.kernel.intake.tables import TableReport, hand_in, recognised
from nuanxin.kernel.intake.takings import Origin, add_spoken, keep_taking, kept_of
from nuanxin.kernel.intake.telling import tell
from nuanxin.kernel.intake.waiting import end, keep_waiting, rows_of
from nuanxin.kernel.intake.weighing import weigh
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.records import record_models
from nuanxin.kernel.ledger.statements import Statements
from nuanxin.kernel.ledger.wording import in_each_language


@dataclass(slots=True)
class Settled:
    """What became of the rows whose questions were answered: counts, and the acts that posted them."""

    posted: int = 0
    dropped: int = 0
    refused: int = 0
    asked_again: int = 0
    kept: int = 0
    withdrawn: int = 0
    acts: list[int] = field(default_factory=list)


def settle_rows(
    actor: Actor,
    within: Callable[[Settled], None],
    *,
    progress: Progress | None = None,
    reason: str = "",
    note: str = "",
) -> Settled:
    """Post the answered rows of the actor's office, in one transaction, and end the others as answered.

    ``within`` hears the counts before the transaction ends. Raises PeriodClosed, FileNotFoundError.
    """
    office, settled = office_of(actor), Settled()
    with transaction.atomic():
        Statements().alone()
        if office is not None:
            by = By(actor, reason=reason, note=note)
            _settle(office, by, settled, progress or (lambda _done, _total: None))
        within(settled)
    return settled


def _settle(office: Office, by: By, settled: Settled, progress: Progress) -> None:
    ready = _ready(office)
    by_taking: dict[int, list[WaitingRow]] = {}
    gone: list[WaitingRow] = []
    for row in ready:
        if row.record is None:
            by_taking.setdefault(row.taking_id, []).append(row)
        else:
            gone.append(row)
    if gone:
        _settle_gone(gone, office, by, settled)
    for done, (number, rows) in enumerate(by_taking.items()):
        progress(done, len(by_taking))
        _settle_taking(Taking.objects.get(pk=number), rows, office, by, settled)


def _ready(office: Office) -> list[WaitingRow]:
    """Return the waiting rows all of whose questions are answered."""
    open_ones = set(open_questions(office).values_list("pk", flat=True))
    rows = rows_of(office).prefetch_related("questions").order_by("taking_id", "row")
    return [row for row in rows if not any(each.pk in open_ones for each in row.questions.all())]


def _settle_gone(rows: Sequence[WaitingRow], office: Office, by: By, settled: Settled) -> None:
    """Keep or withdraw the records whose rows are gone from their sheet, or ask about each of them."""
    chosen = dict(
        Answer.objects.filter(question__rows__in=rows, ended=None).values_list("question__rows", "option")
    )
    stay = [row for row in rows if chosen[row.pk] in (STAYS, DROP)]
    part = [row for row in rows if chosen[row.pk] in (ONLY_A_PART, ALWAYS_A_PART)]
    end(stay, KEPT, told=in_each_language(lambda: _("It is still true.")))
    end(part, PART, told=in_each_language(only_a_part))
    settled.kept += len(stay) + len(part)
    _withdraw([row for row in rows if chosen[row.pk] == WITHDRAW], by, settled)
    _ask_each([row for row in rows if chosen[row.pk] == EACH], office, settled)


def _withdraw(away: Sequence[WaitingRow], by: By, settled: Settled) -> None:
    kinds = {row.pk: kind for row, kind in zip(away, _kinds(away), strict=True)}
    for kind in sorted(set(kinds.values())):
        some = [row for row in away if kinds[row.pk] == kind]
        outcome = withdraw_gone(by, kind, [row.record for row in some if row.record is not None])
        end(some, WITHDRAWN, by.note or by.reason, outcome.act)
        settled.withdrawn += outcome.result
        settled.acts += [outcome.act] if outcome.act else []


def _ask_each(rows: Sequence[WaitingRow], office: Office, settled: Settled) -> None:
    """Ask about each record that was asked about among many before."""
    by_taking: dict[int, list[int]] = {}
    for row in rows:
        by_taking.setdefault(row.taking_id, []).append(row.record or 0)
    WaitingRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for number, records in by_taking.items():
        taking = Taking.objects.get(pk=number)
        model = record_models()[taking.record_kind or 0]
        gone = model._default_manager.filter(pk__in=records, withdrawn=False).select_related("act__source")
        settled.asked_again += ask_each(taking, office, sheet(taking.sheet), list(gone.order_by("pk")))


def _kinds(rows: Sequence[WaitingRow]) -> list[int]:
    kinds = dict(Taking.objects.filter(rows__in=rows).values_list("pk", "record_kind"))
    return [kinds[row.taking_id] or 0 for row in rows]


def _settle_taking(
    taking: Taking, rows: Sequence[WaitingRow], office: Office, by: By, settled: Settled
) -> None:
    """Read a kept worksheet again with the answers given, and hand in those of its rows that waited."""
    origin = Origin(office, bytes(taking.digest), taking.name, taking.part)
    file = kept_file(origin.digest, taking.name)
    known = _tables_of(taking, file, office)
    if not known:
        end(rows, REFUSED, told=in_each_language(_not_read_any_more))
        settled.refused += len(rows)
        return
    page, match = known[0]
    answers = answers_for(origin, match.sheet)
    reading, areas = _joined(known, answers, {row.row for row in rows})
    occasioned = occasion(by.actor, file, page.part, by.reason, None, by.note)
    try:
        report = hand_in(reading, occasioned, rehearse=False, answers=answers)
    except PermissionDenied:
        _refuse(rows, known, answers, occasioned, settled)
        return
    report.areas |= areas
    refused = _end(rows, report, settled)
    _refuse(refused, known, answers, occasioned, settled)
    if report.asked:
        told = tell(page, match, taking.name, report.asked)
        numbers = keep_questions(office, match.sheet, report.asked, told)
        again = {asked.row for asked in report.asked}
        WaitingRow.objects.filter(pk__in=[row.pk for row in rows if row.row in again]).delete()
        settled.asked_again += keep_waiting(taking, report.asked, numbers, report.areas)
    if report.outcome:
        keep_taking(origin, match.sheet, occasioned, report.outcome, settles=taking)
        add_spoken(taking, kept_of(report.outcome))
        settled.acts += [report.outcome.act] if report.outcome.act else []


def _tables_of(taking: Taking, file: StoredFile, office: Office) -> list[tuple[Page, Match]]:
    """Return the tables of a worksheet that are read as its sheet; there may be several below one another."""
    found = recognised(file, office=office)[0]
    return [
        (page, match)
        for page, match in found
        if page.part == taking.part and match.sheet.name == taking.sheet
    ]


def _joined(
    known: Sequence[tuple[Page, Match]], answers: KeptAnswers | None, rows: set[int]
) -> tuple[Reading, dict[int, int]]:
    """Read the tables of a worksheet as one, as far as the rows of these numbers go."""
    readings = [read_table(page, match, answers=answers) for page, match in known]
    areas = {row: area for reading in readings for row, area in weigh(reading, answers).items()}
    first, *others = readings
    for reading in others:
        first.rows += reading.rows
        first.bad += reading.bad
        first.asked += reading.asked
        first.finds += reading.finds
    only(first, rows)
    return first, areas


def only(reading: Reading, rows: set[int]) -> None:
    """Leave of a reading the rows of these numbers."""
    reading.rows = [row for row in reading.rows if row.number in rows]
    reading.bad = [bad for bad in reading.bad if bad.row in rows]
    reading.asked = [asked for asked in reading.asked if asked.row in rows]
    reading.finds = [find for find in reading.finds if find.row in rows]


def _end(rows: Sequence[WaitingRow], report: TableReport, settled: Settled) -> list[WaitingRow]:
    """Note of rows how they ended: posted, left out, or asked about again; return those found bad."""
    bad = {fault.row for fault in report.bad}
    asked, taken = {each.row for each in report.asked}, set(report.taken)
    act = report.outcome.act if report.outcome else None
    posted = [row for row in rows if row.row in taken]
    others = [row for row in rows if row.row not in taken | asked | bad]
    end(posted, POSTED, "", act)
    end(others, DROPPED, told=in_each_language(lambda: _("Left out, as answered.")))
    settled.posted += len(posted)
    settled.dropped += len(others)
    return [row for row in rows if row.row in bad - taken]


def _refuse(
    rows: Sequence[WaitingRow],
    known: Sequence[tuple[Page, Match]],
    answers: KeptAnswers | None,
    by: By,
    settled: Settled,
) -> None:
    """Note of rows that they were refused, and why: rehearsed once more for each language of the house."""
    numbers = {row.row for row in rows}
    why = in_each_language(lambda: _faults_of(known, answers, numbers, by)) if rows else {}
    for row in rows:
        end([row], REFUSED, told={code: faults.get(row.row, "") for code, faults in why.items()})
    settled.refused += len(rows)


def _faults_of(
    known: Sequence[tuple[Page, Match]], answers: KeptAnswers | None, rows: set[int], by: By
) -> dict[int, str]:
    """Return what is wrong with rows, in the language in use."""
    reading, _areas = _joined(known, answers, rows)
    try:
        report = hand_in(reading, by, rehearse=True, answers=answers)
    except PermissionDenied as refused:
        return dict.fromkeys(rows, str(refused))
    bad: dict[int, list[str]] = {}
    for fault in report.bad:
        bad.setdefault(fault.row, []).append(f"{fault.said} {fault.remedy}")
    return {row: listed(words) for row, words in bad.items()}


def _not_read_any_more() -> str:
    return _("The worksheet is not read as this sheet any more; send it again.")
