"""Captions 分块标题: rows between facts that say for the rows below what no column of theirs says."""

import re
from collections.abc import Sequence
from typing import Any

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.slots import Slot

_TEN = "[一二三四五六七八九十]+"
_NUMBERED = re.compile(rf"^(?:第?{_TEN}(?:[、.．]|部分)|[(（]{_TEN}[)）]|\d+[、.．])\s*|[:：]\s*$")
_LISTED = ("area", "choice")


class Captions:
    """The declared columns a worksheet lacks, and what captions have said of them so far.

    ``blank`` is what each row starts from; it is kept up to date.
    """

    def __init__(self, absent: Sequence[Slot], blank: dict[str, Any]) -> None:
        self.absent, self.blank = absent, blank
        self.lacking: list[Column] = self._lacking()

    def take(self, label: str) -> None:
        """Hear a caption: the first column it can be read as has that value until the next such caption."""
        text = _NUMBERED.sub("", label.strip())
        for slot in self.absent:
            if slot.column.kind not in _LISTED or not text:
                continue
            inside = self.blank[slot.inside] if slot.inside else None
            try:
                value = slot.read(text, inside) if slot.inside else slot.read(text)
            except CellError:
                continue
            if value is not None:
                self.blank[slot.column.field] = value
                self.lacking = self._lacking()
                return

    def _lacking(self) -> list[Column]:
        """Return the columns no row can do without that nothing has given yet."""
        columns = (slot.column for slot in self.absent)
        return [column for column in columns if column.required and self.blank[column.field] is None]
