"""Form 提问: the choices a reader has, as they follow from what is asked already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import level
from nuanxin.kernel.figures.catalogue import all_figures, owner
from nuanxin.kernel.figures.tables import BELOW, COMPARISONS, KIND, STEPS
from nuanxin.kernel.programme import all_programmes
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.explore.asked import DISPLAYS, MOST_FIGURES, SPAN, UP_TO, Asked, named_area, reference_day
from nuanxin.web.explore.titles import COMPARED, LEVEL_WORDS, STEP_WORDS
from nuanxin.web.templatetags.wording import said, span

Choice = tuple[str, str, bool]
"""A choice: what the address says, its word, whether it is chosen."""


@dataclass(frozen=True, slots=True)
class Form:
    """The choices of the explorer's form."""

    figures: list[list[tuple[str, list[Choice]]]]
    area: str
    other: str
    periods: list[tuple[str, list[Choice]]]
    first: str
    last: str
    quick: list[tuple[str, str, bool]]
    splits: list[Choice]
    steps: list[Choice]
    comparisons: list[Choice]
    displays: list[Choice]
    years: int
    by_years: bool
    by_area: bool
    mapped: bool
    public: bool
    as_of: int | None


def form_of(asked: Asked) -> Form:
    """Return the form as an answered question leaves it."""
    own = asked.question
    day = reference_day()
    slots = [*own.figures, ""][:MOST_FIGURES]
    return Form(
        figures=[figure_choices(each, optional=at > 0) for at, each in enumerate(slots)],
        area=named_area(own.area),
        other=named_area(own.other) if own.other else "",
        periods=_periods(own.period, day),
        first="" if own.period.first == BEGINNING else own.period.first.isoformat(),
        last=own.period.last.isoformat(),
        quick=[
            (f"{reverse('explore')}?{asked.query(period=str(period))}", word, period == own.period)
            for word, period in _quick(day)
        ],
        splits=[
            ("", _("no split"), not own.by),
            *(
                (each, str(LEVEL_WORDS[each]), own.by == each)
                for each in (*BELOW.get(level(own.area), ()), KIND)
            ),
        ],
        steps=[
            ("", _("no split"), not own.step),
            *((each, str(STEP_WORDS[each]), own.step == each) for each in STEPS),
        ],
        comparisons=[("", _("nothing"), not own.against), *_comparisons(own.against)],
        displays=[(each, str(word), asked.show == each) for each, word in DISPLAYS],
        years=own.years,
        by_years=own.against == "earlier_years",
        by_area=own.against == "area",
        mapped=own.mapped,
        public=asked.public,
        as_of=asked.as_of,
    )


def _comparisons(chosen: str) -> Iterator[Choice]:
    for each in COMPARISONS:
        yield each, str(COMPARED.get(each) or _("the mean of earlier years")), chosen == each


def figure_choices(chosen: str, *, optional: bool) -> list[tuple[str, list[Choice]]]:
    """Return the figures by programme, those of one hour left out; an optional one may be none."""
    none = [("", [("", _("none"), not chosen)])] if optional else []
    mine: dict[str, list[Choice]] = {}
    for each in all_figures():
        if each.hour is not None and each.id != chosen:
            continue
        mine.setdefault(owner(each.id), []).append((each.id, said(each), each.id == chosen))
    called = {each.name: said(each) for each in all_programmes()}
    return [*none, *((called.get(name, name), choices) for name, choices in mine.items())]


def _periods(chosen: Period, day: date) -> list[tuple[str, list[Choice]]]:
    """Return years, quarters and months back from a day, and the two ways to name days."""
    year, month = Period.parse(f"{day.year}"), Period.parse(f"{day:%Y-%m}")
    quarter = Period.parse(f"{day.year}Q{(day.month + 2) // 3}")
    groups = [
        (_("Years"), _back(year, 6)),
        (_("Quarters"), _back(quarter, 9)),
        (_("Months"), _back(month, 25)),
    ]
    listed = [(word, [_choice(each, chosen) for each in some]) for word, some in groups]
    regular = any(here for _word, some in listed for _text, _said, here in some)
    open_ended = chosen.first == BEGINNING
    days = [
        (UP_TO, _("up to the day below"), open_ended),
        (SPAN, _("from day to day below"), not open_ended and not regular),
    ]
    return [(_("Days"), days), *listed]


def _choice(period: Period, chosen: Period) -> Choice:
    return str(period), span(period), period == chosen


def _back(newest: Period, count: int) -> list[Period]:
    found = [newest]
    while len(found) < count:
        found.append(found[-1].before())
    return found


def _quick(day: date) -> Iterator[tuple[str, Period]]:
    """Yield the periods asked for most, by their words, as seen from a day."""
    month = Period.parse(f"{day:%Y-%m}")
    yield _("this year"), Period.parse(f"{day.year}")
    yield _("last year"), Period.parse(f"{day.year - 1}")
    yield _("last 12 months"), Period(_months_back(month.last, 12) + timedelta(days=1), month.last)
    yield _("this quarter"), Period.parse(f"{day.year}Q{(day.month + 2) // 3}")
    yield _("this month"), month
    yield _("up to %(day)s") % {"day": day.isoformat()}, Period(BEGINNING, day)


def _months_back(day: date, count: int) -> date:
    """Return the last day of the month ``count`` months earlier."""
    number = day.year * 12 + day.month - count
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
