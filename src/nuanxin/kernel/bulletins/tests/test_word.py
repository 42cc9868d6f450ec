"""The Word file against the same numbers, and the office's typefaces named first."""

import io
import time
from datetime import date
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from nuanxin.kernel.bulletins.documents.layout import layout_on
from nuanxin.kernel.bulletins.documents.word import word
from nuanxin.kernel.bulletins.tests.written import written

LAYOUT = layout_on(date(2024, 6, 3))


@pytest.fixture(scope="module")
def content():
    return word(written(), LAYOUT)


@pytest.fixture
def file(content):
    return docx.Document(io.BytesIO(content))


def fonts(paragraph) -> set[str]:
    return {run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) for run in paragraph.runs}


def paragraph(file, beginning: str):
    return next(each for each in file.paragraphs if each.text.startswith(beginning))


def test_the_page_has_the_sizes_of_the_standard(file):
    section = file.sections[0]
    near = Mm(0.1)
    assert section.page_width == pytest.approx(Mm(210), abs=near)
    assert section.page_height == pytest.approx(Mm(297), abs=near)
    edges = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert edges == pytest.approx((Mm(37), Mm(28), Mm(26), Mm(35)), abs=near)


def test_the_grid_has_22_lines_and_a_line_28_characters(file):
    grid = file.sections[0]._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch")))
    assert pitch == 579 and int(grid.get(qn("w:charSpace"))) == -848
    area_twips = 225 / 25.4 * 1440
    assert int(area_twips // pitch) == 22
    normal = file.styles["Normal"]
    spacing = int(normal.element.rPr.find(qn("w:spacing")).get(qn("w:val")))
    letter_twips = normal.font.size.pt * 20 + spacing
    assert int(156 / 25.4 * 1440 // letter_twips) == 28


def test_the_offices_typefaces_are_named(file):
    assert file.styles["Normal"].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert fonts(paragraph(file, "关于公共服务")) == {"方正小标宋简体"}
    assert fonts(paragraph(file, "一、")) == {"黑体"}
    assert fonts(paragraph(file, "（一）")) == {"楷体_GB2312"}
    assert fonts(paragraph(file, "国国")) == {"仿宋_GB2312"}


def test_each_typeface_has_other_names_for_computers_without_it(content):
    table = ZipFile(io.BytesIO(content)).read("word/fontTable.xml").decode()
    assert 'w:name="仿宋_GB2312"' in table and "FangSong_GB2312" in table


def test_page_numbers_stand_outside_on_both_sides(file):
    section = file.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert file.settings.odd_and_even_pages_header_footer
    for footer, side in ((odd, "right"), (even, "left")):
        assert footer.alignment is not None and footer.alignment.name.lower() == side
        assert footer.text == "—  —" and "PAGE" in footer._p.xml


def test_a_figure_leads_to_its_note(file):
    said = paragraph(file, "全市有")
    link = said._p.find(qn("w:hyperlink"))
    assert link.get(qn("w:anchor")) == "figure-1"
    assert 'w:name="figure-1"' in file.element.xml


def test_the_parts_of_properties_stand_in_the_order_of_the_format(file):
    order = ["tblStyle", "tblpPr", "tblW", "jc", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for properties in file.element.iter(qn("w:tblPr")):
        places = [order.index(child.tag.split("}")[1]) for child in properties]
        assert places == sorted(places)


def test_the_same_document_makes_the_same_bytes_at_another_time(content, monkeypatch):
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert word(written(), LAYOUT) == content


def test_a_brief_has_no_reference_number():
    file = docx.Document(io.BytesIO(word(written("brief"), LAYOUT)))
    texts = [each.text for each in file.paragraphs]
    assert "2024年第5期" in texts and not any("〔2024〕" in text for text in texts)


def test_the_closing_lines_stand_in_a_box_at_the_foot_of_the_last_page(content):
    text = ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    box = text[text.rindex("<wp:anchor") : text.rindex("</wp:anchor>")]
    assert '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>' in box
    assert "抄送" in box and "印发" in box
