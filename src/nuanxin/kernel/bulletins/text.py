"""Text that cites figures 引用: ``{stations.open 1508 ..2024-05-31}`` inside plain paragraphs."""

import re
from dataclasses import dataclass

from nuanxin.kernel.figures.answers import Ask
from nuanxin.plain.periods import Period

CITATION = re.compile(r"\{([^{}]*)\}")
"""What stands between two braces."""
AREA_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Citation:
    """A figure cited: its id, the shortest code of its area, and the period's short form."""

    figure: str
    area: str
    period: str

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Read ``id area period``, with or without braces; ValueError names the text and the form."""
        words = text.strip("{} ").split()
        if len(words) != len(("figure", "area", "period")):
            raise ValueError(f"citation {text!r} must be: figure id, area code, period")
        cited = cls(words[0], words[1], str(Period.parse(words[2])))
        if not re.fullmatch(r"\d{2,12}", cited.area):
            raise ValueError(f"citation {text!r}: {words[1]!r} is not an area code")
        return cited

    @property
    def ask(self) -> Ask:
        """The question this citation puts to the ledger."""
        return Ask(self.figure, int(self.area.ljust(AREA_DIGITS, "0")), Period.parse(self.period))

    def __str__(self) -> str:
        """Return it as written in a text."""
        return f"{{{self.figure} {self.area} {self.period}}}"


Piece = str | Citation


def pieces(text: str) -> list[Piece]:
    """Split one paragraph into plain text and citations, in order."""
    found: list[Piece] = []
    for number, part in enumerate(CITATION.split(text)):
        if number % 2:
            found.append(Citation.parse(part))
        elif part:
            found.append(part)
    return found


def paragraphs(body: str) -> list[list[Piece]]:
    """Split a body at blank lines into paragraphs of pieces; line breaks inside are spaces or nothing."""
    blocks = [block for block in re.split(r"\n\s*\n", body.strip()) if block.strip()]
    return [pieces(_joined(block)) for block in blocks]


def _joined(block: str) -> str:
    """Join wrapped lines: a space between Latin words, nothing between Chinese ones."""
    text = re.sub(r"\s*\n\s*", "\n", block.strip())
    text = re.sub(r"(?<=[\x00-\x7f])\n(?=[\x00-\x7f])", " ", text)
    return text.replace("\n", "")


def citations(*bodies: str) -> list[Citation]:
    """Return every figure cited in some texts, once each, in order of appearance."""
    found = [piece for body in bodies for paragraph in paragraphs(body) for piece in paragraph]
    return list(dict.fromkeys(piece for piece in found if isinstance(piece, Citation)))


def citations_read(*texts: str) -> list[Citation]:
    """Return the citations that can be read in unfinished texts, once each; what cannot is passed over."""
    found: dict[Citation, None] = {}
    for match in (match for text in texts for match in CITATION.finditer(text)):
        try:
            found[Citation.parse(match[1])] = None
        except ValueError:
            continue
    return list(found)
