"""Sheet declarations 表式: which columns a sheet has, in whose words, and which action takes its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nuanxin.kernel.intake.checks import Check
from nuanxin.kernel.ledger.precision import Precision, exact
from nuanxin.kernel.ledger.records import Record
from nuanxin.plain.units import UNITS
from nuanxin.plain.words import Words

KINDS = ("text", "whole", "quantity", "day", "area", "yes_no", "choice")
"""What a cell may mean: text, a whole number, a quantity, a day, an area, yes or no, one of a list."""

TELLS_APART = Words("它把各行区分开", "it tells the rows apart")
PLACE = Words("每条记录都有所在区域", "every record has its area")
ITS_DAY = Words("每笔台账都记在某一天", "every entry of the ledger stands on a day")
COUNTED = Words("指标由它累加", "figures add it up")
DECIDES = Words("它决定这一行计不计数", "it decides whether the row counts")


@dataclass(frozen=True, slots=True)
class Row:
    """One good row of a sheet: its number as Excel shows it, and its parsed values by field.

    Values: text -> str; whole -> int; quantity -> int in base units; day -> date; area -> int, the
    12-digit code; yes_no -> bool; choice -> the declared code. A blank optional cell is None.
    ``precision`` names the fields whose value is not exact, each with its word of ``doubts.PRECISIONS``.
    """

    number: int
    values: dict[str, Any]
    precision: Precision = field(default_factory=exact)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: ``field`` in code, ``zh``/``en`` as headed, ``kind`` one of ``KINDS``.

    ``needed`` says why no row can do without it: a sentence, or the id of a rule of a rule pack. A column
    without a reason may be blank, and may be absent; a sheet gives key and area columns theirs.
    ``unit`` is the unit assumed where neither header nor cell names one (quantities only);
    ``aliases`` are other headings offices use; ``choices`` maps accepted words to codes;
    ``level`` is the lowest area level expected ("county", "town" or "village"); ``signed`` says that a
    number may be less than nothing, ``happened`` that a day is not still to come; ``personal`` names
    the declared personal field (``nuanxin.kernel.privacy``) that cells go to and no other; they stay off
    public pages. ``blank`` is what a blank cell says, and a sheet without the column: such a column may tell
    rows apart and still be absent.
    """

    field: str
    zh: str
    en: str
    kind: str = "text"
    needed: Words | str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()
    choices: dict[str, str] | None = None
    level: str = "county"
    personal: str = ""
    signed: bool = False
    happened: bool = False
    blank: Any = None

    @property
    def counted(self) -> bool:
        """Whether it holds numbers that are never less than nothing."""
        return self.kind in ("whole", "quantity") and not self.signed

    @property
    def required(self) -> bool:
        """Whether no row can do without it."""
        return bool(self.needed)

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

    ``numbered`` is the field of the key that numbers what is otherwise alike, from one (two talks of a day):
    where rows differ and none bears a number of its own, each may be said to count.

    ``into(by, rows)`` receives the occasion (``nuanxin.kernel.ledger.acts.By``) and good rows. ``doubts``
    are the checks its rows are weighed by; ``record`` is the record a row becomes, which checks compare
    with as far as its fields bear the columns' names.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    into: Callable[..., Any]
    doubts: tuple[Check, ...] = ()
    record: type[Record] | None = None
    numbered: str = ""

    def __post_init__(self) -> None:
        """Refuse a key, or a check, that is not about columns; give key and area columns their reason."""
        fields = {column.field for column in self.columns}
        if not set(self.key) <= fields:
            raise ValueError(f"sheet {self.name}: key {self.key} is not among its columns")
        if self.numbered and self.numbered not in self.key:
            raise ValueError(f"sheet {self.name}: {self.numbered} numbers rows, and is not in its key")
        if strange := {name for check in self.doubts for name in check.fields} - fields:
            raise ValueError(f"sheet {self.name}: a check names {min(strange)}, which is not a column")
        object.__setattr__(self, "columns", tuple(map(self._with_reason, self.columns)))

    def _with_reason(self, column: Column) -> Column:
        if column.needed or column.blank is not None:
            return column
        if column.field in self.key:
            return replace(column, needed=TELLS_APART)
        return replace(column, needed=PLACE) if (column.field, column.kind) == ("area", "area") else column


Rows = Sequence[Row]
