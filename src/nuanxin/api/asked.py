"""Asked 参数: how areas, periods, boxes and cursors are written in addresses, and how they are read.

Each reader raises the Problem that names the parameter and the remedy.
"""

from datetime import date
from typing import Annotated

from ninja import Field, Query

from nuanxin.api.problems import Problem
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import AreaUnknown
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.declare import Figure
from nuanxin.plain.periods import BEGINNING, Period

_AREA = r"^[1-9](?:[0-9]|[0-9]{3}|[0-9]{5}|[0-9]{8}|[0-9]{11}|[0-9]{14})$"
_PERIOD = (
    r"^(?:(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}Q[1-4]|(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])"
    r"|\.\.(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
    r"|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}/(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})$"
)

AreaCode = Annotated[
    str,
    Field(
        pattern=_AREA,
        examples=["150800000000"],
        description="A division code of 12 digits, or of 2, 4, 6 or 9 without its last zeros.",
    ),
]
PeriodText = Annotated[
    str,
    Field(
        pattern=_PERIOD,
        examples=["..2024-05-31"],
        description="2024, 2024Q1, 2024-05, 2024-01-01/2024-05-31, or ..2024-05-31 (all up to a day).",
    ),
]
FigureId = Annotated[
    str,
    Field(pattern=r"^[a-z][a-z0-9_.]*$", max_length=80, examples=["stations.open"], description="A figure."),
]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
Cursor = Annotated[int, Field(ge=1, le=2**62, description="As `next` of the page before says.")]


def where(name: str, within: str = "query") -> dict[str, str]:
    """Return the place of a parameter, as problems name it; ``within`` is "query", "path" or "body"."""
    return {"in": within, "pointer": name} if within == "body" else {"in": within, "name": name}


def asked_area(text: str, place: dict[str, str]) -> int:
    """Return the stored code of an area that exists. Raises Problem."""
    try:
        code = full(text)
        area_of(code)
    except (ValueError, AreaUnknown):
        raise Problem("unknown-area", place, area=text) from None
    return code


def asked_figure(identity: str, place: dict[str, str]) -> Figure:
    """Return a figure by id. Raises Problem."""
    try:
        return figure_of(identity)
    except KeyError:
        raise Problem("unknown-figure", place, figure=identity) from None


def asked_period(text: str, place: dict[str, str]) -> Period:
    """Return a period. Raises Problem for a day that no calendar has."""
    try:
        period = Period.parse(text)
    except (ValueError, OverflowError):
        raise _misread(place, text, "a period", "2024, 2024Q1, 2024-05, 2024-01-01/2024-05-31") from None
    if period.last < BEGINNING:
        raise _misread(place, text, "a period", "1900 or later")
    return period


def asked_question(
    figure: str, area: str, period: str, mapped: bool, within: str = "query", before: str = ""
) -> Ask:
    """Return a question from its texts; ``before`` is put before the names of its places."""
    figure_within = "path" if within == "query" else within
    known = asked_figure(figure, where(f"{before}figure", figure_within))
    return Ask(
        known.id,
        asked_area(area, where(f"{before}area", within)),
        asked_period(period, where(f"{before}period", within)),
        mapped,
    )


def asked_box(text: str, place: dict[str, str]) -> tuple[float, float, float, float]:
    """Return west, south, east, north in WGS-84 degrees from four (or six) numbers. Raises Problem."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or any(not -360 <= each <= 360 for each in numbers) or numbers[1] > numbers[3]:
        raise _misread(place, text, "a box", "west,south,east,north")
    return numbers[0], numbers[1], numbers[2], numbers[3]


def asked_days(text: str, place: dict[str, str]) -> tuple[date | None, date | None]:
    """Return the first and last day of an OGC datetime (a moment, an interval, ``..``). Raises Problem."""
    ends = text.split("/") if "/" in text else [text, text]
    try:
        first, last = (None if end in ("", "..") else date.fromisoformat(end[:10]) for end in ends)
    except ValueError:
        raise _misread(place, text, "a time", "2024-05-31, 2024-01-01/.., ../2024-05-31") from None
    return first, last


def _misread(place: dict[str, str], text: str, what: str, forms: str) -> Problem:
    error = {"place": place, "detail": f"{text[:60]!r}: {what}", "remedy": forms}
    return Problem("value-not-understood", place, count=1).with_errors([error])
