"""Typefaces 字体: which family of this machine stands in for each face of the standard.

The office's own come first; free ones from packages stand in, and every substitution is said in
the document. No typeface is part of this program.
"""

import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")
"""Families of Latin letters for an English document; the last comes with the typesetter."""


class TypefaceMissing(Exception):
    """No Chinese typeface was found; the text says what to run."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face as the standard names it: the office's family, other names of it, free families in order.

    ``kind`` is "roman" or "swiss", as word processors tell typefaces apart.
    """

    name: str
    office: str
    alternatives: tuple[str, ...]
    families: tuple[str, ...]
    last: tuple[str, ...]
    kind: str = "roman"
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A family of this machine standing for a face, with the weight to set it in."""

    face: Face
    family: str
    weight: int
    file: str
    index: int

    @property
    def stands_in(self) -> bool:
        """Whether it is not the office's own."""
        return self.family in self.face.last


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The families found for every face, and the typesetter's view of the fonts of this machine."""

    fonts: typst.Fonts
    found: dict[str, Found]

    def families(self, face: str, *, latin: bool = False) -> list[str]:
        """Return the families to set a face in: the one found, then what may have its missing letters."""
        others = [each.family for each in self.found.values()]
        chosen = [*(LATIN if latin else ()), self.found[face].family, *others]
        return list(dict.fromkeys(chosen))

    @property
    def fingerprint(self) -> str:
        """A digest over what was found: other fonts, another document."""
        facts = [(each.family, each.weight, Path(each.file).name) for each in self.found.values()]
        return sha256(repr(facts).encode()).hexdigest()

    def lacking(self, face: str, text: Iterable[str]) -> str:
        """Return the characters of a text that the family found for a face does not have."""
        found = self.found[face]
        known = _characters(found.file, found.index)
        return "".join(sorted({each for each in text if each > " " and ord(each) not in known}))


@cache
def faces() -> dict[str, Face]:
    """Return the declared faces by name."""
    text = (files("nuanxin.kernel.bulletins.documents") / "typefaces.toml").read_text(encoding="utf-8")
    return {table["name"]: _face(table) for table in tomllib.loads(text)["face"]}


def _face(table: dict[str, Any]) -> Face:
    lists = {name: tuple(table[name]) for name in ("alternatives", "families", "last")}
    return Face(**{**table, **lists})


def typefaces() -> Typefaces:
    """Return the typefaces of this machine; TypefaceMissing says what to run where there is none."""
    return _typefaces(tuple(str(each) for each in folders() if each.is_dir()))


def folders() -> list[Path]:
    """Return where typefaces are looked for, besides the system: the office's own, then from packages."""
    own = [Path(settings.NUANXIN_FONTS)] if settings.NUANXIN_FONTS else []
    return [*own, settings.NUANXIN["data"] / "fonts", settings.PROJECT / "node_modules/@expo-google-fonts"]


@cache
def _typefaces(where: tuple[str, ...]) -> Typefaces:
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=list(where))
    known: dict[str, list[typst.FontInfo]] = {}
    for each in fonts.fonts():
        if each.style == "normal" and each.path:
            known.setdefault(each.family.lower(), []).append(each)
    return Typefaces(fonts, {name: _found(face, known) for name, face in faces().items()})


def _found(face: Face, known: dict[str, list[typst.FontInfo]]) -> Found:
    for family in (*face.families, *face.last):
        if styles := known.get(family.lower()):
            weight = face.weight if family in face.last else 400
            best = min(styles, key=lambda each: (abs(each.weight - weight), each.weight))
            return Found(face, best.family, best.weight, str(best.path), best.index)
    raise TypefaceMissing(
        _(
            "No Chinese typeface is on this machine. Run `make fonts`, or install the package "
            "fonts-noto-cjk, or put the office's own files into %(folder)s."
        )
        % {"folder": settings.NUANXIN["data"] / "fonts"}
    )


def warm() -> None:
    """Read this machine's typefaces before anybody asks for a document; without any, that is said then."""
    with suppress(TypefaceMissing):
        for each in typefaces().found.values():
            _characters(each.file, each.index)


@cache
def _characters(file: str, index: int) -> frozenset[int]:
    """Return the code points a font file has glyphs for."""
    with TTFont(file, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())
