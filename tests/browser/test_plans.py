"""Planning in a real Chromium: drawn, asked, watched; pins moved by hand and by keys; compared; printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Looker
from tests.browser.faults import grave

PLANNING = "/plans/new/stations.siting/150802000000/"
SOLVED_MS = 120_000
SERVED = "path.dot.was, path.dot.won"
SEATED = "most served, seats counted"
made: dict[str, str] = {}


def plan(look: Looker, question: str = "most demand in reach") -> str:
    """Make a plan as a clerk once for all tests here, and return its address."""
    if question not in made:
        page = look.open(PLANNING, language="en-GB", person="clerk")
        page.get_by_role("radio", name=question).check()
        ask(page, 3)
        made[question] = page.url.removeprefix(look.site)
    return made[question]


def ask(page: Page, count: int) -> None:
    """Ask for a plan and wait until the page has gone on to it."""
    page.locator("[name=count]").fill(str(count))
    page.get_by_role("button", name="Make the plan").click()
    page.wait_for_url(re.compile(r"/plans/P-\d+/$"), timeout=SOLVED_MS)


def test_demand_is_drawn_by_hand_and_by_keys_and_the_plan_comes_by_itself(look):
    page = look.open(PLANNING, language="en-GB", person="clerk")
    rows = page.locator("#rows-drawn input[name=drawn_longitude]")
    page.get_by_role("button", name="Add demand").click()
    page.locator(".plan-map .ground").click(position={"x": 200, "y": 300})
    expect(rows.nth(0)).to_have_value(re.compile(r"^10\d\.\d{6}$"))
    page.locator(".plan-map .ground").focus()
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_have_value(re.compile(r"^10\d\.\d{6}$"))
    page.locator(".drop-row:visible").first.click()
    expect(rows.nth(0)).to_have_value("")
    page.get_by_role("radio", name="everybody in reach").check()
    expect(page.locator("[name=count]")).to_be_hidden()
    page.get_by_role("radio", name="most demand in reach").check()
    ask(page, 4)
    expect(page.locator("tr[data-site]")).to_have_count(4)
    expect(page.locator(".pin.chosen")).to_have_count(4)
    assert look.errors == [] and look.foreign == []


def test_a_pin_moved_by_keys_or_by_hand_shows_its_loss_and_goes_back(look):
    page = look.open(plan(look), language="en-GB", person="leader")
    pin, answer = page.locator(".pin.chosen").first, page.locator("#answer")
    pin.wait_for()
    stood = pin.bounding_box()
    pin.focus()
    for _ in range(30):
        page.keyboard.press("Shift+ArrowUp")
    expect(answer.locator(".loses")).to_contain_text("−", timeout=20_000)
    expect(page.locator("path.dot.lost").first).to_be_attached()
    page.keyboard.press("Escape")
    expect(answer).to_have_text("Put back where the plan has it.")
    page.evaluate("scrollTo(0, 0)")  # so far away the page went along
    assert pin.bounding_box() == stood
    pin.scroll_into_view_if_needed()
    box = pin.bounding_box()
    page.mouse.move(box["x"] + 13, box["y"] + 13)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] - 120, steps=6)
    page.mouse.up()
    expect(answer.locator(".change")).to_be_visible(timeout=20_000)
    answer.get_by_role("button", name="Put it back").click()
    expect(page.locator("path.dot.lost")).to_have_count(0)
    assert look.errors == [] and look.foreign == []


FOCUSED = """() => { const on = document.activeElement; return {
    name: on.getAttribute("aria-label") || on.textContent || "", kind: on.getAttribute("class") || "",
    field: on.name || "" }; }"""


def tabbed(page: Page, wanted: str, most: int = 15) -> list[dict[str, str]]:
    """Press Tab from the map on until something of a class or name has it; return all that had it."""
    page.locator(".plan-map .ground").focus()
    seen = []
    while len(seen) < most:
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUSED))
        if wanted in (seen[-1]["field"], *seen[-1]["kind"].split()):
            return seen
    raise AssertionError(seen)


def test_a_few_tabs_lead_from_the_map_to_the_first_pin_and_to_the_first_question(look):
    page = look.open(plan(look), language="en-GB", person="clerk")
    page.locator(".pin.chosen").first.wait_for()
    assert len(seen := tabbed(page, "chosen")) <= 3 and seen[-1]["name"].startswith("1 ")
    page = look.open(PLANNING, language="en-GB", person="clerk")
    page.locator(".pin.candidate").first.wait_for()
    assert not [each for each in tabbed(page, "model") if "dot" in each["kind"].split()]


def test_hours_change_the_map_and_a_candidate_says_why(look):
    page = look.open(plan(look), language="en-GB", person="clerk")
    page.locator(".pin.chosen").first.wait_for()
    by_day = page.locator(SERVED).count()
    page.get_by_text("night", exact=True).first.click()
    page.wait_for_function(f"day => document.querySelectorAll('{SERVED}').length < day", arg=by_day)
    page.locator("tr[data-site] a").first.click()
    expect(page.locator("#answer")).to_contain_text("in the plan", timeout=20_000)
    page.locator(".ask select").select_option(index=2)
    page.get_by_role("button", name="Ask why").click()
    expect(page.locator("#answer")).to_contain_text("not in the plan", timeout=20_000)
    page.get_by_role("button", name="Check the proof again").click()
    expect(page.locator("#checked")).to_contain_text("the proof holds", timeout=20_000)


@pytest.mark.parametrize("size", ["phone", "office"])
def test_the_answer_comes_into_sight_of_whoever_asks_or_moves_a_pin(look, size):
    page = look.open(plan(look), size=size, language="en-GB", person="clerk")
    page.locator(".pin.chosen").first.wait_for()
    page.locator("tr[data-site] a").last.click()
    answer = page.locator("#answer h3")
    expect(page.locator("#answer")).to_contain_text("in the plan", timeout=20_000)
    expect(answer).to_be_in_viewport()
    page.locator(".pin.chosen").first.focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(page.locator("#answer .change")).to_be_visible(timeout=20_000)
    expect(answer).to_be_in_viewport()


def test_a_choice_that_is_folded_away_opens_where_it_holds_up_the_form(look):
    page = look.open(PLANNING, language="en-GB", person="clerk")
    seconds = page.locator("[name=seconds]")
    seconds.evaluate("field => { field.value = '500'; field.closest('details').open = false; }")
    page.get_by_role("button", name="Make the plan").click()
    expect(seconds).to_be_focused()
    expect(seconds).to_be_in_viewport()


def test_options_go_with_their_question_and_seats_are_counted(look):
    page = look.open(PLANNING, language="en-GB", person="clerk")
    share, fading = page.locator("[name=least_percent]"), page.locator("[name=fading]")
    budget, note = page.locator("[name=budget_yuan]"), page.get_by_text("so many at a time as it has seats")
    expect(share).to_be_visible()
    expect(fading).to_be_enabled()
    expect(note).to_be_hidden()
    for question in ("least way for all together", "everybody in reach", "most served, seats counted"):
        page.get_by_role("radio", name=question).check()
        expect(share).to_be_hidden()
        expect(fading).to_be_disabled()
        expect(budget).to_be_visible()
    expect(note).to_be_visible()
    page = look.open(plan(look, SEATED), language="en-GB", person="clerk")
    expect(page.locator("table.sites")).to_contain_text("Fullest")
    expect(page.get_by_role("heading", name="How full")).to_be_visible()
    page.locator("tr[data-site] a").first.click()
    expect(page.locator("#answer")).to_contain_text("has seats for", timeout=20_000)
    page.get_by_role("button", name="Check the proof again").click()
    expect(page.locator("#checked")).to_contain_text("the proof holds", timeout=20_000)
    assert look.errors == [] and look.foreign == []


@pytest.mark.parametrize("question", ["most demand in reach", SEATED])
def test_the_report_is_two_pages_with_map_and_tables(look, question):
    page = look.open(f"{plan(look, question)}report/", person="leader")
    expect(page.locator("svg.plan-still")).to_be_visible()
    expect(page.locator("table.sites tbody tr")).to_have_count(3)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_the_report_of_a_large_plan_is_two_pages_and_its_charts_can_be_read(look, language):
    if "large" not in made:
        page = look.open(PLANNING, language="en-GB", person="clerk")
        page.get_by_text("More choices").click()
        page.locator("[name=title]").fill("A large plan " * 6)
        ask(page, 30)
        made["large"] = page.url.removeprefix(look.site)
    page = look.open(f"{made['large']}report/", language=language, person="leader")
    expect(page.locator("table.sites tbody tr")).to_have_count(18)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 1017})  # what is between the margins of A4, at 96 dpi
    drawn = page.locator(".sheet-one figure.plot svg")
    expect(drawn).to_have_count(2)
    wide = drawn.evaluate_all("all => all.map((e) => e.clientWidth / e.viewBox.baseVal.width)")
    assert min(wide) * 13 * 0.75 >= 6.5, "points of its writing"


def test_without_scripts_a_plan_is_asked_for_and_read(look):
    page = look.open(PLANNING, language="en-GB", person="clerk", script=False)
    expect(page.locator("svg.plan-still")).to_be_visible()
    page.locator("[name=count]").fill("1")
    page.get_by_role("button", name="Make the plan").click()
    for _ in range(60):
        if re.search(r"/plans/P-\d+/$", page.url):
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(page.locator("svg.plan-still")).to_be_visible()
    page.locator("tr[data-site] a").first.click()
    expect(page.get_by_role("link", name="Back to the plan")).to_be_visible()


@pytest.mark.parametrize(("size", "language"), [("office", "zh-CN"), ("phone", "en-GB")])
def test_nothing_is_wrong_with_any_page(look, size, language):
    first, seated = plan(look), plan(look, SEATED)
    page = look.open("/plans/", size, language, person="clerk")
    keys = [box.get_attribute("value") for box in page.locator("input[name=plan]").all()[:2]]
    wrong = []
    compared = f"/plans/compare/?plan={keys[0]}&plan={keys[-1]}"
    for address in ("/plans/", PLANNING, first, seated, f"{seated}report/", compared):
        page.goto(look.site + address)
        page.wait_for_timeout(500)
        wrong += [(address, fault) for fault in grave(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [(address, "wider than the screen")] if wider > 0 else []
    assert wrong == [] and look.foreign == [] and look.errors == []
