"""Remembering 留底: what a worksheet that was taken leaves behind: its questions, and the rows that wait."""

from collections.abc import Sequence
from dataclasses import dataclass

from nuanxin.kernel.intake.answers import KeptAnswers
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.models import Taking
from nuanxin.kernel.intake.questions import keep_questions
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.kernel.intake.takings import (
    Origin,
    Spoken,
    editions_before,
    keep_taking,
    spoken_of,
)
from nuanxin.kernel.intake.telling import tell
from nuanxin.kernel.intake.waiting import keep_waiting, supersede
from nuanxin.kernel.ledger.acts import By


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
    spoken = spoken_of(origin, table[1], report.outcome)
    supersede(taking, set(editions_before(spoken, taking)) - {each.taking.pk for each in beside})
    return Remembered(taking, spoken)


def answers_for(origin: Origin | None, sheet: Sheet) -> KeptAnswers | None:
    """Return what the office of a worksheet has answered about its sheet."""
    return KeptAnswers(origin.office.key, sheet.name) if origin else None
