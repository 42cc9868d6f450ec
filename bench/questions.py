"""The questions asked of a synthetic ledger: 40 mixed figures, and 2,000 additive ones.

Both are answered through what the web pages call: ``answer``, ``trend`` and ``split``. The same 40 are
written once more with Django's ORM in ``bench.orm``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from bench.synthetic import COUNTY, SEED, measures, towns
from nuanxin.kernel.figures.answers import Ask, answer, split, trend
from nuanxin.kernel.figures.catalogue import register_figures
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.ledger.measures import register_measures
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.plain.words import Words

WORDS = Words("测速用，无含义。", "For benchmarks; it means nothing.")
CODES = [measure.code for measure in measures()]
YEAR, MONTHS, TO_MAY = Period.parse("2024"), 36, Period.parse("..2024-05-31")
SPAN, MAY, LAST = Period.parse("2023-06-01/2024-05-31"), Period.parse("2024-05"), Period.parse("2024-12")
WHOLE = 4


@dataclass(frozen=True, slots=True)
class Question:
    """One of the 40: its kind, the code of its measure, the area and the period."""

    kind: str
    code: str
    area: int
    period: Period

    @property
    def ask(self) -> Ask:
        """The figure to ask for."""
        figure = "sum" if self.kind in ("by_month", "by_town") else self.kind
        return Ask(f"{self.code}.{figure}", self.area, self.period)


def mixed() -> list[Question]:
    """Return the 40: count, sum by town, distinct, compared, by month, by town, share, stock."""
    code, town = iter(CODES[::WHOLE]), towns()
    return [
        *(Question("count", next(code), COUNTY, YEAR) for _turn in range(8)),
        *(Question("sum", next(code), town[turn], SPAN) for turn in range(8)),
        *(Question("distinct", next(code), COUNTY, YEAR) for _turn in range(2)),
        *(Question("standing", next(code), COUNTY, TO_MAY) for _turn in range(2)),
        *(Question("year_before", next(code), COUNTY, MAY) for _turn in range(4)),
        *(Question("before", next(code), COUNTY, MAY) for _turn in range(4)),
        *(Question("by_month", next(code), COUNTY, LAST) for _turn in range(4)),
        *(Question("by_town", next(code), COUNTY, YEAR) for _turn in range(4)),
        *(Question("share", next(code), COUNTY, YEAR) for _turn in range(2)),
        *(Question("stock", next(code), COUNTY, TO_MAY) for _turn in range(2)),
    ]


def whole_of(code: str) -> tuple[str, ...]:
    """Return the measures that a share's whole sums: its own and the three after it."""
    at = CODES.index(code)
    return tuple(CODES[at : at + WHOLE])


def declare(codes: Sequence[str] = CODES) -> None:
    """Make the synthetic measures and the figures of some of them known to this process."""
    register_measures(measures())
    for code in codes:
        register_figures("bench", _figures(code))


def _figures(code: str) -> list[Figure]:
    def figure(name: str, op: str, **more: Any) -> Figure:
        return Figure(f"{code}.{name}", code, code, op, more.pop("unit", "个"), WORDS, **more)

    own: dict[str, Any] = {"measures": (code,)}
    compared: dict[str, Any] = {"parts": (f"{code}.sum",), "unit": "%"}
    return [
        *(figure(op, op, **own) for op in ("count", "sum", "stock", "distinct")),
        figure("standing", "distinct", standing=True, **own),
        *(figure(against, "compare", against=against, **compared) for against in ("year_before", "before")),
        figure("whole", "sum", measures=whole_of(code)),
        figure("share", "share", parts=(f"{code}.sum", f"{code}.whole"), unit="%"),
    ]


def answered(questions: list[Question]) -> list[list[str]]:
    """Answer the 40 by the product's own means; each as a list of exact values."""
    listed: dict[str, Callable[[Ask], list[Fraction | None]]] = {
        "by_month": lambda ask: [value for _month, value in trend(ask, MONTHS)],
        "by_town": lambda ask: [Fraction(part) for pair in sorted(split(ask, "town")) for part in pair],
    }
    together = answer(question.ask for question in questions if question.kind not in listed)
    return [
        [
            str(value)
            for value in (
                listed[question.kind](question.ask)
                if question.kind in listed
                else [together[question.ask].value]
            )
        ]
        for question in questions
    ]


def additive(number: int) -> list[Ask]:
    """Return so many different sums, counts and stocks: any measure, area and span of months."""
    random, found = Random(SEED), dict[Ask, None]()
    while len(found) < number:
        area = random.choice(
            [COUNTY, random.choice(towns()), random.choice(towns()) + 200 + random.randrange(15)]
        )
        kind = random.choice(["sum", "count", "stock"])
        found[Ask(f"{random.choice(CODES)}.{kind}", area, _span(random, kind))] = None
    return list(found)


def _span(random: Random, kind: str) -> Period:
    first, length = random.randrange(MONTHS), random.choice([1, 3, 12])
    after = min(first + length, MONTHS)
    last = date.fromordinal(_month(after).toordinal() - 1)
    return Period(BEGINNING if kind == "stock" else _month(first), last)


def _month(number: int) -> date:
    return date(2022 + number // 12, number % 12 + 1, 1)
