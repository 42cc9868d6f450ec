"""Importing 导入: a file's worksheets taken in, one transaction and one act each.

The same file twice posts nothing: records are matched by key, and only differences are posted. Rows with
a question wait in the same transaction, and records whose rows are gone from the sheet are asked about.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction

from nuanxin.kernel.intake.answers import KeptAnswers
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.files import StoredFile, keep_file
from nuanxin.kernel.intake.gone import ask_about_gone
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.office import Office, office_of
from nuanxin.kernel.intake.reader import Reading, read_table
from nuanxin.kernel.intake.remembering import Remembered, answers_for, remember
from nuanxin.kernel.intake.tables import TableReport, hand_in, recognised, worded
from nuanxin.kernel.intake.takings import Origin
from nuanxin.kernel.ledger.acts import Actor, By, SourceRef
from nuanxin.kernel.ledger.statements import Statements

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""

_READING_SHARE = 0.3
"""How much of a worksheet's time is reading it; the rest is posting."""


class Taken(list[TableReport]):
    """The reports of a file's worksheets, and the sentences about those that are none of the sheets."""

    unrecognised: list[str]


@dataclass(slots=True)
class Pace:
    """Progress over several worksheets, in rows."""

    tell: Progress
    total: int
    before: int = 0

    def reading(self, rows: int) -> None:
        """Tell that a worksheet has been read as far as a row."""
        self.tell(min(self.before + int(rows * _READING_SHARE), self.total), self.total)

    def done(self, rows: int) -> None:
        """Tell that a worksheet of so many rows is finished."""
        self.before += rows
        self.tell(self.before, self.total)


def take(
    actor: Actor,
    file: StoredFile | Path | str,
    *,
    progress: Progress | None = None,
    reason: str = "",
    second: Actor | None = None,
    note: str = "",
    asked_by: int | None = None,
) -> Taken:
    """Take a file in: keep it, read it, and hand each worksheet's good rows to its sheet's action.

    Raises FileRefused where it cannot be read, NotAllowed where the actor holds no grant for a
    worksheet's areas, PeriodClosed where a closed month needs a reason and a second signer;
    worksheets before that one stay taken, and taking the file again is harmless. ``asked_by`` is the
    party who asked for it, where that was somebody else.
    """
    kept, office = stored(file), office_of(actor)
    known, others = recognised(kept, office=office)
    reports, remembered = Taken(), list[Remembered]()
    reports.unrecognised = list(worded(others))
    pace = paced(progress, sum(page.height for page, _match in known))
    for page, match in known:
        origin = origin_of(office, kept, page.part)
        read = _read(page, match, origin, pace)
        by = replace(occasion(actor, kept, page.part, reason, second, note), asked_by=asked_by)
        with transaction.atomic():
            reports.append(_handed(read, by, remembered))
        pace.done(page.height)
    with transaction.atomic():
        _ask_about_gone(reports, remembered)
    return reports


def take_whole(
    actor: Actor,
    file: StoredFile | Path | str,
    within: Callable[[Taken], None],
    *,
    progress: Progress | None = None,
    **why: Any,
) -> Taken:
    """Take a file in whole or not at all: all its worksheets in one transaction.

    Everything is read before the ledger is asked to wait. ``within`` hears the reports before the
    transaction ends, so that what it writes is kept with them or not at all; what ``progress`` raises
    (a person cancelled) takes everything back. ``why`` is the reason, second signer and note of ``take``;
    it raises what ``take`` raises.
    """
    kept, office = stored(file), office_of(actor)
    known, others = recognised(kept, office=office)
    taken, remembered = Taken(), list[Remembered]()
    taken.unrecognised = list(worded(others))
    pace = paced(progress, sum(page.height for page, _match in known))
    readings = [_read(page, match, origin_of(office, kept, page.part), pace) for page, match in known]
    with transaction.atomic():
        Statements().alone()
        for read in readings:
            taken.append(_handed(read, occasion(actor, kept, read.page.part, **why), remembered))
            pace.done(read.page.height)
        _ask_about_gone(taken, remembered)
        within(taken)
    return taken


@dataclass(frozen=True, slots=True)
class _Read:
    """A worksheet that was read, with the answers it was read by and whose it is."""

    page: Page
    reading: Reading
    origin: Origin | None
    answers: KeptAnswers | None


def _read(page: Page, match: Match, origin: Origin | None, pace: Pace) -> _Read:
    answers = answers_for(origin, match.sheet)
    return _Read(page, read_table(page, match, pace.reading, answers), origin, answers)


def _handed(read: _Read, by: By, remembered: list[Remembered]) -> TableReport:
    """Hand a worksheet in and remember what it did, in the transaction of the caller."""
    report = hand_in(read.reading, by, rehearse=False, answers=read.answers)
    if read.origin:
        one = remember(report, (read.page, read.reading.match), by, read.origin, remembered)
        remembered += [one] if one else []
    return report


def _ask_about_gone(reports: list[TableReport], remembered: list[Remembered]) -> None:
    gone = ask_about_gone(remembered)
    for report in reports:
        report.gone = gone.get(report.taking or 0, 0)


def origin_of(office: Office | None, file: StoredFile, part: str) -> Origin | None:
    """Return where a worksheet comes from; None for somebody who hands in for no office."""
    return Origin(office, file.digest, file.name, part) if office else None


def stored(file: StoredFile | Path | str) -> StoredFile:
    """Return the file as kept by content, keeping it first where that is still to do."""
    return file if isinstance(file, StoredFile) else keep_file(Path(file), Path(file).name)


def occasion(
    actor: Actor, file: StoredFile, part: str, reason: str = "", second: Actor | None = None, note: str = ""
) -> By:
    """Return the occasion of a worksheet's act, with its origin."""
    source = SourceRef("sheet", file.digest, file.name, part)
    return By(actor, source=source, reason=reason, second=second, note=note)


def paced(progress: Progress | None, total: int) -> Pace:
    """Return the pace of so many rows in all, silent where nobody listens."""
    return Pace(progress or (lambda _done, _total: None), total)
