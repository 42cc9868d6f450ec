"""A workbook laid out as nobody has shown yet: proposed, corrected, confirmed, read; and again next month."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from nuanxin.kernel.intake.actions import LayoutRefused, keep_layout, retire_layout
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.files import sheet_line
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.models import Layout
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.proposing import propose
from nuanxin.kernel.intake.tables import recognised, unknown_pages
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act
from nuanxin.programmes.stations.models import Station
from nuanxin.site.city import actor, read_city
from nuanxin.web.jobs.models import Job
from tests.people import client_of, client_over

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MOST_STATEMENTS = 15
HEADINGS = ["序号", "编号", "驿站名", "设在何处", "街道", "门牌", "启用时间", "备注"]
ROWS = [
    [1, "LH-901", "金川路歇脚点", "快递网点", "解放街道", "金川路 8 号", "2024.5.6", ""],
    [2, "LH-902", "新华街歇脚点", "工会驿站", "团结街道", "新华街 3 号", "2024.5.7", "试运行"],
    [3, "LH-903", "胜利路歇脚点", "党群服务中心", "狼山镇", "胜利路 1 号", "2024年5月8日", ""],
]


@pytest.fixture(autouse=True)
def at_once(demo, settings):
    settings.TASKS = IMMEDIATE


@pytest.fixture
def clerk(settings):
    return actor(read_city(settings.NUANXIN["city"]), "bayannur")


def written(
    path: Path, rows=ROWS, headings=HEADINGS, above=(("临河区歇脚点（暖心驿站）一览表",),), order=None
) -> Path:
    """Write the office's own list: its title, its headings, its rows, its columns in some order."""
    book = Workbook()
    sheet = book.active
    for line in above:
        sheet.append(line)
    for row in (headings, *rows):
        sheet.append([row[at] for at in order or range(len(headings))])
    book.save(path)
    return path


def dropped(client: Client, path: Path) -> Job:
    with path.open("rb") as file:
        client.post(reverse("imports"), {"files": file})
    return Job.objects.filter(kind="preview").latest("pk")


def form_of(page) -> dict[str, str]:
    """Return the form of a layout page as a browser would send it."""
    how = page.context["how"]
    said = {f"c{at}": field for at, field in how.columns.items()}
    sheet = how.match.sheet.name if how.chosen else ""
    place = {"first": how.match.first + 1, "rows": how.match.depth}
    return {"part": page.context["page"].part, "about": how.about, "sheet": sheet, **place, **said}


def assert_june_goes_straight_through(client: Client, folder: Path):
    """Another order of columns, another title, more rows above: nothing is asked."""
    later = [[9, "LH-904", "永安街歇脚点", "快递网点", "狼山镇", "永安街 2 号", "2024.6.3", ""], *ROWS]
    order = [7, 3, 1, 0, 6, 5, 4, 2]
    above = (("附件",), ("2024年6月",), ("临河区另一个标题",))
    june = dropped(client, written(folder / "六月.xlsx", later, above=above, order=order))
    assert not june.result["unrecognised"]
    assert june.result["tables"][0]["good"] == 4
    assert june.result["tables"][0]["kept"] == [1, 0, 3]


def test_a_layout_is_shown_once_and_read_ever_after(tmp_path, django_assert_max_num_queries):
    client = client_of("bayannur", "en")
    job = dropped(client, written(tmp_path / "一览表.xlsx"))
    seen = client.get(reverse("import", args=[job.pk]))
    assert b"Show us what its columns are" in seen.content
    address = reverse("layout", args=[job.pk])
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get(address)
    how = page.context["how"]
    assert how.match.sheet.name == "stations.register"
    assert {f: h.text for f, h in how.match.columns.items()} == {
        "number": "编号", "name": "驿站名", "kind": "设在何处", "area": "街道", "opened_on": "启用时间"
    }  # fmt: skip
    text = page.content.decode()
    assert "is nearly “驿站名称”" in text
    assert "3 of 3 cells are words of this column" in text
    assert "withdrawn on" in text and "may be absent" in text

    corrected = {**form_of(page), "c5": "address"}
    looked = client.post(address, {**corrected, "look": "1"})
    assert "金川路8号" in looked.content.decode()
    assert not Layout.objects.exists()
    before = Act.objects.count()
    again = client.post(address, {**corrected, "confirm": "1"})
    assert Layout.objects.get().columns["address"] == ["门牌", 0]
    assert Act.objects.count() == before + 1
    fresh = Job.objects.filter(kind="preview").latest("pk")
    assert again.url == reverse("import", args=[fresh.pk]) and fresh.pk != job.pk
    assert fresh.result["tables"][0]["good"] == 3

    client.post(reverse("confirm_import", args=[fresh.pk]))
    assert Station.objects.filter(key__startswith="LH-90").count() == 3
    assert Station.objects.get(key="LH-901").address == "金川路8号"

    assert_a_line_shows_what_was_read(fresh)
    assert_june_goes_straight_through(client, tmp_path)


def assert_a_line_shows_what_was_read(job: Job):
    """The line a record came from is shown with its columns, though their names are the office's own."""
    line = sheet_line(bytes.fromhex(job.given["digest"]), job.result["tables"][0]["part"], 3)
    assert dict(zip(line.headings, line.read, strict=True))["设在何处"]
    assert next(each for each in line.lines if each.asked).cells[1:3] == ("LH-901", "金川路歇脚点")


def test_notes_without_a_table_are_not_asked_about(tmp_path):
    """Beside the table stand 说明: nobody is sent there, and the workbook is looked at anew at once."""
    client = client_of("bayannur", "en")
    book = load_workbook(written(tmp_path / "a.xlsx"))
    book.create_sheet("说明").append(["请按月报送"])
    book.save(tmp_path / "b.xlsx")
    address = reverse("layout", args=[dropped(client, tmp_path / "b.xlsx").pk])
    page = client.get(address)
    assert page.context["parts"] == ["Sheet"]
    after = client.post(address, {**form_of(page), "confirm": "1"})
    fresh = Job.objects.filter(kind="preview").latest("pk")
    assert after.url == reverse("import", args=[fresh.pk]) and fresh.result["tables"]


def test_a_worksheet_may_be_left_unread(tmp_path):
    client = client_of("bayannur", "en")
    job = dropped(client, written(tmp_path / "a.xlsx"))
    left = client.post(reverse("layout", args=[job.pk]), {"leave": "1"})
    assert left.url == reverse("import", args=[Job.objects.filter(kind="preview").latest("pk").pk])
    assert not Layout.objects.exists()


def test_what_a_rule_needs_is_asked_for_with_the_reason(tmp_path):
    client = client_of("bayannur", "en")
    job = dropped(client, written(tmp_path / "a.xlsx"))
    address = reverse("layout", args=[job.pk])
    form = form_of(client.get(address))
    refused = client.post(address, {**form, "c6": "", "confirm": "1"})
    assert refused.status_code == 422
    assert "opened on (every entry of the ledger stands on a day)" in refused.content.decode()
    twice = client.post(address, {**form, "c7": "name", "confirm": "1"})
    assert twice.status_code == 422 and "Two headings are said to be" in twice.content.decode()
    assert not Layout.objects.exists()


def test_another_header_row_or_sheet_is_looked_at_before_it_is_kept(tmp_path):
    client = client_of("bayannur", "en")
    job = dropped(client, written(tmp_path / "a.xlsx"))
    address = reverse("layout", args=[job.pk])
    form = form_of(client.get(address))
    for change in ({"first": 3}, {"sheet": "volunteers.teams"}):
        assert client.post(address, {**form, **change, "confirm": "1"}).status_code == 422
    assert client.post(address, {**form, "first": "x", "rows": "99", "c1": "nonsense"}).status_code == 200
    assert not Layout.objects.exists()


def test_a_layout_is_its_offices_own(tmp_path, clerk):
    office, path = office_of(clerk), written(tmp_path / "a.xlsx")
    (page,) = unknown_pages(path, office)
    match = propose(page, all_sheets())[0].match
    layout = keep_layout(By(clerk), office, match).result
    assert recognised(path, office=office)[0]
    stranger = client_over("150824", "clerk", "en")
    assert not unknown_pages(path, office)
    job = dropped(stranger, path)
    assert job.result["unrecognised"]
    offered = stranger.get(reverse("layout", args=[job.pk])).content.decode()
    assert "another office has read" in offered and clerk.name not in offered
    assert stranger.get(reverse("kept_layout", args=[layout.pk])).status_code == 404
    assert stranger.post(reverse("retire_layout", args=[layout.pk])).status_code == 404
    assert "设在何处" not in stranger.get(reverse("layouts")).content.decode()
    reader = client_over("1508", "reader", "en")
    assert reader.get(reverse("layouts")).status_code == 403


def test_a_layout_is_listed_looked_at_and_retired(tmp_path, clerk):
    client, office, path = client_of("bayannur", "en"), office_of(clerk), written(tmp_path / "a.xlsx")
    (page,) = unknown_pages(path, office)
    match = propose(page, all_sheets())[0].match
    first = keep_layout(By(clerk), office, match).result
    assert keep_layout(By(clerk), office, match).act is None  # said twice, kept once
    assert "设在何处" in client.get(reverse("layouts")).content.decode()
    assert (
        "every entry of the ledger stands on a day"
        in client.get(reverse("kept_layout", args=[first.pk])).content.decode()
    )
    client.post(reverse("retire_layout", args=[first.pk]))
    assert unknown_pages(path, office)
    assert "设在何处" not in client.get(reverse("layouts")).content.decode()
    assert keep_layout(By(clerk), office, match).result.version == 2
    assert not unknown_pages(path, office)
    assert retire_layout(By(clerk), first.pk).act is None


def test_two_alike_headings_keep_their_order(tmp_path, clerk):
    office, headings = office_of(clerk), [*HEADINGS[:6], "启用时间", "启用时间"]
    rows = [[*row[:7], row[6]] for row in ROWS]
    (page,) = unknown_pages(written(tmp_path / "a.xlsx", rows, headings), office)
    found = propose(page, all_sheets())[0].match
    headed = {heading.at: heading for heading in found.headed}
    columns = {**found.columns, "opened_on": headed[7]}
    match = type(found)(found.sheet, found.first, found.depth, columns, found.headed, found.lines)
    keep_layout(By(clerk), office, match)
    known, _others = recognised(written(tmp_path / "b.xlsx", rows, headings, above=()), office=office)
    assert known[0][1].columns["opened_on"].at == 7
    order = [0, 1, 2, 3, 4, 7, 5, 6]
    assert unknown_pages(written(tmp_path / "c.xlsx", rows, headings, order=order), office)


def test_next_months_headings_are_the_same_layout(tmp_path, clerk):
    office = office_of(clerk)
    may, june = ([*HEADINGS[:7], f"{month}月接待"] for month in (5, 6))
    (page,) = unknown_pages(written(tmp_path / "a.xlsx", headings=may), office)
    keep_layout(By(clerk), office, propose(page, all_sheets())[0].match)
    assert not unknown_pages(written(tmp_path / "b.xlsx", headings=june), office)


def test_a_needed_column_cannot_be_left_out(tmp_path, clerk):
    office = office_of(clerk)
    (page,) = unknown_pages(written(tmp_path / "a.xlsx"), office)
    found = propose(page, all_sheets())[0].match
    columns = {field: heading for field, heading in found.columns.items() if field != "number"}
    match = type(found)(found.sheet, found.first, found.depth, columns, found.headed, found.lines)
    with pytest.raises(LayoutRefused):
        keep_layout(By(clerk), office, match)


def test_the_command_line_and_the_api_read_by_kept_layouts(tmp_path, clerk):
    office, path = office_of(clerk), written(tmp_path / "a.xlsx")
    assert take(clerk, path).unrecognised
    (page,) = unknown_pages(path, office)
    keep_layout(By(clerk), office, propose(page, all_sheets())[0].match)
    taken = take(clerk, path)
    assert not taken.unrecognised and taken[0].good == 3
