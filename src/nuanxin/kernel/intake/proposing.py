"""Proposing 提议: which sheet an unknown worksheet may be, where its header lies, which column is which.

Names and values are weighed together and the columns assigned so that the whole fits best. A proposal is
never acted on: it waits for a person, who confirms or corrects it once; where two readings are equally
likely none is chosen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import partial_ratio

from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.evidence import SAMPLED, Weigher, sampled
from nuanxin.kernel.intake.headings import Heading, normal, unit_lines
from nuanxin.kernel.intake.hoping import hopeful
from nuanxin.kernel.intake.layouts import Learned
from nuanxin.kernel.intake.matching import Header, Match, cut_short, headers, matched, title_of, top_rows
from nuanxin.kernel.intake.pairing import Fit, fit
from nuanxin.kernel.intake.reader import area_of_lines
from nuanxin.kernel.intake.signature import signature

LEAST = {True: 0.25, False: 0.45}
"""A pair less likely than this is no proposal, by whether the column is needed."""

MARGIN = 0.08
"""Two readings nearer to one another than this are equally likely: a person has to say which."""

_OPTIONAL = 0.4
"""How much an optional column weighs beside a needed one."""

_NAMED = 0.5
"""How much rather a heading is its own name's than two others' half."""

_CUT = 0.15
"""What it costs a header that the row below it is none of the facts, or that it is cut off from above."""

_GLANCED_AT, _LOOKED_AT = 10, 4
"""So many rows tell whether a sheet is worth a look; so many sheets are looked at."""

NOTHING_LEARNED = Learned({}, {})
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a worksheet may be read: the match proposed, each column's fit, and what is left to a person.

    ``unclear`` holds for each column that two headings suit equally those headings; it is then not among
    the match's columns. ``confidence`` of the whole and of each fit run from 0 to 1. ``rivals`` are
    sheets that suit as well: then a person names the sheet.
    """

    match: Match
    fits: dict[str, Fit]
    unclear: dict[str, tuple[Heading, ...]]
    confidence: float
    rivals: tuple[Sheet, ...] = ()

    @property
    def missing(self) -> tuple[Column, ...]:
        """The declared columns without a heading."""
        return tuple(one for one in self.match.sheet.columns if one.field not in self.match.columns)


@dataclass(slots=True)
class _Look:
    """A worksheet being looked at, with the weigher of each header tried."""

    page: Page
    learned: Learned
    most: int
    weighers: dict[tuple[int, int], Weigher] = field(default_factory=dict)

    def weigher(self, header: Header) -> Weigher:
        place = header.first, header.depth
        if place not in self.weighers:
            rows = sampled(self.page, *place)[: self.most]
            self.weighers[place] = Weigher(rows, area_of_lines(header.lines), unit_lines(header.lines))
        return self.weighers[place]


def propose(
    page: Page,
    sheets: Sequence[Sheet],
    learned: Learned = NOTHING_LEARNED,
    place: tuple[int, int] | None = None,
) -> list[Proposal]:
    """Return how a worksheet may be read, one proposal a sheet, the likeliest first; none for no table.

    ``place`` fixes the header: the index of its first row, and how many rows.
    """
    found = [each for each in headers(page, top_rows(page)) if place in (None, (each.first, each.depth))]
    quick = _Look(page, learned, _GLANCED_AT)
    best: dict[str, tuple[float, Header, Sheet]] = {}
    for hope in hopeful(found, sheets):
        worth, _proposal = _proposed(quick, hope.sheet, hope.header)
        if worth > best.get(hope.sheet.name, (0.0, None, None))[0]:
            best[hope.sheet.name] = worth, hope.header, hope.sheet
    look, first = _Look(page, learned, SAMPLED), sorted(best.values(), key=lambda each: -each[0])[:_LOOKED_AT]
    ranked = [_proposed(look, sheet, header) for _worth_, header, sheet in first]
    ranked = sorted((each for each in ranked if each[1].fits), key=lambda each: -each[0])
    return [replace(one, rivals=_rivals(worth, one, ranked)) for worth, one in ranked]


def _rivals(worth: float, proposal: Proposal, ranked: Sequence[tuple[float, Proposal]]) -> tuple[Sheet, ...]:
    near = (one.match.sheet for other, one in ranked if abs(other - worth) < MARGIN / 2)
    return tuple(sheet for sheet in near if sheet is not proposal.match.sheet)


def _proposed(look: _Look, sheet: Sheet, header: Header) -> tuple[float, Proposal]:
    """Weigh every column of a sheet against every heading, and assign them so that the whole fits best."""
    weigher, keys = look.weigher(header), signature(header.headed).keys
    fits = [
        [
            fit(sheet, column, heading, look.learned.by(sheet.name, column.field, key), weigher)
            for heading, key in zip(header.headed, keys, strict=True)
        ]
        for column in sheet.columns
    ]
    likely = np.array([[_likely(one) for one in row] for row in fits])
    named = np.array([[one.name >= 1 for one in row] for row in fits])
    weighed = likely + _NAMED * named * (likely > 0)
    pairs = _assigned(weighed)
    unclear = {row: others for row, at in pairs.items() if (others := _others(weighed, pairs, row, at))}
    chosen = {sheet.columns[row].field: fits[row][at] for row, at in pairs.items() if row not in unclear}
    asked = {
        sheet.columns[row].field: tuple(header.headed[at] for at in (pairs[row], *others))
        for row, others in unclear.items()
    }
    match = matched(sheet, header, {name: one.heading for name, one in chosen.items()})
    clear = {row: at for row, at in pairs.items() if row not in unclear}
    worth = _worth(look, header, sheet, likely, clear)
    worth -= _CUT if cut_short(look.page, match) or _cut_above(look.page, header) else 0.0
    return worth, Proposal(match, chosen, asked, _confidence(sheet, chosen, worth))


def _cut_above(page: Page, header: Header) -> bool:
    """Return whether a merged heading of a header begins above it: its upper level is left out."""
    return any(top < header.first <= bottom for (top, _left), (bottom, _right) in page.merges)


def _likely(one: Fit) -> float:
    return one.confidence if one.confidence >= LEAST[one.column.required] else 0.0


def _assigned(likely: Matrix) -> dict[int, int]:
    """Return the best heading of each column, each heading once, by row and place in a matrix."""
    from scipy.optimize import linear_sum_assignment  # here: half a second the start need not take

    rows, places = linear_sum_assignment(likely, maximize=True)
    return {int(row): int(at) for row, at in zip(rows, places, strict=True) if likely[row, at] > 0}


def _others(likely: Matrix, pairs: dict[int, int], row: int, at: int) -> tuple[int, ...]:
    """Return the headings that would suit a column as well, the rest of the whole being as good."""
    without = likely.copy()
    without[row, at] = 0.0
    again = _assigned(without)
    loss = _sum(likely, pairs) - _sum(without, again)
    return (again[row],) if loss < MARGIN and row in again else ()


def _sum(likely: Matrix, pairs: dict[int, int]) -> float:
    return float(sum(likely[row, at] for row, at in pairs.items()))


def _worth(look: _Look, header: Header, sheet: Sheet, likely: Matrix, pairs: dict[int, int]) -> float:
    """Return how well a sheet explains a worksheet: its columns found, the headings used, the title."""
    weights = [1.0 if column.required else _OPTIONAL for column in sheet.columns]
    sure = likely**2  # two doubtful pairs do not make a sure one
    found = float(sum(weights[row] * sure[row, at] for row, at in pairs.items())) / sum(weights)
    used = _sum(sure, pairs) / max(len(header.headed), 1)
    titled = 0.1 * _titled(look.page, header, sheet)
    return found * 0.4 + used * 0.6 + titled - 0.01 * header.depth - 0.001 * header.first


def _titled(page: Page, header: Header, sheet: Sheet) -> float:
    """Return how far the title says a sheet's name, from 0 to 1."""
    title = title_of(page, header)
    alike = max(partial_ratio(normal(name), title) for name in (sheet.zh, sheet.en)) if title else 0.0
    return max(0.0, alike - 50) / 50


def _confidence(sheet: Sheet, chosen: dict[str, Fit], worth: float) -> float:
    """Return how likely the whole is right: that of its columns, less for each needed one not found."""
    if not chosen:
        return 0.0
    mean = sum(one.confidence for one in chosen.values()) / len(chosen)
    needed = [one.field for one in sheet.columns if one.required]
    there = sum(1 for name in needed if name in chosen) / max(len(needed), 1)
    return min(mean * there, max(worth, 0.0) + 0.2, 0.99)
