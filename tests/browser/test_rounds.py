"""A round on a phone in a real Chromium: without a network, with answers that get lost, by another person."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.faults import grave
from tests.browser.line import CUT, DEAF, WHOLE, Line
from tests.browser.windows import SIZES

pytestmark = pytest.mark.whole
PLACE = "/rounds/stations/LH-007/"
APPRAISALS = ("/appraisals/", "/appraisals/stations/?view=all", "/appraisals/stations/LH-001/")


@pytest.fixture
def line(site):
    """Return a line to the site that can be cut."""
    made = Line(site)
    yield made
    made.close()


@pytest.fixture
def phone(browser, line, keys):
    """Return a way to take a phone into a person's hand: its page, on the line."""
    contexts = []

    def taken(person, context=None):
        context = context or browser.new_context(viewport=SIZES["phone"], locale="en")
        contexts.append(context)
        context.add_cookies([{"name": "nuanxin_session", "value": keys(person), "url": line.address}])
        return context.new_page()

    yield taken
    for context in contexts:
        context.close()


def tap(page, name):
    page.locator("#stays").get_by_role("button", name=name, exact=True).click()


def counted(page, line):
    """Return the stays of today as the page says them, asked anew."""
    page.goto(line.address + PLACE)
    said = page.locator("#stays .so-far").inner_text()
    return int(re.findall(r"\d+", said)[0]) if said else 0


def along(page, line, key):
    """Open the list and wait until the place is kept on the phone."""
    page.goto(f"{line.address}/rounds/stations/?q={key}")
    page.wait_for_selector("#along[data-kept]", state="attached")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")


def test_taps_without_a_network_are_sent_once_when_it_is_back(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    along(page, line, "LH-007")
    line.become(CUT)
    page.goto(line.address + PLACE)
    expect(page.locator("h1")).to_be_visible()
    for amount in ("+1", "+1", "+5"):
        tap(page, amount)
    expect(page.locator("#later")).to_contain_text("3 taps wait on this phone")
    page.reload()
    expect(page.locator("#later")).to_contain_text("3 taps wait on this phone")
    line.become(WHOLE)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#stays .so-far")).to_contain_text(f"{before + 7} counted today")
    expect(page.locator("#later")).to_be_hidden()
    assert counted(page, line) == before + 7


def test_a_slip_without_a_network_is_named_and_taken_back_before_it_is_sent(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    along(page, line, "LH-007")
    line.become(CUT)
    page.goto(line.address + PLACE)
    for amount in ("+1", "+10"):
        tap(page, amount)
    slip = page.locator("#later li", has_text="+10")
    expect(slip).to_contain_text("Not sent yet")
    slip.get_by_role("button", name="Take it back").click()
    expect(page.locator("#stays .so-far")).to_contain_text("nothing was sent")
    expect(page.locator("#later li")).to_have_count(1)
    line.become(WHOLE)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#stays .so-far")).to_contain_text(f"{before + 1} counted today")
    assert counted(page, line) == before + 1


def test_a_tap_whose_answer_is_lost_counts_once(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    page.route("**/who.json", lambda route: route.fulfill(json=known))
    known = page.request.get(f"{line.address}/rounds/who.json").json()
    line.become(DEAF)
    tap(page, "+1")
    expect(page.locator("#later")).to_contain_text("1 tap waits on this phone")
    line.become(WHOLE)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#later")).to_be_hidden()
    assert counted(page, line) == before + 1


def test_a_checklist_answered_in_a_cellar_asks_for_its_repair_later(phone, line):
    page = phone("bayannur")
    along(page, line, "LH-009")
    line.become(CUT)
    page.goto(f"{line.address}/rounds/stations/LH-009/")
    part = page.locator("#inspection")
    for number in range(1, 6):
        part.locator(f"[name=item_{number}][value='{0 if number == 3 else 1}']").check(force=True)
    page.reload()
    expect(part.locator("[name=item_3][value='0']")).to_be_checked()
    part.get_by_role("button", name="Keep the inspection").click()
    expect(page.locator("#later")).to_contain_text("1 tap waits")
    line.become(WHOLE)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(part.locator(".so-far")).to_contain_text("4 of 5 in order")
    page.reload()
    expect(page.locator("#repair")).to_contain_text("harging out of order")


def test_what_became_of_a_tap_is_seen_and_the_orders_of_the_place_are_as_they_stand(phone, line):
    page = phone("bayannur")
    page.goto(f"{line.address}/rounds/stations/LH-022/")
    part, repair = page.locator("#inspection"), page.locator("#repair")
    for number in range(1, 6):
        part.locator(f"[name=item_{number}][value='{0 if number == 3 else 1}']").check(force=True)
    part.get_by_role("button", name="Keep the inspection").click()
    expect(part.locator(".so-far")).to_contain_text("4 of 5 in order")
    expect(part.locator(".so-far")).to_be_in_viewport()
    order = repair.locator("article", has_text="harging out of order")
    expect(order).to_contain_text("to be mended")
    expect(page.locator(".wants")).to_contain_text("charging out of order")
    order.get_by_role("button", name="Report as mended").click()
    expect(order).to_contain_text("to be looked at")
    expect(order.get_by_role("button", name="Report as mended")).to_have_count(0)
    expect(repair.locator(".so-far")).to_be_focused()
    expect(repair.locator(".so-far")).to_be_in_viewport()


def test_what_is_refused_says_why_and_stays_until_it_is_forgotten(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    page.locator("#stays input[type=number]").evaluate("field => { field.min = ''; }")
    page.locator("#stays input[type=number]").fill("-999")
    page.locator("#stays .do").click()
    refused = page.locator("#later .refused li")
    expect(refused).to_contain_text("are counted that day")
    refused.get_by_role("button").click()
    expect(refused).to_have_count(0)
    assert counted(page, line) == before


def test_what_the_house_cannot_take_waits_aside_and_holds_up_nothing(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    along(page, line, "LH-007")
    line.become(CUT)
    page.goto(line.address + PLACE)
    for number in ("7", "1", "2"):
        page.locator("#stays input[type=number]").fill(number)
        page.locator("#stays .do").click()
    expect(page.locator("#later")).to_contain_text("3 taps wait on this phone")
    page.route(f"**{PLACE}", lambda way: way.fulfill(status=500) if is_seven(way) else way.continue_())
    line.become(WHOLE)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    aside = page.locator("#later .refused li")
    expect(aside).to_contain_text("The house could not take this one.")
    expect(page.locator("#stays .so-far")).to_contain_text(f"{before + 3} counted today")
    expect(page.locator("#later")).not_to_contain_text("on this phone")
    assert grave(page) == []
    page.unroute(f"**{PLACE}")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#stays .so-far")).to_contain_text(f"{before + 10} counted today")
    expect(page.locator("#later")).to_be_hidden()


def test_what_the_house_cannot_take_can_be_forgotten(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    page.route(f"**{PLACE}", lambda way: way.fulfill(status=500) if is_seven(way) else way.continue_())
    page.locator("#stays input[type=number]").fill("7")
    page.locator("#stays .do").click()
    page.locator("#later .refused li").get_by_role("button", name="Forget it").click()
    expect(page.locator("#later")).to_be_hidden()
    page.unroute(f"**{PLACE}")
    assert counted(page, line) == before


STALLS = """() => {
  const real = window.fetch;
  const stalls = (where, how) => where === location.pathname && !how.method;
  window.fetch = (where, how) => (stalls(where, how) ? new Promise(() => null) : real(where, how));
}"""


def test_a_line_that_stalls_after_a_tap_holds_up_no_other(phone, line):
    """What hangs on a kept tap is asked for anew; where no answer comes, the next is sent all the same."""
    page = phone("bayannur")
    before = counted(page, line)
    page.evaluate(STALLS)
    for typed in ("2", "3"):
        page.locator("#stays input[type=number]").fill(typed)
        with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
            page.locator("#stays .do").click()
    assert counted(page, line) == before + 5


def is_seven(way):
    """Return whether what is sent counts seven stays."""
    return "stays=7&" in (way.request.post_data or "")


def test_what_is_typed_while_a_number_is_being_kept_is_not_wiped_out(phone, line):
    page = phone("bayannur")
    page.goto(line.address + PLACE)
    line.become(CUT)
    field = page.locator("#stays input[type=number]")
    field.evaluate("field => { field.value = '4'; field.form.requestSubmit(); field.value = '3'; }")
    expect(page.locator("#later")).to_contain_text("1 tap waits on this phone")
    expect(field).to_have_value("3")
    page.locator("#stays .do").click()
    expect(page.locator("#later")).to_contain_text("2 taps wait on this phone")
    expect(field).to_have_value("")


def test_a_number_nobody_believes_waits_for_its_answer_and_is_kept_on_the_yes(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    along(page, line, "LH-007")
    line.become(CUT)
    page.goto(line.address + PLACE)
    for number in ("400", "3"):
        page.locator("#stays input[type=number]").fill(number)
        page.locator("#stays .do").click()
    expect(page.locator("#later")).to_contain_text("2 taps wait on this phone")
    line.become(WHOLE)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    asked = page.locator("#later .refused li")
    expect(asked).to_contain_text("Is that right?")
    expect(asked).to_contain_text("never had more than")
    page.reload()
    expect(asked).to_contain_text("never had more than")
    assert grave(page) == []
    assert counted(page, line) == before + 3, "what nobody doubts is kept meanwhile"
    asked.get_by_role("button", name="Yes, keep it").click()
    expect(page.locator("#stays .so-far")).to_contain_text(f"{before + 403} counted today")
    expect(page.locator("#later")).to_be_hidden()
    page.locator("#stays input[type=number]").fill("9000")
    page.locator("#stays .do").click()
    asked.get_by_role("button", name="No, it was a slip").click()
    expect(page.locator("#later")).to_be_hidden()
    assert counted(page, line) == before + 403


def test_another_persons_taps_wait_for_that_person(phone, line):
    page = phone("bayannur")
    before = counted(page, line)
    along(page, line, "LH-007")
    line.become(CUT)
    page.goto(line.address + PLACE)
    tap(page, "+1")
    expect(page.locator("#later")).to_contain_text("1 tap waits")
    page.close()  # which would send it by itself
    line.become(WHOLE)
    other = phone("clerk", page.context)
    assert counted(other, line) == before
    expect(other.locator("#later")).to_contain_text("Taps of somebody else wait")
    mine = phone("bayannur", other.context)
    mine.goto(line.address + PLACE)
    expect(mine.locator("#stays .so-far")).to_contain_text(f"{before + 1} counted today")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("size", ["office", "phone"])
def test_a_round_is_usable_by_everybody(look, size, language):
    page = look.open("/rounds/", size, language, person="bayannur")
    for address in ("/rounds/stations/", PLACE, "/rounds/stations/WY-001/", *APPRAISALS):
        page.goto(look.site + address)
        assert grave(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        small = page.evaluate(
            "[...document.querySelectorAll('.tap button, .pick')]"
            ".filter(each => each.getBoundingClientRect().height < 44).length"
        )
        assert small == 0
    assert look.foreign == [] and look.errors == []


def test_a_round_works_by_keyboard(look):
    page = look.open("/rounds/stations/LH-011/", language="en", person="bayannur")
    part = page.locator("#inspection")
    part.locator("[name=item_1][value='1']").focus()
    for _item in range(5):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    expect(part.locator(".pick input:checked")).to_have_count(6)
    part.get_by_role("button", name="Keep the inspection").focus()
    page.keyboard.press("Enter")
    expect(part.locator(".so-far")).to_contain_text("5 of 5 in order")


def test_signing_out_takes_the_pages_off_the_phone(phone, line):
    page = phone("reviewer")
    page.goto(f"{line.address}/rounds/stations/?q=LH-007")
    page.wait_for_selector("#along[data-kept]", state="attached")
    assert page.evaluate("caches.keys()") == ["nuanxin-rounds-1"]
    page.goto(f"{line.address}/account/logout/")
    page.locator("main form button.primary").click()
    page.wait_for_function("caches.keys().then(names => names.length === 0)")
