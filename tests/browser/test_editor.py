"""The editor in a real browser: a citation completed by keyboard, said to screen readers, saved by itself."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.faults import grave

BODY = "textarea[name=story-0-body_{}]"


def begun(look, size: str, language: str):
    """Open a new working copy as a clerk of the region."""
    page = look.open("/drafts/", size, language, person="clerk")
    page.get_by_role("radio").nth(1).check()
    page.locator("form.begin button.primary").click()
    page.wait_for_url(re.compile(r"/drafts/\d+/$"))
    return page


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "驿站"), ("en", "warm sta")])
@pytest.mark.parametrize("size", ["office", "phone"])
def test_a_citation_is_completed_by_keyboard(look, size, language, words):
    page = begun(look, size, language)
    field = page.locator(BODY.format("zh" if language == "zh-CN" else "en"))
    field.focus()
    page.keyboard.type("{" + words, delay=20)
    options = page.locator("#completions [role=option]")
    options.first.wait_for()
    expect(field).to_have_attribute("aria-activedescendant", "completion-0")
    expect(options.first).to_contain_text("stations.open")
    expect(page.locator("#completions-said")).to_have_text(re.compile(r"^\d"))
    assert grave(page) == []
    page.keyboard.press("Enter")
    page.locator("#completion-0 small", has_text=re.compile("^15")).wait_for()
    page.keyboard.type("1508 ")
    page.locator("#completion-0 small", has_text="..").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.locator("#completions").wait_for(state="hidden")
    expect(field).to_have_value(re.compile(r"^\{stations\.open 1508 \.\.\d{4}-\d\d-\d\d\}$"))
    page.locator("#beside-1 table").wait_for()
    expect(page.locator("#version")).to_have_value(re.compile(r"^([2-9]|\d{2,})$"))
    expect(page.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d:\d\d"))
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert look.foreign == [] and look.errors == []


def test_escape_closes_the_list_and_leaves_the_text(look):
    page = begun(look, "office", "en")
    field = page.locator(BODY.format("en"))
    field.focus()
    page.keyboard.type("{warm")
    page.locator("#completions [role=option]").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("#completions")).to_be_hidden()
    expect(field).to_have_value("{warm")


def test_without_script_the_form_saves_and_inserts(look):
    page = look.open("/drafts/", "office", "en", person="clerk", script=False)
    page.get_by_role("radio").nth(1).check()
    page.locator("form.begin button.primary").click()
    page.locator(BODY.format("en")).fill("We have ")
    page.get_by_role("button", name="Insert a figure").click()
    page.locator("select[name=figure]").select_option("stations.open")
    page.get_by_role("button", name="Look at the value").click()
    page.locator("form.moves button.primary").click()
    expect(page.locator(BODY.format("en"))).to_have_value(re.compile(r"\{stations\.open 15 "))
