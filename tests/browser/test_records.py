"""The records in a real Chromium: by keyboard, by htmx, by drop; both sizes; nothing axe calls serious."""

import re

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.browser.faults import grave

HAZARDS = "/records/grid/hazards/"
LOOKED_AT = (
    "/",
    "/records/",
    HAZARDS,
    f"{HAZARDS}?view=map",
    f"{HAZARDS}?view=chart",
    f"{HAZARDS}?q=nothing-like-it",
    f"{HAZARDS}5/",
    "/programmes/grid/",
    "/search/?q=WT",
    "/imports/",
    "/jobs/",
)


@pytest.mark.parametrize(("size", "language"), [("office", "zh-CN"), ("phone", "en-GB")])
def test_nothing_is_wrong_with_any_page(look, size, language):
    page = look.open("/", size, language, person="clerk")
    wrong = []
    for address in LOOKED_AT:
        page.goto(look.site + address)
        wrong += [(address, fault) for fault in grave(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(address, "wider than the screen")] if wider > 0 else []
    assert wrong == []
    assert look.foreign == []
    assert look.errors == []


def test_everything_by_keyboard(look):
    """The slash goes to the search; a heading sorts and keeps the focus; a row opens.

    Every key is pressed where the focus is said to be, and what follows is waited for.
    """
    page = look.open(HAZARDS, language="en-GB", person="clerk")
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.locator("#sort-found_on").press("Enter")
    expect(page.locator("th[aria-sort='ascending'] #sort-found_on")).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?sort=found_on$"))
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort='descending'] #sort-found_on")).to_be_focused()
    page.locator("tbody th a").first.press("Enter")
    page.wait_for_url("**/records/grid/hazards/*/")
    expect(page.locator("h2", has_text="History")).to_be_visible()


def test_narrowing_changes_the_table_and_the_address_alone(look):
    page = look.open(HAZARDS, language="en-GB", person="clerk")
    page.evaluate("window.here = 1")
    page.select_option("select[name=kind]", "gas")
    expect(page.locator(".conditions")).to_contain_text("gas")
    expect(page).to_have_url(re.compile(r"\?kind=gas$"))
    assert page.evaluate("window.here") == 1
    page.reload()
    expect(page.locator(".conditions")).to_contain_text("gas")
    page.go_back()
    expect(page.locator(".conditions")).to_have_count(0)


def test_the_map_draws_and_opens_a_county(look):
    page = look.open(f"{HAZARDS}?view=map", language="en-GB", person="clerk")
    county = page.locator(".leaflet-interactive").first
    county.wait_for()
    county.click()
    page.wait_for_url("**area=*")
    expect(page.locator("tbody tr").first).to_be_visible()
    page.emulate_media(media="print")
    page.goto(f"{look.site}{HAZARDS}?view=map")
    expect(page.locator("svg.map")).to_be_visible()


def test_records_with_a_place_stand_on_the_map_and_open(look):
    page = look.open("/records/stations/stations/?view=map", language="en-GB", person="clerk")
    point = page.locator(".leaflet-map .point[role=link]").first
    point.wait_for()
    expect(page.locator(".leaflet-map path[aria-label^='Linhe District']")).to_have_count(1)
    name = point.get_attribute("aria-label")
    point.focus()
    expect(page.locator(".leaflet-tooltip")).to_have_text(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/stations/stations/*/")
    expect(page.locator("h1")).to_contain_text(name)


def test_a_workbook_goes_in_by_the_browser_and_out_again(look, tmp_path):
    book = Workbook()
    book.active.append(
        ["驿站编号", "驿站名称", "依托场所", "所在街道（乡镇）", "地址", "启用日期", "撤销日期"]
    )
    book.active.append(["B-1", "浏览器驿站", "沿街商户", "临河区解放街道", "一层", "2024-05-01", None])
    book.active.append(["B-2", "坏行", "沿街商户", "临河区解放街道", "一层", "某天", None])
    book.save(tmp_path / "stations.xlsx")
    page = look.open("/imports/", language="en-GB", person="clerk")
    page.set_input_files("#files", tmp_path / "stations.xlsx")
    page.locator("form.drop button").click()
    confirm = page.get_by_role("button", name="Post the good rows")
    confirm.wait_for(timeout=30_000)
    expect(page.locator("body")).to_contain_text("某天")
    confirm.click()
    undo = page.get_by_role("button", name="Undo this import")
    undo.wait_for(timeout=30_000)
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Your own file back").click()
    assert fetched.value.suggested_filename == "stations.xlsx"
    fetched.value.save_as(tmp_path / "returned.xlsx")
    rows = list(load_workbook(tmp_path / "returned.xlsx").active.iter_rows(values_only=True))
    said = {row[0]: row[len(rows[0]) - 1] for row in rows}
    assert said["B-1"].startswith("Posted: ")
    assert said["B-2"].startswith("Not taken: ") and "启用日期" in said["B-2"]
    page.select_option("#undo select[name=reason]", "correction")
    undo.click()
    expect(page.locator("body")).to_contain_text("1 records withdrawn", timeout=30_000)


def test_lists_and_imports_work_without_scripts(look):
    page = look.open(HAZARDS, language="en-GB", person="clerk", script=False)
    page.select_option("select[name=kind]", "gas")
    page.get_by_role("button", name="Narrow").click()
    expect(page.locator(".conditions")).to_contain_text("gas")
    page.locator("#sort-found_on").click()
    expect(page.locator("th[aria-sort='ascending']")).to_have_count(1)
    page.goto(f"{look.site}{HAZARDS}?view=map")
    expect(page.locator("svg.map")).to_be_visible()
