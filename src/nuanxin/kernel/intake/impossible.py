"""Impossible rows 不可能的行: what the ledger's tables refuse, told of row and column of the sheet."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.declare import Column, Row, Sheet
from nuanxin.kernel.intake.faults import BadRow
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.ledger.possible import Impossible
from nuanxin.kernel.ledger.wording import called


def impossible_rows(match: Match, refused: Impossible) -> list[BadRow]:
    """Name the rows that say what no record can, with the column as the sheet heads it."""
    found = []
    for each in refused.found:
        if each.row is not None:
            said, remedy = each.said(lambda field: heading_of(match, field))
            found.append(BadRow(each.row, heading_of(match, each.fields[0]), said, remedy))
    return found


def heading_of(match: Match, field: str) -> str:
    """Return what the sheet calls a field of its record; the field's own name where no column feeds it.

    No field has no heading.
    """
    if not field:
        return ""
    column = column_of(match.sheet, field)
    if column is None:
        return field.replace("_", " ")
    heading = match.columns.get(column.field)
    return heading.text if heading else called(column)


def column_of(sheet: Sheet, field: str) -> Column | None:
    """Return the column that feeds a field of a record: of its name, or of its name without the unit."""
    exact = next((each for each in sheet.columns if each.field == field), None)
    return exact or next((each for each in sheet.columns if field.startswith(f"{each.field}_")), None)


def refused_rows(rows: Sequence[Row], taken: Callable[[Sequence[Row]], bool]) -> list[BadRow]:
    """Return the rows the database refuses for whatever reason, found by halving; none where all go alone.

    ``taken`` rehearses rows and says whether they would be kept.
    """
    if not rows or taken(rows):
        return []
    if len(rows) == 1:
        said = _("The database does not take what this row says.")
        remedy = _("Look for a number or a day that cannot be; else tell us.")
        return [BadRow(rows[0].number, "", said, remedy)]
    half = len(rows) // 2
    return refused_rows(rows[:half], taken) + refused_rows(rows[half:], taken)
