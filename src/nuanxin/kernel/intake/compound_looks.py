"""Compound looks 旧格式外观: what an .xls holds that calamine does not give: errors, hidden and struck rows.

The file is a compound document (MS-CFB) whose Workbook stream is a row of records (MS-XLS, BIFF8).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct, error, unpack_from

from nuanxin.kernel.intake.compound import Broken
from nuanxin.kernel.intake.looks import MOST_CELLS, Look, Place, fills_memory
from nuanxin.kernel.intake.odd_cells import ERROR, Unread
from nuanxin.kernel.intake.trimming import too_wide

ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"}
"""Error codes of cells; every other one is #N/A."""

_RECORD = Struct("<HH")
_BOUNDSHEET, _BOF, _FONT, _XF, _ROW, _COLUMNS = 0x85, 0x809, 0x31, 0xE0, 0x208, 0x7D
_FORMULA, _BOOLEAN_OR_ERROR = 0x06, 0x205
_CELLS = frozenset((0x203, 0xFD, 0x27E, 0x204, _FORMULA, _BOOLEAN_OR_ERROR))
_MANY_NUMBERS, _EOF, _COLUMNS_OF_A_SHEET = 0xBD, 0x0A, 256
_PLACED = _CELLS | {0x02, 0x04, 0x03, 0x05, 0x07, 0xD6, 0x206, 0x406, _MANY_NUMBERS, 0xBE}
_SHARED_TEXTS = 0xFC
_DIMENSIONS, _LAYOUTS_OF_DIMENSIONS = 0x200, {10: Struct("<4H"), 14: Struct("<2I2H")}
_STRIKE, _HIDDEN_ROW, _HIDDEN_COLUMN = 0x08, 0x20, 0x01
_END, _MOST_SECTORS = 0xFFFF_FFFC, 2_000_000
_SMALL_BYTES, _SMALL_SECTOR = 4_096, 64
"""Streams shorter than that lie in small sectors of their own."""


@dataclass(slots=True)
class _Book:
    sheets: dict[int, str] = field(default_factory=dict)
    struck_fonts: set[int] = field(default_factory=set)
    fonts: int = 0
    styles: list[int] = field(default_factory=list)


def compound_looks(content: bytes) -> dict[str, Look]:
    """Return the looks of an .xls file's worksheets by name; nothing where its parts are not as expected."""
    try:
        stream = _workbook(content)
        return _looks(stream) if stream else {}
    except (error, ValueError, ArithmeticError, LookupError):
        return {}


def refuse_far_cells(content: bytes) -> None:
    """Refuse worksheets that calamine would lay out without end, or without measure (found by fuzzing).

    It makes room at once for all cells that a worksheet says it has, and lays out all between the first and
    the last: in a damaged file that ends the process. Raises Broken where no program writes such a file,
    FileRefused where filled cells stand too far apart.
    """
    try:
        stream = _workbook(content)
    except (error, ValueError, ArithmeticError, LookupError) as odd:
        raise Broken("no workbook in it") from odd
    begins = {0}
    for _at, kind, body in _records(stream):
        if kind == _BOUNDSHEET and len(body) >= 4:
            begins.add(unpack_from("<I", body)[0])
        elif kind == _SHARED_TEXTS and len(body) >= 8 and unpack_from("<I", body, 4)[0] > len(stream):
            raise Broken("more texts than there are bytes: room for them is made at once")
    for begin in begins:
        _refuse_far(stream, begin)


def _refuse_far(stream: bytes, begin: int) -> None:
    """Go through the placed cells of the worksheet that begins there."""
    rows, columns, last_at = [0xFFFF, 0], [_COLUMNS_OF_A_SHEET, 0], begin
    for at, kind, body in _records(stream, begin):
        last_at = at
        if kind == _EOF:
            break
        if kind == _DIMENSIONS:
            _refuse_vast(body)
        if kind in _PLACED and len(body) >= 4:
            row, first = unpack_from("<HH", body)
            last = _last_column(kind, body)
            if last >= _COLUMNS_OF_A_SHEET:
                raise Broken("a cell beyond the last column")
            rows = [min(rows[0], row), max(rows[1], row)]
            columns = [min(columns[0], first), max(columns[1], last)]
    width, height = columns[1] + 1 - columns[0], rows[1] + 1 - rows[0]
    if min(width, height) > 0 and fills_memory(width, height, last_at - begin):
        raise too_wide(width, height)


def _refuse_vast(body: bytes) -> None:
    """Refuse the size a worksheet says it has where no worksheet has it: room for that is made at once."""
    if layout := _LAYOUTS_OF_DIMENSIONS.get(len(body)):
        first, last, left, right = layout.unpack_from(body)
        if not 0 <= (last - first) * (right - left) <= MOST_CELLS or last < first:
            raise Broken("a worksheet as no program writes it")


def _last_column(kind: int, body: bytes) -> int:
    first = int(unpack_from("<H", body, 2)[0])
    return first + max((len(body) - 6) // 6 - 1, 0) if kind == _MANY_NUMBERS else first


def _workbook(content: bytes) -> bytes:
    """Return the Workbook stream of a compound document."""
    size = 1 << unpack_from("<H", content, 30)[0]
    count = min(unpack_from("<I", content, 44)[0], _MOST_SECTORS)
    tables = [each for each in unpack_from("<109I", content, 76) if each < _END]
    following = unpack_from("<I", content, 68)[0]
    while following < _END and len(tables) < count:
        words = unpack_from(f"<{size // 4}I", content, (following + 1) * size)
        tables += [each for each in words[:-1] if each < _END]
        following = words[-1]
    chain = [word for at in tables for word in unpack_from(f"<{size // 4}I", content, (at + 1) * size)]
    directory = _chained(content, chain, unpack_from("<I", content, 48)[0], size)
    for at in range(0, len(directory) - 127, 128):
        name = directory[at : at + 64].decode("utf-16-le", "replace").rstrip("\x00")
        if name in ("Workbook", "Book"):
            start, length = unpack_from("<II", directory, at + 116)
            if length >= _SMALL_BYTES:
                return _chained(content, chain, start, size)[:length]
            box = _chained(content, chain, unpack_from("<I", directory, 116)[0], size)
            links = _chained(content, chain, unpack_from("<I", content, 60)[0], size)
            small = list(unpack_from(f"<{len(links) // 4}I", links))
            return _chained(box, small, start, _SMALL_SECTOR, 0)[:length]
    return b""


def _chained(content: bytes, chain: list[int], sector: int, size: int, before: int = 1) -> bytes:
    """Return the sectors of a chain, put together; so many stand before the first."""
    parts, seen = [], 0
    while sector < _END and seen < len(chain):
        parts.append(content[(sector + before) * size : (sector + before + 1) * size])
        sector, seen = chain[sector], seen + 1
    return b"".join(parts)


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """Yield each record's place, kind and content."""
    while at + 4 <= len(stream):
        kind, length = _RECORD.unpack_from(stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _looks(stream: bytes) -> dict[str, Look]:
    book, looks, look = _Book(), dict[str, Look](), Look()
    for at, kind, body in _records(stream):
        if kind == _BOF and at in book.sheets:
            look = looks[book.sheets[at]] = Look()
        elif kind in _CELLS:
            _cell(kind, body, book, look)
        elif kind == _ROW and unpack_from("<H", body, 12)[0] & _HIDDEN_ROW:
            look.hidden_rows.add(unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMNS and unpack_from("<H", body, 8)[0] & _HIDDEN_COLUMN:
            first, last = unpack_from("<HH", body)
            look.hidden_columns |= set(range(first, min(last, 255) + 1))
        else:
            _of_the_book(kind, body, book)
    return looks


def _of_the_book(kind: int, body: bytes, book: _Book) -> None:
    """Note fonts, styles and where the worksheets begin; font 4 is left out in the file's counting."""
    if kind == _FONT:
        number = book.fonts + (book.fonts >= 4)
        book.struck_fonts |= {number} if unpack_from("<H", body, 2)[0] & _STRIKE else set()
        book.fonts += 1
    elif kind == _XF:
        book.styles.append(unpack_from("<H", body)[0])
    elif kind == _BOUNDSHEET:
        letters, wide = body[8 : 8 + body[6] * 2], body[7] & 1
        name = letters.decode("utf-16-le") if wide else body[8 : 8 + body[6]].decode("latin-1")
        book.sheets[unpack_from("<I", body)[0]] = name


def _cell(kind: int, body: bytes, book: _Book, look: Look) -> None:
    row, column, style = unpack_from("<HHH", body)
    if style < len(book.styles) and book.styles[style] in book.struck_fonts:
        look.struck.add(Place(row + 1, column))
    code = None
    if kind == _BOOLEAN_OR_ERROR and body[7]:
        code = body[6]
    elif kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        code = body[8]
    if code is not None:
        look.cells.setdefault(row + 1, {})[column] = Unread(ERROR, ERRORS.get(code, "#N/A"))
