"""What a clerk says of an unknown worksheet: its sheet, where the header lies, which column is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.headings import LEVELS, Heading
from nuanxin.kernel.intake.layouts import Learned
from nuanxin.kernel.intake.matching import HEAD_ROWS, Header, Match, header_at, matched, top_rows
from nuanxin.kernel.intake.proposing import Proposal, propose
from nuanxin.kernel.ledger.wording import called

OPEN = "?"
"""What a column says as long as a person has to choose between two headings."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: the sheet's name, the header's first row and depth, a field by column place.

    ``about`` names the sheet and header the columns were chosen for; with others chosen since, they are
    proposed anew.
    """

    sheet: str
    place: tuple[int, int] | None
    columns: dict[int, str]
    about: str


@dataclass(frozen=True, slots=True)
class Understood:
    """How a worksheet is understood now: the match, the proposal behind it, and what is still open.

    ``columns`` holds the field, nothing or ``OPEN`` of each heading by its place; ``chosen`` is whether the
    sheet was named by a person or nothing else suits as well.
    """

    match: Match
    proposal: Proposal | None
    candidates: tuple[Proposal, ...]
    columns: dict[int, str]
    chosen: bool

    @property
    def about(self) -> str:
        """The sheet and header the columns are chosen for."""
        return f"{self.match.sheet.name}:{self.match.first}:{self.match.depth}"

    @property
    def faults(self) -> list[str]:
        """What has to be said or mended before it can be kept."""
        fields = [field for field in self.columns.values() if field not in ("", OPEN)]
        twice = [one for one in self.match.sheet.columns if fields.count(one.field) > 1]
        open_ones = [head.text for head in self.match.headed if self.columns.get(head.at) == OPEN]
        faults = [_("Two headings are said to be “%(column)s”.") % {"column": called(one)} for one in twice]
        faults += [
            _("Say what “%(heading)s” is, or that it is not needed.") % {"heading": text}
            for text in open_ones
        ]
        return faults if self.chosen else [_("Several sheets would suit: choose the one it is."), *faults]


def said_of_form(form: Mapping[str, str]) -> Said:
    """Read a form; what is no number or no known word counts as not said."""
    columns = {
        int(name[1:]): value
        for name, value in form.items()
        if name[:1] == "c" and name[1:].isascii() and name[1:].isdecimal()
    }
    first, rows = _whole(form.get("first", "")), _whole(form.get("rows", ""))
    place = (min(first, HEAD_ROWS) - 1, min(rows, LEVELS)) if first and rows else None
    return Said(form.get("sheet", ""), place, columns, form.get("about", ""))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def holds_table(page: Page) -> bool:
    """Return whether a worksheet has a row that may be headings: only then can anybody say what they are."""
    return any(_texts(row) > 1 for row in top_rows(page))


def _texts(row: Cells) -> int:
    return sum(isinstance(cell, str) and bool(cell) for cell in row)


def understood(page: Page, said: Said, learned: Learned) -> Understood | None:
    """Return how a worksheet is understood, by proposals and what was said; None for one without a table."""
    sheets = all_sheets()
    candidates = tuple(propose(page, sheets, learned, said.place))
    named = next((sheet for sheet in sheets if sheet.name == said.sheet), None)
    proposal = _proposal(page, candidates, named, learned, said.place)
    header = _header(page, proposal, said.place)
    sheet = named or (proposal.match.sheet if proposal else sheets[0])
    if header is None:
        return None
    chosen = named is not None or bool(proposal and not proposal.rivals)
    columns = _columns(header, sheet, proposal)
    if said.about == f"{sheet.name}:{header.first}:{header.depth}":
        known = {column.field for column in sheet.columns} | {"", OPEN}
        columns |= {at: field for at, field in said.columns.items() if at in columns and field in known}
    found = {field: head for head in header.headed if (field := columns[head.at]) not in ("", OPEN)}
    return Understood(matched(sheet, header, _in_order(sheet, found)), proposal, candidates, columns, chosen)


def _proposal(
    page: Page,
    candidates: Sequence[Proposal],
    named: Sheet | None,
    learned: Learned,
    place: tuple[int, int] | None,
) -> Proposal | None:
    """Return the proposal for the sheet that was named, else the likeliest."""
    if named is None:
        return candidates[0] if candidates else None
    known = (one for one in candidates if one.match.sheet.name == named.name)
    return next(known, None) or next(iter(propose(page, [named], learned, place)), None)


def _header(page: Page, proposal: Proposal | None, place: tuple[int, int] | None) -> Header | None:
    rows = top_rows(page)
    if place:
        first, depth = min(place[0], len(rows) - 1), place[1]
        return header_at(page, rows, first, min(depth, len(rows) - first)) if rows else None
    if proposal:
        return header_at(page, rows, proposal.match.first, proposal.match.depth)
    first_row = next((number for number, row in enumerate(rows) if _texts(row) > 1), None)
    return None if first_row is None else header_at(page, rows, first_row, 1)


def _columns(header: Header, sheet: Sheet, proposal: Proposal | None) -> dict[int, str]:
    """Return the field proposed for each heading, by its place."""
    columns = dict.fromkeys((head.at for head in header.headed), "")
    if proposal and proposal.match.sheet.name == sheet.name:
        columns |= {heading.at: OPEN for pair in proposal.unclear.values() for heading in pair}
        columns |= {heading.at: field for field, heading in proposal.match.columns.items()}
    return columns


def _in_order(sheet: Sheet, found: dict[str, Heading]) -> dict[str, Heading]:
    return {column.field: found[column.field] for column in sheet.columns if column.field in found}
