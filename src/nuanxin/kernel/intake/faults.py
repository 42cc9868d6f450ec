"""Faults 问题: what can be wrong with a cell, a row or a file, always said with its remedy."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _


class CellError(ValueError):
    """A cell that cannot be read: what it says, and what to do about it.

    ``plain`` says it without the cell's text, for cells that name a person; ``field`` is the declared
    column, where an action says it of a row.
    """

    def __init__(self, said: str, remedy: str, *, plain: str = "", field: str = "") -> None:
        super().__init__(said, remedy)
        self.said, self.remedy, self.field = said, remedy, field
        self.plain = plain or _("It cannot be read as it stands.")

    def __str__(self) -> str:
        return f"{self.said} {self.remedy}"


def listed(words: Iterable[str]) -> str:
    """Return words in a row, with the comma of the language in use."""
    return _(", ").join(words)


class FileRefused(CellError):
    """A file that is no workbook intake can read, or too large to be opened safely."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: its number as Excel shows it, the column, what is wrong, the remedy.

    ``column`` is the heading as the sheet has it; empty where the fault is the whole row's.
    """

    row: int
    column: str
    said: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Find:
    """Something worth knowing about a sheet that refuses no row: a wrong total, rows left unread."""

    row: int
    said: str


class RowsRefused(ValueError):
    """Raised by an action that cannot take some of its rows; intake hands in the others again.

    Their ``column`` is a declared field, or blank.
    """

    def __init__(self, rows: Sequence[BadRow]) -> None:
        super().__init__("; ".join(f"{bad.row}: {bad.said}" for bad in rows))
        self.rows = list(rows)


class _Numbered(Protocol):
    @property
    def number(self) -> int: ...


R = TypeVar("R", bound=_Numbered)
T = TypeVar("T")


def read_each(rows: Iterable[R], read: Callable[[R], T]) -> dict[int, T]:
    """Return what each row is read as, by row number.

    ``read`` raises CellError for what it cannot read; RowsRefused then names every such row.
    """
    found: dict[int, T] = {}
    refused: list[BadRow] = []
    for row in rows:
        try:
            found[row.number] = read(row)
        except CellError as error:
            refused.append(BadRow(row.number, error.field, error.said, error.remedy))
    if refused:
        raise RowsRefused(refused)
    return found
