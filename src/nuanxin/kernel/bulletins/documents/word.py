"""Word 文档: a document's plain data becomes a .docx that an office can go on editing.

The office's own typefaces are named first, so that they win wherever they are installed. The same
data, the same bytes.
"""

import io
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from django.utils.translation import override
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.enum.text import WD_TAB_ALIGNMENT as TAB
from docx.shared import Mm, Pt

from nuanxin.kernel.bulletins.documents.contents import Cited, Document, Paragraph
from nuanxin.kernel.bulletins.documents.layout import MM_A_POINT, Layout
from nuanxin.kernel.bulletins.documents.ooxml import (
    Type,
    dress,
    field,
    font_names,
    grid,
    indent,
    languages,
    link,
    off_grid,
    rule,
)
from nuanxin.kernel.bulletins.documents.typefaces import faces
from nuanxin.kernel.bulletins.documents.typesetting import words
from nuanxin.kernel.bulletins.documents.word_appendix import rows_to_copy, write_appendix
from nuanxin.kernel.bulletins.documents.word_closing import write_closing

LATIN = "Times New Roman"
RED = "D7000F"
RED_RULE_MM = 0.35
MARK_POINTS = 48
NOTICE_POINTS = 12
FOOTER_LINE_POINTS = 20
THE_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The oldest time a ZIP archive can name; every part bears it, so that bytes do not change with the clock."""


class Writer:
    """A Word document being written: the file, the layout, and paragraphs in the layout's letters."""

    def __init__(self, document: Document, layout: Layout) -> None:
        self.document, self.layout = document, layout
        self.file = docx.Document()
        self.words = words(document.english)

    def letters(self, role: str, size: float | None = None, colour: str = "") -> Type:
        """Return the letters of a role ("text", "title", ...), 3号 unless told otherwise.

        Latin letters tell the levels apart by weight and slope.
        """
        face = faces()[str(getattr(self.layout, f"{role}_face"))]
        normal = size is None and not self.document.english
        spacing = self.layout.letter_spacing_twips if normal else 0
        return Type(
            face.office,
            LATIN,
            size or self.layout.text_size_in_word,
            colour,
            spacing,
            bold=self.document.english and role in ("mark", "title", "first_level"),
            italic=self.document.english and role == "second_level",
        )

    def write(self, text: str, letters: Type | None = None, *, home: Any = None, style: str = "") -> Any:
        """Add a paragraph of one run; return it."""
        paragraph = (home or self.file).add_paragraph(style=style or None)
        dress(paragraph.add_run(text), letters or self.letters("text"))
        return paragraph

    def indented(self, paragraph: Any) -> Any:
        """Indent a paragraph's first line as the layout asks; return it."""
        characters = self.layout.first_indent
        paragraph.paragraph_format.first_line_indent = Pt(characters * self.layout.text_size_in_word)
        indent(paragraph, firstLineChars=characters * 100)
        return paragraph

    @cached_property
    def rows(self) -> Any:
        """A table of a figure's rows, to be copied: making one cell by cell takes ten times as long."""
        return rows_to_copy(self)

    @property
    def line_points(self) -> float:
        """The pitch of the grid in points."""
        return self.layout.grid_pitch_twips / 20


def word(document: Document, layout: Layout) -> bytes:
    """Return a document as .docx bytes, laid out by the rules."""
    with override(document.language):
        writer = Writer(document, layout)
        _page(writer)
        _styles(writer)
        _footers(writer)
        _notices(writer)
        _masthead(writer)
        _body(writer)
        write_appendix(writer)
        write_closing(writer)
        _properties(writer)
    return _packed(writer)


def _page(writer: Writer) -> None:
    layout, section = writer.layout, writer.file.sections[0]
    section.page_width, section.page_height = Mm(layout.paper_width), Mm(layout.paper_height)
    section.top_margin, section.bottom_margin = Mm(layout.margin_top), Mm(layout.margin_bottom)
    section.left_margin, section.right_margin = Mm(layout.margin_left), Mm(layout.margin_right)
    section.header_distance = Mm(15)
    half_line = FOOTER_LINE_POINTS * MM_A_POINT / 2
    section.footer_distance = Mm(layout.margin_bottom - layout.page_number_drop - half_line)
    grid(section, layout.grid_pitch_twips, layout.grid_character_space)


def _styles(writer: Writer) -> None:
    styles, normal = writer.file.styles, writer.file.styles["Normal"]
    languages(styles, "en-GB")
    dress(normal, writer.letters("text"))
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing_rule, spacing.widow_control = WD_LINE_SPACING.SINGLE, False
    for name, role in (("Heading 1", "first_level"), ("Heading 2", "second_level")):
        style = styles[name]
        dress(style, writer.letters(role, colour="000000"))
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True


def _footers(writer: Writer) -> None:
    section, layout = writer.file.sections[0], writer.layout
    writer.file.settings.odd_and_even_pages_header_footer = True
    for footer, align, side in (
        (section.footer, ALIGN.RIGHT, "rightChars"),
        (section.even_page_footer, ALIGN.LEFT, "leftChars"),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        letters = writer.letters("page_number", layout.small_size)
        dress(paragraph.add_run("— "), letters)
        field(dress(paragraph.add_run(), letters), "PAGE")
        dress(paragraph.add_run(" —"), letters)
        paragraph.alignment = align
        paragraph.paragraph_format.line_spacing = Pt(FOOTER_LINE_POINTS)
        off_grid(paragraph)
        indent(paragraph, **{side: layout.page_number_inset * 100})


def _notices(writer: Writer) -> None:
    """Write what must be said before anybody reads on, in a box of red rules."""
    for notice in writer.document.notices:
        made = writer.write(notice, writer.letters("first_level", NOTICE_POINTS))
        off_grid(made)
        for edge in ("top", "left", "bottom", "right"):
            rule(made, edge, RED_RULE_MM, RED, 4)


def _masthead(writer: Writer) -> None:
    """Write what stands above the title: the mark in red, number or issue, the red rule."""
    layout, head, official = writer.layout, writer.document.masthead, writer.document.head == "official"
    size = _fitting(head.mark, layout)
    mark = writer.write(head.mark, writer.letters("mark", size, RED))
    mark.alignment = ALIGN.CENTER
    mark.paragraph_format.space_before = Mm(layout.mark_drop) if official else Pt(writer.line_points)
    mark.paragraph_format.line_spacing = Pt(size * 1.2)
    off_grid(mark)
    if official:
        last = writer.write(head.symbol)
        last.paragraph_format.space_before = Pt(layout.symbol_gap * writer.line_points)
        last.alignment = ALIGN.CENTER
    else:
        issue = writer.write(head.issue)
        issue.paragraph_format.space_before = Pt(writer.line_points)
        issue.alignment = ALIGN.CENTER
        last = writer.write(f"{head.issuer}\t{head.dated}")
        last.paragraph_format.tab_stops.add_tab_stop(Mm(layout.text_width), TAB.RIGHT)
    rule(last, "bottom", RED_RULE_MM, RED, round(layout.red_rule_gap / MM_A_POINT))
    title = writer.write(writer.document.title, writer.letters("title", layout.title_size_in_word))
    title.alignment = ALIGN.CENTER
    title.paragraph_format.space_before = Pt(layout.title_gap * writer.line_points)
    title.paragraph_format.space_after = Pt(writer.line_points)
    title.paragraph_format.line_spacing = Pt(layout.title_size_in_word * 1.5)
    off_grid(title)


def _fitting(text: str, layout: Layout) -> float:
    """Return the size at which a text fills one line at most, in whole points."""
    ems = sum(0.55 if each.isascii() else 1 for each in text) or 1
    return int(min(MARK_POINTS, layout.text_width / MM_A_POINT * 0.96 / ems))


def _body(writer: Writer) -> None:
    document, layout = writer.document, writer.layout
    if document.addressees:
        writer.write(document.addressees + writer.words["colon"])
    for section in document.sections:
        role = "first_level" if section.level == 1 else "second_level"
        heading = writer.write(section.heading, writer.letters(role), style=f"Heading {section.level}")
        writer.indented(heading)
        for paragraph in section.paragraphs:
            _paragraph(writer, paragraph)
    appended = writer.write(writer.words["appendix"] + writer.words["colon"] + document.appendix.title)
    writer.indented(appended)
    appended.paragraph_format.space_before = Pt(writer.line_points)
    if document.head == "official":
        for number, line in enumerate(each for each in document.signature if each):
            signed = writer.write(line)
            signed.alignment = ALIGN.RIGHT
            signed.paragraph_format.right_indent = Pt(layout.date_indent * layout.text_size_in_word)
            signed.paragraph_format.space_before = Pt(0 if number else 2 * writer.line_points)
            signed.paragraph_format.keep_with_next = not number


def _paragraph(writer: Writer, paragraph: Paragraph) -> None:
    """Write a paragraph; each figure is followed by its number in the appendix, a link."""
    made = writer.indented(writer.file.add_paragraph())
    made.alignment = ALIGN.JUSTIFY
    letters = writer.letters("text")
    for each in paragraph.runs:
        dress(made.add_run(each.printed if isinstance(each, Cited) else each), letters)
        if isinstance(each, Cited):
            mark = dress(made.add_run(str(each.number)), letters)
            mark.font.superscript = True
            link(made, mark, f"figure-{each.number}")


def _properties(writer: Writer) -> None:
    document, core = writer.document, writer.file.core_properties
    day = datetime.fromtimestamp(document.published, UTC).replace(tzinfo=None)
    core.title, core.author, core.last_modified_by = document.title, document.masthead.issuer, ""
    core.created = core.modified = day
    core.comments = core.keywords = core.subject = core.category = ""
    core.revision, core.language, core.identifier = (
        1,
        "en-GB" if document.english else "zh-CN",
        document.number,
    )


def _packed(writer: Writer) -> bytes:
    """Return the file's bytes without a trace of the clock, its fonts' other names in it."""
    raw, out = io.BytesIO(), io.BytesIO()
    writer.file.save(raw)
    names = font_names((face.office, face.alternatives, face.kind) for face in faces().values())
    with ZipFile(raw) as written, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in written.namelist():
            content = names if name == "word/fontTable.xml" else written.read(name)
            entry = ZipInfo(name, THE_FIRST_DAY)
            entry.compress_type = ZIP_DEFLATED
            kept.writestr(entry, content)
    return out.getvalue()
