"""High contrast, as the system asks for it: more contrast, and colours the system forces on every page."""

import pytest

from tests.browser.faults import AXE

PAGES = {
    "/": "",
    "/bulletins/2024-05/": "",
    "/explore/?figure=stations.open&area=1508&period=..2024-05-31&by=county&show=map": "clerk",
    "/records/grid/hazards/": "clerk",
    "/sources/1/?row=5": "leader",
}
COLOUR = "(element, what) => getComputedStyle(element)[what]"


@pytest.mark.parametrize("path", PAGES)
def test_more_contrast_reaches_seven_to_one(look, path):
    page = look.open(path, person=PAGES[path])
    page.emulate_media(contrast="more", reduced_motion="reduce")
    assert page.locator("body").evaluate(COLOUR, "color") == "rgb(0, 0, 0)"
    assert page.locator("body").evaluate(COLOUR, "backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate(AXE)
    rules = {"runOnly": ["color-contrast", "color-contrast-enhanced"]}
    found = page.evaluate("async rules => (await axe.run('body', rules)).violations", rules)
    assert [[node["html"][:120] for node in each["nodes"]] for each in found] == []


@pytest.mark.parametrize("path", PAGES)
def test_forced_colours_leave_every_control_an_edge(look, path):
    """Where the system takes our colours, what only a ground told is told by an edge."""
    page = look.open(path, person=PAGES[path])
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    here = page.locator(".bar nav a[aria-current]")
    other = page.locator(".bar nav a:not([aria-current])").first
    if here.count():
        edge = here.evaluate(COLOUR, "borderBottomColor")
        assert edge != other.evaluate(COLOUR, "borderBottomColor")
    for control in page.locator("button:visible").all():
        assert control.evaluate(COLOUR, "borderTopStyle") == "solid"
        assert control.evaluate("element => parseFloat(getComputedStyle(element).borderTopWidth)") >= 1


def test_what_is_chosen_shows_in_forced_colours(look):
    """The way of showing an answer is chosen by three words in a row; one of them stands out."""
    page = look.open(next(path for path in PAGES if "explore" in path), person="clerk")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    grounds = [word.evaluate(COLOUR, "backgroundColor") for word in page.locator(".shows span").all()]
    assert len(grounds) == 3 and len(set(grounds)) == 2


def test_tiles_take_the_colours_of_the_system(look):
    page = look.open("/bulletins/2024-05/")
    page.emulate_media(forced_colors="active", reduced_motion="reduce", color_scheme="dark")
    tile = page.locator(".stat").first
    assert tile.evaluate(COLOUR, "backgroundColor") == page.locator("body").evaluate(
        COLOUR, "backgroundColor"
    )
    assert (
        tile.locator("*").evaluate_all("all => new Set(all.map(one => getComputedStyle(one).color)).size")
        == 1
    )


def test_the_marked_line_of_a_sheet_is_framed(look):
    page = look.open("/sources/1/?row=5", person="leader")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    assert page.locator("tr.marked").evaluate(COLOUR, "outlineStyle") == "solid"
    page.emulate_media(forced_colors="none", contrast="more")
    assert page.locator("tr.marked").evaluate(COLOUR, "outlineStyle") == "solid"
