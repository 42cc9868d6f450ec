"""Styles 样式: which styles of an .xlsx cross out, paint, or show a number as something else."""

import re
import zipfile
from collections.abc import Container
from dataclasses import dataclass, field
from decimal import Decimal

_XFS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_XF = re.compile(rb"<(?:\w+:)?xf [^<>]*>")
_FONTS = re.compile(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", re.S)
_FONT = re.compile(rb"<(?:\w+:)?font(?:/>|>.*?</(?:\w+:)?font>)", re.S)
_FILLS = re.compile(rb"<(?:\w+:)?fills\b.*?</(?:\w+:)?fills>", re.S)
_FILL = re.compile(rb"<(?:\w+:)?fill(?:/>|>.*?</(?:\w+:)?fill>)", re.S)
_STRIKE = re.compile(rb'<(?:\w+:)?strike(?: val="(?:1|true)")? ?/>')
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt [^<>]*>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_RED = re.compile(rb'<(?:\w+:)?color rgb="(?:FF|00)?(?!000000)(?!FFFFFF)[0-9A-Fa-f]{6}"')
_PAINTED = re.compile(
    rb'<(?:\w+:)?fgColor (?:rgb="(?:FF|00)?(?!FFFFFF)[0-9A-Fa-f]{6}"|indexed="(?!9"|64"|65")\d+")'
)
_EMPTY_ITEM, _ITEM_END = re.compile(rb"<((?:\w+:)?)si ?/>"), re.compile(rb"</(?:\w+:)?si>")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|([\u4e00-\u9fff]+)')
_COLOURS = re.compile(r"\[[^\]]*\]")
_DATES = re.compile(r"[ymdhs年月日]|general|@", re.I)


@dataclass(frozen=True, slots=True)
class Form:
    """A number format that shows another thing than the number: a share, a unit, a smaller number."""

    code: str

    def shown(self, number: float) -> str | None:
        """Return what a cell in this format shows, None where it cannot be told."""
        positive = _COLOURS.sub("", self.code.split(";")[0])
        bare = _LITERAL.sub("", positive)
        digits = re.search(r"[0#?][0#?,.!]*", bare)
        if not digits:
            return None
        value = Decimal(repr(number))
        value = value * 100 if "%" in bare else value
        value = value.scaleb(
            -3 * len(re.findall(r",", digits[0].rstrip(".")[len(digits[0].rstrip(".").rstrip(",")) :]))
        )
        if "!." in digits[0]:
            value = value.scaleb(-len(re.sub(r"[^0#?]", "", digits[0].split("!.")[1])))
        places = len(re.sub(r"[^0#?]", "", digits[0].replace("!.", ".").partition(".")[2]))
        text = f"{value:.{places}f}"
        tail = "".join(a or b or c for a, b, c in _LITERAL.findall(positive))
        return f"{text}%" if "%" in bare else f"{text}{tail.strip()}"


def odd_form(code: str) -> bool:
    """Return whether a format shows numbers as something else: a share, a unit, fewer digits."""
    first = _COLOURS.sub("", code.split(";")[0])
    bare = _LITERAL.sub("", first)
    if _DATES.search(bare) or not re.search("[0#?]", bare):
        return False
    if "%" in bare or "!." in bare or re.search(r"[0#?],+(?![0#?])", bare):
        return True
    return any(re.search(r"[\w\u4e00-\u9fff]", "".join(parts)) for parts in _LITERAL.findall(first))


@dataclass(slots=True)
class Styles:
    """The telling styles of a workbook by number, and the numbers of the texts that are crossed out."""

    struck: set[int] = field(default_factory=set)
    coloured: set[int] = field(default_factory=set)
    forms: dict[int, Form] = field(default_factory=dict)
    struck_texts: set[str] = field(default_factory=set)

    def pattern(self, *, painted: bool) -> re.Pattern[bytes] | None:
        """Return a pattern that finds cells in a telling style, None where there is none."""
        telling = self.struck | self.forms.keys() | (self.coloured if painted else set())
        if not telling:
            return None
        return re.compile(b' s="(?:' + b"|".join(str(style).encode() for style in sorted(telling)) + b')"')

    @classmethod
    def read(cls, packed: zipfile.ZipFile, members: Container[str]) -> "Styles":
        """Read the styles of an .xlsx archive."""
        found = cls()
        if "xl/styles.xml" in members:
            found._from(packed.read("xl/styles.xml"))
        if "xl/sharedStrings.xml" in members:
            texts = packed.read("xl/sharedStrings.xml")
            if _STRIKE.search(texts):
                items = enumerate(shared_items(texts))
                found.struck_texts = {str(at) for at, item in items if _STRIKE.search(item)}
        return found

    def _from(self, content: bytes) -> None:
        fonts, fills = _each(content, _FONTS, _FONT), _each(content, _FILLS, _FILL)
        struck = {at for at, font in enumerate(fonts) if _STRIKE.search(font)}
        red = {at for at, font in enumerate(fonts) if _RED.search(font)}
        painted = {at for at, fill in enumerate(fills) if b"solid" in fill and _PAINTED.search(fill)}
        forms = {10: "0.00%", 9: "0%"}
        for tag in _FORMAT.findall(content):
            said = dict(_ATTRIBUTE.findall(tag))
            code = (
                said.get(b"formatCode", b"")
                .decode("utf-8", "replace")
                .replace("&quot;", '"')
                .replace("&amp;", "&")
            )
            if said.get(b"numFmtId", b"").isdigit() and odd_form(code):
                forms[int(said[b"numFmtId"])] = code
        for style, tag in enumerate(_each(content, _XFS, _XF)):
            said = dict(_ATTRIBUTE.findall(tag))
            font, fill, form = (int(said.get(name, b"0")) for name in (b"fontId", b"fillId", b"numFmtId"))
            if font in struck:
                self.struck.add(style)
            if font in red or fill in painted:
                self.coloured.add(style)
            if form in forms:
                self.forms[style] = Form(forms[form])


def shared_items(content: bytes) -> list[bytes]:
    """Return the XML of each text that cells share, in order."""
    return _ITEM_END.split(_EMPTY_ITEM.sub(rb"<\1si></\1si>", content))[:-1]


def _each(content: bytes, block: re.Pattern[bytes], each: re.Pattern[bytes]) -> list[bytes]:
    found = block.search(content)
    return each.findall(found[0]) if found else []
