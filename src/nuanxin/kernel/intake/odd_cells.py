"""Odd cells 异样单元格: cells whose content a spreadsheet hides or shows as something else."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.faults import CellError

ERROR, FORMULA, PICTURE = "error", "formula", "picture"
ERROR_TEXTS = frozenset(
    ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
"""What spreadsheets show where a formula fails, also where somebody pasted it as text."""
DITTO = frozenset(("同上", "〃", "″", "''", "同前", "同左上", "ditto"))
"""Texts that mean: as in the row above."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that holds no value to read: an error, a formula that was never calculated, a picture.

    ``text`` is what the cell shows or its formula.
    """

    kind: str
    text: str

    def __str__(self) -> str:
        return self.text

    def fault(self) -> CellError:
        """Return what is wrong with it, and the remedy."""
        said, remedy = self._told()
        return CellError(said, remedy, plain=said)

    def _told(self) -> tuple[str, str]:
        if self.kind == ERROR:
            said = _("The formula ends in %(text)s.") % {"text": self.text}
            return said, _("Mend the formula, or type the value.")
        if self.kind == PICTURE:
            return _("The cell holds a picture."), _("Write the value beside the picture.")
        said = _("The formula has no value that was saved with it.")
        return said, _("Open the file in Excel or WPS, let it calculate, and save it.")


class Displayed(float):
    """A number that its format shows as something else: 0.153 as 15.3%, 12.5 as 12.5万元.

    ``text`` is what the cell shows, ``form`` the format.
    """

    text: str
    form: str

    def __new__(cls, number: float, text: str, form: str) -> "Displayed":
        """Return the number with what is shown of it."""
        made = super().__new__(cls, number)
        made.text, made.form = text, form
        return made

    @property
    def share(self) -> bool:
        """Whether it is shown as a percentage."""
        return self.text.endswith("%")
