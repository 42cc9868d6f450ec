"""Figure list 指标目录: the figures by programme, and where each opens.

Everybody sees what figures mean and what bulletins printed; readers see their own area as it stands now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access.ranges import reach_of
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.bulletins.readings import citation_of
from nuanxin.kernel.figures.answers import Answer, Ask, answer
from nuanxin.kernel.figures.catalogue import figure, stands
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.tables import BELOW, KINDS
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.programme import Programme, all_programmes
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.addresses import figure_address, reading_address
from nuanxin.web.templatetags.wording import in_language, joined_unit, language, span

ABSENT = "—"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure in the list: its definition, its value now or as last printed, and where it opens."""

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


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as a bulletin printed it, and where that stands."""

    bulletin: Bulletin
    shown: str
    place: str
    span: str
    address: str


def home_of(actor: Actor | None) -> int | None:
    """Return the widest area somebody may read; None for strangers and for administrators."""
    reach = reach_of(actor) if actor else []
    return reach[0] if reach else None


def figures_for(actor: Actor | None, wanted: str = "", only: str = "") -> list[Group]:
    """Return the figures as somebody may see them: a reader's own area now, or as last printed."""
    home = home_of(actor)
    return figures_printed(wanted, only) if home is None else figures_now(home, wanted, only)


def figures_now(area: int, wanted: str = "", only: str = "") -> list[Group]:
    """Return the figures by programme with their values now, for a reader's area.

    ``wanted`` narrows by words, ``only`` to one programme. A figure is asked up to the newest
    bulletin's day (or today), or for that day's year.
    """
    groups = _groups(wanted, only)
    day = _newest_day()
    asks = {
        one.id: Ask(one.id, area, usual_period(one, day)) for _programme, found in groups for one in found
    }
    answers = answer(asks.values())
    called = names({area}, language())
    return [
        Group(each, [_now(one, answers[asks[one.id]], called) for one in found]) for each, found in groups
    ]


def figures_printed(wanted: str = "", only: str = "") -> list[Group]:
    """Return the figures by programme as the last bulletins printed them."""
    groups = _groups(wanted, only)
    last = {each.figure: each for each in reversed(_readings())}
    called = names({full(each.area) for each in last.values()}, language())
    return [Group(each, [_printed(one, last.get(one.id), called) for one in found]) for each, found in groups]


def printings_of(identity: str) -> list[Printed]:
    """Return every place where bulletins printed a figure, newest first."""
    found = _readings(identity)
    called = names({full(each.area) for each in found}, language())
    return [
        Printed(each.bulletin, _said(each), called[full(each.area)], _spanned(each), _address(each))
        for each in found
    ]


def _groups(wanted: str, only: str) -> list[tuple[Programme, list[Figure]]]:
    groups = [(each, _matching(each, wanted)) for each in all_programmes() if only in ("", each.name)]
    return [(each, found) for each, found in groups if found]


def _matching(programme: Programme, wanted: str) -> list[Figure]:
    """Return the figures that words find; without words those of one hour stay with the whole day's."""
    words = wanted.casefold().split()
    texts = {each.id: " ".join((each.id, each.zh, each.en)).casefold() for each in programme.figures}
    known = [each for each in programme.figures if words or each.hour is None]
    return [each for each in known if all(word in texts[each.id] for word in words)]


def _readings(identity: str = "") -> list[Reading]:
    """Return readings, those of the newest bulletin first, in the order it printed them."""
    found = Reading.objects.filter(figure=identity) if identity else Reading.objects.all()
    return list(found.select_related("bulletin").order_by("-bulletin__published_at", "position"))


def _newest_day() -> date:
    return Bulletin.objects.order_by("-published_at").values_list("as_of", flat=True).first() or localdate()


def usual_period(asked: Figure, day: date) -> Period:
    """Return the period a figure is asked for where nobody names one: the year of a day, or up to it."""
    return Period(BEGINNING, day) if stands(asked) else Period(date(day.year, 1, 1), date(day.year, 12, 31))


def as_of_today(ask: Ask) -> Ask | None:
    """Return a question as of a day asked as of today; None where it is over a span, or is so already."""
    today = Period(BEGINNING, localdate())
    return (
        replace(ask, period=today) if stands(figure(ask.figure)) and ask.period.last != today.last else None
    )


def _now(asked: Figure, found: Answer, called: Mapping[int, str]) -> FigureLine:
    shown, ask = str(found.shown(language())), found.ask
    return FigureLine(asked, shown, called[ask.area], span(ask.period), figure_address(ask))


def _printed(asked: Figure, last: Reading | None, called: Mapping[int, str]) -> FigureLine:
    address = figure_address(Ask(asked.id, 0, Period(BEGINNING, BEGINNING))).partition("?")[0]
    if last is None:
        return FigureLine(asked, ABSENT, "", "", address)
    return FigureLine(asked, _said(last), called[full(last.area)], _spanned(last), address)


def _said(reading: Reading) -> str:
    return joined_unit(in_language(reading, "number"), in_language(reading, "unit"))


def _spanned(reading: Reading) -> str:
    return span(Period.parse(reading.period))


def _address(reading: Reading) -> str:
    return reading_address(reading.bulletin.number, citation_of(reading))


def known_figure(identity: str) -> Figure:
    """Return a figure; KeyError in words for one nobody declares."""
    try:
        return figure(identity)
    except KeyError as error:
        raise KeyError(_("No figure is called %(name)s.") % {"name": identity}) from error


def asked_figure(identity: str, query: Mapping[str, str], home: int) -> Ask:
    """Read a figure's question from an address: ``area`` a code, ``period`` a short form; or the usual ones.

    ``home`` is the reader's own area. Raises KeyError for a figure nobody declares, ValueError for
    what cannot be read or is no area.
    """
    known = known_figure(identity)
    area = area_of(full(query["area"])).code if query.get("area") else home
    text = query.get("period")
    period = Period.parse(text) if text else usual_period(known, _newest_day())
    kind = _one_of(query.get("kind", ""), map(str, KINDS))
    apart = _one_of(query.get("apart", ""), (level for some in BELOW.values() for level in some))
    return Ask(known.id, area, period, query.get("mapped") == "1", apart, int(kind) if kind else None)


def _one_of(text: str, known: Iterable[str]) -> str:
    if text and text not in set(known):
        raise ValueError(text)
    return text
