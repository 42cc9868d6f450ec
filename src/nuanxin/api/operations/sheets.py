"""Sheets 交表: a workbook handed in by another system, through the same intake as a clerk's."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from ninja import File, Header, Router, UploadedFile

from nuanxin.api import shapes
from nuanxin.api.asked import where
from nuanxin.api.callers import ApiRequest, Caller, Token
from nuanxin.api.models import ApiToken, Handing
from nuanxin.api.problems import Problem
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.files import keep_file
from nuanxin.kernel.intake.importing import Taken, take
from nuanxin.kernel.intake.tables import TableReport
from nuanxin.kernel.intake.telling import veiled
from nuanxin.kernel.ledger.records import DoubleKey
from nuanxin.kernel.ledger.store import PeriodClosed

router = Router(tags=["sheets"])
LARGEST_BYTES = 50 << 20
_BODY = where("/file", "body")


@router.post(
    "/sheets",
    response=shapes.HandedShape,
    summary="Hand in a workbook",
    auth=Token("sheets:write", session=False),
)
def hand_in_sheet(
    request: ApiRequest,
    file: Annotated[UploadedFile, File(description="an .xlsx, .xls, .ods or .csv file, at most 50 MB")],
    key: Annotated[
        str | None, Header(alias="Idempotency-Key", description="1 to 80 visible characters, such as a UUID")
    ] = None,
) -> shapes.HandedShape:
    """Take every worksheet that is a sheet of the house; bad rows come back with row, column and remedy.

    Rows that may mean several things, or that say otherwise than somebody else, wait: a clerk of the office
    answers at the address named, and they are posted from the file as it was handed in.

    The same file under the same key is the same handing in; the same file under another posts nothing new.
    """
    if not key or len(key) > 80 or not key.isprintable():
        raise Problem("key-missing", where("Idempotency-Key", "header"))
    if (file.size or 0) > LARGEST_BYTES:
        raise Problem("too-large", _BODY, limit=f"{LARGEST_BYTES >> 20} MB")
    content, token = file.read(), request.caller.token
    assert token is not None  # noqa: S101 (no session opens this door)
    digest = sha256(content).digest()
    known = _known(token, key, digest)
    taken = _taken(request.caller, content, file.name or "")
    counts = known.report if known else [_counts(each) for each in taken]
    if known is None:
        known = _remember(token, key, digest, counts)
        return _shape(digest, counts, taken, repeated=False)
    return _shape(digest, counts, taken, repeated=True)


def _known(token: ApiToken, key: str, digest: bytes) -> Handing | None:
    known = Handing.objects.filter(token=token, key=key).first()
    if known is not None and bytes(known.digest) != digest:
        raise Problem("key-used-otherwise", where("Idempotency-Key", "header"))
    return known


def _taken(caller: Caller, content: bytes, name: str) -> Taken:
    """Take the file in; done again it posts nothing, and finds the same rows wanting."""
    try:
        return take(caller.person, keep_file(content, Path(name).name))
    except FileRefused as refused:
        raise Problem("file-refused", _BODY, said=refused.said, remedy=refused.remedy) from None
    except DoubleKey as refused:
        raise Problem("file-refused", _BODY, said=str(refused), remedy="-") from None
    except PeriodClosed as closed:
        raise Problem("month-closed", _BODY, said=str(closed)) from None


def _remember(token: ApiToken, key: str, digest: bytes, counts: list[dict[str, Any]]) -> Handing | None:
    """Keep the counts under the key: no words of the sheet, which may be somebody's name."""
    try:
        with transaction.atomic():
            return Handing.objects.create(token=token, key=key, digest=digest, report=counts, on=localdate())
    except IntegrityError:  # the same request, sent twice at once
        return None


def _counts(report: TableReport) -> dict[str, Any]:
    outcome = report.outcome
    return {
        "sheet": report.sheet.name,
        "part": report.part,
        "good": report.good,
        "waiting": report.waiting,
        "bad": report.bad_rows,
        "act": outcome.act if outcome else None,
        "posted": outcome.posted if outcome else 0,
        "reversed": outcome.reversed if outcome else 0,
    }


def _shape(
    digest: bytes, counts: list[dict[str, Any]], taken: Taken, *, repeated: bool
) -> shapes.HandedShape:
    words = {each.sheet.name: shapes.Said(zh=each.sheet.zh, en=each.sheet.en) for each in taken}
    return shapes.HandedShape(
        digest=digest.hex(),
        repeated=repeated,
        worksheets=[shapes.TakenShape(name=words[each["sheet"]], **each) for each in counts],
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
