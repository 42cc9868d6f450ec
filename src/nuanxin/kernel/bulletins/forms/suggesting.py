"""Suggesting 建议: which figure a cell of a form asks for, by its labels and unit; why, and how sure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.areas.tree import name as called
from nuanxin.kernel.bulletins.forms.binding import Binding, said_span_of
from nuanxin.kernel.bulletins.forms.grid import Cell, Grid
from nuanxin.kernel.bulletins.forms.labels import Labels, labelled, says_only_when
from nuanxin.kernel.bulletins.wording import english
from nuanxin.kernel.figures.catalogue import all_figures, figure
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.intake.headings import names_of, normal
from nuanxin.kernel.ledger.measures import measure
from nuanxin.plain.units import UNITS, Unit

CERTAIN = 0.92
LIKELY = 0.6
_APART = 0.05
"""How far the best must lie before the second to be certain."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A binding a cell's labels ask for: how sure (0 to 1), and why, in words."""

    binding: Binding
    confidence: float
    reason: str

    @property
    def certain(self) -> bool:
        """Whether it may be accepted without a look."""
        return self.confidence >= CERTAIN

    @property
    def hundredths(self) -> int:
        """How sure, in hundredths."""
        return round(self.confidence * 100)


def suggestions(grids: Iterable[Grid], area: int, bound: Iterable[Binding]) -> list[Suggestion]:
    """Return what the blank cells of a form ask for that are not bound yet, in the order of the form."""
    taken = {each.place for each in bound}
    return [
        made
        for grid in grids
        for each in labelled(grid, area)
        if (grid.part, each.cell.ref) not in taken and (made := suggested(grid.part, each, area))
    ]


def suggested(part: str, labels: Labels, area: int) -> Suggestion | None:
    """Return what one cell asks for, None where its labels are like no figure's name."""
    if labels.text:
        reason = _("“%(label)s” stands before it") % {"label": labels.row[0]}
        return Suggestion(Binding(part, labels.cell.ref, text=labels.text), 1.0, reason)
    ranked = list(_ranked(labels))
    if not ranked or ranked[0][0] < LIKELY:
        return None
    (score, best, phrase), rest = ranked[0], ranked[1:]
    unread = [each for each in labels.row if phrase not in names_of(each) and normal(each) not in phrase]
    if unread or (rest and score - rest[0][0] < _APART):
        score = min(score, CERTAIN - 0.01)
    binding = bound(part, labels, best, area)
    return Suggestion(binding, score, _reason(labels, phrase, best, score, binding))


def bound(part: str, labels: Labels, asked: Figure, area: int) -> Binding:
    """Return the binding of a cell to a figure, with the area, span and unit its labels say."""
    unit = labels.unit if labels.unit and labels.unit.base == UNITS[asked.unit].base else UNITS[asked.unit]
    span = labels.span or ("up_to" if _standing(asked) else "form")
    return Binding(
        part,
        labels.cell.ref,
        figure=asked.id,
        area=short(labels.area if labels.area is not None else area),
        span=span,
        unit=unit.label,
        decimals=_decimals(asked, unit),
        rounding=asked.rounding,
        percent=labels.cell.percent and unit.label == "%",
    )


def bound_by_hand(part: str, cell: Cell, identity: str, area: int, span: str) -> Binding:
    """Return the binding of a cell to a figure, in the figure's own unit, for an area and a span."""
    asked = figure(identity)
    percent = cell.percent and asked.unit == "%"
    return Binding(
        part, cell.ref, asked.id, short(area), span, asked.unit, asked.decimals, asked.rounding, percent
    )


def series(grid: Grid, area: int, start: Binding, way: str, bound_cells: Iterable[Binding]) -> list[Binding]:
    """Return a binding carried on through its column ("column") or row ("row").

    Down a column each row's own area is taken, along a row each column's own span; cells bound to
    something else, and cells whose labels say neither, are left out.
    """
    taken = {each.place: each for each in bound_cells}
    around = {each.cell.ref: each for each in labelled(grid, area) if not each.text}
    here = around.get(start.cell)
    if here is None:
        return [start]
    asked, found = figure(start.figure), [start]
    for ref, labels in around.items():
        alike = (
            labels.cell.column == here.cell.column if way == "column" else labels.cell.row == here.cell.row
        )
        other = taken.get((grid.part, ref))
        if not alike or ref == start.cell or (other and other.figure != start.figure):
            continue
        made = bound(grid.part, labels, asked, area)
        said = labels.area is not None if way == "column" else bool(labels.span)
        if said:
            found.append(_carried(start, made, way))
    return found


def _carried(start: Binding, made: Binding, way: str) -> Binding:
    if way == "column":
        return replace(start, cell=made.cell, area=made.area, percent=made.percent)
    return replace(start, cell=made.cell, span=made.span, percent=made.percent)


def _standing(asked: Figure) -> bool:
    return asked.op == "stock" or asked.standing


def _decimals(asked: Figure, unit: Unit) -> int:
    """Return the digits after the point that say as much in a unit as the figure's own do in its own."""
    if unit.label == asked.unit:
        return asked.decimals
    ratio, digits = unit.factor / UNITS[asked.unit].factor, asked.decimals
    while ratio >= 10:
        ratio, digits = ratio / 10, digits + 1
    while ratio < 1:
        ratio, digits = ratio * 10, digits - 1
    return max(0, min(digits, 6))


def _ranked(labels: Labels) -> Iterator[tuple[float, Figure, str]]:
    """Yield figures by how well they fit, the best first: one a figure, with the words it fits."""
    scores = dict[str, tuple[float, str]]()
    vocabulary = _vocabulary()
    for phrase, weight in _phrases(labels):
        for name, score, _at in process.extract(phrase, vocabulary.keys(), scorer=_alike, limit=8):
            for identity in vocabulary[name]:
                fits = _fitting(figure(identity), labels, score / 100 * weight)
                if fits > scores.get(identity, (0.0, ""))[0]:
                    scores[identity] = (fits, phrase)
    ordered = sorted(scores.items(), key=lambda each: (-each[1][0], each[0]))
    for identity, (score, phrase) in ordered:
        yield score, figure(identity), phrase


def _alike(one: str, other: str, **_more: object) -> float:
    """Say from 0 to 100 how alike two names are: the same, one within the other, or nearly."""
    if one == other:
        return 100.0
    short_one, long_one = sorted((one, other), key=len)
    if len(short_one) >= 3 and short_one in long_one:
        return 84 + 12 * len(short_one) / len(long_one)
    return float(fuzz.ratio(one, other))


def _fitting(asked: Figure, labels: Labels, score: float) -> float:
    """Weigh a likeness by the unit: another base is no fit at all, the figure's own is best."""
    if labels.unit is None:
        return score * 0.97
    if labels.unit.base != UNITS[asked.unit].base:
        return score * 0.5
    return min(1.0, score + (0.01 if labels.unit.label == asked.unit else 0))


def _phrases(labels: Labels) -> Iterator[tuple[str, float]]:
    """Yield the words a cell may be asked by: its row's, its column's, both together."""
    column = [each for each in labels.column if not says_only_when(each)]
    said = [each for text in (*labels.row[:2], *column[:1]) for each in names_of(text)]
    for each in dict.fromkeys(said):
        yield each, 1.0
    for each in dict.fromkeys(each for text in column[1:3] for each in names_of(text)):
        yield each, 0.9
    for one in labels.row[:1]:
        for other in column[:2]:
            yield normal(one + other), 0.98
    if len(column) > 1:
        yield normal("".join(reversed(column[:3]))), 0.98


def _vocabulary() -> dict[str, list[str]]:
    """Return the ids of figures by each name they go by: their own in both languages, their measure's."""
    return _named(tuple(each.id for each in all_figures()))


@lru_cache(4)
def _named(identities: Sequence[str]) -> dict[str, list[str]]:
    found = dict[str, list[str]]()
    for identity in identities:
        asked = figure(identity)
        names = [asked.zh, asked.en]
        if len(asked.measures) == 1:
            names += [measure(asked.measures[0]).zh, measure(asked.measures[0]).en]
        for each in {normal(name) for name in names if name}:
            found.setdefault(each, []).append(identity)
    return found


def _reason(labels: Labels, phrase: str, asked: Figure, score: float, binding: Binding) -> str:
    """Say why: the words, the unit, the area and the span that were read."""
    said = asked.en if english() else asked.zh
    words = [_("“%(label)s” is like “%(figure)s”") % {"label": phrase, "figure": said}]
    if normal(asked.zh) == phrase or normal(asked.en) == phrase:
        words = [_("it is named “%(figure)s”") % {"figure": said}]
    if labels.unit is not None:
        words.append(_("unit %(unit)s") % {"unit": binding.unit})
    if labels.area is not None:
        words.append(called(area_of(labels.area), "en" if english() else "zh-hans"))
    if labels.span:
        words.append(said_span_of(labels.span))
    if score < CERTAIN:
        words.append(_("please look"))
    return _(", ").join(words)
