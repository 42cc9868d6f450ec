"""Scanning 扫描: where the elements of a document stand, to the byte, so that it can be patched.

A document is never written anew: what is put in or taken out is a splice, and every other byte stays.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

_OPENING = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Splice = tuple[int, bytes] | tuple[int, int, bytes]
KEPT = frozenset({"sheet", "row", "c", "f", "v", "col", "comment", "text", "shape", "hyperlink", "author"})
"""Elements whose places are kept wherever they stand; of others only those right below the root."""


class NotMarkup(ValueError):
    """A part is no document that can be patched: not well formed, not UTF-8, or with entities of its own."""


@dataclass(slots=True)
class Element:
    """An element: its local name, attributes, first byte, byte after its opening tag, byte after its end.

    ``closes`` is the first byte of its closing tag; an ``empty`` one (``<c/>``) has none.
    """

    name: str
    said: dict[str, str]
    start: int
    opened: int
    closes: int = 0
    end: int = 0
    depth: int = 0
    above: "Element | None" = None

    @property
    def empty(self) -> bool:
        """Whether it opens and closes by one tag."""
        return self.end == self.opened


@dataclass(slots=True)
class Markup:
    """A document's elements in the order they open; ``prefix`` is its namespace's, with the colon."""

    prefix: str = ""
    elements: list[Element] = field(default_factory=list)

    @property
    def opened(self) -> int:
        """The byte after the root's opening tag."""
        return self.elements[0].opened

    @property
    def closes(self) -> int:
        """The byte where the root's closing tag begins."""
        return self.elements[0].closes

    def children(self, name: str) -> list[Element]:
        """Return the elements of a name, in order."""
        return [each for each in self.elements if each.name == name]

    def top(self) -> list[Element]:
        """Return the elements right below the root."""
        return [each for each in self.elements if each.depth == 1]


def scanned(content: bytes) -> Markup:
    """Return where the elements of a document stand. Raises NotMarkup."""
    found, open_now = Markup(), list[Element | None]()
    parser = expat.ParserCreate()

    def start(qualified: str, said: dict[str, str]) -> None:
        prefix, colon, name = qualified.rpartition(":")
        element = None
        if len(open_now) <= 1 or name in KEPT:
            at = parser.CurrentByteIndex
            tag = _OPENING.match(content, at)
            if tag is None:
                raise NotMarkup("a tag does not close")
            above = next((each for each in reversed(open_now) if each), None)
            element = Element(name, said, at, tag.end(), depth=len(open_now), above=above)
            if not open_now:
                found.prefix = prefix + colon
            found.elements.append(element)
        open_now.append(element)

    def end(_qualified: str) -> None:
        element = open_now.pop()
        if element is not None:
            at = parser.CurrentByteIndex
            empty = content[element.opened - 2 : element.opened] == b"/>"
            element.closes = element.opened if empty else at
            element.end = element.opened if empty else content.index(b">", at) + 1

    def refuse(*_told: object) -> None:
        raise NotMarkup("it declares entities of its own")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        content.decode("utf-8")
        parser.Parse(content, True)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise NotMarkup(str(error)) from error
    if found.elements[0].empty:
        raise NotMarkup("it is empty")
    return found


def spliced(content: bytes, splices: Iterable[Splice]) -> bytes:
    """Return a document with pieces put in at a byte, or in the place of a span of bytes."""
    pieces, at = list[bytes](), 0
    spans = [(each[0], each[0], each[1]) if len(each) == 2 else each for each in splices]
    for start, end, piece in sorted(spans, key=lambda each: (each[0], each[1])):
        pieces += content[at:start], piece
        at = end
    return b"".join([*pieces, content[at:]])


def escaped(text: str) -> str:
    """Return a text as it may stand in a document or in the value of an attribute."""
    return escape(_NOT_TEXT.sub("", text), {'"': "&quot;"})
