"""Catalogues 译文: the Chinese of every screen text. Compiled at set-up; proved whole by a house test.

Message ids are English. ``python -m nuanxin.web.catalogues`` compiles; ``untranslated`` says what
has no Chinese yet, reading templates the way Django does and Python the way Babel does.
"""

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "said": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
"""The functions whose first words are screen texts, and which of their arguments those are."""

Message = tuple[str, str]
"""A screen text: its context ("" for none) and its English."""


def catalogues(source: Path = SOURCE) -> list[Path]:
    """Return the catalogues of the house, as people edit them."""
    return sorted(source.rglob("locale/*/LC_MESSAGES/*.po"))


def compile_catalogues(source: Path = SOURCE) -> int:
    """Compile every catalogue beside its text, whole or not at all; return how many there are."""
    found = catalogues(source)
    for path in found:
        fresh = path.with_suffix(f".mo.{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, read_catalogue(path))
        fresh.replace(path.with_suffix(".mo"))
    return len(found)


def read_catalogue(path: Path) -> Catalog:
    """Read a catalogue of texts and translations."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, domain="django", abort_invalid=True)


def screen_texts(source: Path = SOURCE) -> dict[Message, str]:
    """Return every screen text of templates and Python, with the first place it stands."""
    found: dict[Message, str] = {}
    for path in _readable(source):
        for line, text, context in _texts(path):
            place = f"{path.relative_to(source)}:{line}"
            found.setdefault((context or "", text), place)
    return found


def _readable(source: Path) -> Iterator[Path]:
    for path in sorted((*source.rglob("*.py"), *source.rglob("templates/**/*.html"))):
        if not {"tests", "migrations"} & set(path.parts):
            yield path


def _texts(path: Path) -> Iterator[tuple[int, str, str | None]]:
    text = path.read_text(encoding="utf-8")
    code = templatize(text, origin=str(path)) if path.suffix == ".html" else text
    stream = io.BytesIO(code.encode("utf-8"))
    for line, said, _comments, context in extract(
        "python", stream, keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield line, said if isinstance(said, str) else said[0], context


def translated(paths: Iterable[Path] | None = None) -> set[Message]:
    """Return every text that has its Chinese in a catalogue."""
    found: set[Message] = set()
    for path in catalogues() if paths is None else paths:
        for message in read_catalogue(path):
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and not message.fuzzy and all(words):
                english = message.id if isinstance(message.id, str) else message.id[0]
                found.add((message.context or "", english))
    return found


def untranslated(root: Path | None = None) -> list[str]:
    """Return every screen text without Chinese, as ``place: text``; ``root`` holds ``src/nuanxin``."""
    source = root / "src" / "nuanxin" if root else SOURCE
    known = translated(catalogues(source))
    return [
        f"{place}: {text!r} has no Chinese; add it to a catalogue under locale/"
        for (context, text), place in screen_texts(source).items()
        if (context, text) not in known
    ]


def told_apart(root: Path | None = None) -> list[str]:
    """Return every text with one Chinese in one catalogue and another in another: which is shown is chance.

    ``root`` holds ``src/nuanxin``. Where both are meant, a context tells them apart.
    """
    source = root / "src" / "nuanxin" if root else SOURCE
    said: dict[tuple[str, object], tuple[object, Path]] = {}
    found = list[str]()
    for path in catalogues(source):
        for message in read_catalogue(path):
            if not message.id:
                continue
            first, where = said.setdefault((message.context or "", message.id), (message.string, path))
            if first != message.string:
                places = " and ".join(str(each.relative_to(source).parents[3]) for each in (where, path))
                found.append(f"{places}: {message.id!r} is {first!r} in one, {message.string!r} in the other")
    return found


if __name__ == "__main__":
    compile_catalogues()
