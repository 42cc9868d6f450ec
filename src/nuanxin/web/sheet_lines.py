"""Sheet lines 表行: the excerpt of a kept workbook behind a source, where one is kept."""

from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.intake.files import Excerpt, sheet_line
from nuanxin.kernel.ledger.models import Source

ROWS_AROUND = 3

KINDS = {
    "sheet": _("a worksheet"),
    "report": _("a report"),
    "api": _("a call from another system"),
    "reference": _("a published reference"),
    "console": _("the console"),
}
"""The kinds of source, with their words."""


def sheet_excerpt(source: Source, row: int, shown: Collection[int]) -> Excerpt | None:
    """Return those ``shown`` of the rows around a line; None where it is no sheet or its file is not kept."""
    if source.kind not in ("sheet", "reference"):
        return None
    try:
        found = sheet_line(bytes(source.digest), source.part, row, ROWS_AROUND)
    except (FileNotFoundError, LookupError):
        return None
    mine = found.originals if row in shown else ()
    return replace(found, lines=tuple(line for line in found.lines if line.number in shown), originals=mine)
