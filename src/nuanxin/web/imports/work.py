"""Work 导入的三步: look at a workbook, take it in, take it back. Each is a job; each keeps all or nothing."""

from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.actions import Brought, NotUndone, undo_import
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.files import StoredFile, kept_file
from nuanxin.kernel.intake.importing import Taken, take_whole
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.ledger import seals
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.records import DoubleKey, Record
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.programme import all_pages
from nuanxin.plain.words import Words
from nuanxin.web.imports.told import told
from nuanxin.web.jobs.kinds import Kind, Result
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.jobs.progress import Pace
from nuanxin.web.jobs.running import finish

FAULTS = (CellError, DoubleKey, PeriodClosed, NotUndone, FileNotFoundError)


def file_of(job: Job) -> StoredFile:
    """Return the workbook a job is about."""
    return kept_file(bytes.fromhex(job.given["digest"]), job.given["name"])


def _look(job: Job, pace: Pace) -> Result:
    """Rehearse the import: everything is done and taken back."""
    found = preview(job.actor, file_of(job), progress=pace, reason=job.given.get("reason", ""))
    return {"tables": [told(report) for report in found.tables], "unrecognised": found.unrecognised}


def _take(job: Job, pace: Pace) -> Result:
    """Take the workbook in; what came of it is kept in the same transaction."""
    last = {page.sheet.name: (page.record, _last(page.record)) for _owner, page in all_pages()}
    why = {"reason": job.given.get("reason", ""), "note": job.given.get("note", "")}
    done = take_whole(
        job.actor,
        file_of(job),
        lambda taken: finish(job, DONE, result=_result(taken, last)),
        progress=pace,
        **why,
    )
    seals.seal_if_long()
    return _result(done, last)


def _last(model: type[Record]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def _result(taken: Taken, last: dict[str, tuple[type[Record], int]]) -> Result:
    brought = [
        [report.outcome.act, last[report.sheet.name][0].record_kind, last[report.sheet.name][1]]
        for report in taken
        if report.outcome and report.outcome.act and report.sheet.name in last
    ]
    return {
        "tables": [told(report) for report in taken],
        "unrecognised": taken.unrecognised,
        "brought": brought,
    }


def _undo(job: Job, pace: Pace) -> Result:
    """Take an import back, with the reason that was given."""
    pace(0, 1)
    brought = [Brought(*each) for each in job.given["brought"]]
    by = By(job.actor, reason=job.given["reason"], note=job.given.get("note", ""))
    outcome = undo_import(by, brought)
    facts: dict[str, Any] = {"withdrawn": outcome.result.withdrawn, "reversed": outcome.reversed}
    words = [_("%(withdrawn)d records withdrawn, %(reversed)d entries reversed in red.") % facts]
    if outcome.result.known_before:
        words.append(
            _("%(n)d records were there before and keep their values; take in the earlier sheet again.")
            % {"n": outcome.result.known_before}
        )
    if outcome.result.changed_since:
        words.append(_("%(n)d were changed since and stay.") % {"n": outcome.result.changed_since})
    return {"said": " ".join(words), "act": outcome.act, **facts}


KINDS = (
    Kind("preview", Words("预览", "preview"), _look, "import", FAULTS),
    Kind("import", Words("导入", "import"), _take, "import", FAULTS),
    Kind("undo", Words("撤销导入", "undo of an import"), _undo, "job", FAULTS),
)
