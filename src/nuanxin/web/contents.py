"""Contents 目录: the programmes with the figures each is known by."""

from collections.abc import Iterable
from dataclasses import dataclass

from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.bulletins.readings import citation_of
from nuanxin.kernel.figures.catalogue import figure, owner
from nuanxin.kernel.programme import Programme, all_programmes
from nuanxin.web.addresses import reading_address
from nuanxin.web.templatetags.wording import figure_name, in_language

KEY_FIGURES = 3


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A published figure as a large number: value, unit, name, and where it opens."""

    number: str
    unit: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A programme in the list, with the first figures a bulletin printed of it."""

    programme: Programme
    keys: list[KeyFigure]


def contents(bulletin: Bulletin | None) -> list[Listed]:
    """Return every programme with its key figures as published in a bulletin (one query)."""
    readings = list(bulletin.readings.all()) if bulletin else []
    return [Listed(each, key_figures(each.name, readings)) for each in all_programmes()]


def key_figures(programme: str, readings: Iterable[Reading]) -> list[KeyFigure]:
    """Return the first readings that belong to a programme; of two with one number, the plainer."""
    own = [each for each in readings if _owner(each.figure) == programme and each.numerator]
    own.sort(key=lambda each: bool(figure(each.figure).parts))
    return [_key(each) for each in own[:KEY_FIGURES]]


def _key(reading: Reading) -> KeyFigure:
    return KeyFigure(
        in_language(reading, "number"),
        in_language(reading, "unit"),
        figure_name(reading.figure),
        reading_address(reading.bulletin_id, citation_of(reading)),
    )


def _owner(identity: str) -> str:
    try:
        return owner(identity)
    except KeyError:
        return ""
