"""Handing in 交表: what became of a workbook that another system sent, told at once or by a job."""

import json
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from nuanxin.api import shapes
from nuanxin.api.models import Handing
from nuanxin.kernel.intake.catalogue import sheet
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.files import kept_file
from nuanxin.kernel.intake.importing import Taken, take_whole
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.kernel.intake.telling import veiled
from nuanxin.kernel.ledger import seals
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.possible import DoubleKey
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.plain.words import Words
from nuanxin.web.jobs.kinds import Kind, Result
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.jobs.progress import Pace, output
from nuanxin.web.jobs.running import finish

Counts = list[dict[str, Any]]


def counts_of(report: TableReport) -> dict[str, Any]:
    """Return what of a worksheet is kept under a key: no words of it, which may be somebody's name."""
    outcome = report.outcome
    kept = report.recorded
    return {
        "sheet": report.sheet.name,
        "part": report.part,
        "good": report.good,
        "waiting": report.waiting,
        "bad": report.bad_rows,
        "act": outcome.act if outcome else None,
        "posted": outcome.posted if outcome else 0,
        "reversed": outcome.reversed if outcome else 0,
        "recorded": {"new": kept.fresh, "changed": kept.changed, "same": kept.same} if kept else None,
    }


def told(digest: bytes, counts: Counts, taken: Taken, *, repeated: bool) -> shapes.HandedShape:
    """Return what became of a workbook, as the answer says it."""
    return shapes.HandedShape(
        digest=digest.hex(),
        repeated=repeated,
        worksheets=[shapes.TakenShape(name=_name(each["sheet"]), **each) for each in counts],
        errors=[
            shapes.BadRowShape(
                sheet=report.sheet.name,
                part=report.part,
                row=bad.row,
                column=bad.column,
                detail=bad.said,
                remedy=bad.remedy,
            )
            for report in taken
            for bad in report.bad
        ],
        finds=[
            shapes.FindShape(part=report.part, row=find.row, detail=find.said)
            for report in taken
            for find in report.finds
        ],
        asked=[
            shapes.FindShape(part=report.part, row=asked.row, detail=veiled(report.sheet, asked))
            for report in taken
            for asked in report.asked
        ],
        questions=reverse("questions") if any(report.asked or report.gone for report in taken) else "",
        unrecognised=taken.unrecognised,
    )


def _name(identity: str) -> shapes.Said:
    declared = sheet(identity)
    return shapes.Said(zh=declared.zh, en=declared.en)


def told_by(job: Job, *, repeated: bool) -> shapes.HandedShape | None:
    """Return what a job that took a workbook in left; after a week the counts alone, None before its end."""
    if job.state != DONE:
        return None
    path, digest = output(job.pk, "json"), bytes.fromhex(job.given["digest"])
    if not path.exists():
        forgotten = Taken()
        forgotten.unrecognised = []
        return told(digest, job.result["counts"], forgotten, repeated=repeated)
    left = json.loads(path.read_text(encoding="utf-8"))
    return shapes.HandedShape(**{**left, "repeated": repeated})


def _take(job: Job, pace: Pace) -> Result:
    """Take the workbook in, whole or not at all; the counts are kept in the same transaction."""
    digest = bytes.fromhex(job.given["digest"])
    actor = Actor(job.owner_id, job.given["as"])

    def keep(taken: Taken) -> None:
        counts = [counts_of(each) for each in taken]
        Handing.objects.create(
            token_id=job.given["token"], key=job.given["key"], digest=digest, report=counts, on=localdate()
        )
        finish(job, DONE, result={"counts": counts})

    taken = take_whole(actor, kept_file(digest, job.given["name"]), keep, progress=pace)
    left = told(digest, [counts_of(each) for each in taken], taken, repeated=False)
    output(job.pk, "json").write_text(left.model_dump_json(), encoding="utf-8")
    seals.seal_if_long()
    return {"counts": [counts_of(each) for each in taken]}


HANDING = Kind(
    "handing",
    Words("系统交表", "workbook handed in by a system"),
    _take,
    faults=(CellError, DoubleKey, PeriodClosed, FileNotFoundError),
)
