"""Told 说明: what became of a worksheet, as a job keeps it and a page shows it."""

from collections.abc import Iterable
from typing import Any

from nuanxin.kernel.intake.catalogue import sheet
from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.intake.doubts import Asked
from nuanxin.kernel.intake.faults import BadRow
from nuanxin.kernel.intake.files import shown
from nuanxin.kernel.intake.gone import questions_about
from nuanxin.kernel.intake.receipts.rows import Receipt, receipt_of
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.kernel.intake.telling import veiled

MOST_FAULTS = 2_000
"""So many faults of a worksheet are kept and marked in the workbook that is handed back."""

Told = dict[str, Any]


def told(report: TableReport, *, rehearsed: bool = False) -> Told:
    """Return a worksheet's report as plain values; personal cells are left out of its sample."""
    outcome = report.outcome
    kept = report.recorded
    return {
        "sheet": report.sheet.name,
        "part": report.part,
        "header_row": report.header_row,
        "good": report.good,
        "bad_rows": report.bad_rows,
        "bad": [[bad.row, bad.column, bad.said, bad.remedy] for bad in report.bad[:MOST_FAULTS]],
        "waiting": report.waiting,
        "asked": [_asked(report, each) for each in report.asked[:MOST_FAULTS]],
        "questions": len({(each.field, each.doubt.kind, each.doubt.text) for each in report.asked}),
        "gone": report.gone,
        "gone_questions": questions_about(report.gone),
        "taking": report.taking,
        "finds": [[find.row, find.said] for find in report.finds[:200]],
        "refused": report.refused,
        "posted": outcome.posted if outcome else 0,
        "reversed": outcome.reversed if outcome else 0,
        "act": outcome.act if outcome else None,
        "kept": [kept.fresh, kept.changed, kept.same] if kept else None,
        "receipt": receipt_of(report, rehearsed=rehearsed).packed(),
        "sample": _sample(report.sheet, report.sample),
    }


def _asked(report: TableReport, asked: Asked) -> list[Any]:
    """Return a question as the job keeps it; what it quotes of a personal cell stays out."""
    return [asked.row, asked.heading, veiled(report.sheet, asked), asked.doubt.remedy]


def _sample(of: Sheet, rows: Iterable[Row]) -> list[list[str]]:
    open_columns = [column for column in of.columns if not column.personal]
    return [
        [
            str(row.number),
            *("" if (value := row.values[c.field]) is None else shown(value) for c in open_columns),
        ]
        for row in rows
    ]


def receipts(tables: Iterable[Told]) -> list[Receipt]:
    """Return what became of the rows of each worksheet; an older job knows of the refused ones alone."""
    return [Receipt.unpacked(each["receipt"]) if "receipt" in each else _older(each) for each in tables]


def _older(each: Told) -> Receipt:
    bad = [BadRow(*bad) for bad in each["bad"]]
    return receipt_of(TableReport(sheet(each["sheet"]), each["part"], each["header_row"], 0, bad, []))


def nothing_new(tables: Iterable[Told]) -> bool:
    """Return whether a workbook was understood and everything in it stands in the ledger already."""
    known = list(tables)
    news = any(each["act"] or each["waiting"] or each["gone"] for each in known)
    return any(each["good"] for each in known) and not news
