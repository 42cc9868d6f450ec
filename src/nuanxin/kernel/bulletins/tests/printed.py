"""Reading printed pages back: characters with their places, in millimetres from the top left corner."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTComponent, LTContainer, LTLine, LTPage, LTRect

MM = 25.4 / 72


@dataclass(frozen=True)
class Letter:
    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True)
class Stroke:
    left: float
    right: float
    top: float
    thick: float
    colour: tuple


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    letters: list[Letter]
    strokes: list[Stroke]

    def lines(self, size: float) -> list[list[Letter]]:
        """Return the lines set in a type size (in points), from the top, each from the left."""
        found = defaultdict(list)
        for letter in self.letters:
            if abs(letter.size - size) < 0.1:
                found[round(letter.baseline, 1)].append(letter)
        return [sorted(found[key], key=lambda letter: letter.left) for key in sorted(found)]

    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)


@lru_cache(maxsize=16)
def pages(pdf: bytes) -> list[Page]:
    """Return the pages of a document; one that several tests look at is read once."""
    return [_page(each) for each in extract_pages(io.BytesIO(pdf))]


def _page(page: LTPage) -> Page:
    parts = list(_parts(page))
    letters = [
        Letter(
            each.get_text(),
            each.x0 * MM,
            each.x1 * MM,
            (page.height - each.matrix[5]) * MM,
            each.size,
        )
        for each in parts
        if isinstance(each, LTChar) and each.get_text().strip()
    ]
    strokes = [
        Stroke(
            each.x0 * MM, each.x1 * MM, (page.height - each.y1) * MM, each.linewidth * MM, each.stroking_color
        )
        for each in parts
        if isinstance(each, LTLine | LTRect)
    ]
    return Page(page.width * MM, page.height * MM, letters, strokes)


def _parts(item: LTComponent) -> Iterator[LTComponent]:
    if isinstance(item, LTContainer):
        for each in item:
            yield from _parts(each)
    else:
        yield item
