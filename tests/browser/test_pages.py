"""Every page in a real browser: usable by everybody, in both languages, on an office PC and a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.faults import grave
from tests.browser.test_site_map import FIGURE, LEFT_TO_THE_MAP, WAYS

PAGES = [
    "/",
    "/bulletins/",
    "/suggestions/",
    "/bulletins/2024-05/",
    FIGURE,
    "/figures/",
    "/figures/stations.open/?area=1508&period=..2024-05-31",
    "/figures/port.export_weight_yoy/?area=150781&period=2024Q1",
    "/ledger/heads/",
    "/programmes/",
    "/programmes/sand_control/",
    "/no/such/page/",
]
READERS_PAGES = [
    "/me/",
    "/ledger/",
    "/ledger/entries/5/",
    "/ledger/acts/5/",
    "/sources/1/?row=5",
]
CLERKS_PAGES = ["/drafts/", "/suggestions/desk/"]
EVERY_PAGE = [
    *((path, "") for path in PAGES),
    *((path, "leader") for path in READERS_PAGES),
    *((path, "clerk") for path in CLERKS_PAGES),
]
LANGUAGES = ["zh-CN", "en"]
EVERY_VIEW = [
    (path, person, size, language)
    for path, person in EVERY_PAGE
    for size in ("office", "phone")
    for language in LANGUAGES
    if (path, person) not in LEFT_TO_THE_MAP or WAYS[size] != language
]
"""Every page in both sizes and both languages, but for what the walk of the site map looks at alike."""


@pytest.mark.parametrize(("path", "person", "size", "language"), EVERY_VIEW)
def test_page_is_usable_by_everybody(standing, path, person, size, language):
    """Axe finds nothing serious, nothing comes from another host, nothing runs off the screen."""
    page = standing.turn_to(path, size, language, person)
    assert grave(page) == []
    assert standing.foreign == []
    assert [error for error in standing.errors if "404" not in error] == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expected = "zh" if language == "zh-CN" else "en"
    expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{expected}"))


@pytest.mark.parametrize("path", PAGES[:-1])
def test_page_is_light(look, path):
    """A page with all it brings stays under 300 kB as it travels."""
    page = look.open(path)
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".map(each => each.encodedBodySize)"
    )
    assert sum(sizes) < 300_000


def test_a_figure_opens_beside_the_text_and_closes_by_keyboard(look):
    page = look.open("/bulletins/2024-05/", "office", "en")
    link = page.locator(f'a[href="{FIGURE}"]').first
    link.focus()
    page.keyboard.press("Enter")
    sheet = page.locator("aside, dialog").filter(has_text="182").first
    sheet.wait_for()
    expect(page).to_have_url(re.compile("/bulletins/2024-05/"))
    expect(sheet).to_contain_text("2024")
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    expect(link).to_be_focused()


def test_a_figure_opens_without_javascript(look):
    page = look.open("/bulletins/2024-05/", script=False)
    page.locator(f'a[href="{FIGURE}"]').first.click()
    expect(page).to_have_url(look.site + FIGURE)
    expect(page.locator("main")).to_contain_text("182")


def test_from_a_figure_to_the_sheet_line(look):
    """Figure, row, sheet line: three clicks, and the row is marked in the workbook's own words."""
    page = look.open(FIGURE, person="leader")
    page.locator('a[href*="/sources/"]').first.click()
    expect(page).to_have_url(re.compile("/sources/"))
    expect(page.locator("tr[aria-current], tr.here, tr mark, [aria-current=true]").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("驿站")


def test_the_language_is_chosen_with_one_click_and_remembered(look):
    page = look.open("/", "office", "zh-CN")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    page.goto(look.site + "/figures/")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))


def test_large_type_is_chosen_with_one_click_and_remembered(look):
    page = look.open("/bulletins/2024-05/")
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    page.get_by_role("button", name="大字").click()
    page.goto(look.site + "/bulletins/2024-05/")
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")
    assert after > before


def test_the_failed_check_is_printed_where_it_belongs(look):
    page = look.open("/bulletins/2024-05/", "office", "zh-CN")
    text = page.locator("main").inner_text()
    assert "327" in text and "项目办" in text
