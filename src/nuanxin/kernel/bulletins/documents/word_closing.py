"""The closing lines of a Word document: 版记 of a 公文, 报尾 of a 简报, at the foot of the last page."""

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.shared import Mm, Pt

from nuanxin.kernel.bulletins.documents.ooxml import (
    cell_rule,
    dress,
    float_at_foot,
    indent,
    off_grid,
    table_rules,
    table_widths,
)

if TYPE_CHECKING:
    from nuanxin.kernel.bulletins.documents.word import Writer


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
    float_at_foot(table)
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
    last = writer.file.add_paragraph()
    off_grid(last)
    last.paragraph_format.line_spacing = Pt(1)


def _line(writer: "Writer", paragraph: Any, text: str) -> None:
    layout = writer.layout
    dress(paragraph.add_run(text), writer.letters("text", layout.small_size))
    off_grid(paragraph)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    inset = layout.closing_inset * 100
    indent(paragraph, leftChars=inset, rightChars=inset)
    if "\t" in text:
        paragraph.paragraph_format.tab_stops.add_tab_stop(
            Mm(layout.text_width) - Pt(layout.small_size), TAB.RIGHT
        )
