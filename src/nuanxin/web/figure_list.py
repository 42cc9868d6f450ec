"""Figure list 指标目录: the figures by programme, and where each opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.bulletins.readings import citation_of
from nuanxin.kernel.figures.answers import Answer, Ask, answer
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.programme import Programme, all_programmes
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.addresses import figure_address
from nuanxin.web.templatetags.wording import language, span

WHOLE = full("15")
"""The area figures are asked for where nobody names one: the autonomous region."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in the list: its definition, its value where it was last printed, and where it opens."""

    figure: Figure
    shown: str
    place: str
    span: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """A programme's figures."""

    programme: Programme
    lines: list[FigureLine]


def figure_list(wanted: str = "", only: str = "") -> list[Group]:
    """Return the figures by programme, with their values now; ``wanted`` narrows by words, ``only`` to one.

    A figure is asked as the newest bulletin cited it, or else for the whole region, up to that
    bulletin's day (or today).
    """
    groups = [(each, _matching(each, wanted)) for each in all_programmes() if only in ("", each.name)]
    asks = _usual_asks({each.id for _, found in groups for each in found})
    answers = answer(asks.values())
    called = names({ask.area for ask in asks.values()}, language())
    return [
        Group(each, [_line(one, answers[asks[one.id]], called) for one in found])
        for each, found in groups
        if found
    ]


def _matching(programme: Programme, wanted: str) -> list[Figure]:
    words = wanted.casefold().split()
    texts = {each.id: " ".join((each.id, each.zh, each.en)).casefold() for each in programme.figures}
    return [each for each in programme.figures if all(word in texts[each.id] for word in words)]


def _usual_asks(identities: set[str]) -> dict[str, Ask]:
    printed = Reading.objects.filter(figure__in=identities).order_by("bulletin__published_at", "-position")
    newest = Bulletin.objects.order_by("-published_at").values_list("as_of", flat=True).first()
    asks = {each: Ask(each, WHOLE, usual_period(figure(each), newest or localdate())) for each in identities}
    return asks | {each.figure: citation_of(each).ask for each in printed}


def usual_period(asked: Figure, day: date) -> Period:
    """Return the period a figure is asked for where nobody names one: the year of a day, or up to it."""
    standing = asked.op == "stock" or asked.standing
    return Period(BEGINNING, day) if standing else Period(date(day.year, 1, 1), date(day.year, 12, 31))


def _line(asked: Figure, found: Answer, called: Mapping[int, str]) -> FigureLine:
    shown, ask = str(found.shown(language())), found.ask
    return FigureLine(asked, shown, called[ask.area], span(ask.period), figure_address(ask))


def asked_figure(identity: str, query: Mapping[str, str]) -> Ask:
    """Read a figure's question from an address: ``area`` a code, ``period`` a short form.

    Raises KeyError for a figure nobody declares, ValueError for what cannot be read or is no area.
    """
    try:
        known = figure(identity)
    except KeyError as error:
        raise KeyError(_("No figure is called %(name)s.") % {"name": identity}) from error
    usual = _usual_asks({identity})[identity]
    asked = area_of(full(query["area"])).code if query.get("area") else usual.area
    period = Period.parse(query["period"]) if query.get("period") else usual.period
    return Ask(known.id, asked, period, query.get("mapped") == "1")
