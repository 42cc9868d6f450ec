"""The worksheet part 工作表: one more column written into a worksheet's XML, everything else left as it lies.

The XML is not parsed into a tree and written again, which would lose what a reader does not know: the
bytes of the column's cells are put where they belong, and all other bytes stay.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import NamedTuple

WIDTH = 46
FARTHEST = 16_384
_NUMBER = re.compile(rb'\sr="(\d+)"')
_SPANS = re.compile(rb'spans="(\d+):(\d+)"')
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Unpatchable(ValueError):
    """A worksheet is not written as spreadsheets write them; it is to be written anew."""


class Words(NamedTuple):
    """What a cell of the column is to say, and the number of its look (None: no look)."""

    text: str
    look: int | None


class _Row(NamedTuple):
    """A row where it lies: its number, the bytes of its tag and of its cells."""

    number: int
    start: int
    opened: int
    closed: int
    end: int


class Worksheet:
    """A worksheet's part, to be given a column of words.

    ``earlier``: what a cell of the header holds where the column is there already.
    """

    def __init__(self, part: bytes, header_row: int, earlier: tuple[bytes, ...] = ()) -> None:
        found = re.search(rb"<((?:\w+:)?)sheetData\b[^>]*>", part)
        if not found or found[0].endswith(b"/>"):
            raise Unpatchable
        self.part, self.prefix, self.header_row = part, found[1], header_row
        self.first, self.end = found.end(), part.rfind(b"</" + found[1] + b"sheetData>")
        self.data = found.start()
        self.cell = re.compile(
            rb"<%(p)sc\b([^>]*?)(?:/>|>(.*?)</%(p)sc>)" % {b"p": re.escape(self.prefix)}, re.DOTALL
        )
        self.column = self._column(earlier)

    def stamped(self, words: Mapping[int, Words], heading: Words) -> Iterator[bytes | memoryview]:
        """Yield the part, piece by piece, with the words in their rows and the heading in the header's."""
        yield self._before(self.part[: self.first])
        whole, done = memoryview(self.part), self.first
        for row in self._rows():
            said = heading if row.number == self.header_row else words.get(row.number)
            earlier = row.number >= self.header_row - 2
            if said is None and not earlier:
                continue
            yield whole[done : row.start]
            yield self._row(row, said)
            done = row.end
        yield whole[done:]

    def _rows(self) -> Iterator[_Row]:
        part, tag, closing = self.part, b"<%srow" % self.prefix, b"</%srow>" % self.prefix
        at = part.find(tag, self.first, self.end)
        while at >= 0:
            opened = part.index(b">", at) + 1
            number = _NUMBER.search(part, at, opened)
            if not number:
                raise Unpatchable
            if part[opened - 2] == 47:  # <row ... />
                yield _Row(int(number[1]), at, opened, opened, opened)
                at = part.find(tag, opened, self.end)
                continue
            closed = part.index(closing, opened)
            end = closed + len(closing)
            yield _Row(int(number[1]), at, opened, closed, end)
            at = part.find(tag, end, self.end)

    def _column(self, earlier: tuple[bytes, ...]) -> int:
        """Return the column of an earlier return, or the first one right of all that is written."""
        last = 0
        for row in self._rows():
            cells = self.part[row.opened : row.closed]
            if row.number <= self.header_row and earlier:
                for found in self.cell.finditer(cells):
                    if _is_one_of(found, earlier):
                        return _place(found[1])
            if row.number > self.header_row - 3:
                last = max(last, self._last_written(cells))
        if last >= FARTHEST:
            raise Unpatchable
        return last + 1

    def _last_written(self, cells: bytes) -> int:
        """Return the column of the last cell that holds something."""
        tag, end = b"<%sc " % self.prefix, len(cells)
        while (at := cells.rfind(tag, 0, end)) >= 0:
            found = self.cell.match(cells, at)
            if found and found[2]:
                return _place(found[1])
            end = at
        return 0

    def _row(self, row: _Row, said: Words | None) -> bytes:
        opening, cells = self.part[row.start : row.opened], self.part[row.opened : row.closed]
        fresh = self._cell(row.number, said) if said else b""
        if not fresh and row.opened == row.closed:
            return self.part[row.start : row.end]
        cells = self._placed(cells, fresh)
        if fresh:
            opening = _SPANS.sub(self._span, opening)
        if opening.endswith(b"/>"):
            opening = opening[:-2].rstrip() + b">"
        return opening + cells + b"</%srow>" % self.prefix

    def _span(self, found: "re.Match[bytes]") -> bytes:
        return b'spans="%d:%d"' % (min(int(found[1]), self.column), max(int(found[2]), self.column))

    def _placed(self, cells: bytes, fresh: bytes) -> bytes:
        """Return a row's cells with ours in its place, and what an earlier return left there gone."""
        at = cells.rfind(b"<%sc " % self.prefix)
        last = self.cell.match(cells, at) if at >= 0 else None
        if last and _place(last[1]) < self.column:
            return cells[: last.end()] + fresh + cells[last.end() :]
        for found in self.cell.finditer(cells):
            place = _place(found[1])
            if place == self.column:
                return cells[: found.start()] + fresh + cells[found.end() :]
            if place > self.column:
                return cells[: found.start()] + fresh + cells[found.start() :]
        return fresh + cells

    def _cell(self, row: int, said: Words) -> bytes:
        text = escape(_UNFIT.sub("", said.text), quote=False).encode()
        look = b"" if said.look is None else b' s="%d"' % said.look
        place = b"%s%d" % (letters(self.column), row)
        return (
            b'<%(p)sc r="%(at)s"%(look)s t="inlineStr"><%(p)sis><%(p)st xml:space="preserve">%(text)s'
            b"</%(p)st></%(p)sis></%(p)sc>"
        ) % {b"p": self.prefix, b"at": place, b"look": look, b"text": text}

    def look_beside(self) -> int | None:
        """Return the look of the last heading, so that ours looks like it."""
        row = next((row for row in self._rows() if row.number == self.header_row), None)
        if row is None:
            return None
        looks: list[bytes] = []
        for found in self.cell.finditer(self.part, row.opened, row.closed):
            if _place(found[1]) < self.column and found[2]:
                looks += re.findall(rb'\ss="(\d+)"', found[1])
        return int(looks[-1]) if looks else None

    def _before(self, head: bytes) -> bytes:
        """Return what stands before the rows: the extent reaches to our column, which has its width."""
        data, rows = head[: self.data], head[self.data :]
        return (
            self._wider(re.sub(rb'(<(?:\w+:)?dimension ref="[^":]*:)([A-Z]+)(\d+")', self._extent, data))
            + rows
        )

    def _extent(self, found: "re.Match[bytes]") -> bytes:
        return found[1] + letters(max(number(found[2]), self.column)) + found[3]

    def _wider(self, head: bytes) -> bytes:
        ours = b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (
            self.prefix, self.column, self.column, WIDTH,
        )  # fmt: skip
        found = re.search(rb"<%(p)scols>(.*?)</%(p)scols>" % {b"p": re.escape(self.prefix)}, head, re.DOTALL)
        if not found:
            return head + b"<%(p)scols>%(o)s</%(p)scols>" % {b"p": self.prefix, b"o": ours}
        cols = [piece for each in re.findall(rb"<[^>]*>", found[1]) for piece in self._around(each)]
        before = [each for each in cols if _bounds(each)[0] < self.column]
        after = cols[len(before) :]
        return head[: found.start(1)] + b"".join([*before, ours, *after]) + head[found.end(1) :]

    def _around(self, col: bytes) -> Iterator[bytes]:
        """Yield a stretch of columns without ours: up to it, and beyond it."""
        low, high = _bounds(col)
        if not low <= self.column <= high:
            yield col
            return
        for first, last in ((low, self.column - 1), (self.column + 1, high)):
            if first <= last:
                yield re.sub(
                    rb'max="\d+"', b'max="%d"' % last, re.sub(rb'min="\d+"', b'min="%d"' % first, col)
                )


def _bounds(col: bytes) -> tuple[int, int]:
    low, high = re.search(rb'min="(\d+)"', col), re.search(rb'max="(\d+)"', col)
    if not low or not high:
        raise Unpatchable
    return int(low[1]), int(high[1])


def _is_one_of(found: "re.Match[bytes]", earlier: tuple[bytes, ...]) -> bool:
    inner = found[2] or b""
    return any(text in inner for text in earlier) if b't="s"' not in found[1] else inner in earlier


def _place(attributes: bytes) -> int:
    found = re.search(rb'\sr="([A-Z]+)\d+"', attributes)
    if not found:
        raise Unpatchable
    return number(found[1])


def number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found


def letters(number: int) -> bytes:
    """Return the letters of a column: 27 is AA."""
    found = b""
    while number:
        number, rest = divmod(number - 1, 26)
        found = bytes([65 + rest]) + found
    return found
