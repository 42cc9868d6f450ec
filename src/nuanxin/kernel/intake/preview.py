"""Preview 预览: what a file would post, found by doing it and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.doubts import Answers
from nuanxin.kernel.intake.files import StoredFile
from nuanxin.kernel.intake.gone import gone_now
from nuanxin.kernel.intake.importing import Progress, occasion, origin_of, paced, stored
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.reader import Reading, read_table
from nuanxin.kernel.intake.remembering import answers_for
from nuanxin.kernel.intake.tables import TableReport, hand_in, recognised, worded
from nuanxin.kernel.intake.takings import Spoken, spoken_of
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.possible import DoubleKey
from nuanxin.kernel.ledger.store import PeriodClosed


@dataclass(slots=True)
class Preview:
    """What would become of each worksheet of a file, and the sentences about those that are no sheet."""

    tables: list[TableReport] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)


def preview(
    actor: Actor,
    file: StoredFile | Path | str,
    sheets: Sequence[Sheet] | None = None,
    *,
    progress: Progress | None = None,
    reason: str = "",
    second: Actor | None = None,
) -> Preview:
    """Rehearse the import of a file: every sheet's own action runs and is rolled back.

    ``sheets`` narrows what the worksheets may be. A table its action refuses as a whole (no grant,
    a closed month) is reported with the reason. FileRefused is raised where the file cannot be read.
    """
    kept, office = stored(file), office_of(actor)
    known, others = recognised(kept, sheets, office)
    found, spoken = Preview(unrecognised=list(worded(others))), list[Spoken]()
    pace = paced(progress, sum(page.height for page, _match in known))
    for page, match in known:
        origin = origin_of(office, kept, page.part)
        answers = answers_for(origin, match.sheet)
        reading = read_table(page, match, pace.reading, answers)
        report = _rehearsed(reading, occasion(actor, kept, page.part, reason, second), answers)
        found.tables.append(report)
        if origin:
            spoken.append(spoken_of(origin, match, report.outcome))
        pace.done(page.height)
    for report, one in zip(found.tables, spoken, strict=False):
        report.gone = len(gone_now(one, spoken))
    return found


def _rehearsed(reading: Reading, by: By, answers: Answers | None) -> TableReport:
    try:
        return hand_in(reading, by, rehearse=True, answers=answers)
    except (NotAllowed, PeriodClosed, DoubleKey) as error:
        header_row, refused = reading.match.header_row, str(error)
        return TableReport(
            reading.sheet, reading.part, header_row, 0, reading.bad, reading.finds, refused=refused
        )
