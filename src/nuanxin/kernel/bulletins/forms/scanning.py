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
    walk = _Walk(content)
    try:
        content.decode("utf-8")
        walk.parser.Parse(content, True)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise NotMarkup(str(error)) from error
    if walk.found.elements[0].empty:
        raise NotMarkup("it is empty")
    return walk.found


class _Walk:
    """One walk through a document: notes each element that is kept as it opens and as it closes."""

    def __init__(self, content: bytes) -> None:
        self.content, self.found = content, Markup()
        self.open_now = list[Element | None]()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, qualified: str, said: dict[str, str]) -> None:
        prefix, colon, name = qualified.rpartition(":")
        element = None
        if len(self.open_now) <= 1 or name in KEPT:
            at = self.parser.CurrentByteIndex
            tag = _OPENING.match(self.content, at)
            if tag is None:
                raise NotMarkup("a tag does not close")
            above = next((each for each in reversed(self.open_now) if each), None)
            element = Element(name, said, at, tag.end(), depth=len(self.open_now), above=above)
            if not self.open_now:
                self.found.prefix = prefix + colon
            self.found.elements.append(element)
        self.open_now.append(element)

    def _end(self, _qualified: str) -> None:
        element = self.open_now.pop()
        if element is not None:
            at, opened = self.parser.CurrentByteIndex, element.opened
            empty = self.content[opened - 2 : opened] == b"/>"
            element.closes = opened if empty else at
            element.end = opened if empty else self.content.index(b">", at) + 1

    def _refuse(self, *_told: object) -> None:
        raise NotMarkup("it declares entities of its own")


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
