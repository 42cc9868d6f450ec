"""Doubles 重行: rows of one key. Said twice alike, they count once; said differently, somebody chooses."""

from collections.abc import Iterator, Sequence
from itertools import count
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.intake.doubts import DROP, Answers, Asked, Doubt, Option, answered, tellable
from nuanxin.kernel.intake.faults import Find, listed
from nuanxin.kernel.intake.reader import Reading
from nuanxin.kernel.intake.wording import value_words
from nuanxin.kernel.ledger.wording import called, canonical
from nuanxin.kernel.privacy.ring import Ring

KIND, EACH = "double", "each"


def tell_doubles_apart(reading: Reading, answers: Answers | None) -> dict[int, int]:
    """Leave one of rows that say the same; ask which of those that differ is right.

    Return the areas of the rows that are asked about.
    """
    groups = list(_groups(reading.sheet.key, reading.rows))
    if not groups:
        return {}
    gone, areas, ring = set[int](), dict[int, int](), Ring()
    for rows in groups:
        different = _different(rows)
        for row, first in different.twins:
            gone.add(row.number)
            said = _("Says the same as row %(row)d; counted once.") % {"row": first.number}
            reading.finds.append(Find(row.number, said))
        if len(different.rows) > 1:
            areas |= _choose(reading, different.rows, ring, answers, gone)
    away = gone | areas.keys()
    reading.rows = [row for row in reading.rows if row.number not in away]
    return areas


class _Different:
    """Rows of one key: those that differ, and those that say what an earlier one says."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.twins: list[tuple[Row, Row]] = []


def _different(rows: Sequence[Row]) -> _Different:
    found = _Different()
    for row in rows:
        twin = next((each for each in found.rows if each.values == row.values), None)
        if twin is None:
            found.rows.append(row)
        else:
            found.twins.append((row, twin))
    return found


def _groups(key: Sequence[str], rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each key that has several."""
    if not key:
        return
    said_by = itemgetter(*key)
    keys = [said_by(row.values) for row in rows]
    if len(set(keys)) == len(keys):
        return
    first: dict[Any, Row] = {}
    doubles: dict[Any, list[Row]] = {}
    for said, row in zip(keys, rows, strict=True):
        if first.setdefault(said, row) is not row:
            doubles.setdefault(said, [first[said]]).append(row)
    yield from doubles.values()


def _choose(
    reading: Reading, rows: Sequence[Row], ring: Ring, answers: Answers | None, gone: set[int]
) -> dict[int, int]:
    """Ask which of some rows is right, or follow the answer; return the areas of those asked about."""
    marks = {row.number: mark_of(row, ring) for row in rows}
    doubt = _doubt(reading.sheet, rows, marks)
    found = answered(doubt, "", answers)
    if found is None:
        reading.asked += [Asked(row.number, "", "", doubt) for row in rows]
        return {row.number: row.values.get("area") or 0 for row in rows}
    if isinstance(found, Option) and found.code == EACH:
        _number(reading, rows)
        return {}
    for row in rows:
        if found == DROP or (isinstance(found, Option) and found.code != marks[row.number]):
            gone.add(row.number)
            reading.finds.append(Find(row.number, _("Left out: another row of the same key was chosen.")))
    return {}


def _number(reading: Reading, rows: Sequence[Row]) -> None:
    """Give rows of one key a number each: the first keeps its own, the others have the next ones free."""
    name = reading.sheet.numbered
    rest = itemgetter(*(each for each in reading.sheet.key if each != name))
    first, own = rest(rows[0].values), {row.number for row in rows}
    alike = (row for row in reading.rows if row.number not in own and rest(row.values) == first)
    taken = {rows[0].values[name], *(row.values[name] for row in alike)}
    for row in rows[1:]:
        row.values[name] = next(number for number in count(1) if number not in taken)
        taken.add(row.values[name])


def mark_of(row: Row, ring: Ring) -> str:
    """Return what knows a row's values again in another edition of the sheet, keyed against guessing."""
    return ring.index("text", repr(sorted(row.values.items()))).hex()[:20]


@tellable
def _doubt(sheet: Sheet, rows: Sequence[Row], marks: dict[int, str]) -> Doubt:
    names = [column for column in sheet.columns if column.field in sheet.key]

    def said_key() -> str:
        return listed(value_words(column, rows[0].values[column.field]) for column in names)

    facts = {
        "rows": listed(str(row.number) for row in rows),
        "key": listed(called(column) for column in names),
        "said": said_key(),
    }
    said = _("Rows %(rows)s have the same %(key)s (%(said)s) and say different things.") % facts
    options = [Option(marks[row.number], _says(sheet, row, rows), None) for row in rows]
    remedy = _("Choose the right one, or write in the sheet what tells them apart.")
    if sheet.numbered:
        column = next(each for each in sheet.columns if each.field == sheet.numbered)
        each = _("Each of them counts, numbered under “%(column)s”") % {"column": called(column)}
        options.append(Option(EACH, each, None))
        remedy = _("Choose the right one, or say that each counts; or number them 1, 2 … in the sheet.")
    return Doubt(KIND, canonical(said_key), said, options, remedy)


def _says(sheet: Sheet, row: Row, rows: Sequence[Row]) -> str:
    """Return what a row says where it differs from the others."""
    apart = [
        column
        for column in sheet.columns
        if not column.personal and any(each.values[column.field] != row.values[column.field] for each in rows)
    ]
    words = listed(f"{called(column)} {value_words(column, row.values[column.field])}" for column in apart)
    return _("Row %(row)d: %(words)s") % {"row": row.number, "words": words or "…"}
