"""Veils 遮隐: what actions say about rows repeats no value of a column that names a person.

An action knows the values of its rows and may quote any of them; the rule is kept here, where every
action's words pass, and not left to each of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.intake.faults import BadRow, CellError, RowsRefused
from nuanxin.kernel.privacy.declare import personal
from nuanxin.plain.masks import masked

_SHORTEST = 2
"""A single sign tells nobody, and would be found in every sentence."""


class Veil:
    """What some rows say of persons, and how it is shown masked."""

    def __init__(self, sheet: Sheet, rows: Sequence[Row]) -> None:
        self.masks: dict[str, str] = {}
        for column in sheet.columns:
            if column.personal:
                kind = personal(column.personal).kind
                said = {str(value) for row in rows if (value := row.values.get(column.field)) is not None}
                self.masks |= {value.casefold(): masked(kind, value) for value in said}
        lengths = {len(value) for value in self.masks}
        self.lengths = sorted((length for length in lengths if length >= _SHORTEST), reverse=True)

    def over(self, text: str) -> str:
        """Return words with every such value masked, longer ones first; part of a longer number is none."""
        if not self.lengths:
            return text
        folded, shown, at = text.casefold(), list[str](), 0
        if len(folded) != len(text):
            folded = text
        while at < len(text):
            end = next((end for length in self.lengths if self._stands(folded, at, end := at + length)), 0)
            shown.append(self.masks[folded[at:end]] if end else text[at])
            at = end or at + 1
        return "".join(shown)

    def _stands(self, text: str, start: int, end: int) -> bool:
        return (
            end <= len(text)
            and text[start:end] in self.masks
            and not _runs_on(text, start)
            and not _runs_on(text, end)
        )

    def refused(self, rows: Iterable[BadRow]) -> list[BadRow]:
        """Return refused rows with what is said of them, and its remedy, masked."""
        return [replace(row, said=self.over(row.said), remedy=self.over(row.remedy)) for row in rows]

    def raised(self, error: ValueError) -> ValueError:
        """Return an error of an action with its words masked."""
        if isinstance(error, RowsRefused):
            return RowsRefused(self.refused(error.rows))
        if isinstance(error, CellError):
            error.said, error.remedy = self.over(error.said), self.over(error.remedy)
        error.args = tuple(self.over(each) if isinstance(each, str) else each for each in error.args)
        return error


def _runs_on(text: str, at: int) -> bool:
    """Return whether a number or a Latin word goes on over a place."""
    return 0 < at < len(text) and all(sign.isascii() and sign.isalnum() for sign in text[at - 1 : at + 1])
