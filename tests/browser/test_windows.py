"""A window that was used and given back is as empty as a new one."""

from playwright.sync_api import expect

from tests.browser.windows import Kind, Windows

KIND = Kind("phone", "en")
LEAVE = """async () => {
  localStorage.setItem("left", "1");
  await caches.open("left");
  await navigator.serviceWorker.ready;
}"""
LEFT = """async () => [
  Object.keys(localStorage), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length,
  matchMedia("print").matches, matchMedia("(prefers-contrast: more)").matches, navigator.onLine,
  innerWidth,
]"""


def test_nothing_is_left_in_a_window_that_is_given_back(browser, site):
    windows = Windows(browser)
    page = windows.lent(KIND)
    page.goto(f"{site}/near/stations/")
    page.evaluate(LEAVE)
    page.context.add_cookies([{"name": "left", "value": "1", "url": site}])
    page.route("**/programmes/", lambda route: route.abort())
    page.emulate_media(media="print", contrast="more")
    page.set_viewport_size({"width": 695, "height": 1017})
    page.context.new_page()
    page.context.set_offline(True)
    windows.given_back(KIND, page, site)
    again = windows.lent(KIND)
    assert again is page and page.context.pages == [page]
    expect(page).to_have_url("about:blank")
    assert page.context.cookies() == []
    page.goto(f"{site}/programmes/")
    assert page.evaluate(LEFT) == [[], [], 0, False, False, True, 390]


def test_a_window_that_was_closed_is_not_lent_again(browser, site):
    windows = Windows(browser)
    page = windows.lent(KIND)
    page.close()
    windows.given_back(KIND, page, site)
    assert windows.lent(KIND) is not page
