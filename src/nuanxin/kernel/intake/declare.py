"""Sheet declarations 表式: which columns a sheet has, in whose words, and which action takes its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from nuanxin.plain.units import UNITS

KINDS = ("text", "whole", "quantity", "day", "area", "yes_no", "choice")
"""What a cell may mean: text, a whole number, a quantity, a day, an area, yes or no, one of a list."""


@dataclass(frozen=True, slots=True)
class Row:
    """One good row of a sheet: its number as Excel shows it, and its parsed values by field.

    Values: text -> str; whole -> int; quantity -> int in base units; day -> date; area -> int, the
    12-digit code; yes_no -> bool; choice -> the declared code. A blank optional cell is None.
    """

    number: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: ``field`` in code, ``zh``/``en`` as headed, ``kind`` one of ``KINDS``.

    ``unit`` is the unit assumed where neither header nor cell names one (quantities only);
    ``aliases`` are other headings offices use; ``choices`` maps accepted words to codes;
    ``level`` is the lowest area level expected ("county", "town" or "village"); ``personal`` names
    the declared personal field (``nuanxin.kernel.privacy``) that cells go to and no other; they stay off
    public pages.
    """

    field: str
    zh: str
    en: str
    kind: str = "text"
    required: bool = True
    unit: str = ""
    aliases: tuple[str, ...] = ()
    choices: dict[str, str] | None = None
    level: str = "county"
    personal: str = ""

    def __post_init__(self) -> None:
        """Refuse a column nobody could read."""
        if self.kind not in KINDS:
            raise ValueError(f"column {self.field}: unknown kind {self.kind!r}")
        if self.unit not in UNITS and (self.unit or self.kind == "quantity"):
            raise ValueError(
                f"column {self.field}: a quantity needs a unit of plain.units, not {self.unit!r}"
            )
        if self.kind == "choice" and not self.choices:
            raise ValueError(f"column {self.field}: a choice needs its words")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet an office keeps. ``key`` fields tell a row apart; ``into`` is the action that takes rows.

    ``into(by, rows)`` receives the occasion (``nuanxin.kernel.ledger.acts.By``) and good rows.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    into: Callable[..., Any]

    def __post_init__(self) -> None:
        """Refuse a key that is not a column."""
        fields = {column.field for column in self.columns}
        if not set(self.key) <= fields:
            raise ValueError(f"sheet {self.name}: key {self.key} is not among its columns")


Rows = Sequence[Row]
