"""Rendered pages against the numbers of GB/T 9704, as the rule pack has them."""

import os
import re
from datetime import date

import pytest

from nuanxin.kernel.bulletins.documents.layout import layout_on
from nuanxin.kernel.bulletins.documents.typefaces import TypefaceMissing, typefaces
from nuanxin.kernel.bulletins.documents.typesetting import typeset
from nuanxin.kernel.bulletins.tests.printed import MM, pages
from nuanxin.kernel.bulletins.tests.written import written

LAYOUT = layout_on(date(2024, 6, 3))
NEAR_MM = 1.0
RED = (0.84, 0.0, 0.06)


@pytest.fixture(scope="module")
def found():
    try:
        return typefaces()
    except TypefaceMissing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def official(found):
    return pages(typeset(written(), LAYOUT, found))


@pytest.fixture(scope="module")
def brief(found):
    return pages(typeset(written("brief"), LAYOUT, found))


def test_the_paper_is_a4(official):
    for page in official:
        assert (page.width, page.height) == pytest.approx((210, 297), abs=0.1)


def test_a_full_page_has_22_lines_of_28_characters(official):
    full = official[1].lines(LAYOUT.text_size)
    assert len(full) == LAYOUT.lines == 22
    assert {len(line) for line in full} == {LAYOUT.characters} == {28}


@pytest.mark.parametrize("head", ["official", "brief"])
def test_the_type_area_keeps_its_margins(head, request):
    page = request.getfixturevalue(head)[1]
    lines = page.lines(LAYOUT.text_size)
    size = LAYOUT.text_size * MM
    top = lines[0][0].baseline - 0.8 * size
    bottom = page.height - (lines[-1][0].baseline + 0.2 * size)
    assert top == pytest.approx(37, abs=NEAR_MM)
    assert bottom == pytest.approx(35, abs=NEAR_MM)
    assert min(line[0].left for line in lines) == pytest.approx(28, abs=NEAR_MM)
    assert page.width - max(line[-1].right for line in lines) == pytest.approx(26, abs=NEAR_MM)


def test_page_numbers_stand_outside_between_dashes(official):
    for number, page in enumerate(official, 1):
        line = page.lines(LAYOUT.small_size)[-1]
        assert "".join(letter.text for letter in line) == f"—{number}—"
        inset = LAYOUT.small_size * MM
        if number % 2:
            assert line[-1].right == pytest.approx(210 - 26 - inset, abs=NEAR_MM)
        else:
            assert line[0].left == pytest.approx(28 + inset, abs=NEAR_MM)
        dash = line[0].baseline - 0.38 * LAYOUT.small_size * MM
        assert dash == pytest.approx(37 + 225 + 7, abs=NEAR_MM)


def test_the_issuing_body_stands_35_mm_below_the_top_of_the_type_area(official):
    first = official[0]
    mark = [letter for letter in first.letters if letter.size > LAYOUT.title_size + 1]
    assert "".join(letter.text for letter in mark) == "某市人民政府文件"
    height = 0.87 * mark[0].size * MM
    assert mark[0].baseline - height == pytest.approx(37 + 35, abs=2)
    assert (mark[0].left + mark[-1].right) / 2 == pytest.approx(28 + 156 / 2, abs=NEAR_MM)


def test_the_red_rule_is_as_wide_as_the_type_area_4_mm_below_the_number(official):
    first = official[0]
    rule = next(each for each in first.strokes if each.colour == pytest.approx(RED, abs=0.01))
    number = next(
        line for line in first.lines(LAYOUT.text_size) if "〔" in "".join(each.text for each in line)
    )
    assert (rule.left, rule.right) == pytest.approx((28, 184), abs=NEAR_MM)
    assert rule.top - (number[0].baseline + 0.2 * LAYOUT.text_size * MM) == pytest.approx(4, abs=NEAR_MM)


def test_the_title_is_set_larger_two_lines_below(official):
    first = official[0]
    title = first.lines(LAYOUT.title_size)[0]
    assert "".join(each.text for each in title) == "关于公共服务情况的通报"
    rule = next(each for each in first.strokes if each.colour == pytest.approx(RED, abs=0.01))
    between = title[0].baseline - 0.8 * LAYOUT.title_size * MM - rule.top
    assert LAYOUT.line_pitch * MM < between < 3 * LAYOUT.line_pitch * MM


def test_closing_lines_stand_at_the_foot_of_the_last_page_between_their_rules(official):
    rules = [each for each in official[-1].strokes if each.right - each.left > 150][-3:]
    assert [each.thick for each in rules] == pytest.approx([0.35, 0.25, 0.35], abs=0.02)
    assert rules[-1].top == pytest.approx(37 + 225, abs=NEAR_MM)
    said = official[-1].text()
    assert "抄送：有关单位。" in said and "2024年6月3日印发" in said


def test_a_brief_names_its_issue_and_its_unit_above_the_red_rule(brief):
    first = brief[0]
    rule = next(each for each in first.strokes if each.colour == pytest.approx(RED, abs=0.01))
    above = "".join(each.text for each in first.letters if each.baseline < rule.top)
    assert "2024年第5期" in above and "某办公室" in above and "2024年6月3日" in above
    assert "〔2024〕" not in above


def test_a_substituted_typeface_is_said_in_the_appendix(official, found):
    last = "".join(page.text() for page in official[-2:])
    for each in found.found.values():
        if each.stands_in:
            assert each.face.office in last


def test_the_same_document_makes_the_same_bytes(found):
    one, other = (typeset(written(), LAYOUT, found) for _ in range(2))
    assert one == other


def test_a_file_names_nobody_but_the_issuer(found):
    made = typeset(written(), LAYOUT, found)
    assert not re.search(rb"/(?:home|root|tmp|usr)/", made)
