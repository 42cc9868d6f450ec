"""Sheet lines 表行: the excerpt of a kept workbook behind a source, where one is kept."""

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


def sheet_excerpt(source: Source, row: int) -> Excerpt | None:
    """Return the rows around a line of a source; None where it is no sheet or its file is not kept."""
    if source.kind not in ("sheet", "reference"):
        return None
    try:
        return sheet_line(bytes(source.digest), source.part, row, ROWS_AROUND)
    except (FileNotFoundError, LookupError):
        return None
