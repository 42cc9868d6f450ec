"""Notes 口径注: each figure of a bulletin explained for the appendix, with its first rows."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.checks import in_base
from nuanxin.kernel.bulletins.documents.contents import Line, Note, Row
from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.kernel.bulletins.models import Reading
from nuanxin.kernel.bulletins.readings import citation_of, value_of
from nuanxin.kernel.bulletins.wording import english, joined, said_span
from nuanxin.kernel.figures.answers import Answer, Ask, Drilled, answer, drill, formula, parts
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import Entry
from nuanxin.plain.units import UNITS

_DIGITS = 12
"""Decimals an exact value is printed with at most; one that has more is printed as a fraction too."""


def notes_of(edition: Edition, rows_a_figure: int) -> Iterator[Note]:
    """Yield a note for every reading of an edition, in order, its rows as of the bulletin's seal."""
    bulletin, readings = edition.bulletin, edition.readings
    asks = {each.position: citation_of(each).ask for each in readings}
    made_of = {position: parts(ask) for position, ask in asks.items()}
    found = answer([part.ask for each in made_of.values() for part in each], as_of=bulletin.as_of_seq)
    drilled = {
        position: drill(ask, as_of=bulletin.as_of_seq, limit=rows_a_figure) for position, ask in asks.items()
    }
    codes = {ask.area for ask in (*asks.values(), *found)}
    codes |= {entry.area for each in drilled.values() for entry in each.entries}
    called = names(codes, "en" if english() else "zh-hans")
    for each in readings:
        ask = asks[each.position]
        lines = tuple(_part(part.ask, ask, found, called) for part in made_of[each.position])
        yield _note(each, ask, lines, drilled[each.position], called)


def _note(
    reading: Reading, ask: Ask, lines: tuple[Line, ...], drilled: Drilled, called: Mapping[int, str]
) -> Note:
    declared = figure(reading.figure)
    language = "en" if english() else "zh"
    same = declared.definition_hash == reading.definition
    return Note(
        number=reading.position + 1,
        name=declared.en if english() else declared.zh,
        id=reading.figure,
        place=called[ask.area],
        span=said_span(ask.period),
        printed=joined(getattr(reading, f"number_{language}"), getattr(reading, f"unit_{language}")),
        exact=exact(value_of(reading), declared),
        unit=UNITS[declared.unit].label if not english() else UNITS[declared.unit].en,
        definition=definition_of(declared),
        parts=lines,
        total_rows=drilled.total_rows,
        rows=tuple(row_of(entry, called) for entry in drilled.entries),
        remark="" if same else _("The definition was bettered after publication; today's is printed."),
    )


def definition_of(declared: Figure) -> str:
    """Return what a figure means and how it is computed, in the words of the language in use."""
    language = "en" if english() else "zh-hans"
    says, computed = declared.says.said(language).rstrip("。."), formula(declared, language)
    return f"{says}. {computed[:1].upper()}{computed[1:]}." if english() else f"{says}。{computed}。"


def _part(ask: Ask, whole: Ask, found: Mapping[Ask, Answer], called: Mapping[int, str]) -> Line:
    """Say a figure another one is made of: name, place and span where they differ, exact value."""
    declared = figure(ask.figure)
    said = [declared.en if english() else declared.zh]
    said += [called[ask.area]] if ask.area != whole.area else []
    said += [said_span(ask.period)] if ask.period != whole.period else []
    return Line(", ".join(said) if english() else "，".join(said), exact(found[ask].value, declared))


def row_of(entry: Entry, called: Mapping[int, str]) -> Row:
    """Return an entry as a row of an appendix; ``called`` names its area."""
    source = entry.act.source
    return Row(
        seq=entry.seq,
        day=_day(entry.occurred),
        place=called[entry.area],
        quantity=_quantity(entry),
        source=" · ".join(each for each in (source.name, source.part) if each) if source else "",
        line=str(entry.row or ""),
    )


def _day(number: int) -> str:
    return f"{number // 10_000}-{number // 100 % 100:02}-{number % 100:02}"


def _quantity(entry: Entry) -> str:
    try:
        base = measure(entry.measure).base
    except KeyError:
        return f"{entry.quantity:,}"
    return in_base(Fraction(entry.quantity), base, "en" if english() else "zh").replace("-", "−")


def exact(value: Fraction | None, declared: Figure) -> str:
    """Return an exact value in its figure's unit; where no decimal is exact, as a fraction too."""
    if value is None:
        return _("no value")
    unit = UNITS[declared.unit]
    number = value / unit.factor * (10**unit.scale if english() else 1)
    label = unit.en if english() else unit.label
    scaled = number * 10**_DIGITS
    if scaled.denominator == 1:
        return joined(_decimal(number), label)
    return joined(f"{number.numerator:,}/{number.denominator:,} ≈ {_decimal(number)}", label)


def _decimal(number: Fraction) -> str:
    """Return a number with its thousands apart, decimals cut after ``_DIGITS``, no trailing zeros."""
    sign, whole = "−" if number < 0 else "", abs(number)
    digits = f"{int(whole * 10**_DIGITS) % 10**_DIGITS:0{_DIGITS}d}".rstrip("0")
    return f"{sign}{int(whole):,}" + (
        f".{digits[:6] if len(digits) == _DIGITS else digits}" if digits else ""
    )
