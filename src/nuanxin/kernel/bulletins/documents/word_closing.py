"""The closing lines of a Word document: 版记 of a 公文, 报尾 of a 简报, at the foot of the last page."""

from math import ceil
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.shared import Mm, Pt

from nuanxin.kernel.bulletins.documents.layout import MM_A_POINT
from nuanxin.kernel.bulletins.documents.ooxml import (
    box_at_foot,
    cell_rule,
    dress,
    indent,
    off_grid,
    table_rules,
    table_widths,
)

if TYPE_CHECKING:
    from nuanxin.kernel.bulletins.documents.word import Writer

LINE, BETWEEN, LATIN_EM = 1.35, 2, 0.55
"""A line's height in type sizes, points before and after it, the width of a Latin letter in ems."""


def write_closing(writer: "Writer") -> None:
    """Write the closing lines between their rules; nothing where the imprint names nobody."""
    closing, layout = writer.document.closing, writer.layout
    lines = [f"{each.label}{writer.words['colon']}{each.said}" for each in closing.lines]
    official, foot = writer.document.head == "official", bool(closing.left or closing.right)
    between = "; " if writer.document.english and closing.left else "\t"
    texts = lines + ([f"{closing.left}{between}{closing.right}"] if foot else [])
    if not texts:
        return
    table = writer.file.add_table(rows=len(texts), cols=1)
    table_rules(table, (), layout.outer_rule)
    table_widths(table, (layout.text_width,))
    cells = [row.cells[0] for row in table.rows]
    for cell, text in zip(cells, texts, strict=True):
        _line(writer, cell.paragraphs[0], text)
    cell_rule(cells[0], "top", layout.outer_rule)
    if official:
        cell_rule(cells[-1], "bottom", layout.outer_rule)
        for cell in cells[1:]:
            cell_rule(cell, "top", layout.inner_rule)
    elif lines:
        cell_rule(cells[len(lines) - 1], "bottom", layout.outer_rule)
    _at_foot(writer, table, texts)


def _at_foot(writer: "Writer", table: Any, texts: list[str]) -> None:
    """Move the lines into a box at the foot of the last page, high enough for them."""
    layout, last = writer.layout, _hair(writer.file.add_paragraph())
    ems = layout.text_width / MM_A_POINT / layout.small_size - 2 * layout.closing_inset
    lines = sum(ceil(sum(LATIN_EM if each.isascii() else 1 for each in text) / ems) for text in texts)
    points = lines * layout.small_size * LINE + len(texts) * 2 * BETWEEN + 2
    home = box_at_foot(last, layout.text_width, points * MM_A_POINT)
    after = _hair(writer.file.add_paragraph())
    home.append(table._tbl)
    home.append(after._p)


def _hair(paragraph: Any) -> Any:
    """Make a paragraph one point high; the format asks for one where nothing is said."""
    off_grid(paragraph)
    paragraph.paragraph_format.line_spacing = Pt(1)
    return paragraph


def _line(writer: "Writer", paragraph: Any, text: str) -> None:
    layout = writer.layout
    dress(paragraph.add_run(text), writer.letters("text", layout.small_size))
    off_grid(paragraph)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(BETWEEN)
    inset = layout.closing_inset * 100
    indent(paragraph, leftChars=inset, rightChars=inset)
    if "\t" in text:
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            Mm(layout.text_width) - Pt(layout.small_size), TAB.RIGHT
        )
