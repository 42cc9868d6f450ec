"""Bindings 取数关系: what a cell of a form is filled with, as plain data kept with its version."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import AreaUnknown, area
from nuanxin.kernel.bulletins.forms.patching import placed
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.plain.rounding import RULES
from nuanxin.plain.units import UNITS

MOST_DECIMALS = 6
KINDS: dict[str, Promise] = {
    "month": _("month"),
    "quarter": _("quarter"),
    "year": _("year"),
    "as_of": _("as of a day"),
}
"""What a form is filled for."""

TEXTS: dict[str, Promise] = {
    "office": _("reporting office"),
    "day": _("day it is filled in"),
    "person": _("who fills it in"),
    "period": _("the period, in words"),
}
"""What a cell of words can be filled with."""

SPANS: dict[str, Promise] = {
    "form": _("the form's period"),
    "year_before": _("same period last year"),
    "cumulative": _("cumulative from January"),
    "cumulative_year_before": _("cumulative from January, last year"),
    "before": _("the period before"),
    "up_to": _("all up to the period's end"),
    "year": _("the whole year of the period"),
    "quarter": _("the last whole quarter"),
    "twelve_months": _("twelve months to the period's end"),
    **{f"month_{number}": _("month %d of the year") for number in range(1, 13)},
}
"""Which stretch of time a cell asks for, beside one that is fixed (``=2024Q1``)."""


class NotBound(ValueError):
    """A cell cannot be bound so; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Binding:
    """What a cell is filled with: ``figure`` for an area and a span, in a unit, or one of ``TEXTS``.

    ``part`` and ``cell`` name the cell, ``area`` is a short division code, ``span`` one of ``SPANS`` or
    ``=`` and a period that stays. ``percent`` where the cell prints hundredths of what it holds.
    """

    part: str
    cell: str
    figure: str = ""
    area: str = ""
    span: str = "form"
    unit: str = ""
    decimals: int = 0
    rounding: str = "half_up"
    percent: bool = False
    text: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands: the worksheet and the cell."""
        return self.part, self.cell

    def ask(self, period: Period) -> Ask:
        """Return the question it puts for a period of the form."""
        return Ask(self.figure, full(self.area), spanned(self.span, period))

    def kept(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return asdict(self)

    def checked(self) -> "Binding":
        """Return it if it can be filled; NotBound says what is wrong."""
        try:
            placed(self.cell)
        except ValueError as error:
            raise NotBound(str(error)) from error
        if self.text or not self.figure:
            if self.text not in TEXTS:
                raise NotBound(str(_("Choose what the cell is filled with.")))
            return self
        return self._checked_figure()

    def _checked_figure(self) -> "Binding":
        try:
            asked = figure(self.figure)
            area(full(self.area))
            spanned(self.span, Period.parse("2024-05"))
        except KeyError as error:
            raise NotBound(str(_("Nobody declares a figure %(id)s.") % {"id": self.figure})) from error
        except (AreaUnknown, ValueError) as error:
            raise NotBound(str(error)) from error
        if self.unit not in UNITS or UNITS[self.unit].base != UNITS[asked.unit].base:
            units = "、".join(unit.label for unit in units_of(self.figure))
            raise NotBound(
                str(
                    _("%(unit)s is no unit of this figure; it has %(units)s.")
                    % {"unit": self.unit, "units": units}
                )
            )
        if not 0 <= self.decimals <= MOST_DECIMALS or self.rounding not in RULES:
            raise NotBound(str(_("Decimals are a number from 0 to %(most)d.") % {"most": MOST_DECIMALS}))
        return self


def units_of(identity: str) -> list[Any]:
    """Return the units a figure can be printed in."""
    base = UNITS[figure(identity).unit].base
    return [unit for unit in UNITS.values() if unit.base == base]


def bindings_of(kept: list[dict[str, Any]]) -> list[Binding]:
    """Return bindings as kept."""
    return [Binding(**each) for each in kept]


def said_span_of(span: str) -> str:
    """Return a span in the words of the language in use."""
    if span.startswith("="):
        return span[1:]
    words = str(SPANS[span])
    return words % int(span.rpartition("_")[2]) if span.startswith("month_") else words


def spanned(span: str, period: Period) -> Period:
    """Return the stretch of time a span means for a period. ValueError where it means none."""
    if span.startswith("="):
        return Period.parse(span[1:])
    if span.startswith("month_"):
        return Period.parse(f"{period.last.year}-{int(span.removeprefix('month_')):02}")
    if span not in _MEANT:
        raise ValueError(f"{span!r} is no span")
    return _MEANT[span](period)


def _quarter(period: Period) -> Period:
    """Return the last quarter that is over by the period's last day."""
    after = period.last + timedelta(days=1)
    first = date(after.year, (after.month - 1) // 3 * 3 + 1, 1)
    return Period.parse(f"{first.year}Q{(first.month + 2) // 3}").before()


def _twelve(period: Period) -> Period:
    after = period.last + timedelta(days=1)
    return Period(after.replace(year=after.year - 1), period.last)


_MEANT: dict[str, Callable[[Period], Period]] = {
    "form": lambda period: period,
    "year_before": Period.year_before,
    "cumulative": Period.year_to_date,
    "cumulative_year_before": lambda period: period.year_to_date().year_before(),
    "before": Period.before,
    "up_to": lambda period: Period(BEGINNING, period.last),
    "year": lambda period: Period.parse(str(period.last.year)),
    "quarter": _quarter,
    "twelve_months": _twelve,
}


def period_for(kind: str, text: str) -> Period:
    """Return the period a form of a kind is filled for. NotBound names the form it is written in."""
    shape = {"month": "2024-05", "quarter": "2024Q2", "year": "2024", "as_of": "..2024-05-31"}[kind]
    try:
        found = Period.parse(text)
    except ValueError as error:
        raise NotBound(str(_("Write the period as %(shape)s.") % {"shape": shape})) from error
    if _kind_of(found) != kind:
        raise NotBound(
            str(
                _("This form is filled for a %(kind)s; write it as %(shape)s.")
                % {"kind": KINDS[kind], "shape": shape}
            )
        )
    return found


def _kind_of(period: Period) -> str:
    text = str(period)
    if period.first == BEGINNING:
        return "as_of"
    if "/" in text:
        return ""
    return "quarter" if "Q" in text else "month" if "-" in text else "year"
