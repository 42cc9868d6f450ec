"""Weighing 掂量: the checks a sheet declares, on the rows as read and the records that stand.

What a check wonders about is asked, as the reader asks about a cell; an answer given before settles it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.answers import KeptAnswers
from nuanxin.kernel.intake.checks import Ahead, Band, Check, Cumulative, Lasts, Usual
from nuanxin.kernel.intake.declare import Column, Row, Sheet
from nuanxin.kernel.intake.doubles import tell_doubles_apart
from nuanxin.kernel.intake.doubts import DROP, Answers, Asked, Doubt, Option, answered, tellable
from nuanxin.kernel.intake.faults import Find, listed
from nuanxin.kernel.intake.history import marks_of, most_of
from nuanxin.kernel.intake.reader import Reading
from nuanxin.kernel.intake.wording import plain_number, value_words
from nuanxin.kernel.ledger.wording import called, canonical
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.kernel.rules.declare import Rule
from nuanxin.plain.units import UNITS

AS_WRITTEN = "as_written"
"""The answer that a value stands as it is written."""


@dataclass(frozen=True, slots=True)
class Wondered:
    """A row a check wonders about: the column it marks, and the doubt."""

    row: Row
    field: str
    doubt: Doubt


def weigh(reading: Reading, answers: Answers | None) -> dict[int, int]:
    """Move the rows that a check wonders about from the good ones to those that are asked about.

    Return the areas of the rows that are asked about now.
    """
    areas = tell_doubles_apart(reading, answers)
    gone = set[int]()
    for check in reading.sheet.doubts:
        if check.field not in reading.match.columns:
            continue
        for wondered in list(_wonder(check, reading.sheet, reading.rows, answers)):
            found = answered(wondered.doubt, wondered.field, answers)
            number = wondered.row.number
            if found is None:
                heading = reading.match.columns[wondered.field].text
                reading.asked.append(Asked(number, wondered.field, heading, wondered.doubt))
                areas[number] = wondered.row.values.get("area") or 0
            elif found == DROP:
                gone.add(number)
                reading.finds.append(Find(number, _("Left out, as answered before.")))
    if gone or areas:
        away = gone | areas.keys()
        reading.rows = [row for row in reading.rows if row.number not in away]
        reading.asked.sort(key=lambda asked: asked.row)
    return areas


def doubts_about(sheet: Sheet, row: Row) -> list[Doubt]:
    """Return what a sheet's checks wonder about a row that was typed by itself.

    What its own record says already vouches for nothing.
    """
    given = [check for check in sheet.doubts if row.values.get(check.field) is not None]
    return [each.doubt for check in given for each in _wonder(check, sheet, [row], None, but=row)]


def _wonder(
    check: Check, sheet: Sheet, rows: Sequence[Row], answers: Answers | None, *, but: Row | None = None
) -> Iterator[Wondered]:
    if not rows:
        return iter(())
    if isinstance(check, Ahead):
        return _far_ahead(check, sheet, rows)
    if isinstance(check, Lasts):
        return _long(check, sheet, rows)
    if isinstance(check, Band):
        return _outside(check, sheet, rows)
    if isinstance(check, Usual):
        return _unusual(check, sheet, rows, answers, but)
    return _falling(check, sheet, rows)


def _bounds(name: str) -> tuple[Rule, Fraction, Fraction, Fraction]:
    """Return a rule, its bounds in the base unit of its own, and how many base units one is."""
    bounds = rule(name, localdate())
    factor = UNITS[bounds.unit].factor if bounds.unit in UNITS else Fraction(1)
    low, high = (Fraction(each) * factor for each in bounds.bounds)
    return bounds, low, high, factor


def _outside(check: Band, sheet: Sheet, rows: Sequence[Row]) -> Iterator[Wondered]:
    """Yield the rows whose value, or value for each one of ``per``, lies outside a rule's bounds."""
    bounds, low, high, factor = _bounds(check.rule)
    for row in rows:
        value, parts = row.values[check.field], row.values[check.per] if check.per else 1
        if value is None or not parts:
            continue
        if not low * parts <= value <= high * parts:
            each = plain_number(Fraction(value) / parts / factor)
            yield Wondered(row, check.field, _band_doubt(bounds, each, sheet, row, check.field))


def _far_ahead(check: Ahead, sheet: Sheet, rows: Sequence[Row]) -> Iterator[Wondered]:
    """Yield the rows whose day is more years ahead than a rule says."""
    today = localdate()
    bound = rule(check.rule, today)
    latest = today.replace(year=today.year + int(str(bound.value)), day=min(today.day, 28))
    for row in rows:
        day = row.values[check.field]
        if day is not None and day > latest:
            yield Wondered(row, check.field, _ahead_doubt(bound, sheet, row, check.field))


@tellable
def _ahead_doubt(bound: Rule, sheet: Sheet, row: Row, field: str) -> Doubt:
    facts = {
        "column": called(_column(sheet, field)),
        "day": _shown(sheet, row, field),
        "years": bound.value,
        "source": bound.source,
        "clause": bound.clause,
    }
    said = _("%(column)s is %(day)s, more than %(years)s years ahead (%(source)s; %(clause)s).") % facts
    return _doubt("ahead", canonical(lambda: _shown(sheet, row, field)), said)


def _long(check: Lasts, sheet: Sheet, rows: Sequence[Row]) -> Iterator[Wondered]:
    """Yield the rows that last more days than a rule says."""
    bound = rule(check.rule, localdate())
    for row in rows:
        first, last = row.values[check.since], row.values[check.field]
        if first is not None and last is not None and (last - first).days >= int(str(bound.value)):
            yield Wondered(row, check.field, _long_doubt(bound, sheet, row, check))


@tellable
def _long_doubt(bound: Rule, sheet: Sheet, row: Row, check: Lasts) -> Doubt:
    facts = {
        "since": _shown(sheet, row, check.since),
        "until": _shown(sheet, row, check.field),
        "count": (row.values[check.field] - row.values[check.since]).days + 1,
        "days": bound.value,
        "source": bound.source,
        "clause": bound.clause,
    }
    said = _("From %(since)s to %(until)s are %(count)s days, more than %(days)s (%(source)s; %(clause)s).")
    return _doubt("lasts", canonical(lambda: _shown(sheet, row, check.field)), said % facts)


@tellable
def _band_doubt(bounds: Rule, each: str, sheet: Sheet, row: Row, field: str) -> Doubt:
    low, high = bounds.bounds
    facts = {
        "rule": called(bounds),
        "each": each,
        "low": f"{low:f}",
        "high": f"{high:f}",
        "unit": bounds.unit,
        "source": bounds.source,
        "clause": bounds.clause,
    }
    said = (
        _("%(rule)s: here %(each)s %(unit)s; usual are %(low)s to %(high)s (%(source)s; %(clause)s).") % facts
    )
    if not bounds.verified:
        said += " " + _("Nobody has verified these bounds against their source yet.")
    return _doubt("band", canonical(lambda: f"{_shown(sheet, row, field)}｜{each}"), said)


def _unusual(
    check: Usual, sheet: Sheet, rows: Sequence[Row], answers: Answers | None, but: Row | None
) -> Iterator[Wondered]:
    """Yield the rows whose value is many times what the same place ever had.

    What was asked once stays asked, or as it was answered: another far value posted since vouches for none.
    """
    again = isinstance(answers, KeptAnswers) and answers.remembers(check.field, "unusual")
    most = _most_by_place(check, sheet, rows, but)
    for row in rows:
        value, place = row.values[check.field], _place(row, check.by)
        if value is None or not (value > most[place].value or again):
            continue
        doubt = _far_doubt(check, sheet, row, most[place])
        if value > most[place].value or _asked_before(answers, check.field, doubt):
            yield Wondered(row, check.field, doubt)


class _Most(NamedTuple):
    """The greatest value of a place that is none to ask about, and whether enough is known to say so."""

    value: int
    known: bool


def _most_by_place(
    check: Usual, sheet: Sheet, rows: Sequence[Row], but: Row | None
) -> dict[tuple[Any, ...], _Most]:
    times, least = (int(rule(name, localdate()).value) for name in ("unusual.times", "unusual.known"))  # type: ignore[arg-type]
    known = most_of(sheet, check.field, check.by, rows, but=but)
    unknown = int(_bounds(check.rule)[2]) if check.rule else None
    here: dict[tuple[Any, ...], list[int]] = {}
    for row in rows:
        if row.values[check.field] is not None:
            here.setdefault(_place(row, check.by), []).append(row.values[check.field])
    return {
        place: _most_usual(sorted(values), known.get(place, (0, 0)), times, least, unknown)
        for place, values in here.items()
    }


def _far_doubt(check: Usual, sheet: Sheet, row: Row, most: _Most) -> Doubt:
    """Return the doubt about a far value: by what the place had or, where little is known, by a rule."""
    if most.known:
        return _usual_doubt(sheet, check, row, most.value)
    bounds, _low, _high, factor = _bounds(check.rule)
    return _band_doubt(
        bounds, plain_number(Fraction(row.values[check.field]) / factor), sheet, row, check.field
    )


def _asked_before(answers: Answers | None, field: str, doubt: Doubt) -> bool:
    return isinstance(answers, KeptAnswers) and answers.asked_before(field, doubt.kind, doubt.text)


def _most_usual(
    values: Sequence[int], before: tuple[int, int], times: int, least: int, unknown: int | None
) -> _Most:
    """Return the greatest value of a place below which no gap is too wide, from the smallest upwards.

    Two values far away do not vouch for each other. ``unknown`` is the greatest that is taken unasked while
    fewer than ``least`` are known.
    """
    most, known = before
    for value in values:
        if known >= least and value > times * max(most, 1):
            return _Most(most, True)
        if known < least and unknown is not None and value > unknown:
            return _Most(most, False)
        most, known = max(most, value), known + 1
    return _Most(most, known >= least or not unknown)


@tellable
def _usual_doubt(sheet: Sheet, check: Usual, row: Row, most: int) -> Doubt:
    place, value = _place_words(sheet, row, check.by), _shown(sheet, row, check.field)
    facts = {"place": place, "value": value, "most": value_words(_column(sheet, check.field), most)}
    said = _("%(place)s: here %(value)s; it never had more than %(most)s.") % facts
    text = canonical(lambda: f"{_place_words(sheet, row, check.by)}｜{_shown(sheet, row, check.field)}")
    return _doubt("unusual", text, said)


def _falling(check: Cumulative, sheet: Sheet, rows: Sequence[Row]) -> Iterator[Wondered]:
    """Yield the rows at which a column that adds up is smaller than it was before."""
    lines: dict[tuple[Any, ...], dict[Any, tuple[int, Row | None]]] = {}
    for place, along, value in marks_of(sheet, check.field, check.along, check.by, rows):
        lines.setdefault(place, {})[along] = value, None
    for row in rows:
        if row.values[check.field] is not None and row.values[check.along] is not None:
            line = lines.setdefault(_place(row, check.by), {})
            line[row.values[check.along]] = row.values[check.field], row
    for line in lines.values():
        most, said_at = -1, None
        for along in sorted(line):
            value, found = line[along]
            if value < most and found is not None:
                yield Wondered(found, check.field, _falling_doubt(sheet, check, found, (most, said_at)))
            elif value >= most:
                most, said_at = value, along


@tellable
def _falling_doubt(sheet: Sheet, check: Cumulative, row: Row, before: tuple[int, Any]) -> Doubt:
    facts = {
        "place": _place_words(sheet, row, check.by),
        "value": _shown(sheet, row, check.field),
        "before": value_words(_column(sheet, check.field), before[0]),
        "when": before[1],
        "column": called(_column(sheet, check.field)),
    }
    said = _("%(place)s: %(column)s adds up, but was %(before)s at %(when)s and is %(value)s here.") % facts
    along = row.values[check.along]
    text = canonical(
        lambda: "｜".join((_place_words(sheet, row, check.by), str(along), _shown(sheet, row, check.field)))
    )
    return _doubt("falls", text, said)


def _doubt(kind: str, text: str, said: str) -> Doubt:
    options = [Option(AS_WRITTEN, _("It is right as it stands in the sheet"), None)]
    return Doubt(
        kind, text, said, options, _("Say that it is right, or mend it in the sheet and send it again.")
    )


def _place(row: Row, by: Sequence[str]) -> tuple[Any, ...]:
    return tuple(map(row.values.__getitem__, by))


def _place_words(sheet: Sheet, row: Row, by: Sequence[str]) -> str:
    return listed(_shown(sheet, row, name) for name in by)


def _shown(sheet: Sheet, row: Row, name: str) -> str:
    return value_words(_column(sheet, name), row.values[name])


def _column(sheet: Sheet, name: str) -> Column:
    return next(column for column in sheet.columns if column.field == name)
