"""Sheet lines 表行: the excerpt of a kept workbook behind a source, where one is kept."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.intake.files import Excerpt, sheet_line
from nuanxin.kernel.ledger.models import Source

ROWS_AROUND = 3
BETWEEN = "·"
"""What intake writes between the levels of a heading."""

KINDS = {
    "sheet": _("a worksheet"),
    "report": _("a report"),
    "api": _("a call from another system"),
    "reference": _("a published reference"),
    "console": _("the console"),
}
"""The kinds of source, with their words."""


def sheet_excerpt(source: Source, row: int) -> Excerpt | None:
    """Return the rows around a line of a source; None where it is no sheet or its file is not kept."""
    if source.kind not in ("sheet", "reference"):
        return None
    try:
        found = sheet_line(bytes(source.digest), source.part, row, ROWS_AROUND)
    except (FileNotFoundError, LookupError):
        return None
    return replace(found, headings=without_title(found.headings))


def without_title(headings: tuple[str, ...]) -> tuple[str, ...]:
    """Drop a first level that every heading shares: it is a line above the table, not a heading."""
    first = {heading.partition(BETWEEN)[0] for heading in headings}
    if len(headings) < 2 or len(first) > 1 or not all(BETWEEN in each for each in headings):
        return headings
    return tuple(heading.partition(BETWEEN)[2] for heading in headings)
