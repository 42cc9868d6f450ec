"""What a document says, as plain data: no query, no layout. Both ways of setting it read this."""

from dataclasses import dataclass
from typing import Literal

Head = Literal["official", "brief"]
"""Which head a document wears: "official" 公文, "brief" 简报."""

HEADS: tuple[Head, ...] = ("official", "brief")


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure inside a sentence as published: ``number`` is its place in the appendix."""

    number: int
    printed: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text and cited figures."""

    runs: tuple[str | Cited, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs; level 1 is set in 黑体, level 2 in 楷体."""

    level: int
    heading: str
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what stands behind it."""

    label: str
    said: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """What stands above the red rule; blank where the imprint does not say."""

    mark: str
    symbol: str
    issue: str
    issuer: str
    dated: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The lines at the foot of the last page: 版记 of a 公文, 报尾 of a 简报."""

    lines: tuple[Line, ...]
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Row:
    """A ledger entry behind a figure: where it is, how much, and the sheet line it came from.

    No names: a row of a public document says place and quantity, never whom.
    """

    seq: int
    day: str
    place: str
    quantity: str
    source: str
    line: str


@dataclass(frozen=True, slots=True)
class Note:
    """A figure of the document explained: definition, period, exact value, printed form, rows."""

    number: int
    name: str
    id: str
    place: str
    span: str
    printed: str
    exact: str
    unit: str
    definition: str
    parts: tuple[Line, ...]
    total_rows: int
    rows: tuple[Row, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What proves the document: the head's short code, the facts of its signature, the code's text."""

    code: str
    facts: tuple[Line, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Appendix:
    """The appendix: proof (none in a draft), checks, and every figure explained."""

    title: str
    seal: Seal | None
    checks: tuple[Line, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A bulletin as a document, in one language, under one head.

    ``notices`` stand on its first page, ``watermark`` behind every page.
    """

    head: Head
    language: str
    number: str
    title: str
    masthead: Masthead
    addressees: str
    sections: tuple[Section, ...]
    signature: tuple[str, str]
    closing: Closing
    appendix: Appendix
    published: int
    notices: tuple[str, ...] = ()
    watermark: str = ""

    @property
    def english(self) -> bool:
        """Whether it is in English."""
        return self.language.startswith("en")

    def text(self) -> str:
        """Return every character the document prints, for asking whether a typeface has them."""
        return "".join(sorted(set(repr(self))))
