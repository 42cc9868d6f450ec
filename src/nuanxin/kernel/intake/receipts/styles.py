"""Styles 样式: four more looks at the end of a workbook's own, whose numbers stay as they are."""

import re
from dataclasses import dataclass

PLAIN, ASKED, REFUSED = "plain", "asked", "refused"
_COLOURS = {ASKED: b"FFFFF3CF", REFUSED: b"FFFBE3D6"}


@dataclass(frozen=True, slots=True)
class Styles:
    """A workbook's styles with ours behind them: the part, and the number of each of our looks."""

    part: bytes
    numbers: dict[str, int]


def with_ours(part: bytes) -> Styles | None:
    """Return styles with our looks added at the end; None where they are not written as expected."""
    fills = _block(part, b"fills", b"fill")
    looks = _block(part, b"cellXfs", b"xf")
    if fills is None or looks is None:
        return None
    prefix, filled, coloured = fills.prefix, fills.count, b""
    xfs, numbers = b"", {}
    for number, name in enumerate((PLAIN, ASKED, REFUSED)):
        fill = 0
        if name in _COLOURS:
            fill, filled = filled, filled + 1
            coloured += _fill(prefix, _COLOURS[name])
        numbers[name] = looks.count + number
        xfs += _look(prefix, fill)
    part = looks.added(part, xfs, 3)  # the later block first: places before it stay
    return Styles(fills.added(part, coloured, 2), numbers)


@dataclass(frozen=True, slots=True)
class _Block:
    prefix: bytes
    name: bytes
    start: int
    end: int
    count: int

    def added(self, part: bytes, more: bytes, number: int) -> bytes:
        opening = part[self.start : part.index(b">", self.start) + 1]
        counted = re.sub(rb'count="\d+"', b'count="%d"' % (self.count + number), opening)
        inner = part[self.start + len(opening) : self.end]
        return part[: self.start] + counted + inner + more + part[self.end :]


def _block(part: bytes, name: bytes, child: bytes) -> _Block | None:
    found = re.search(rb"<((?:\w+:)?)" + name + rb"\b[^>]*>", part)
    if not found or found[0].endswith(b"/>"):
        return None
    end = part.find(b"</" + found[1] + name + b">", found.end())
    if end < 0:
        return None
    count = len(re.findall(rb"<" + found[1] + child + rb"[\s>/]", part[found.end() : end]))
    return _Block(found[1], name, found.start(), end, count)


def _fill(prefix: bytes, colour: bytes) -> bytes:
    return (
        b'<%(p)sfill><%(p)spatternFill patternType="solid"><%(p)sfgColor rgb="%(c)s"/>'
        b'<%(p)sbgColor indexed="64"/></%(p)spatternFill></%(p)sfill>'
    ) % {b"p": prefix, b"c": colour}


def _look(prefix: bytes, fill: int) -> bytes:
    return (
        b'<%(p)sxf numFmtId="49" fontId="0" fillId="%(f)d" borderId="0" xfId="0" applyNumberFormat="1" '
        b'applyFill="1" applyAlignment="1"><%(p)salignment vertical="top" wrapText="1"/></%(p)sxf>'
    ) % {b"p": prefix, b"f": fill}
