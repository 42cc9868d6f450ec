"""Records 记录: those of every declared page, in one's areas."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from nuanxin.api import shapes
from nuanxin.api.answering import linked
from nuanxin.api.asked import AreaCode, Cursor, Limit, asked_area, where
from nuanxin.api.callers import ApiRequest, Token, demand_area
from nuanxin.api.pages import all_pages, known_page, shown_columns, unit_of, values_of
from nuanxin.api.problems import Problem
from nuanxin.api.wording import said
from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page

router = Router(tags=["records"])
Name = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]


@router.get("/records", response=shapes.RecordKinds, summary="Kinds of record", auth=None)
def record_kinds(request: HttpRequest) -> shapes.RecordKinds:
    """List the kinds of record with their columns; no record is in it."""
    return shapes.RecordKinds(kinds=[_kind(programme, page) for programme, page in all_pages()])


def _kind(programme: str, page: Page) -> shapes.RecordKind:
    columns = [(name, page.column(name)) for name in shown_columns(page)]
    return shapes.RecordKind(
        programme=programme,
        page=page.slug,
        title=shapes.Said(zh=page.zh, en=page.en),
        says=said(page.says),
        day=page.day,
        columns=[
            shapes.RecordColumn(
                name=name,
                title=shapes.Said(zh=column.zh, en=column.en),
                kind=column.kind,
                base=unit_of(page, name),
            )
            for name, column in columns
        ],
    )


@router.get(
    "/records/{programme}/{page}",
    response=shapes.RecordList,
    summary="Records",
    auth=Token("records:read"),
)
def records(
    request: ApiRequest,
    response: HttpResponse,
    programme: Name,
    page: Name,
    within: Annotated[AreaCode | None, Query()] = None,
    since: Annotated[date | None, Query(alias="from", description="first day")] = None,
    until: Annotated[date | None, Query(alias="to", description="last day")] = None,
    withdrawn: Annotated[bool, Query(description="those withdrawn instead of those that stand")] = False,
    before: Annotated[Cursor | None, Query()] = None,
    limit: Limit = 100,
) -> shapes.RecordList:
    """List the records of a kind in one's areas, newest number first."""
    known = known_page(programme, page)
    found = seen(request.caller.person, known.record._default_manager.filter(withdrawn=withdrawn))
    if within:
        code = asked_area(within, where("within"))
        demand_area(request.caller, code, where("within"))
        found = found.filter(area__range=span(code))
    if since:
        found = found.filter(**{f"{known.day}__gte": since})
    if until:
        found = found.filter(**{f"{known.day}__lte": until})
    if before:
        found = found.filter(id__lt=before)
    rows = list(found.order_by("-id")[: limit + 1])
    following = rows[limit - 1].pk if len(rows) > limit else None
    if following:
        linked(request, response, next={"before": following})
    return shapes.RecordList(records=_shapes(known, rows[:limit]), next=following)


@router.get(
    "/records/{programme}/{page}/{number}",
    response=shapes.RecordShape,
    summary="A record",
    auth=Token("records:read"),
)
def record(
    request: ApiRequest, programme: Name, page: Name, number: Annotated[int, Path(ge=1, le=2**62)]
) -> shapes.RecordShape:
    """Give a record of one's areas."""
    known = known_page(programme, page)
    found = seen(request.caller.person, known.record._default_manager.filter(id=number)).first()
    if found is None:
        raise Problem("unknown-address", where("number", "path"), what=number)
    return _shapes(known, [found])[0]


def _shapes(page: Page, rows: list[Record]) -> list[shapes.RecordShape]:
    return [
        shapes.RecordShape(id=str(row.pk), act=row.act_id, withdrawn=row.withdrawn, values=values)
        for row, values in zip(rows, values_of(page, rows), strict=True)
    ]
