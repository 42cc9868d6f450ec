"""The workbook 原簿: her own .xlsx with a column more. Parts nothing is written into stay byte for byte."""

import re
import zipfile
from collections.abc import Iterable, Iterator
from copy import copy
from html import unescape
from io import BytesIO
from itertools import islice
from posixpath import join, normpath

from nuanxin.kernel.intake.receipts.column import HEADINGS, heading
from nuanxin.kernel.intake.receipts.rows import ASKED, FOUND, REFUSED, Receipt
from nuanxin.kernel.intake.receipts.styles import ASKED as ASKED_LOOK
from nuanxin.kernel.intake.receipts.styles import PLAIN, Styles, with_ours
from nuanxin.kernel.intake.receipts.styles import REFUSED as REFUSED_LOOK
from nuanxin.kernel.intake.receipts.worksheet import Unpatchable, Words, Worksheet

_LOOKS = {ASKED: ASKED_LOOK, FOUND: ASKED_LOOK, REFUSED: REFUSED_LOOK}
_LARGE_BYTES, _ONE_GB = 20 << 20, 1 << 30
_AT_ONCE = 4_000

Pieces = Iterable[bytes | memoryview]


def stamped(content: bytes, receipts: Iterable[Receipt]) -> bytes:
    """Return an .xlsx or .xlsm with the column in each worksheet that has a receipt.

    Raises Unpatchable where it is none, or is written in a way that cannot be added to.
    """
    try:
        packed = zipfile.ZipFile(BytesIO(content))
    except zipfile.BadZipFile as error:
        raise Unpatchable from error
    with packed:
        return _packed(packed, dict(_changed_parts(packed, list(receipts))))


def _changed_parts(packed: zipfile.ZipFile, receipts: list[Receipt]) -> Iterator[tuple[str, Pieces]]:
    """Yield the parts that are written into: the worksheets, and the styles they need."""
    book, targets = _book(packed)
    sheets = {name: targets[rid] for name, rid in _sheets(packed.read(book)) if rid in targets}
    path = next((part for part in targets.values() if part.endswith("styles.xml")), "")
    styles = with_ours(packed.read(path)) if path in packed.namelist() else None
    if styles:
        yield path, [styles.part]
    shared = next((part for part in targets.values() if part.lower().endswith("sharedstrings.xml")), "")
    earlier = _earlier(packed.read(shared) if shared in packed.namelist() else b"")
    for receipt in receipts:
        place = sheets.get(receipt.part) or (next(iter(sheets.values())) if not receipt.part else "")
        if place not in packed.namelist():
            raise Unpatchable
        yield place, _stamped(packed.read(place), receipt, styles, earlier)


def _stamped(part: bytes, receipt: Receipt, styles: Styles | None, earlier: tuple[bytes, ...]) -> Pieces:
    worksheet = Worksheet(part, receipt.header_row, earlier)
    looks = styles.numbers if styles else {}
    beside = worksheet.look_beside()
    title = Words(heading(), looks.get(PLAIN) if beside is None else beside)
    words = dict(words_of(receipt, looks))
    if receipt.refused:
        first = receipt.header_row + 1
        words.setdefault(first, Words(receipt.refused, looks.get(REFUSED_LOOK)))
    return worksheet.stamped(words, title)


def words_of(receipt: Receipt, looks: dict[str, int]) -> Iterator[tuple[int, Words]]:
    """Yield rows with what is said of each and how it looks; several things stand one below the other."""
    said: dict[int, Words] = {}
    for row, kind, text in receipt.said():
        look = looks.get(_LOOKS.get(kind, PLAIN))
        before = said.get(row)
        said[row] = Words(f"{before.text}\n{text}", look) if before else Words(text, look)
    yield from said.items()


def _book(packed: zipfile.ZipFile) -> tuple[str, dict[str, str]]:
    """Return the workbook's own part, and what its relations lead to."""
    try:
        root = _relations(packed.read("_rels/.rels"), "")
        book = next(part for _rid, kind, part in root if kind.endswith("/officeDocument"))
        folder, _slash, name = book.rpartition("/")
        rels = join(folder, "_rels", f"{name}.rels")
        return book, {rid: part for rid, _kind, part in _relations(packed.read(rels), folder)}
    except (KeyError, StopIteration) as error:
        raise Unpatchable from error


def _relations(part: bytes, folder: str) -> list[tuple[str, str, str]]:
    found = []
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", part.decode("utf-8", "replace")):
        said = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        target = unescape(said.get("Target", ""))
        place = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
        found.append((said.get("Id", ""), said.get("Type", ""), place))
    return found


def _sheets(part: bytes) -> Iterator[tuple[str, str]]:
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", part.decode("utf-8", "replace")):
        said = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        rid = next((value for name, value in said.items() if name.endswith(":id")), "")
        yield unescape(said.get("name", "")), rid


def _earlier(shared: bytes) -> tuple[bytes, ...]:
    """Return what a cell holds that heads the column already: the text, or its number among the shared."""
    found = [text.encode() for text in HEADINGS]
    for text in HEADINGS:
        for each in re.finditer(rb"<((?:\w+:)?)t\b[^>]*>" + re.escape(text.encode()) + rb"</", shared):
            before = len(re.findall(rb"<" + each[1] + rb"si\b", shared[: each.start()]))
            found.append(b"<%sv>%d</%sv>" % (each[1], before - 1, each[1]))
    return tuple(found)


def _packed(packed: zipfile.ZipFile, changed: dict[str, Pieces]) -> bytes:
    """Pack the parts anew in their order; large worksheets lightly, so that nobody waits."""
    out, sizes = BytesIO(), [packed.getinfo(name).file_size for name in changed]
    level = 1 if max(sizes, default=0) > _LARGE_BYTES else 6
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as fresh:
        for member in packed.infolist():
            if member.filename not in changed:
                fresh.writestr(copy(member), packed.read(member), member.compress_type, 6)
                continue
            pieces = iter(changed[member.filename])
            with fresh.open(member.filename, "w", force_zip64=member.file_size > _ONE_GB) as part:
                while some := list(islice(pieces, _AT_ONCE)):
                    part.write(b"".join(some))
    return out.getvalue()
