"""The appendix of a Word document: proof, checks, and every figure with its definition and rows."""

import io
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import segno
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from nuanxin.kernel.bulletins.documents.contents import Note, Seal
from nuanxin.kernel.bulletins.documents.ooxml import (
    Type,
    bookmark,
    breakable,
    dress,
    off_grid,
    table_rules,
    table_widths,
)
from nuanxin.kernel.bulletins.documents.typesetting import counted

if TYPE_CHECKING:
    from nuanxin.kernel.bulletins.documents.word import Writer

QR_MM = 32
SMALL, SMALLER = 10.5, 9.0
GREY = "5A5A5A"
ROW_WIDTHS_MM = (13, 19, 26, 20, 68, 10)
RIGHT = (0, 3, 5)
"""The columns of rows that are numbers."""


def write_appendix(writer: "Writer") -> None:
    """Write the appendix on a page of its own."""
    appendix = writer.document.appendix
    mark = writer.write(writer.words["appendix"], writer.letters("first_level"))
    mark.paragraph_format.page_break_before = True
    title = writer.write(appendix.title, writer.letters("title", writer.layout.title_size_in_word))
    title.alignment = ALIGN.CENTER
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(writer.line_points / 2)
    off_grid(title)
    if appendix.seal:
        _seal(writer, appendix.seal)
    for check in appendix.checks:
        line = _line(writer, (writer.words["check"] + "  ", _strong(writer)), before=8)
        dress(line.add_run(check.label + writer.words["colon"] + check.said), writer.letters("text", SMALL))
    for note in appendix.notes:
        _note(writer, note)
    _line(writer, (writer.words["office_typefaces"], writer.letters("text", SMALLER, GREY)), before=12)


def _strong(writer: "Writer", size: float = SMALL) -> Type:
    return writer.letters("first_level", size)


def _line(
    writer: "Writer", *runs: tuple[str, Type], before: float = 0, home: Any = None, follow: bool = False
) -> Any:
    """Add a tight line of runs, off the grid; ``follow`` keeps it with what comes next."""
    made = (home or writer.file).add_paragraph()
    for text, letters in runs:
        dress(made.add_run(text), letters)
    off_grid(made)
    made.paragraph_format.space_before = Pt(before)
    made.paragraph_format.keep_with_next = follow
    return made


def _seal(writer: "Writer", seal: Seal) -> None:
    table = writer.file.add_table(rows=1, cols=2)
    table_rules(table, ("top", "bottom"), writer.layout.inner_rule)
    width = writer.layout.text_width
    table_widths(table, (QR_MM + 6, width - QR_MM - 6))
    left, right = table.rows[0].cells
    _picture(left.paragraphs[0], seal.text)
    code = _line(writer, (seal.code, _strong(writer, 12)), home=left)
    code.alignment = ALIGN.CENTER
    heading = right.paragraphs[0]
    off_grid(heading)
    dress(heading.add_run(writer.words["proof"]), _strong(writer))
    for fact in seal.facts:
        label = (fact.label + writer.words["colon"], writer.letters("text", SMALL, GREY))
        _line(writer, label, (fact.said, writer.letters("text", SMALL)), home=right)


def _picture(paragraph: Any, text: str) -> None:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", border=2, scale=8)
    out.seek(0)
    off_grid(paragraph)
    paragraph.add_run().add_picture(out, width=Mm(QR_MM))


def _note(writer: "Writer", note: Note) -> None:
    grey, small = writer.letters("text", SMALL, GREY), writer.letters("text", SMALL)
    heading = _line(writer, (f"{note.number}  {note.name}", _strong(writer)), before=10, follow=True)
    dress(heading.add_run(f"  {note.place} · {note.span}\t"), grey)
    dress(heading.add_run(note.printed), _strong(writer))
    heading.paragraph_format.tab_stops.add_tab_stop(Mm(writer.layout.text_width), TAB.RIGHT)
    bookmark(heading, f"figure-{note.number}", note.number)
    stop, colon = writer.words["stop"], writer.words["colon"]
    exactly = f" {writer.words['exact']}{colon}{note.exact}{stop}{note.id}"
    _line(
        writer,
        (note.definition, small),
        (exactly + (stop + note.remark if note.remark else ""), grey),
        follow=bool(note.parts or note.rows),
    )
    smaller = writer.letters("text", SMALLER)
    for part in note.parts:
        _line(writer, (f"　{part.label}{colon}{part.said}", smaller))
    if note.rows:
        _rows(writer, note)
    if said := counted(note):
        _line(writer, (said, writer.letters("text", SMALLER, GREY)))


def _rows(writer: "Writer", note: Note) -> None:
    """Write a figure's first rows as a table, whole on one page: every table is a copy of one made before."""
    table = deepcopy(writer.rows)
    plain = table.tr_lst[1]
    table.remove(plain)
    table.extend(deepcopy(plain) for _row in note.rows)
    said = [*writer.words["columns"]]
    for row in note.rows:
        said += [str(row.seq), row.day, row.place, row.quantity, row.source, row.line]
    for run, text in zip(table.iter(qn("w:r")), said, strict=True):
        run.text = text
    writer.file.element.body._insert_tbl(table)


def rows_to_copy(writer: "Writer") -> Any:
    """Return a table of two rows without words: its heading and a plain one."""
    table = writer.file.add_table(rows=2, cols=len(ROW_WIDTHS_MM))
    table_rules(table, ("top", "bottom", "insideH"), 0.15, "969696")
    table_widths(table, ROW_WIDTHS_MM)
    for row, colour in zip(table.rows, (GREY, ""), strict=True):
        breakable(row, False)
        for place, cell in enumerate(row.cells):
            paragraph = cell.paragraphs[0]
            dress(paragraph.add_run(), writer.letters("text", SMALLER, colour))
            off_grid(paragraph)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.alignment = ALIGN.RIGHT if place in RIGHT else ALIGN.LEFT
    table._tbl.getparent().remove(table._tbl)
    return table._tbl
