"""Looks 外观: what a worksheet shows that its values do not tell: hidden rows, strikes, errors, formats.

calamine gives values and nothing else. The XML of an .xlsx is gone through once, in pieces, for a few
telling bytes, so that a plain sheet of hundreds of thousands of rows pays a fraction of a second; only
where one is found are the cells around it taken apart.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import Any, NamedTuple

from nuanxin.kernel.intake.odd_cells import ERROR, FORMULA, PICTURE, Displayed, Unread
from nuanxin.kernel.intake.styles import Styles

MOST_CELLS = 24_000_000
"""So many cells, blank ones among them, calamine may lay out: below a gigabyte."""
MOST_SPARSE_CELLS = 4_000_000
"""So many where most are blank: what stands far apart is astray, and a small file takes little memory."""
PIECE_BYTES = 1 << 20
_MOST_KEPT_BYTES = 256 << 20
"""So much of worksheets' XML is kept from measuring to looking; what is beyond is unpacked twice."""
_LARGE_BYTES = 8 << 20
_LONGEST_ROW_BYTES = 32 << 20
MOST_NOTED = 5_000
"""So many coloured cells are looked at; a sheet with more is painted, not marked."""

_ROW = re.compile(rb"<row [^<>]*>")
_NUMBER = re.compile(rb' r="(\d+)"')
_PLACE = re.compile(rb' r="([A-Z]{1,3})(\d+)"')
_STYLE = re.compile(rb' s="(\d+)"')
_VALUE = re.compile(rb"<v[^<>]*>([^<]+)</v>")
_FORMULA = re.compile(rb"<f[^<>]*>([^<]*)</f>")
_COLUMN = re.compile(rb"<col [^<>]*>")
_ENDS = re.compile(rb' (min|max)="(\d+)"')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_BEGUN = re.compile(rb"<f[ />]")
_PREFIX = re.compile(rb"<(\w+):worksheet\b")
_FAR = re.compile(rb' r="([A-Z]{2,3})\d')
_LONGEST_CELL = 70_000
_TAIL_BYTES = 100_000
_NARROW = 26
"""So many columns have names of one letter."""


class Place(NamedTuple):
    """A cell: its row as Excel shows it and its column, from 0."""

    row: int
    column: int


@dataclass(slots=True)
class Look:
    """What a worksheet shows beside its values. Rows as Excel numbers them, columns from 0.

    ``cells`` holds, by row and column, what stands in the place of a plain value; ``struck`` the places
    crossed out, ``coloured`` those painted or in coloured type, ``linked`` those fed by another workbook.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    struck: set[Place] = field(default_factory=set)
    coloured: set[Place] = field(default_factory=set)
    linked: set[Place] = field(default_factory=set)
    comments: list[Place] = field(default_factory=list)
    pictures: int = 0
    cells: dict[int, dict[int, Unread | Displayed]] = field(default_factory=dict)
    width: int = _NARROW
    height: int = 0
    size: int = 0

    @property
    def astray(self) -> bool:
        """Whether its cells span so many that blank ones far off should be cut before it is laid out."""
        return fills_memory(self.width, self.height, self.size)

    def doubtful_rows(self) -> dict[int, str]:
        """Return the rows that somebody hid or crossed out, each with which of both."""
        rows = dict.fromkeys((place.row for place in self.struck), "struck_row")
        return rows | dict.fromkeys(self.hidden_rows, "hidden_row")


def fills_memory(width: int, height: int, size: int) -> bool:
    """Return whether so many columns and rows are too many to lay out for a worksheet of ``size`` bytes.

    A cell that holds something takes several bytes: one with fewer bytes than cells is mostly blank.
    """
    return width * height > (MOST_CELLS if size >= width * height else MOST_SPARSE_CELLS)


def column_of(letters: bytes) -> int:
    """Return the place of a column from its letters: A is 0."""
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1


class Looked:
    """The looks of an .xlsx file's worksheets, measured first: before any of them is laid out."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        with zipfile.ZipFile(BytesIO(content)) as packed:
            self.members = {each.filename: each for each in packed.infolist()}
            self.parts = dict(_parts(packed, self.members))
            self.styles = Styles.read(packed, self.members)
            book = _read(packed, self.members, "xl/workbook.xml")
        self.looks = {part: Look() for part in self.parts}
        self.kept = dict[str, list[bytes]]()
        self.from_1904 = bool(re.search(rb'date1904="(?:1|true)"', book))

    def measured(self) -> dict[str, Look]:
        """Return how far the cells of each worksheet stand; what else they show is not yet looked for."""
        room = _MOST_KEPT_BYTES
        with zipfile.ZipFile(BytesIO(self.content)) as packed:
            for part, member in self.parts.items():
                self.looks[part].size = size = self.members[member].file_size
                room -= size
                self.kept[part] = []
                for piece in self._pieces(packed, member):
                    _measure(piece, self.looks[part])
                    if room >= 0:
                        self.kept[part].append(piece)
        return self.looks

    def look(self) -> None:
        """Look for all that the worksheets show beside their values; it takes no lock and asks nobody."""
        with zipfile.ZipFile(BytesIO(self.content)) as packed:
            for part, member in self.parts.items():
                look = self.looks[part]
                for piece in self.kept.pop(part, ()) or self._pieces(packed, member):
                    _look_at(piece, self.styles, look)
                _beside(packed, self.members, member, look)
                if len(look.coloured) > MOST_NOTED:
                    look.coloured.clear()

    @property
    def large(self) -> bool:
        """Whether looking takes long enough to be worth a thread of its own."""
        return sum(self.members[member].file_size for member in self.parts.values()) > _LARGE_BYTES

    def _pieces(self, packed: zipfile.ZipFile, member: str) -> Iterator[bytes]:
        with packed.open(member) as stream:
            yield from _pieces(stream)


def _read(packed: zipfile.ZipFile, members: Any, name: str) -> bytes:
    return packed.read(name) if name in members else b""


def _parts(packed: zipfile.ZipFile, members: Any) -> Iterator[tuple[str, str]]:
    """Yield each worksheet's name with the member of the archive that holds it."""
    book = _read(packed, members, "xl/workbook.xml")
    targets = _relations(_read(packed, members, "xl/_rels/workbook.xml.rels"))
    for tag in re.findall(rb"<(?:\w+:)?sheet [^<>]*>", book):
        name, number = re.search(rb' name="([^"]*)"', tag), re.search(rb' \w+:id="([^"]*)"', tag)
        target = targets.get(number[1], ("", b""))[0] if number else ""
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if name and member in members:
            yield unescape(name[1].decode("utf-8", "replace")), member


def _relations(content: bytes) -> dict[bytes, tuple[str, bytes]]:
    """Return the targets of a relations part and their types, by id."""
    found = {}
    for tag in re.findall(rb"<(?:\w+:)?Relationship [^<>]*>", content):
        said = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        found[said.get(b"Id", b"")] = (
            said.get(b"Target", b"").decode("utf-8", "replace"),
            said.get(b"Type", b""),
        )
    return found


def _pieces(stream: Any) -> Iterator[bytes]:
    """Yield a worksheet's XML in pieces that end with a row, tags without a prefix."""
    left, prefix = b"", None
    while read := stream.read(PIECE_BYTES):
        piece = left + read
        if prefix is None:
            found = _PREFIX.search(piece[:4096])
            prefix = found[1] if found else b""
        cut = piece.rfind(b"</" + (prefix + b":" if prefix else b"") + b"row>")
        cut = len(piece) if cut < 0 and len(piece) > _LONGEST_ROW_BYTES else cut
        piece, left = (piece[:cut], piece[cut:]) if cut > 0 else (b"", piece)
        if piece:
            yield _bare(piece, prefix)
    if left:
        yield _bare(left, prefix)


def _bare(piece: bytes, prefix: bytes | None) -> bytes:
    if not prefix:
        return piece
    return piece.replace(b"<" + prefix + b":", b"<").replace(b"</" + prefix + b":", b"</")


def _look_at(piece: bytes, styles: Styles, look: Look) -> None:
    """Take note of all that is telling in a piece of a worksheet."""
    if b' hidden="' in piece:
        _hidden(piece, look)
    if piece.find(b"<filterColumn", len(piece) - _TAIL_BYTES) >= 0:
        look.filtered = True
    for tag in _cells_at(piece, _found(b' t="e"', piece)):
        _note(look, tag, Unread(ERROR, _text(tag, "#N/A")))
    for tag in _cells_at(piece, _found(b"<f", piece)):
        if _BEGUN.search(tag):
            _formula(tag, look)
    _look_at_styles(piece, styles, look)


def _look_at_styles(piece: bytes, styles: Styles, look: Look) -> None:
    if pattern := styles.pattern(painted=len(look.coloured) <= MOST_NOTED):
        for tag in _cells_at(piece, (each.start() for each in pattern.finditer(piece))):
            _styled(tag, styles, look)
    if styles.struck_texts:
        for tag in _cells_at(piece, _found(b' t="s"', piece)):
            if _text(tag) in styles.struck_texts and (place := _place(tag)):
                look.struck.add(place)


def _measure(piece: bytes, look: Look) -> None:
    """Note how far down and, where that could matter, how far right cells stand."""
    last = piece.rfind(b"<row ")
    if last >= 0 and (number := _NUMBER.search(piece, last, last + 400)):
        look.height = max(look.height, int(number[1]))
    for letters in set(_FAR.findall(piece)):
        look.width = max(look.width, column_of(letters) + 1)


def _hidden(piece: bytes, look: Look) -> None:
    for tag in _ROW.findall(piece):
        if _HIDDEN.search(tag) and (number := _NUMBER.search(tag)):
            look.hidden_rows.add(int(number[1]))
    for tag in _COLUMN.findall(piece):
        if _HIDDEN.search(tag):
            ends = {name: int(at) for name, at in _ENDS.findall(tag)}
            first, last = ends.get(b"min", 1), ends.get(b"max", 1)
            look.hidden_columns |= set(range(first - 1, min(last, 16_384)))


def _found(mark: bytes, piece: bytes) -> Iterator[int]:
    """Yield the places of a mark."""
    at = piece.find(mark)
    while at >= 0:
        yield at
        at = piece.find(mark, at + 1)


def _cells_at(piece: bytes, places: Iterator[int]) -> Iterator[bytes]:
    """Yield the whole cells around some places of a piece, each once."""
    done = -1
    for at in places:
        start = piece.rfind(b"<c ", max(at - _LONGEST_CELL, 0), at)
        if start <= done or start < 0:
            continue
        shut, end = (piece.find(mark, start, start + _LONGEST_CELL) for mark in (b">", b"</c>"))
        if shut < 0 or (at > shut and (end < at or piece[shut - 1 : shut] == b"/")):
            continue  # the place belongs to no cell, such as the style of a row
        done = start
        yield piece[start:shut] if piece[shut - 1 : shut] == b"/" or end < 0 else piece[start:end]


def _place(tag: bytes) -> Place | None:
    found = _PLACE.search(tag[: tag.find(b">")] if b">" in tag else tag)
    return Place(int(found[2]), column_of(found[1])) if found else None


def _text(tag: bytes, other: str = "") -> str:
    found = _VALUE.search(tag)
    return unescape(found[1].decode("utf-8", "replace")) if found else other


def _note(look: Look, tag: bytes, cell: Unread | Displayed) -> None:
    if place := _place(tag):
        look.cells.setdefault(place.row, {})[place.column] = cell


def _formula(tag: bytes, look: Look) -> None:
    """Note a formula that was never calculated, one that shows a picture, one fed by another workbook."""
    found = _FORMULA.search(tag)
    formula = unescape(found[1].decode("utf-8", "replace")) if found else ""
    if "DISPIMG" in formula:
        _note(look, tag, Unread(PICTURE, f"={formula}"))
    elif not _VALUE.search(tag) and b' t="str"' not in tag[: tag.find(b">")]:
        _note(look, tag, Unread(FORMULA, f"={formula}"))
    if "[" in formula and re.search(r"\[[^\]]*\][^\]]*!", formula) and (place := _place(tag)):
        look.linked.add(place)


def _styled(tag: bytes, styles: Styles, look: Look) -> None:
    """Note what a cell's format hides or shows: crossed out, painted, a number shown as something else."""
    found, place = _STYLE.search(tag), _place(tag)
    if not found or not place:
        return
    style = int(found[1])
    value = _VALUE.search(tag)
    if style in styles.struck and (value or b"<is>" in tag):
        look.struck.add(place)
    if style in styles.coloured and len(look.coloured) <= MOST_NOTED:
        look.coloured.add(place)
    form = styles.forms.get(style)
    if form is not None and value and not re.search(rb' t="(?!n")', tag[: tag.find(b">")]):
        number = float(value[1])
        shown = form.shown(number)
        if shown is not None:
            _note(look, tag, Displayed(number, shown, form.code))


def _beside(packed: zipfile.ZipFile, members: Any, member: str, look: Look) -> None:
    """Look at what hangs on a worksheet: comments and pictures."""
    folder, _slash, name = member.rpartition("/")
    for target, kind in _relations(_read(packed, members, f"{folder}/_rels/{name}.rels")).values():
        other = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
        if kind.endswith(b"/comments"):
            for ref in re.findall(
                rb'<(?:\w+:)?comment [^<>]*ref="([A-Z]{1,3})(\d+)"', _read(packed, members, other)
            ):
                look.comments.append(Place(int(ref[1]), column_of(ref[0])))
        elif kind.endswith(b"/drawing"):
            look.pictures += len(re.findall(rb"<(?:\w+:)?pic[ >]", _read(packed, members, other)))


def _joined(folder: str, target: str) -> str:
    parts = folder.split("/")
    for step in target.split("/"):
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)
