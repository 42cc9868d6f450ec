"""The explorer in a real browser: chart and map by mouse and keyboard, rows beside, pictures."""

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.faults import grave

STATIONS = "/explore/?figure=stations.open&area=1508&period=..2024-05-31&by=county"
MONTHS = "/explore/?figure=grid.activities&area=1508&period=2024&step=month&against=year_before&show=chart"
VIEWS = [
    "/explore/",
    STATIONS,
    f"{STATIONS}&show=map",
    f"{STATIONS}&show=chart",
    MONTHS,
    "/explore/?figure=grid.volunteers&figure=stations.open&by=county&step=month&period=2024",
    "/figures/",
    "/figures/stations.open/?area=1508&period=..2024-05-31",
]


def drawn(page):
    """Wait until the live picture stands in place of the still one."""
    page.locator("figure.drawn-live .ground :is(canvas, path)").first.wait_for()
    return page


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", ["office", "phone"])
@pytest.mark.parametrize("path", VIEWS)
def test_a_view_is_usable_by_everybody(standing, path, size, language):
    page = standing.turn_to(path, size, language, "bayannur")
    if "show=" in path:
        drawn(page)
    assert grave(page) == []
    assert standing.foreign == [] and standing.errors == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_county_of_the_map_opens_to_its_towns(look):
    page = drawn(look.open(f"{STATIONS}&show=map", language="en", person="bayannur"))
    county = page.locator(".leaflet-map path[aria-label='Linhe District 78']")
    county.hover()
    page.locator(".map-says", has_text="Linhe District 78").wait_for()
    county.click()
    page.wait_for_url("**area=150802**")
    expect(page.locator("h1")).to_contain_text("Linhe District, by town or sumu")


def test_the_map_is_walked_by_keyboard(look):
    page = drawn(look.open(f"{STATIONS}&show=map", language="en", person="bayannur"))
    area = page.locator(".leaflet-map path[aria-label^='Wuyuan']")
    area.focus()
    page.locator(".map-says", has_text="Wuyuan County 18").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**area=150821**")


def test_a_cell_opens_its_rows_beside_the_table(look):
    page = look.open(STATIONS, language="en", person="bayannur")
    cell = page.locator("table.answer td a", has_text="78")
    cell.click()
    sheet = page.locator("#sheet")
    sheet.locator("table.cards").wait_for()
    expect(sheet).to_contain_text("Linhe District")
    expect(sheet).to_contain_text("78")
    expect(page, "a reload shows the table again").to_have_url(look.site + STATIONS)
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    expect(cell).to_be_focused()


def test_the_chart_is_walked_by_keyboard(look):
    page = drawn(look.open(MONTHS, language="en", person="bayannur"))
    ground = page.locator("figure.plot .ground")
    ground.focus()
    for _turn in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("figure.plot [aria-live]")).to_contain_text("Mar 2024")
    page.keyboard.press("Enter")
    page.locator("#sheet").get_by_text("March 2024").first.wait_for()
    expect(ground).to_have_attribute("aria-label", re.compile("."))


def test_a_choice_changes_answer_and_address(look):
    page = look.open(STATIONS, language="en", person="bayannur")
    page.locator("#step").focus()
    page.locator("#step").select_option("quarter")
    page.wait_for_url("**step=quarter**")
    expect(page.locator("h1")).to_contain_text("by quarter")
    expect(page.locator("#step")).to_be_focused()
    page.locator("#show-chart").check(force=True)
    page.wait_for_url("**show=chart**")
    drawn(page)
    page.go_back()
    page.locator("figure.plot").wait_for(state="detached")
    expect(page.locator("h1")).to_contain_text("by quarter")


def test_the_form_works_without_script(look):
    page = look.open(STATIONS, language="en", script=False, person="bayannur")
    page.locator("#by").select_option("town")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("h1")).to_contain_text("by town or sumu")
    page.locator("table.answer td a").first.click()
    expect(page).to_have_url(re.compile(r"/figures/stations\.open/"))


@pytest.mark.parametrize("view", [f"{STATIONS}&show=map", MONTHS])
def test_a_picture_is_saved_as_png(look, view):
    page = drawn(look.open(view, language="en", person="bayannur"))
    with page.expect_download() as waiting:
        page.locator("button.png").first.click()
    saved = Path(waiting.value.path()).read_bytes()
    assert saved[:8] == base64.b64decode("iVBORw0KGgo=") and len(saved) > 5_000


def test_print_shows_the_still_picture(look):
    page = drawn(look.open(MONTHS, language="en", person="bayannur"))
    page.emulate_media(media="print")
    expect(page.locator("figure.plot .still svg").first).to_be_visible()
    expect(page.locator("figure.plot .ground")).to_be_hidden()
    expect(page.locator("#question")).to_be_hidden()


def test_a_chart_page_is_light(look):
    """What a page with a chart brings stays under 300 kB as it travels."""
    page = drawn(look.open(MONTHS, person="bayannur"))
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".map(each => each.encodedBodySize)"
    )
    assert sum(sizes) < 300_000
