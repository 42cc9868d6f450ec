"""The superior office's form: handed in, bound by clicking, filled with the page's figures, and again."""

import csv
import io
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from conftest import python
from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.areas.tree import full
from nuanxin.kernel.bulletins.forms.actions import bind_cells, unbind_cells
from nuanxin.kernel.bulletins.forms.answering import number_written
from nuanxin.kernel.bulletins.forms.binding import Binding, bindings_of
from nuanxin.kernel.bulletins.forms.filling import changes, digests_kept, earlier, fill
from nuanxin.kernel.bulletins.forms.models import FilledCell, FilledForm, Form
from nuanxin.kernel.bulletins.forms.proving import verify_filled_forms
from nuanxin.kernel.bulletins.models import Reading
from nuanxin.kernel.bulletins.readings import value_of
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.intake.files import kept_file
from nuanxin.kernel.intake.models import Taking, WaitingRow
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify import verify
from nuanxin.plain.units import UNITS
from tests.loop.sheets import SHEETS
from tests.loop.test_writer import contents
from tests.people import account_of, client_of, client_over

FORMS = SHEETS.parent / "forms"
BLANK = next(FORMS.glob("*.xlsx"))
PAGE = {
    line["id"]: line
    for line in csv.DictReader((Path(__file__).parent / "page.csv").read_text(encoding="utf-8").splitlines())
}


@pytest.fixture
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def cell_of(book, binding):
    return book[binding.part][binding.cell]


def filled_book(client, form, period="2024-05"):
    """Fill a form through its page and return the copy with the workbook handed out."""
    asked = client.post(f"/forms/{form}/fill/", {"period": period}, follow=True)
    assert asked.status_code == 200, asked.content.decode()[:500]
    copy = Form.objects.get(name=form).filled.first()
    answer = client.get(f"/forms/{form}/filled/{copy.number}/file.xlsx")
    return copy, load_workbook(io.BytesIO(answer.content))


def test_the_demo_form_fills_with_the_figures_of_the_page(demo, at_once):
    """Each of the page's 40 figures stands in the form, at the precision printed there."""
    clerk = client_of("clerk")
    copy, book = filled_book(clerk, "warm-service")
    bindings = bindings_of(copy.version.bindings)
    on_page = {each.figure: each for each in bindings if each.part == "综合表" and each.figure}
    assert set(on_page) == set(PAGE)
    for identity, binding in on_page.items():
        line, declared = PAGE[identity], figure(identity)
        published = value_of(Reading.objects.get(figure=identity, area=line["area"], period=line["period"]))
        written = Decimal(str(cell_of(book, binding).value))
        assert written == number_written(binding, published), identity
        printed = Fraction(Decimal(line["value"])) * UNITS[line["unit"]].factor
        said = Fraction(written) * UNITS[binding.unit].factor
        if line["precision"] in ("exact", "rounded") and binding.unit == line["unit"]:
            assert written == Decimal(line["value"]), identity
        elif line["precision"] == "at_least":
            assert said >= printed, identity
        else:
            assert abs(said - printed) < declared.step * UNITS[binding.unit].factor, identity


def test_the_form_looks_after_itself(demo, at_once):
    """Formulas, merges and formats stay; every figure has its definition and its link; the rows are there."""
    copy, book = filled_book(client_of("clerk"), "warm-service")
    before = load_workbook(BLANK)
    for sheet in before:
        after = book[sheet.title]
        assert after.merged_cells.ranges == sheet.merged_cells.ranges
        assert after.print_title_rows == sheet.print_title_rows
        assert {k: v.width for k, v in after.column_dimensions.items()} == {
            k: v.width for k, v in sheet.column_dimensions.items()
        }
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert after[cell.coordinate].value == cell.value
                assert after[cell.coordinate].number_format == cell.number_format
    for binding in bindings_of(copy.version.bindings):
        if binding.figure:
            cell = cell_of(book, binding)
            assert figure(binding.figure).says.zh.rstrip("。") in cell.comment.text
            assert f"/figures/{binding.figure}/?area=" in cell.hyperlink.target
    appendix = [[str(each or "") for each in row] for row in book.worksheets[-1].iter_rows(values_only=True)]
    assert len(book.worksheets) == len(before.worksheets) + 1
    text = "\n".join("|".join(row) for row in appendix)
    for identity in PAGE:
        assert figure(identity).zh in text
    assert re.search(r"巴彦淖尔市暖心驿站登记台账\.xlsx · ", text)
    assert "户编号" not in text and not re.search(r"1504\d{8}-\d{3}", text), (
        "households are nobody's business"
    )


def agreeing(bound):
    """Compare bindings taken from suggestions with those of the city's file; return the latter."""
    truth = {each.place: each for each in bindings_of(Form.objects.get(name="warm-service").newest.bindings)}
    for place, each in bound.items():
        wanted = truth[place]
        assert (each.figure, each.area, each.text) == (wanted.figure, wanted.area, wanted.text), place
        assert each.span == wanted.span, place
    return truth


def test_a_form_from_blank_to_sent_in_the_browser(demo, at_once):
    clerk, english = client_of("clerk"), client_of("clerk", "en")
    file = SimpleUploadedFile("样表.xlsx", BLANK.read_bytes())
    answer = clerk.post("/forms/", {"file": file, "area": "15"})
    assert answer.status_code == 302
    name = Form.objects.exclude(name="warm-service").get().name
    assert Form.objects.get(name=name).newest.issued_by == "自治区暖新工作统计机构（示例）"
    page = english.get(f"/forms/{name}/cells/").content.decode()
    sure = int(re.search(r"Accept all (\d+) certain", page)[1])
    assert sure > 60 and "cell=F10" in page
    clerk.post(f"/forms/{name}/cells/accept/", {"sheet": 1})
    bound = {
        (each.part, each.cell): each for each in bindings_of(Form.objects.get(name=name).newest.bindings)
    }
    assert len(bound) == sure
    truth = agreeing(bound)
    chosen = {
        "sheet": 2,
        "cell": "D10",
        "figure": "sand.wages_paid",
        "area": "红山区",
        "span": "form",
        "unit": "元",
    }
    clerk.post(f"/forms/{name}/cells/bind/", {**chosen, "series": "column"})
    column = [
        each for each in bindings_of(Form.objects.get(name=name).newest.bindings) if each.cell[0] == "D"
    ]
    assert {each.area for each in column if each.part == "分旗县表"} == {
        each.area for each in truth.values() if each.cell[0] == "D" and each.part == "分旗县表"
    }
    copy, book = filled_book(clerk, name)
    assert book["分旗县表"]["D12"].value == 373527
    assert "copy 1" in english.get(f"/forms/{name}/filled/1/").content.decode()
    clerk.post(f"/forms/{name}/filled/1/sent/")
    assert FilledForm.objects.get(pk=copy.pk).sent_at
    assert verify() == []


def test_filled_again_without_a_change_is_the_same_copy_and_a_change_is_shown(demo):
    clerk = account_of("clerk").actor
    first, acts = fill(clerk, "warm-service", "2024-05"), Act.objects.count()
    assert fill(clerk, "warm-service", "2024-05").pk == first.pk and Act.objects.count() == acts
    kept = [each for each in bindings_of(first.version.bindings) if each.cell == "F16"]
    other = Binding(**{**kept[0].kept(), "area": "150802"})
    bind_cells(By(clerk), "warm-service", [other])
    second = fill(clerk, "warm-service", "2024-05")
    assert earlier(second) == first and second.number == 2
    (change,) = changes(first, second)
    assert (change.cell, change.before) == ("F16", "182") and change.difference < 0
    assert "182" in client_of("clerk").get("/forms/warm-service/filled/2/").content.decode()
    unbind_cells(By(clerk), "warm-service", [("综合表", "F16")])
    assert Form.objects.get(name="warm-service").versions.count() == first.version.number + 2


def test_what_cannot_be_computed_stays_blank_and_is_listed(demo, at_once):
    clerk, actor = client_of("clerk", "en"), account_of("clerk").actor
    asked = {"part": "综合表", "figure": "port.export_weight_yoy", "area": "150781", "unit": "%"}
    bind_cells(By(actor), "warm-service", [Binding(cell="F25", span="=2022Q1", **asked)])
    copy, book = filled_book(clerk, "warm-service")
    assert book["综合表"]["F25"].value is None and book["综合表"]["F25"].comment is None
    assert copy.cells.get(cell="F25").reason == "undefined"
    assert "nothing to divide by" in clerk.get(f"/forms/warm-service/filled/{copy.number}/").content.decode()
    assert "F25" in "".join(str(row) for row in book.worksheets[-1].iter_rows(max_row=12, values_only=True))
    small = {"part": "综合表", "figure": "alliance.persons_helped", "area": "150826100", "unit": "人"}
    bind_cells(By(actor), "warm-service", [Binding(cell="F14", span="=..2021-01-31", **small)])
    later, _book = filled_book(clerk, "warm-service", "2030-05")
    reasons = set(later.cells.exclude(reason="").values_list("reason", flat=True))
    assert "not_over" in reasons


def test_rows_that_wait_are_said_beside_the_figures_they_may_change(demo):
    clerk = account_of("clerk").actor
    told = {
        "office": "x",
        "area": full("1508"),
        "sheet": "stations.stations",
        "digest": b"1",
        "name": "x.xlsx",
    }
    taking = Taking.objects.create(party_id=clerk.party, **told)
    WaitingRow.objects.create(taking=taking, row=9, area=full("1508"))
    cells = fill(clerk, "warm-service", "2024-05").cells
    assert "waiting" in cells.get(part="综合表", cell="F16").cautions.split()
    assert "waiting" not in cells.get(part="综合表", cell="F50").cautions.split()


def test_a_form_may_take_closed_months_only(demo):
    clerk, reviewer = account_of("clerk").actor, account_of("reviewer").actor
    page = client_of("clerk")
    told = {"title": "月报", "period_kind": "month", "only_closed": "1"}
    assert page.post("/forms/warm-service/about/", told).status_code == 302
    copy = fill(clerk, "warm-service", "2024-05")
    assert set(copy.cells.exclude(figure="").values_list("reason", flat=True)) == {"not_closed"}
    number = 11  # sand control
    close_month(By(reviewer), programme=number, area=150400000000, last_area=150499999999, month=202405)
    after = fill(clerk, "warm-service", "2024-05")
    assert after.cells.get(part="综合表", cell="F50").written == "651"
    assert after.cells.get(part="综合表", cell="F16").reason == "not_closed"


def test_only_hands_of_the_area_come_near_a_form(demo, at_once):
    for person in ("leader", "reviewer", "auditor", "security"):
        assert client_of(person).get("/forms/").status_code == 403
        assert "/forms/" not in client_of(person).get("/").content.decode()
    county = client_over("150826", "clerk")
    assert county.get("/forms/").status_code == 200
    assert "warm-service" not in county.get("/forms/").content.decode()
    for path in ("", "cells/", "blank.xlsx"):
        assert county.get(f"/forms/warm-service/{path}").status_code == 404
    assert county.post("/forms/warm-service/fill/", {"period": "2024-05"}).status_code == 404
    file = SimpleUploadedFile("样表.xlsx", BLANK.read_bytes())
    assert county.post("/forms/", {"file": file, "area": "15"}).status_code == 422
    assert Form.objects.count() == 1
    bayannur = account_of("bayannur").actor
    with pytest.raises(NotAllowed):
        bind_cells(By(bayannur), "warm-service", [])


def test_a_wrong_file_is_refused_with_the_remedy(demo):
    clerk = client_of("clerk", "en")
    for name, content in (("x.xls", b"\xd0\xcf\x11\xe0"), ("x.xlsx", b"<html></html>")):
        said = clerk.post("/forms/", {"file": SimpleUploadedFile(name, content), "area": "15"})
        assert said.status_code == 422 and "save it as .xlsx" in said.content.decode()


def test_a_page_of_cells_asks_the_database_little(demo):
    clerk = client_of("clerk")
    for path in ("/forms/", "/forms/warm-service/", "/forms/warm-service/cells/?sheet=2&cell=D12"):
        clerk.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(path).status_code == 200
        assert len(asked) <= 15, path


def test_retention_leaves_forms_alone(demo):
    fill(account_of("clerk").actor, "warm-service", "2024-05")
    digests = digests_kept()
    assert len(digests) == 2 and all(kept_file(each).read() for each in digests)


def test_the_blank_is_what_its_writer_draws(tmp_path):
    draw = "import sys; from pathlib import Path; from cities.writer.superior_form import write_forms; "
    python(tmp_path, "-c", f"{draw}write_forms(Path(sys.argv[1]))", str(tmp_path))
    assert contents(tmp_path / BLANK.name) == contents(BLANK)


def test_a_filled_copy_is_recomputed(demo, at_once, monkeypatch):
    """Verification works every number of a copy out again, and names the cell that says something else."""
    copy, _book = filled_book(client_of("clerk"), "warm-service")
    assert verify_filled_forms() == []
    cell = copy.cells.exclude(written="").exclude(definition="").first()
    FilledCell.objects.filter(pk=cell.pk).update(written=f"{cell.written}1")
    (found,) = verify_filled_forms()
    assert found.place == f"form warm-service copy {copy.number}", "not what its act vouched for"
    forged = dict(Act.objects.values_list("number", "object"))
    monkeypatch.setattr(
        "nuanxin.kernel.bulletins.forms.proving._mark", lambda filled, _cells: forged[filled.act_id]
    )
    (found,) = verify_filled_forms()
    assert found.place.endswith(f"{cell.part} {cell.cell}"), (
        "were the act forged too, the ledger says otherwise"
    )
