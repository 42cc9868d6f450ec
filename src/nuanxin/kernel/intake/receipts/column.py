"""The column 回执列: how it is headed, and how a workbook that comes again is read without it."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

Rows = Callable[[], Iterator[list[Any]]]

HEADINGS = ("暖新回执", "Nuanxin receipt", "本行未收的原因", "Why this row was not taken")
"""What the column is or was headed by, in either language."""

LOOKED_AT = 43
"""Rows from the top in which a header may stand."""


def heading() -> str:
    """Return the heading in the language in use."""
    return _("Nuanxin receipt")


def is_heading(cell: object) -> bool:
    """Return whether a cell heads the column."""
    return isinstance(cell, str) and cell.strip() in HEADINGS


def without(cells: Rows) -> Rows:
    """Return a worksheet's rows without what an earlier return wrote beside them."""
    columns = {at for row in islice(cells(), LOOKED_AT) for at, cell in enumerate(row) if is_heading(cell)}
    return _blanked(cells, sorted(columns)) if columns else cells


def _blanked(cells: Rows, columns: list[int]) -> Rows:
    def walk() -> Iterator[list[Any]]:
        for row in cells():
            for at in columns:
                if at < len(row):
                    row[at] = ""
            yield row

    return walk
