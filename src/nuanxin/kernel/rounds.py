"""Rounds 巡查: what whoever goes from place to place finds to do there, and says in a tap.

A tap is a row of a sheet, said at the place instead of typed at a desk: it ends in the same kind of action.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.places.finding import Standing
from nuanxin.kernel.places.models import Located, Pause
from nuanxin.plain.words import Words

READ = ("text", "whole", "day", "yes_no", "choice")
"""The kinds of column somebody can answer with a thumb."""


@dataclass(frozen=True, slots=True)
class Want:
    """What a place wants today, in words; ``urgent`` where it is late, ``until`` the day it is good to."""

    words: Words
    urgent: bool = False
    until: date | None = None
    deed: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a checklist that is answered by itself: its number, and what is looked at."""

    number: int
    says: Words


@dataclass(frozen=True, slots=True)
class Line:
    """A thing at a place a deed is about: what of its row is known, in words, and until when it is good.

    ``done`` says that the deed was done with it that day.
    """

    known: Mapping[str, Any]
    words: Words
    until: date | None = None
    done: bool = False


Said = Callable[[Located, date], Words | None]


@dataclass(frozen=True, slots=True)
class Deed:
    """What one says at a place in a tap: a row of a sheet whose fields ``asks`` are asked for.

    ``do`` stands on the button; ``into`` takes the row, ``day`` is the field of its day. ``items`` are the
    lines of a checklist of that day, whose numbers found in order go to the field ``answers``. ``lines``
    are the things there the deed is about, one row each. ``steps`` are amounts one tap adds to the one
    number asked for, ``stands`` the number it is added to. ``so_far`` says what stands for a place and day;
    ``says`` is one sentence of help. ``keepers`` says that whoever keeps the place may say it. Numbers the
    sheet's checks wonder about are asked about before they are kept.
    """

    name: str
    zh: str
    en: str
    do: Words
    says: Words
    sheet: Sheet
    asks: tuple[str, ...]
    into: Callable[..., Any]
    day: str = "on"
    answers: str = ""
    items: Callable[[Located, date], Sequence[Item]] | None = None
    lines: Callable[[Located, date], Sequence[Line]] | None = None
    steps: tuple[int, ...] = ()
    stands: Callable[[Located, date], int] | None = None
    keepers: bool = False
    so_far: Said = lambda _place, _day: None

    def __post_init__(self) -> None:
        """Refuse a deed that asks for what its sheet has not, or a thumb could not answer."""
        for name in self.asks:
            if self.column(name).kind not in READ:
                raise ValueError(f"deed {self.name}: nobody answers {name} with a thumb")
        if self.column(self.day).kind != "day":
            raise ValueError(f"deed {self.name}: {self.day} is no day")
        if bool(self.answers) != bool(self.items):
            raise ValueError(f"deed {self.name}: a checklist needs the field its answers go to")

    def column(self, name: str) -> Column:
        """Return the sheet's column of a field; ValueError where it has none."""
        found = {column.field: column for column in self.sheet.columns}
        if name not in found:
            raise ValueError(f"deed {self.name}: sheet {self.sheet.name} has no column {name}")
        return found[name]


def _nothing(_places: Sequence[int], _day: date) -> Mapping[int, list[Want]]:
    return {}


@dataclass(frozen=True, slots=True)
class Round:
    """A round of places 巡查: the places in use, what may be said at each, and what each wants today.

    ``place`` is the field of the deeds' sheets that names the place. ``wants`` tells for many places (ids)
    and a day what each wants, the most urgent first, in a few statements. ``work`` is the kind of work
    order that what is wrong becomes, "" where there is none. ``pauses`` are the records of the days on which
    a place announced that it will not open.
    """

    slug: str
    zh: str
    en: str
    says: Words
    record: type[Located]
    sheet: Sheet
    standing: Standing
    place: str
    deeds: tuple[Deed, ...]
    wants: Callable[[Sequence[int], date], Mapping[int, list[Want]]] = _nothing
    work: str = ""
    pauses: type[Pause] | None = None

    def deed(self, name: str) -> Deed:
        """Return a deed by name; KeyError where there is none."""
        return {deed.name: deed for deed in self.deeds}[name]
