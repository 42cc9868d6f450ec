"""Answering 取数: every bound cell of a form becomes a value, or a reason why it stays blank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.bulletins.forms.binding import Binding
from nuanxin.kernel.bulletins.forms.models import FormVersion
from nuanxin.kernel.bulletins.wording import said_day, said_span
from nuanxin.kernel.figures.answers import Answer, Ask, Drilled, answer, drill_many, parts
from nuanxin.kernel.figures.catalogue import all_figures, figure, owner
from nuanxin.kernel.figures.suppression import about_persons, withheld
from nuanxin.kernel.intake.models import WAITING, WaitingRow
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import Closing
from nuanxin.plain.periods import Period
from nuanxin.plain.rounding import rounded
from nuanxin.plain.units import UNITS

ROWS_A_CELL = 10
"""So many rows of each figure stand in the appendix; how many there are in all is told."""

REASONS: dict[str, Promise] = {
    "undefined": _("the figure has no meaning for this period: nothing to divide by or to compare with"),
    "not_over": _("the period is not over"),
    "not_closed": _("the month is not closed, and this form takes closed months only"),
    "withheld": _("a small number of persons, or what would betray one"),
    "gone": _("nobody declares this figure any more"),
}
"""Why a cell stays blank."""

CAUTIONS: dict[str, Promise] = {
    "open_month": _("the month is not closed yet"),
    "no_rows": _("no row stands behind it"),
    "waiting": _("rows of its sheets wait for an answer"),
}
"""What is said beside a value."""

NO_ROWS = Drilled(0, [])
_NEEDS_THE_END = frozenset({"form", "cumulative", "up_to", "twelve_months"})


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a bound cell.

    ``value`` is exact, in base units; ``written`` what the cell is given (None: it stays blank, for
    ``reason``); ``cautions`` are codes of ``CAUTIONS``; ``drilled`` its rows.
    """

    binding: Binding
    ask: Ask | None
    value: Fraction | None
    written: Decimal | str | None
    reason: str = ""
    cautions: tuple[str, ...] = ()
    drilled: Drilled = NO_ROWS


@dataclass(frozen=True, slots=True)
class Words:
    """What cells of words are filled with."""

    office: str
    person: str
    day: date


def found_for(
    bindings: Sequence[Binding], version: FormVersion, period: Period, words: Words, as_of: int
) -> list[Found]:
    """Answer every bound cell as of a seq: values together, rows together, in the order of the bindings."""
    known = {each.id for each in all_figures()}
    asks = {each.place: each.ask(period) for each in bindings if each.figure in known}
    wanted = list(dict.fromkeys(asks.values()))
    answers = answer(wanted, as_of=as_of)
    drilled = drill_many(wanted, as_of, ROWS_A_CELL)
    judge = _Judge(version, period, as_of)
    found = []
    for each in bindings:
        if each.text:
            found.append(Found(each, None, None, _worded(each, period, words)))
        elif each.place not in asks:
            found.append(Found(each, None, None, None, "gone"))
        else:
            ask = asks[each.place]
            found.append(judge.found(each, answers[ask], drilled[ask]))
    return found


def _worded(binding: Binding, period: Period, words: Words) -> str:
    if binding.text == "period":
        return said_span(period)
    return {"office": words.office, "person": words.person, "day": said_day(words.day)}[binding.text]


class _Judge:
    """Says of each answer whether it may be written, and what has to be said beside it."""

    def __init__(self, version: FormVersion, period: Period, as_of: int) -> None:
        self._only_closed, self._period, self._as_of = version.only_closed, period, as_of
        self._today = localdate()
        self._closings = list(Closing.objects.values_list("programme", "area", "last_area", "month"))
        self._waiting = waiting_in(version.form.area)

    def found(self, binding: Binding, answered: Answer, drilled: Drilled) -> Found:
        """Return what is written into a cell, or why nothing is."""
        reason = self._reason(binding, answered)
        if reason or answered.value is None:
            return Found(binding, answered.ask, answered.value, None, reason, (), drilled)
        cautions = [] if self._closed(answered.ask) else ["open_month"]
        cautions += ["no_rows"] if not drilled.total_rows else []
        cautions += ["waiting"] if self._waits(answered.ask) else []
        written = number_written(binding, answered.value)
        return Found(binding, answered.ask, answered.value, written, "", tuple(cautions), drilled)

    def _reason(self, binding: Binding, answered: Answer) -> str:
        ask = answered.ask
        if binding.span in _NEEDS_THE_END and ask.period.last > self._today:
            return "not_over"
        if answered.value is None:
            return "undefined"
        if self._only_closed and not self._closed(ask):
            return "not_closed"
        if about_persons(figure(ask.figure)) and withheld(ask, answered.value, self._as_of):
            return "withheld"
        return ""

    def _closed(self, ask: Ask) -> bool:
        """Return whether the last month of a question is closed in all its area, for all it counts."""
        month, (low, high) = ask.period.last.year * 100 + ask.period.last.month, span(ask.area)
        return all(
            any(
                programme == number and first <= low and high <= last and closed == month
                for programme, first, last, closed in self._closings
            )
            for number in programmes_of(ask)
        )

    def _waits(self, ask: Ask) -> bool:
        return bool(self._waiting & owners_of(ask))


def waiting_in(area: int) -> frozenset[str]:
    """Return the programmes whose sheets have rows in an area that wait for an answer."""
    rows = WaitingRow.objects.filter(state=WAITING, record=None, area__range=span(area))
    sheets = rows.order_by().values_list("taking__sheet", flat=True).distinct()
    return frozenset(each.partition(".")[0] for each in sheets)


def owners_of(ask: Ask) -> set[str]:
    """Return the programmes that declare what a question counts."""
    return {owner(ask.figure)} | {each for part in parts(ask) for each in owners_of(part.ask)}


def programmes_of(ask: Ask) -> set[int]:
    """Return the hundreds of measures a question counts."""
    own = {measure(code).number // 100 for code in figure(ask.figure).measures}
    return own | {each for part in parts(ask) for each in programmes_of(part.ask)}


def number_written(binding: Binding, value: Fraction) -> Decimal:
    """Return the number a cell is given: rounded once, from the exact value, in the cell's unit."""
    if binding.percent:
        return rounded(value, binding.decimals + 2, binding.rounding)
    return rounded(value / UNITS[binding.unit].factor, binding.decimals, binding.rounding)
