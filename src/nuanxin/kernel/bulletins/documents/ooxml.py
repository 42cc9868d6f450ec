"""Parts of a Word file that python-docx has no words for: typefaces by script, rules, grid, fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

EIGHTHS_A_MM = 8 * 72 / 25.4
"""Borders are given in eighths of a point."""


@dataclass(frozen=True, slots=True)
class Type:
    """How letters are set: the Chinese typeface by its office name, the Latin one, the size in points.

    ``spacing`` twips are added after each letter (negative: taken).
    """

    chinese: str
    latin: str
    size: float
    colour: str = ""
    spacing: int = 0
    bold: bool = False
    italic: bool = False


def element(name: str, /, **attributes: object) -> Any:
    """Return an element of the file's own language: ``element("w:pgNumType", fmt="decimal")``."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def dress(run: Any, letters: Type) -> Any:
    """Set a run's (or a style's) typefaces, size and colour; return it."""
    properties = run._element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = element(
        "w:rFonts", ascii=letters.latin, hAnsi=letters.latin, eastAsia=letters.chinese, cs=letters.latin
    )
    properties.insert(0, fonts)
    run.font.size = Pt(letters.size)
    run.font.bold, run.font.italic = letters.bold, letters.italic
    if letters.spacing:
        properties.append(element("w:spacing", val=letters.spacing))
        _in_order(properties, RUN_ORDER)
    if letters.colour:
        run.font.color.rgb = RGBColor.from_string(letters.colour)
    return run


RUN_ORDER = (
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "color",
    "spacing",
    "sz",
    "szCs",
    "vertAlign",
    "lang",
)


def _in_order(properties: Any, names: Sequence[str]) -> None:
    """Put properties into the order the format asks for."""
    order = {qn(f"w:{name}"): place for place, name in enumerate(names)}
    children = sorted(properties, key=lambda child: order.get(child.tag, len(order)))
    properties[:] = children


def languages(styles: Any, latin: str) -> None:
    """Say that Latin text is in a language and Chinese text in that of the mainland: it picks the glyphs."""
    defaults = styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rPr')}")
    found = defaults.find(qn("w:lang"))
    for key, value in (("val", latin), ("eastAsia", "zh-CN")):
        found.set(qn(f"w:{key}"), value)


def grid(section: Any, pitch_twips: int, character_space: int) -> None:
    """Give a section its grid of lines.

    The grid of characters is written beside it but not switched on: LibreOffice gives a letter that
    is wider than its cell two cells. The letters' own spacing makes the line as long.
    """
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("w:docGrid", type="lines", linePitch=pitch_twips, charSpace=character_space))


def rule(paragraph: Any, edge: str, thick_mm: float, colour: str = "000000", space: int = 1) -> None:
    """Draw a rule along an edge ("top" or "bottom") of a paragraph, ``space`` points away."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("w:pBdr")
        properties.insert_element_before(
            borders,
            "w:shd",
            "w:tabs",
            "w:suppressAutoHyphens",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:rPr",
        )
    size = max(2, round(thick_mm * EIGHTHS_A_MM))
    borders.append(element(f"w:{edge}", val="single", sz=size, space=space, color=colour))


def off_grid(paragraph: Any) -> None:
    """Let a paragraph keep its own line height."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        element("w:snapToGrid", val="0"), "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"
    )


def indent(paragraph: Any, **hundredths: int) -> None:
    """Indent in hundredths of a character: ``firstLineChars=200`` is two characters."""
    paragraph._p.get_or_add_pPr().get_or_add_ind()
    found = paragraph._p.pPr.find(qn("w:ind"))
    for key, value in hundredths.items():
        found.set(qn(f"w:{key}"), str(value))


def field(run: Any, instruction: str) -> None:
    """Put a field, such as PAGE, into a run."""
    for part in (
        element("w:fldChar", fldCharType="begin"),
        _instruction(instruction),
        element("w:fldChar", fldCharType="end"),
    ):
        run._r.append(part)


def _instruction(text: str) -> Any:
    made = OxmlElement("w:instrText")
    made.set(qn("xml:space"), "preserve")
    made.text = text
    return made


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Name a paragraph, so that a link inside the document finds it."""
    paragraph._p.insert(1, element("w:bookmarkStart", id=number, name=name))
    paragraph._p.append(element("w:bookmarkEnd", id=number))


def link(paragraph: Any, run: Any, name: str) -> None:
    """Make a run a link to a bookmark of the document."""
    made = element("w:hyperlink", anchor=name, history=1)
    made.append(run._r)
    paragraph._p.append(made)


TABLE_ORDER = (
    "tblStyle",
    "tblW",
    "jc",
    "tblInd",
    "tblBorders",
    "tblLayout",
    "tblCellMar",
    "tblLook",
)


def box_at_foot(paragraph: Any, width_mm: float, height_mm: float) -> Any:
    """Anchor a box without a border at the foot of the type area of a paragraph's page; return its home.

    What is appended to the home stands in the box, which grows with it. Word and LibreOffice both keep
    such a box at the foot; a floating table or frame stays after the text in LibreOffice.
    """
    size = f'cx="{round(width_mm * EMU_A_MM)}" cy="{round(height_mm * EMU_A_MM)}"'
    drawing = parse_xml(_BOX.format(size=size))
    run = paragraph.add_run()._r
    run.append(drawing)
    return drawing.find(f".//{qn('w:txbxContent')}")


EMU_A_MM = 36_000
_WORD = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_BOX = f"""<w:drawing {nsdecls("w", "wp", "a")} xmlns:wps="{_WORD}">
<wp:anchor distT="114300" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"
 locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>
<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>
<wp:extent {{size}}/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="900" name="closing"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="{_WORD}"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {{size}}/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>
<wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:spAutoFit/></wps:bodyPr>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"""


def table_rules(table: Any, edges: Iterable[str], thick_mm: float, colour: str = "000000") -> None:
    """Draw a table's rules along some edges ("top", "bottom", "insideH"); no others."""
    borders = element("w:tblBorders")
    size = max(2, round(thick_mm * EIGHTHS_A_MM))
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        drawn = element(f"w:{edge}", val="single" if edge in edges else "nil")
        if edge in edges:
            for key, value in (("sz", size), ("space", 0), ("color", colour)):
                drawn.set(qn(f"w:{key}"), str(value))
        borders.append(drawn)
    table._tbl.tblPr.append(borders)
    _in_order(table._tbl.tblPr, TABLE_ORDER)


def font_names(names: Iterable[tuple[str, Iterable[str], str]]) -> bytes:
    """Return the font table: each typeface with its other names and its kind ("roman", "swiss").

    A computer without the typeface takes one of the other names, or one of the kind.
    """
    fonts = element("w:fonts")
    for name, others, kind in names:
        font = element("w:font", name=name)
        font.append(element("w:altName", val=",".join(others)))
        font.append(element("w:charset", val="86"))
        font.append(element("w:family", val=kind))
        fonts.append(font)
    made: bytes = serialize_part_xml(fonts)
    return made


def table_widths(table: Any, widths_mm: Iterable[float]) -> None:
    """Fix the widths of a table's columns, and keep them."""
    table.autofit = False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def cell_rule(cell: Any, edge: str, thick_mm: float) -> None:
    """Draw a rule along one edge of a cell."""
    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = element("w:tcBorders")
        properties.append(borders)
    size = max(2, round(thick_mm * EIGHTHS_A_MM))
    drawn = element(f"w:{edge}", val="single", sz=size, space=0, color="000000")
    borders.insert(0, drawn) if edge == "top" else borders.append(drawn)


def breakable(row: Any, allowed: bool) -> None:
    """Say whether a row may break across pages."""
    if not allowed:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
