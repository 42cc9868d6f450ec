"""Appraisals 评定: marks given to places, proposed from the record, decided by one, passed by another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.places.finding import Standing
from nuanxin.kernel.places.models import Located
from nuanxin.plain.words import Words


class AppraisalRefused(ValueError):
    """A mark cannot be given, passed or dropped; the text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a place deserves by what is on record: a mark (None: too little is known), and why, in words."""

    mark: int | None
    reasons: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A mark given to a place from a day, by whom and why; ``passed`` once ``passed_by`` has said so too."""

    number: int
    place: int
    mark: int
    on: date
    until: date | None
    reason: str
    decided_by: int | None
    passed: bool
    passed_by: int | None = None


Propose = Callable[[Sequence[int], date], Mapping[int, Proposal]]
History = Callable[[Sequence[int]], Mapping[int, list[Given]]]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """An appraisal of places 评定: its marks, what proposes them, and the three verbs of those who decide.

    ``marks`` run from the best; ``leaving`` is the mark that ends a place, given with a notice whose last
    day is the day of the mark. ``propose`` and ``history`` answer for many places (ids) at once.
    ``give(by, place, mark, reason)`` is a clerk's, ``confirm(by, number)`` a reviewer's who did not
    decide, ``drop(by, number)`` takes back what nobody confirmed; they raise AppraisalRefused.
    ``rules`` are the ids of the rules that a proposal goes by.
    """

    slug: str
    zh: str
    en: str
    says: Words
    record: type[Located]
    standing: Standing
    marks: Mapping[int, Words]
    leaving: int
    propose: Propose
    history: History
    give: Callable[[By, int, int, str], Any]
    confirm: Callable[[By, int], Any]
    drop: Callable[[By, int], Any]
    rules: tuple[str, ...] = ()
