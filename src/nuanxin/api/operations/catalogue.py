"""Catalogue 目录: programmes, measures and figures as declared. Open to everybody; no value is in it."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router

from nuanxin.api import shapes
from nuanxin.api.asked import FigureId, asked_figure, where
from nuanxin.api.wording import figure_shape, said
from nuanxin.kernel.figures.catalogue import all_figures, owner
from nuanxin.kernel.ledger.measures import all_measures
from nuanxin.kernel.programme import all_programmes

router = Router(tags=["catalogue"])


@router.get("/programmes", response=shapes.ProgrammeList, summary="Programmes", auth=None)
def programmes(request: HttpRequest) -> shapes.ProgrammeList:
    """List the programmes with what they count and publish."""
    return shapes.ProgrammeList(
        programmes=[
            shapes.ProgrammeShape(
                name=each.name,
                title=shapes.Said(zh=each.zh, en=each.en),
                says=said(each.says),
                measures=[one.code for one in each.measures],
                figures=[one.id for one in each.figures],
            )
            for each in all_programmes()
        ]
    )


@router.get("/measures", response=shapes.MeasureList, summary="Measures", auth=None)
def measures(request: HttpRequest) -> shapes.MeasureList:
    """List what the ledger counts."""
    return shapes.MeasureList(
        measures=[
            shapes.MeasureShape(
                number=each.number,
                code=each.code,
                name=shapes.Said(zh=each.zh, en=each.en),
                says=said(each.says),
                base=each.base,
            )
            for each in all_measures()
        ]
    )


@router.get("/figures", response=shapes.FigureList, summary="Figures", auth=None)
def figures(
    request: HttpRequest,
    programme: Annotated[str, Query(max_length=40, pattern=r"^[a-z_]*$", description="whose figures")] = "",
    q: Annotated[str, Query(max_length=60, description="a part of a name, in either language")] = "",
) -> shapes.FigureList:
    """List the figures by definition, narrowed to a programme or to names that hold a text."""
    asked = q.strip().casefold()
    found = [
        each
        for each in all_figures()
        if (not programme or owner(each.id) == programme)
        and (not asked or asked in f"{each.id} {each.zh} {each.en}".casefold())
    ]
    return shapes.FigureList(figures=[figure_shape(each) for each in found])


@router.get("/figures/{figure}", response=shapes.FigureShape, summary="A figure's definition", auth=None)
def figure(request: HttpRequest, figure: Annotated[FigureId, Path()]) -> shapes.FigureShape:
    """Give a figure's definition."""
    return figure_shape(asked_figure(figure, where("figure", "path")))
