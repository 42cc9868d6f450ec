"""A form patched in place: what is not filled stays, to the byte where it can, to the value elsewhere."""

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from nuanxin.kernel.bulletins.forms.appended import append_worksheet, work_out_on_opening
from nuanxin.kernel.bulletins.forms.comments import add_comments, add_links
from nuanxin.kernel.bulletins.forms.package import opened
from nuanxin.kernel.bulletins.forms.patching import filled, named, placed
from nuanxin.kernel.bulletins.forms.scanning import NotMarkup, scanned
from nuanxin.kernel.bulletins.forms.tests.blanks import blank, members, repacked
from nuanxin.kernel.intake.faults import FileRefused

ADDRESS = "https://example.org/figures/x/?area=15&period=2024-05"


def patched(content: bytes, values: dict[str, Any], *, part: str = "表一") -> bytes:
    """Fill cells of a worksheet with all that goes with it, as a form is filled."""
    package = opened(content, "x.xlsx")
    place = package.worksheets[part]
    package.write(place, filled(package.read(place), values))
    add_comments(package, place, {ref: f"口径 {ref}\n<&>" for ref in values})
    add_links(package, place, dict.fromkeys(values, ADDRESS))
    append_worksheet(package, "明细", [(True, ["单元格", "数"]), (False, ["B2", Decimal(3)])])
    work_out_on_opening(package)
    return package.packed()


def test_only_touched_members_change():
    content = blank({"A1": "统计表", "A2": "驿站", "B12": "=SUM(B2:B11)"})
    before, after = members(content), members(patched(content, {"B2": Decimal("182"), "D6": "旗县"}))
    changed = {name for name in before if before[name] != after[name]}
    assert {name for name in changed if "theme" in name or "styles" in name or "media" in name} == set()
    assert changed <= {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml",
        "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments/comment1.xml", "xl/drawings/commentsDrawing1.vml",
    }  # fmt: skip
    assert list(before) == [name for name in after if name in before]
    assert set(after) - set(before) == {"xl/worksheets/sheet4.xml"}


def test_what_stands_around_stays():
    content = blank({"A1": "统计表", "B12": "=SUM(B2:B11)"})
    made = load_workbook(io.BytesIO(patched(content, {"B2": Decimal("182.50"), "C7": Decimal(0)})))
    paper = made["表一"]
    assert (paper["B2"].value, paper["C7"].value, paper["B12"].value) == (182.5, 0, "=SUM(B2:B11)")
    assert paper["B2"].border.left.style == "thin"
    assert paper["B2"].comment.text.startswith("填到万元") and "口径 B2" in paper["B2"].comment.text
    assert paper["C7"].comment.text == "口径 C7\n<&>"
    assert paper["C7"].hyperlink.target == ADDRESS and paper["C3"].hyperlink.target == "https://example.org/"
    assert len(paper._images) == 1 and paper.oddFooter.center.text == "第 &P 页"
    assert paper.data_validations.dataValidation[0].sqref == "D4"
    assert made["旧表"].sheet_state == "hidden" and made["明细"]["B2"].value == 3
    assert made.calculation.fullCalcOnLoad


def test_results_of_formulas_are_forgotten_and_formulas_stay():
    content = blank({"B12": "=SUM(B2:B11)"})
    sheet = members(content)["xl/worksheets/sheet1.xml"]
    known = re.sub(rb"(<f>SUM\(B2:B11\)</f>)<v\s*/>|(<f>SUM\(B2:B11\)</f>)<v></v>", rb"\1\2<v>7</v>", sheet)
    assert b"<v>7</v>" in known
    after = members(patched(repacked(content, {"xl/worksheets/sheet1.xml": known}), {"B2": Decimal(1)}))
    assert b"SUM(B2:B11)" in after["xl/worksheets/sheet1.xml"]
    assert b"<v>7</v>" not in after["xl/worksheets/sheet1.xml"]


def test_a_formula_is_never_written_over():
    sheet = members(blank({"B12": "=SUM(B2:B11)"}))["xl/worksheets/sheet1.xml"]
    with pytest.raises(ValueError, match="formula"):
        filled(sheet, {"B12": Decimal(1)})


PREFIXED = (
    b'<?xml version="1.0"?>\n<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<x:cols><x:col min="2" max="3" style="4"/></x:cols><x:sheetData><x:row r="2" s="9" customFormat="1"/>'
    b'<x:row r="5"><x:c r="A5"/><x:c r="D5" t="s" s="2"><x:v>0</x:v></x:c></x:row></x:sheetData>'
    b"</x:worksheet>"
)


@pytest.mark.parametrize(
    ("ref", "put"),
    [
        ("B1", b'<x:row r="1"><x:c r="B1" s="4"><x:v>1</x:v></x:c></x:row><x:row r="2"'),
        ("B2", b'<x:row r="2" s="9" customFormat="1"><x:c r="B2" s="9"><x:v>1</x:v></x:c></x:row>'),
        ("A5", b'<x:c r="A5"><x:v>1</x:v></x:c><x:c r="D5"'),
        ("B5", b'<x:c r="A5"/><x:c r="B5" s="4"><x:v>1</x:v></x:c><x:c r="D5"'),
        ("D5", b'<x:c r="D5" s="2"><x:v>1</x:v></x:c></x:row>'),
        ("E5", b'</x:c><x:c r="E5"><x:v>1</x:v></x:c></x:row>'),
        ("C9", b'</x:row><x:row r="9"><x:c r="C9" s="4"><x:v>1</x:v></x:c></x:row></x:sheetData>'),
    ],
)
def test_a_cell_finds_its_place_and_format(ref, put):
    made = filled(PREFIXED, {ref: Decimal(1)})
    assert put in made
    assert scanned(made).prefix == "x:"


@pytest.mark.parametrize("ref", ["A1", "Z9", "AA10", "AZ1", "XFD1048576", "ZZ3"])
def test_names_of_cells(ref):
    assert named(*placed(ref)) == ref


@pytest.mark.parametrize(
    "content", [b"<a>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"", b"\xff\xfe<", b"<a/>"]
)
def test_what_is_no_markup_is_refused(content):
    with pytest.raises(NotMarkup):
        scanned(content)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "x.xlsx"), (b"PK\x03\x04junk", "x.xlsx"), (blank(), "x.xls"), (b"a,b\n1,2\n", "x.csv")],
)
def test_what_cannot_be_filled_is_refused_with_the_remedy(content, name):
    with pytest.raises(FileRefused) as refused:
        opened(content, name)
    assert refused.value.remedy


REFS = st.builds(named, st.integers(1, 14), st.integers(1, 8))
VALUES = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
    st.text(min_size=1, max_size=20).filter(lambda text: text.strip() and "\r" not in text),
)
TEXTS = st.one_of(
    st.none(), st.integers(-9, 9), st.sampled_from(["合计", "a&b <c>", "=SUM(A1:A3)", " 两端 "])
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(REFS, TEXTS, max_size=12), st.dictionaries(REFS, VALUES, max_size=12))
def test_any_patched_workbook_opens_and_the_rest_is_equal(texts, values):
    content = blank(texts)
    before = load_workbook(io.BytesIO(content))
    own = {ref for ref, value in texts.items() if isinstance(value, str) and value.startswith("=")}
    values = {ref: value for ref, value in values.items() if ref not in own}
    made = patched(content, values)
    after, paper = load_workbook(io.BytesIO(made)), CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert paper.sheet_names == [*before.sheetnames, "明细"]
    assert after.sheetnames == [*before.sheetnames, "明细"]
    for row in before["表一"]["A1:H14"]:
        for cell in row:
            other = after["表一"][cell.coordinate]
            assert other.style_id == cell.style_id or not cell.has_style
            if cell.coordinate not in values:
                assert (other.value, other.data_type) == (cell.value, cell.data_type)
    for ref, value in values.items():
        if isinstance(value, Decimal):
            assert Decimal(str(after["表一"][ref].value)).quantize(Decimal("0.01")) == value
    old, new = members(content), members(made)
    assert all(
        new[name] == old[name] for name in old if "styles" in name or "theme" in name or "media" in name
    )
