"""Sheets 交表: a workbook handed in by another system, through the same intake as a clerk's."""

from pathlib import Path as FilePath
from typing import Annotated, Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from ninja import File, Header, Path, Router, Status, UploadedFile

from nuanxin.api import shapes
from nuanxin.api.asked import where
from nuanxin.api.callers import ApiRequest, Caller, Token
from nuanxin.api.handing import HANDING, Counts, counts_of, told, told_by
from nuanxin.api.models import ApiToken, Handing
from nuanxin.api.problems import Problem
from nuanxin.kernel.intake.faults import CellError, FileRefused
from nuanxin.kernel.intake.files import StoredFile, keep_file
from nuanxin.kernel.intake.importing import Taken, take
from nuanxin.kernel.ledger.possible import DoubleKey
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.web.jobs.models import CANCELLED, FAILED, Job
from nuanxin.web.jobs.running import ask_for

router = Router(tags=["sheets"])
LARGEST_BYTES = 50 << 20
AT_ONCE_BYTES = 1 << 20
"""A workbook up to this size is answered at once, a larger one taken in by a job."""
_BODY = where("/file", "body")
_ELSEWHERE: dict[str, Any] = {
    "responses": {
        202: {
            "headers": {
                "Location": {
                    "description": "where to ask how far it is, and what became of it",
                    "schema": {"type": "string"},
                }
            }
        }
    }
}


@router.post(
    "/sheets",
    response={200: shapes.HandedShape, 202: shapes.HandingShape},
    summary="Hand in a workbook",
    auth=Token("sheets:write", session=False),
    openapi_extra=_ELSEWHERE,
)
def hand_in_sheet(
    request: ApiRequest,
    response: HttpResponse,
    file: Annotated[UploadedFile, File(description="an .xlsx, .xls, .ods or .csv file, at most 50 MB")],
    key: Annotated[
        str | None, Header(alias="Idempotency-Key", description="1 to 80 visible characters, such as a UUID")
    ] = None,
) -> Any:
    """Take every worksheet that is a sheet of the house; bad rows come back with row, column and remedy.

    Rows that may mean several things, or that say otherwise than somebody else, wait: a clerk of the office
    answers at the address named, and they are posted from the file as it was handed in.

    A workbook of more than 1 MB is taken in afterwards: 202 and ``Location`` say where to ask about it.

    The same file under the same key is the same handing in; the same file under another posts nothing new.
    """
    if not key or len(key) > 80 or not key.isprintable():
        raise Problem("key-missing", where("Idempotency-Key", "header"))
    if (file.size or 0) > LARGEST_BYTES:
        raise Problem("too-large", _BODY, limit=f"{LARGEST_BYTES >> 20} MB")
    token = request.caller.token
    assert token is not None  # noqa: S101 (no session opens this door)
    kept = _kept(file)
    known = _known(token, key, kept.digest)
    if (file.size or 0) > AT_ONCE_BYTES:
        return _by_job(request.caller, response, token, key, kept)
    taken = _taken(request.caller, kept)
    counts = known.report if known else [counts_of(each) for each in taken]
    fresh = known is None and _remember(token, key, kept.digest, counts) is not None
    return told(kept.digest, counts, taken, repeated=not fresh)


@router.get(
    "/sheets/{number}",
    response=shapes.HandingShape,
    summary="How far a workbook is",
    auth=Token("sheets:write", session=False),
)
def sheet_handed_in(request: ApiRequest, number: Annotated[int, Path(ge=1, le=2**62)]) -> shapes.HandingShape:
    """Tell how far a large workbook is that the same token handed in, and at the end what became of it."""
    job = Job.objects.filter(pk=number, kind=HANDING.name, given__token=request.caller.token.pk).first()  # type: ignore[union-attr]
    if job is None:
        raise Problem("unknown-address", what=request.path)
    return _handing(job, repeated=False)


def _kept(file: UploadedFile) -> StoredFile:
    """Keep what was sent, or say why it is no workbook."""
    name = FilePath(file.name or "").name
    try:
        if isinstance(file, TemporaryUploadedFile):
            return keep_file(FilePath(file.temporary_file_path()), name)
        return keep_file(file.read(), name)
    except FileRefused as refused:
        raise Problem("file-refused", _BODY, said=refused.said, remedy=refused.remedy) from None


def _known(token: ApiToken, key: str, digest: bytes) -> Handing | None:
    known = Handing.objects.filter(token=token, key=key).first()
    if known is not None and bytes(known.digest) != digest:
        raise Problem("key-used-otherwise", where("Idempotency-Key", "header"))
    return known


def _by_job(
    caller: Caller, response: HttpResponse, token: ApiToken, key: str, kept: StoredFile
) -> Status[shapes.HandingShape]:
    """Let a job take the workbook in; asked again under the key, the same job answers."""
    mine = Job.objects.filter(kind=HANDING.name, given__token=token.pk, given__key=key)
    job = mine.exclude(state__in=(FAILED, CANCELLED)).order_by("-pk").first()
    repeated = job is not None
    if job is None:
        given = {"digest": kept.digest.hex(), "name": kept.name, "token": token.pk, "key": key}
        job = ask_for(caller.person, HANDING.name, kept.name, {**given, "as": token.name})
    if job.given["digest"] != kept.digest.hex():
        raise Problem("key-used-otherwise", where("Idempotency-Key", "header"))
    shape = _handing(job, repeated=repeated)
    response["Location"] = shape.address
    return Status(202, shape)


def _handing(job: Job, *, repeated: bool) -> shapes.HandingShape:
    done, total = job.steps
    return shapes.HandingShape(
        number=job.pk,
        address=reverse("api_sheet_handed_in", args=[job.pk]),
        state=job.state,
        rows_read=done,
        rows=total,
        said=job.told,
        became=told_by(job, repeated=repeated),
    )


def _taken(caller: Caller, kept: StoredFile) -> Taken:
    """Take the file in; done again it posts nothing, and finds the same rows wanting."""
    try:
        return take(caller.person, kept)
    except CellError as refused:
        raise Problem("file-refused", _BODY, said=refused.said, remedy=refused.remedy) from None
    except DoubleKey as refused:
        raise Problem("file-refused", _BODY, said=str(refused), remedy="-") from None
    except PeriodClosed as closed:
        raise Problem("month-closed", _BODY, said=str(closed)) from None


def _remember(token: ApiToken, key: str, digest: bytes, counts: Counts) -> Handing | None:
    """Keep the counts under the key; None where the same request was sent twice at once."""
    try:
        with transaction.atomic():
            return Handing.objects.create(token=token, key=key, digest=digest, report=counts, on=localdate())
    except IntegrityError:
        return None
