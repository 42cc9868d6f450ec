"""Doubts 疑问: a cell that may mean several things is asked about, never guessed; alike ones once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nuanxin.kernel.intake.faults import CellError

ABOUT, AT_LEAST, AT_MOST, NEARLY = "about", "at_least", "at_most", "nearly"
MONTH, YEAR = "month", "year"
PRECISIONS = (ABOUT, AT_LEAST, AT_MOST, NEARLY, MONTH, YEAR)
"""How much a value says where it is not exact: 约, 余 or 以上, 以内, 近; a month or year instead of a day."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a cell may mean.

    ``code`` is the word an answer is kept under (``october``), ``says`` what people choose, ``value`` what
    the cell then is, ``precision`` one of ``PRECISIONS``, blank for exact.
    """

    code: str
    says: str
    value: Any
    precision: str = ""


class Doubt(CellError):
    """Raised where a cell may mean several things: its kind, what stands there, and the choices.

    Cells of one column with the same ``kind`` and ``text`` are one question. No option is ever taken
    without an answer.
    """

    def __init__(self, kind: str, text: str, said: str, options: Sequence[Option], remedy: str) -> None:
        super().__init__(said, remedy)
        self.kind, self.text, self.options = kind, text, tuple(options)


@dataclass(frozen=True, slots=True)
class Asked:
    """A doubt where it stands: the row as Excel shows it, the declared field and its heading.

    ``field`` and ``heading`` are blank where the doubt is about the whole row.
    """

    row: int
    field: str
    heading: str
    doubt: Doubt
