"""Beginnings 起点: questions to begin with, made from the figures the house has."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.access.ranges import reach_of
from nuanxin.kernel.areas.codes import level
from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.figures.catalogue import all_figures
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.tables import BELOW, Question
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.explore.asked import Asked, named_area, reference_day
from nuanxin.web.explore.form import Choice, figure_choices
from nuanxin.web.explore.titles import subtitle_of
from nuanxin.web.figure_list import usual_period
from nuanxin.web.templatetags.wording import said


@dataclass(frozen=True, slots=True)
class Beginning:
    """A question to begin with: what it shows, of what, and its address."""

    shows: str
    figure: str
    rest: str
    address: str


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The empty explorer: the figures to choose from, the reader's own area, questions to begin with."""

    figures: list[tuple[str, list[Choice]]]
    area: str
    questions: list[Beginning]


def beginnings(actor: Actor) -> Beginnings:
    """Return the ways to begin for an actor."""
    area = reach_of(actor)[0]
    return Beginnings(figure_choices("", optional=False), named_area(area), list(_questions(area)))


def _questions(area: int) -> Iterator[Beginning]:
    """Yield a map, places side by side, a line over months and a plain comparison, of different figures."""
    below, day = BELOW.get(level(area), ()), reference_day()
    part, year = next((each for each in ("county", *below) if each in below), ""), Period.parse(str(day.year))
    stocks, flows = _telling(area, "stock", Period(BEGINNING, day)), _telling(area, "sum", year)
    for figure in stocks[-1:] if part == "county" else ():
        asked = Question((figure.id,), area, usual_period(figure, day), by=part)
        yield _made(_("A map by county"), figure, Asked(asked, "map"))
    for figure in stocks[:1] if part else ():
        asked = Question((figure.id,), area, usual_period(figure, day), by=part)
        yield _made(_("The places side by side"), figure, Asked(asked))
    for figure in flows[-1:]:
        asked = Question((figure.id,), area, year, step="month", against="year_before")
        yield _made(_("A line over months, beside the year before"), figure, Asked(asked, "chart"))
    for figure in flows[:1]:
        asked = Question((figure.id,), area, year, against="year_before")
        yield _made(_("A year beside the year before"), figure, Asked(asked))


def _telling(area: int, op: str, period: Period) -> list[Figure]:
    """Return the figures of an operator that are more than nothing in an area."""
    asks = {each: Ask(each.id, area, period) for each in all_figures() if each.op == op}
    found = answer(asks.values())
    return [each for each, ask in asks.items() if found[ask].value]


def _made(shows: str, figure: Figure, asked: Asked) -> Beginning:
    address = f"{reverse('explore')}?{asked.query()}"
    return Beginning(shows, said(figure), subtitle_of(asked.question), address)
