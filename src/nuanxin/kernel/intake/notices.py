"""Notices 提示: what a worksheet holds beside its values, told and never read: colour, comments, pictures."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.faults import Find, listed
from nuanxin.kernel.intake.looks import Place
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.odd_cells import PICTURE

_NAMED = 5


def notices(page: Page, match: Match, rows: Sequence[int]) -> list[Find]:
    """Return a find for each kind of thing that stands in or on a table's rows and was not read."""
    look, facts = page.look, set(rows)
    hidden = [head for head in match.columns.values() if head.at + page.left in look.hidden_columns]
    finds = [
        Find(match.header_row, _("The column %(column)s is hidden, and was read.") % {"column": head.text})
        for head in hidden
    ]
    finds += _at(look.comments, facts, _("Comments were not read: %(cells)s."))
    finds += _at(
        look.linked,
        facts,
        _("Cells fed by another workbook: %(cells)s. Their saved values were read."),
    )
    pictured = [
        Place(row, column)
        for row, odd in look.cells.items()
        for column, cell in odd.items()
        if getattr(cell, "kind", "") == PICTURE
    ]
    finds += _at(pictured, facts, _("These cells hold pictures, which were not read: %(cells)s."))
    if look.pictures:
        said = _("%(count)d pictures lie on the worksheet; they are kept with the file and were not read.")
        finds.append(Find(match.header_row, said % {"count": look.pictures}))
    return [*finds, *_coloured(page, match, facts)]


def _coloured(page: Page, match: Match, facts: Collection[int]) -> Iterator[Find]:
    """Tell colours where some rows have one and most have none: there it may be a word that nobody wrote.

    What stands under no heading counts for nothing: so does the column that an earlier return painted.
    """
    headed = {head.at + page.left for head in match.headed}
    rows = sorted({place.row for place in page.look.coloured if place.column in headed} & set(facts))
    if rows and len(rows) * 2 < len(facts):
        said = _(
            "Some rows are coloured (%(rows)s). A colour is not read; write what it means into a column."
        )
        named = listed(str(row) for row in rows[:_NAMED]) + ("…" if len(rows) > _NAMED else "")
        yield Find(rows[0], said % {"rows": named})


def _at(places: Iterable[Place], facts: Collection[int], said: str) -> Iterator[Find]:
    found = sorted(place for place in places if place.row in facts)
    if found:
        cells = listed(f"{get_column_letter(place.column + 1)}{place.row}" for place in found[:_NAMED])
        yield Find(found[0].row, said % {"cells": cells + ("…" if len(found) > _NAMED else "")})
