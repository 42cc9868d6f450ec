"""Forms 报表: a superior office's form filled for a period, and the file fetched."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router

from nuanxin.api import shapes
from nuanxin.api.asked import where
from nuanxin.api.callers import ApiRequest, Token
from nuanxin.api.problems import Problem
from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.bulletins.forms.actions import FormRefused, demand_hand
from nuanxin.kernel.bulletins.forms.binding import NotBound
from nuanxin.kernel.bulletins.forms.filling import fill, forms_held
from nuanxin.kernel.bulletins.forms.models import FilledForm, Form
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.files import kept_file

router = Router(tags=["forms"])
Name = Annotated[str, Path(max_length=40, pattern=r"^[^/]+$", examples=["warm-service"])]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, examples=[1])]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE: dict[str, Any] = {"responses": {200: {"content": {XLSX: {}}}}}
_SCOPE = "forms:fill"


@router.get("/forms", response=shapes.FormList, summary="Forms one fills", auth=Token(_SCOPE, session=False))
def forms(request: ApiRequest) -> shapes.FormList:
    """List the forms of the areas the caller is clerk or publisher of."""
    return shapes.FormList(forms=[_shape(each) for each in forms_held(request.caller.person)])


def _shape(form: Form) -> shapes.FormShape:
    newest = form.newest
    return shapes.FormShape(
        name=form.name,
        title=newest.title,
        issued_by=newest.issued_by,
        area=str(form.area),
        period_kind=newest.period_kind,
        version=newest.number,
        bound=len(newest.bindings),
        retired=form.retired,
    )


@router.post(
    "/forms/{name}/filled",
    response=shapes.FilledFormShape,
    summary="Fill a form",
    auth=Token(_SCOPE, session=False),
)
def fill_form(
    request: ApiRequest,
    name: Name,
    period: Annotated[str, Query(max_length=24, examples=["2024-05"], description="as its kind is written")],
) -> shapes.FilledFormShape:
    """Fill a form for a period; filled again without a change, the copy there is answers."""
    form = _own(request, name)
    base = request.build_absolute_uri("/").rstrip("/")
    try:
        return _filled_shape(fill(request.caller.person, form.name, period, address=base))
    except NotBound as refused:
        error = {"place": where("period"), "detail": str(refused), "remedy": "2024-05"}
        raise Problem("value-not-understood", where("period"), count=1).with_errors([error]) from None
    except FileRefused as refused:
        raise Problem("file-refused", said=refused.said, remedy=refused.remedy) from None
    except FormRefused as refused:
        raise Problem("file-refused", said=str(refused), remedy="-") from None


@router.get(
    "/forms/{name}/filled/{number}",
    response=shapes.FilledFormShape,
    summary="A filled copy",
    auth=Token(_SCOPE, session=False),
)
def filled_form(request: ApiRequest, name: Name, number: Number) -> shapes.FilledFormShape:
    """Give what a filled copy says, cell by cell."""
    return _filled_shape(_copy(request, name, number))


@router.get(
    "/forms/{name}/filled/{number}/file",
    summary="The file of a filled copy",
    auth=Token(_SCOPE, session=False),
    openapi_extra=_FILE,
)
def filled_form_file(request: ApiRequest, name: Name, number: Number) -> HttpResponse:
    """Give the superior office's workbook, filled."""
    copy = _copy(request, name, number)
    return HttpResponse(kept_file(bytes(copy.digest)).read().content, content_type=XLSX)


def _own(request: ApiRequest, name: str) -> Form:
    """Return a form the caller fills; another's is not found."""
    found = Form.objects.filter(name=name).first()
    try:
        if found is not None:
            demand_hand(request.caller.person, found.area)
            return found
    except NotAllowed:
        pass
    raise Problem("unknown-address", where("name", "path"), what=name)


def _copy(request: ApiRequest, name: str, number: int) -> FilledForm:
    found = _own(request, name).filled.filter(number=number).first()
    if found is None:
        raise Problem("unknown-address", where("number", "path"), what=number)
    return found


def _filled_shape(copy: FilledForm) -> shapes.FilledFormShape:
    cells = [
        shapes.FilledCellShape(
            part=each.part,
            cell=each.cell,
            figure=each.figure,
            area=each.area,
            period=each.period,
            written=each.written,
            unit=each.unit,
            reason=each.reason,
            rows=each.rows,
        )
        for each in copy.cells.all()
    ]
    return shapes.FilledFormShape(
        form=copy.form_id,
        number=copy.number,
        period=copy.period,
        as_of=copy.as_of_seq,
        filled_at=copy.at,
        digest=bytes(copy.digest).hex(),
        cells=cells,
    )
