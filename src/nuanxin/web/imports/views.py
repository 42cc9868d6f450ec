"""Imports 导入: drop workbooks, see what they are and would post, confirm, fetch what was refused, undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.intake.books import LARGEST_FILE_BYTES, SUFFIXES
from nuanxin.kernel.intake.catalogue import sheet
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.files import StoredFile, keep_file
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.returning import returned as hand_back
from nuanxin.kernel.intake.waiting import rows_of
from nuanxin.kernel.programme import all_pages
from nuanxin.web.acts import REASONS
from nuanxin.web.imports.told import Told, nothing_new, receipts
from nuanxin.web.imports.work import file_of
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.jobs.progress import output
from nuanxin.web.jobs.running import ask_for, job_address
from nuanxin.web.jobs.views import own_job
from nuanxin.web.kit.exports import MEDIA
from nuanxin.web.routes import SignedRequest, role

LISTED = 30
MOST_FILES = 20
SHOWN_FAULTS = 50
AT_ONCE_BYTES = 1 << 20
"""A workbook up to this size is handed back at once; a job writes a larger one."""
MEDIA_BACK = {
    ".xlsx": MEDIA["xlsx"],
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
clerk = role("clerk")


@dataclass(frozen=True, slots=True)
class Table:
    """A worksheet's report as a page shows it."""

    sheet: Sheet
    told: Told

    @property
    def faults(self) -> list[list[Any]]:
        """The faults shown at once."""
        return list(self.told["bad"][:SHOWN_FAULTS])

    @property
    def further(self) -> int:
        """How many more there are."""
        return len(self.told["bad"]) - len(self.faults)

    @property
    def waiting(self) -> list[list[Any]]:
        """The questions shown at once."""
        return list(self.told["asked"][:SHOWN_FAULTS])

    @property
    def further_waiting(self) -> int:
        """How many more there are."""
        return len(self.told["asked"]) - len(self.waiting)

    @property
    def register(self) -> str:
        """Where the records of the sheet are listed; blank where no page lists them."""
        owner, page = next((each for each in all_pages() if each[1].sheet is self.sheet), (None, None))
        return reverse("records", args=[owner.name, page.slug]) if owner and page else ""

    @property
    def heads(self) -> list[Any]:
        """The columns of the sample."""
        return [column for column in self.sheet.columns if not column.personal]


@clerk
def imports(request: SignedRequest) -> HttpResponse:
    """Show one's own imports and where to drop workbooks; take what is dropped."""
    faults: list[str] = []
    if request.method == "POST":
        asked = [
            job
            for each in request.FILES.getlist("files")[:MOST_FILES]
            if (job := _drop(request, each, faults))
        ]
        if not request.FILES:
            faults.append(_("Choose a workbook first."))
        if len(asked) == 1 and not faults:
            return HttpResponseRedirect(job_address(asked[0]))
    mine = Job.objects.filter(owner_id=request.actor.party, kind__in=("preview", "import", "settle", "undo"))
    jobs = [(job, job_address(job)) for job in mine.order_by("-pk")[:LISTED]]
    office = office_of(request.actor)
    picture = {
        "waiting": rows_of(office).count() if office else 0,
        "jobs": jobs,
        "faults": faults,
        "suffixes": ",".join(SUFFIXES),
        "most_mb": LARGEST_FILE_BYTES >> 20,
        "most_files": MOST_FILES,
    }
    return render(request, "imports/imports.html", picture, status=422 if faults else 200)


def _drop(request: SignedRequest, file: "UploadedFile[Any]", faults: list[str]) -> Job | None:
    """Keep a workbook and ask for its preview; what is wrong with it is added to the faults."""
    name = Path(file.name or "").name
    if (file.size or 0) > LARGEST_FILE_BYTES:
        facts = {"name": name, "size": LARGEST_FILE_BYTES >> 20}
        faults.append(_("%(name)s is larger than %(size)d MB. Split it, or delete its pictures.") % facts)
        return None
    try:
        kept = _keep(file, name)
    except CellError as error:
        faults.append(str(error))
        return None
    return ask_for(request.actor, "preview", name, {"digest": kept.digest.hex(), "name": name})


def _keep(file: "UploadedFile[Any]", name: str) -> StoredFile:
    if isinstance(file, TemporaryUploadedFile):
        return keep_file(Path(file.temporary_file_path()), name)
    return keep_file(file.read(), name)


@clerk
def one(request: SignedRequest, number: int) -> HttpResponse:
    """Show a workbook as it was understood, or what became of it."""
    job = own_job(request, number, "preview", "import")
    tables = [Table(sheet(each["sheet"]), each) for each in job.result.get("tables", ())]
    picture = {
        "job": job,
        "tables": tables,
        "rehearsed": job.kind == "preview",
        "takes": any(table.told["good"] or table.told["waiting"] for table in tables),
        "sums": _sums(job.result.get("tables", ())),
        "nothing_new": nothing_new(job.result.get("tables", ())),
        "bad": any(table.told["bad"] for table in tables),
        "reasons": REASONS.items(),
        "undone": _undone(job),
        "at_once": not _is_large(job),
        "own_file": Path(job.given["name"]).suffix.lower() in MEDIA_BACK,
    }
    return render(request, "imports/one.html", picture)


def _sums(tables: Sequence[Told]) -> dict[str, Any]:
    """Return what a workbook comes to: rows posted, waiting and refused, questions, finds.

    ``kept`` says how many records are new, changed and as before, where every worksheet tells.

    An older job asked about each row gone and does not say how many questions that made.
    """
    names = ("posted", "good", "waiting", "bad_rows", "questions", "gone")
    sums = {name: sum(each[name] for each in tables) for name in names}
    gone = (each["gone_questions"] if "gone_questions" in each else each["gone"] for each in tables)
    asked = sums["questions"] + sum(gone)
    told = [each.get("kept") for each in tables if each["good"]]
    kept = [sum(counts) for counts in zip(*told, strict=True)] if all(told) else None
    return sums | {"kept": kept, "finds": sum(len(each["finds"]) for each in tables), "asked": asked}


def _undone(job: Job) -> Job | None:
    """Return the undoing of an import, if somebody asked for it and it was not refused."""
    undoings = Job.objects.filter(owner_id=job.owner_id, kind="undo", given__of=job.pk)
    return undoings.exclude(state__in=("failed", "cancelled")).first()


@clerk
@require_POST
def confirm(request: SignedRequest, number: int) -> HttpResponse:
    """Take in a workbook that was looked at."""
    seen = own_job(request, number, "preview")
    if seen.state != DONE:
        raise Http404
    reason = request.POST.get("reason", "")
    given = {
        "digest": seen.given["digest"],
        "name": seen.given["name"],
        "reason": reason if reason in REASONS else "",
        "note": request.POST.get("note", "").strip()[:300],
    }
    return HttpResponseRedirect(job_address(ask_for(request.actor, "import", seen.title, given)))


@clerk
@require_POST
def undo(request: SignedRequest, number: int) -> HttpResponse:
    """Take an import back, with a reason; asked twice, the first undoing answers."""
    done = own_job(request, number, "import")
    reason = request.POST.get("reason", "")
    if done.state != DONE or not done.result.get("takings") or reason not in REASONS:
        return HttpResponseRedirect(f"{job_address(done)}?unsaid=1#undo")
    known = _undone(done)
    given = {
        "of": done.pk,
        "takings": done.result["takings"],
        "reason": reason,
        "note": request.POST.get("note", "").strip()[:300],
    }
    title = _("Undoing the import of %(name)s") % {"name": done.title}
    return HttpResponseRedirect(job_address(known or ask_for(request.actor, "undo", title, given)))


def _is_large(job: Job) -> bool:
    """Return whether a workbook takes longer to write than somebody waits for a page."""
    try:
        return file_of(job).path.stat().st_size > AT_ONCE_BYTES
    except FileNotFoundError:
        return False


def _handing_back(request: SignedRequest, job: Job) -> Job:
    """Return the job that writes a large workbook; one at it, or whose file is kept, answers."""
    mine = Job.objects.filter(owner_id=request.actor.party, kind="returned", given__of=job.pk)
    known = mine.exclude(state__in=("failed", "cancelled")).order_by("-pk").first()
    if known and (known.open or output(known.pk, known.result["file"].rpartition(".")[2]).exists()):
        return known
    title = _("%(name)s, with its column") % {"name": job.title}
    return ask_for(request.actor, "returned", title, {"of": job.pk})


@clerk
def returned(request: SignedRequest, number: int) -> HttpResponse:
    """Hand the clerk's own file back with a column that says what became of each row."""
    job = own_job(request, number, "preview", "import")
    tables = job.result.get("tables", ())
    if job.state != DONE or not tables:
        raise Http404
    if _is_large(job):
        return HttpResponseRedirect(job_address(_handing_back(request, job)))
    back = hand_back(file_of(job).read(), receipts(tables))
    name = f"{Path(job.given['name']).stem}{back.suffix}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(back.content, content_type=MEDIA_BACK[back.suffix], headers=headers)
