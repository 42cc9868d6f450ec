"""Work 导入的四步: look at a workbook, take it in, post what was answered, take it back; all or nothing."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.intake.actions import NotAnswered, NotUndone
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.files import StoredFile, kept_file
from nuanxin.kernel.intake.importing import Taken, take_whole
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.preview import Preview, preview
from nuanxin.kernel.intake.returning import returned
from nuanxin.kernel.intake.settling import Settled, settle_rows
from nuanxin.kernel.intake.tables import TableReport, unknown_pages
from nuanxin.kernel.intake.undoing import take_back
from nuanxin.kernel.ledger import seals
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.possible import DoubleKey
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.plain.words import Words
from nuanxin.web.imports.layout_asked import holds_table
from nuanxin.web.imports.told import receipts, told
from nuanxin.web.jobs.kinds import Kind, Result
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.jobs.progress import Pace, output
from nuanxin.web.jobs.running import finish

FAULTS = (CellError, DoubleKey, PeriodClosed, NotUndone, NotAnswered, FileNotFoundError)


def file_of(job: Job) -> StoredFile:
    """Return the workbook a job is about."""
    return kept_file(bytes.fromhex(job.given["digest"]), job.given["name"])


def _look(job: Job, pace: Pace) -> Result:
    """Rehearse the import: everything is done and taken back."""
    found = preview(job.actor, file_of(job), progress=pace, reason=job.given.get("reason", ""))
    tables = [told(report, rehearsed=True) for report in found.tables]
    return {"tables": tables, "unrecognised": found.unrecognised, "askable": _askable(job, found)}


def _askable(job: Job, found: Preview) -> bool:
    """Return whether somebody can show what a worksheet that was not recognised holds."""
    if not found.unrecognised:
        return False
    return any(map(holds_table, unknown_pages(file_of(job), office_of(job.actor))))


def _take(job: Job, pace: Pace) -> Result:
    """Take the workbook in; what came of it is kept in the same transaction."""
    why = {"reason": job.given.get("reason", ""), "note": job.given.get("note", "")}
    done = take_whole(
        job.actor,
        file_of(job),
        lambda taken: finish(job, DONE, result=_result(taken)),
        progress=pace,
        **why,
    )
    seals.seal_if_long()
    return _result(done)


def _result(taken: Taken) -> Result:
    return {
        "tables": [told(report) for report in taken],
        "unrecognised": taken.unrecognised,
        "takings": [report.taking for report in taken if report.taking and _did(report)],
    }


def _did(report: TableReport) -> bool:
    """Return whether there is anything to undo: entries, rows that wait, or questions about rows gone."""
    return bool((report.outcome and report.outcome.act) or report.asked or report.gone)


def _settle(job: Job, pace: Pace) -> Result:
    """Post the rows whose questions are answered; what came of it is kept in the same transaction."""
    why = {"reason": job.given.get("reason", ""), "note": job.given.get("note", "")}
    done = settle_rows(
        job.actor,
        lambda settled: finish(job, DONE, result=_settled(settled)),
        progress=pace,
        **why,
    )
    seals.seal_if_long()
    return _settled(done)


def _settled(done: Settled) -> Result:
    """Return what became of the answered rows, in words and in numbers."""
    said = [
        (done.posted, ngettext("%(n)d row posted.", "%(n)d rows posted.", done.posted)),
        (done.dropped, ngettext("%(n)d row left out.", "%(n)d rows left out.", done.dropped)),
        (done.kept, ngettext("%(n)d record stays.", "%(n)d records stay.", done.kept)),
        (done.withdrawn, ngettext("%(n)d record withdrawn.", "%(n)d records withdrawn.", done.withdrawn)),
        (done.refused, ngettext("%(n)d row refused.", "%(n)d rows refused.", done.refused)),
        (
            done.asked_again,
            ngettext(
                "%(n)d row has another question.", "%(n)d rows have another question.", done.asked_again
            ),
        ),
    ]
    words = " ".join(text % {"n": number} for number, text in said if number)
    return {
        "said": words or _("The answers are kept; no row was waiting for them any more."),
        "posted": done.posted,
        "asked_again": done.asked_again,
        "acts": done.acts,
    }


def _undo(job: Job, pace: Pace) -> Result:
    """Take an import back, with the reason that was given."""
    pace(0, 1)
    by = By(job.actor, reason=job.given["reason"], note=job.given.get("note", ""))
    done = take_back(by, job.given["takings"])
    facts: dict[str, Any] = {"withdrawn": done.withdrawn, "reversed": done.reversed}
    words = [_("%(withdrawn)d records withdrawn, %(reversed)d entries reversed in red.") % facts]
    if done.restored:
        words.append(_("%(n)d records say again what they said before.") % {"n": done.restored})
    if done.changed_since:
        words.append(_("%(n)d were changed since and stay.") % {"n": done.changed_since})
    return {"said": " ".join(words), "act": done.act, "restored": done.restored, **facts}


def _hand_back(job: Job, pace: Pace) -> Result:
    """Write the clerk's own file with its column, and leave it for seven days."""
    pace(0, 1)
    done = Job.objects.get(pk=job.given["of"], owner_id=job.owner_id)
    back = returned(file_of(done).read(), receipts(done.result["tables"]))
    output(job.pk, back.suffix.lstrip(".")).write_bytes(back.content)
    return {"file": f"{Path(done.given['name']).stem}{back.suffix}"}


KINDS = (
    Kind("preview", Words("预览", "preview"), _look, "import", FAULTS),
    Kind("import", Words("导入", "import"), _take, "import", FAULTS),
    Kind("settle", Words("落实回答", "posting of answered rows"), _settle, "settled", FAULTS),
    Kind("returned", Words("取回文件", "file to be handed back"), _hand_back, "job", FAULTS),
    Kind("undo", Words("撤销导入", "undo of an import"), _undo, "job", FAULTS),
)
