"""Files 原始文件: what offices handed in, kept by content, and any line of it shown again.

A file is stored once, sealed, under the SHA-256 of its plain content; the ledger's sources name that
digest, so that every entry opens to the sheet line it came from for as long as the file is kept.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.books import SUFFIXES, Content, Page, pages
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.formats import refuse_name
from nuanxin.kernel.intake.layouts import kept
from nuanxin.kernel.intake.matching import Match, recognise
from nuanxin.kernel.intake.office import Office, office_of
from nuanxin.kernel.intake.originals import Original, originals, shown
from nuanxin.kernel.intake.sealing import opened, sealed
from nuanxin.kernel.intake.splitting import tables_on
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.privacy.master import held

__all__ = [
    "Excerpt",
    "Line",
    "StoredFile",
    "folder",
    "keep_file",
    "kept_file",
    "sheet_line",
    "shown",
    "write_file",
]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file: its SHA-256, the name it came under, and where it lies, sealed."""

    digest: bytes
    name: str
    path: Path

    def read(self) -> Content:
        """Return what was handed in. Raises Unreadable, KeyMissing."""
        return Content(self.path.name, opened(self.path.read_bytes(), self.digest))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of an excerpt: its number as Excel shows it, its cells as text (None: not read), asked for?"""

    number: int
    cells: tuple[str | None, ...]
    asked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The rows around one sheet line. ``read`` tells for each heading whether its sheet declares it.

    Columns nobody declared may hold what is nobody's business, and some name persons: their cells
    are None. ``originals`` are the declared cells of the line itself, each three ways.
    """

    part: str
    title: str
    sheet: Sheet | None
    headings: tuple[str, ...]
    read: tuple[bool, ...]
    lines: tuple[Line, ...]
    originals: tuple[Original, ...] = ()


def keep_file(content: Path | bytes, name: str) -> StoredFile:
    """Store a file under its digest, whole or not at all; one that is stored already is left alone.

    Raises FileRefused where the name has no ending that intake reads.
    """
    suffix = Path(name).suffix.lower()
    refuse_name(suffix)
    if suffix not in SUFFIXES:
        raise FileRefused(
            _("%(name)s is no workbook.") % {"name": name}, _("Hand in an .xlsx, .xls, .ods or .csv file.")
        )
    digest = _digest(content)
    path = folder() / digest.hex()[:2] / (digest.hex() + suffix)
    if not path.exists():
        with held():
            plain = content if isinstance(content, bytes) else content.read_bytes()
            write_file(path, sealed(plain, digest))
    return StoredFile(digest, name, path)


def kept_file(digest: bytes, name: str = "") -> StoredFile:
    """Return the stored file of a digest; FileNotFoundError where none is kept."""
    text = digest.hex()
    found = sorted((folder() / text[:2]).glob(f"{text}.*"))
    if not found:
        raise FileNotFoundError(text)
    return StoredFile(digest, name or found[0].name, found[0])


def sheet_line(digest: bytes, part: str, row: int, context: int = 2) -> Excerpt:
    """Return one line of a stored file with its headings and ``context`` rows on either side.

    Raises FileNotFoundError where the file is not kept, LookupError where it has no such part.
    """
    page = next((page for page in pages(kept_file(digest).read()) if page.part == part), None)
    if page is None:
        raise LookupError(part)
    office, sheets = _handed_in_by(digest, part), all_sheets()
    told = tables_on(page, lambda each: kept(each, office) or recognise(each, sheets), sheets)
    around = ((each, found) for each, found in told if isinstance(found, Match) and _spans(each, found, row))
    page, match = next(around, (page, None))
    return _excerpt(page, match, row, context)


def _handed_in_by(digest: bytes, part: str) -> Office | None:
    """Return the office whose clerk wrote from a part of a file last: by its layouts the part was read."""
    last = Act.objects.filter(source__digest=digest, source__part=part).order_by("-number").first()
    return office_of(Actor(last.actor, "")) if last else None


def _spans(page: Page, match: Match, row: int) -> bool:
    return match.header_row < row <= page.height


def _excerpt(page: Page, match: Match | None, row: int, context: int) -> Excerpt:
    columns = _public_columns(match) if match else set()
    heads = match.headed if match else ()
    first = max(row - context, match.header_row + 1 if match else 1)
    lines = tuple(
        Line(number, _said(cells, [head.at for head in heads], columns), number == row)
        for number, cells in islice(page.rows(), first - 1, row + context)
    )
    return Excerpt(
        page.part,
        match.lines[0].strip() if match and match.lines else "",
        match.sheet if match else None,
        tuple(head.text for head in heads),
        tuple(head.at in columns for head in heads),
        lines,
        originals(page, match, row) if match and row > match.header_row else (),
    )


def _public_columns(match: Match) -> set[int]:
    """Return the places of the columns a sheet declares, without those that name persons."""
    personal = {column.field for column in match.sheet.columns if column.personal}
    return {heading.at for field, heading in match.columns.items() if field not in personal}


def _said(cells: Sequence[Any], places: Sequence[int], read: set[int]) -> tuple[str | None, ...]:
    return tuple((shown(cells[at]) if at < len(cells) else "") if at in read else None for at in places)


def folder() -> Path:
    """Return where the files lie."""
    return Path(settings.NUANXIN["data"]) / "files"


def _digest(content: Path | bytes) -> bytes:
    if isinstance(content, bytes):
        return sha256(content).digest()
    with content.open("rb") as file:
        return file_digest(file, "sha256").digest()


def write_file(path: Path, content: bytes) -> None:
    """Write beside, flush, rename: after a crash the file is there whole, or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    home = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(home)
    finally:
        os.close(home)
