"""Figures 指标: answered for an area and a period, compared, split, and opened to their rows."""

from fractions import Fraction
from typing import Annotated, Literal

from django.http import HttpResponse
from ninja import Body, Path, Query, Router, Schema

from nuanxin.api import shapes
from nuanxin.api.answering import linked, unless_held
from nuanxin.api.asked import AreaCode, FigureId, Limit, PeriodText, asked_question, where
from nuanxin.api.callers import ApiRequest, Caller, Token, demand_ask
from nuanxin.api.problems import Problem
from nuanxin.api.small_cells import held_back, held_back_beside
from nuanxin.api.wording import answer_shape, area_names, entry_shape, value_shape
from nuanxin.kernel.figures.answers import Answer, Ask, answer, drill, split
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.engine import engine
from nuanxin.plain.rounding import rounded

router = Router(tags=["figures"])
MOST_ASKS = 200
Compare = Literal["year_before", "before"]
Level = Literal["prefecture", "county", "town"]
AsOf = Annotated[int | None, Query(ge=1, le=2**62, description="as the ledger stood at this entry")]


class Question(Schema):
    """A question of a batch."""

    figure: FigureId
    area: AreaCode
    period: PeriodText
    mapped: bool = False


class Questions(Schema):
    """A batch of questions, answered together from one state of the ledger."""

    asks: list[Question]
    as_of: int | None = None


@router.get(
    "/figures/{figure}/answer",
    response=shapes.AnswerShape,
    summary="A figure answered",
    auth=Token("figures:read"),
)
def figure_answer(
    request: ApiRequest,
    response: HttpResponse,
    figure: Annotated[FigureId, Path()],
    area: Annotated[AreaCode, Query()],
    period: Annotated[PeriodText, Query()],
    mapped: Annotated[bool, Query(description="through the area tree of today")] = False,
    compare: Annotated[Compare | None, Query(description="beside which period")] = None,
    split_by: Annotated[Level | None, Query(alias="split", description="by areas of a level")] = None,
    as_of: AsOf = None,
) -> shapes.AnswerShape:
    """Answer a figure for an area and a period; beside another period, and split by area, where asked.

    Numbers of fewer persons than the rule lets be published are withheld, and what would betray them, unless
    the caller may read entries as well.
    """
    ask = asked_question(figure, area, period, mapped)
    demand_ask(request.caller, ask, where("area"))
    unless_held(request, response, figure_of(ask.figure).definition_hash)
    other = _compared_with(ask, compare)
    snapshot = engine().snapshot(as_of)
    found = answer([ask, other] if other else [ask], snapshot=snapshot)
    hidden = held_back(request.caller, found.values())
    return answer_shape(
        found[ask],
        withheld=ask in hidden,
        compared=_compared(found[ask], found[other], hidden) if other else None,
        split=_split(request.caller, ask, split_by) if split_by else None,
    )


def _compared_with(ask: Ask, compare: Compare | None) -> Ask | None:
    if compare is None:
        return None
    period = ask.period.before() if compare == "before" else ask.period.year_before()
    return Ask(ask.figure, ask.area, period, ask.mapped)


def _compared(now: Answer, then: Answer, hidden: set[Ask]) -> shapes.Compared:
    figure = figure_of(now.ask.figure)
    difference = rate = None
    known = not hidden & {now.ask, then.ask}
    if known and now.value is not None and then.value is not None:
        difference = now.value - then.value
        rate = difference / then.value * 100 if then.value > 0 else None
    return shapes.Compared(
        to=str(then.ask.period),
        base=value_shape(figure, then.value, withheld=then.ask in hidden),
        difference=value_shape(figure, difference),
        rate_percent=None if rate is None else str(rounded(Fraction(rate), 2, "half_up")),
    )


def _split(caller: Caller, ask: Ask, level: str) -> list[shapes.SplitLine]:
    found, figure = split(ask, level), figure_of(ask.figure)
    hidden = held_back_beside(caller, ask, dict(found))
    called = area_names(code for code, _ in found)
    told = {code: value_shape(figure, value, withheld=code in hidden) for code, value in found}
    return [shapes.SplitLine(area=str(code), name=called[code], value=value) for code, value in told.items()]


@router.post(
    "/figures/answers",
    response=shapes.AnswerList,
    summary="Many figures in one call",
    auth=Token("figures:read"),
)
def figure_answers(request: ApiRequest, asked: Annotated[Questions, Body()]) -> shapes.AnswerList:
    """Answer up to 200 questions together; one that may not be asked refuses the whole, naming it.

    Small numbers of persons are withheld as in a single answer.
    """
    if not 1 <= len(asked.asks) <= MOST_ASKS:
        place = where("/asks", "body")
        error = {"place": place, "detail": str(len(asked.asks)), "remedy": f"1 - {MOST_ASKS}"}
        raise Problem("value-not-understood", place, count=1).with_errors([error])
    asks = []
    for number, each in enumerate(asked.asks):
        before = f"/asks/{number}/"
        ask = asked_question(each.figure, each.area, each.period, each.mapped, "body", before)
        demand_ask(request.caller, ask, where(f"{before}area", "body"))
        asks.append(ask)
    if asked.as_of is not None and not 1 <= asked.as_of <= 2**62:
        raise Problem("value-not-understood", where("/as_of", "body"), count=1)
    snapshot = engine().snapshot(asked.as_of)
    found = answer(asks, snapshot=snapshot)
    hidden = held_back(request.caller, found.values())
    told = [answer_shape(found[ask], withheld=ask in hidden) for ask in asks]
    return shapes.AnswerList(as_of=snapshot.as_of, answers=told)


@router.get(
    "/figures/{figure}/rows",
    response=shapes.RowList,
    summary="The entries behind a figure",
    auth=Token("entries:read"),
)
def figure_rows(
    request: ApiRequest,
    response: HttpResponse,
    figure: Annotated[FigureId, Path()],
    area: Annotated[AreaCode, Query()],
    period: Annotated[PeriodText, Query()],
    mapped: Annotated[bool, Query()] = False,
    as_of: AsOf = None,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    limit: Limit = 100,
) -> shapes.RowList:
    """Give the entries a figure over measures sums, newest day first; one made of figures has none."""
    ask = asked_question(figure, area, period, mapped)
    demand_ask(request.caller, ask, where("area"))
    snapshot = engine().snapshot(as_of)
    found = drill(ask, snapshot.as_of or None, limit, offset)
    following = offset + limit if found.total_rows > offset + limit else None
    if following:
        linked(request, response, next={"offset": following})
    return shapes.RowList(
        total=found.total_rows,
        as_of=snapshot.as_of,
        entries=[entry_shape(each) for each in found.entries],
        next=following,
    )
