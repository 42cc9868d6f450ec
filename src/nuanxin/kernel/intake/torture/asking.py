"""Asking the reader 请读者读: a workbook through the way every upload goes, as far as reading goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nuanxin.kernel.intake.books import Page, pages
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.matching import Match, Unrecognised, recognise
from nuanxin.kernel.intake.proposing import propose
from nuanxin.kernel.intake.reader import Reading, read_table
from nuanxin.kernel.intake.splitting import below, tables_on


@dataclass(eq=False)
class Looked:
    """What the reader made of a worksheet: its reading, or why it recognised none.

    ``proposed``: it recognised none, and this is how it reads once a person confirms its first proposal.
    """

    part: str
    reading: Reading | None = None
    said: str = ""
    left: int = 0
    proposed: bool = False

    @property
    def header_row(self) -> int:
        """The lowest header row, as Excel shows it."""
        return self.reading.match.header_row if self.reading else 0

    @cached_property
    def columns(self) -> dict[str, int]:
        """Where each declared field stands, from 0."""
        if self.reading is None:
            return {}
        found = self.reading.match.columns
        return {name: heading.at + self.left for name, heading in found.items()}

    @cached_property
    def rows_seen(self) -> set[int]:
        """The rows something was said about."""
        return set(self._by_row) | {row.number for row in self.reading.rows} if self.reading else set()

    def named(self, row: int) -> dict[str, str]:
        """Return what is said about a row that is not taken: by field, blank for the whole row."""
        return self._by_row.get(row, {})

    @cached_property
    def _by_row(self) -> dict[int, dict[str, str]]:
        told: dict[int, dict[str, str]] = {}
        if self.reading is None:
            return told
        fields = {heading.text: name for name, heading in self.reading.match.columns.items()}
        for bad in self.reading.bad:
            if bad.remedy:
                told.setdefault(bad.row, {})[fields.get(bad.column, "")] = f"refused: {bad.said}"
        for asked in getattr(self.reading, "asked", ()):
            told.setdefault(asked.row, {})[asked.field] = f"asked: {asked.doubt.said}"
        return told


def read_book(path: Path, sheets: Sequence[Sheet]) -> list[Looked]:
    """Return what the reader makes of each worksheet that is not hidden; raises FileRefused."""
    return [looked for page in pages(path) if not page.hidden for looked in _read(page, sheets)]


def _read(page: Page, sheets: Sequence[Sheet]) -> Iterator[Looked]:
    for part, found in tables_on(page, lambda each: recognise(each, sheets), sheets):
        if isinstance(found, Match):
            yield Looked(page.part, read_table(part, found), left=part.left)
        elif isinstance(first := _proposed(part, sheets), Match):
            for lower, match in below(part, first, lambda each: _proposed(each, sheets), sheets):
                if isinstance(match, Match):
                    yield Looked(page.part, read_table(lower, match), found.said, part.left, proposed=True)
        else:
            yield Looked(page.part, said=found.said)


def _proposed(page: Page, sheets: Sequence[Sheet]) -> Match | Unrecognised:
    """Return a table as somebody who confirms every first proposal shows it."""
    found = recognise(page, sheets)
    if isinstance(found, Match):
        return found
    return next((each.match for each in propose(page, sheets)), found)
