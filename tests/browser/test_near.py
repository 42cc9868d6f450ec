"""The public pages of stations as a courier's phone sees them, and the work they ask for in an office."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone

import pytest
from playwright.sync_api import Locator, Page, expect

from conftest import python
from tests.browser.conftest import Looker
from tests.browser.faults import grave
from tests.browser.windows import SIZES

pytestmark = pytest.mark.whole
LIST, PLACE = "/near/stations/", "/near/stations/LH-001/"
MOST_BYTES = 150_000
LINHE = {"longitude": 107.394, "latitude": 40.751}


@pytest.fixture
def own(windows, own_site):
    """Open pages of a site of this file's own, which it may write to."""
    address, data = own_site

    def key(person: str) -> str:
        return python(data, "-m", "tests.browser.session", person).stdout.strip()

    looker = Looker(windows, address, key)
    yield looker
    looker.close()


def unusable(page: Page) -> list[object]:
    """Return what axe finds serious, and how much wider than the screen the page is."""
    wider = page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")
    return [*grave(page), *([wider] if wider else [])]


@pytest.mark.parametrize("path", [LIST, PLACE])
def test_the_first_load_on_a_phone_is_under_150_kb(look, path):
    page = look.open(path, "phone", new=True)
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".filter(each => each.deliveryType != 'cache').map(each => each.transferSize)"
    )  # what is kept for days without a network is taken from the browser's own cache
    assert len(sizes) > 3 and min(sizes) > 0
    assert sum(sizes) < MOST_BYTES
    assert look.foreign == [] and look.errors == []


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("large", [False, True])
def test_the_first_open_place_stands_whole_on_the_first_screen_of_a_phone(look, language, large):
    page = look.open(LIST, "phone", language)
    if large:
        page.get_by_role("button", name=re.compile("大字|Large type")).click()
    expect(page.locator(f"html{'[data-size=large]' if large else ':not([data-size])'}")).to_have_count(1)
    expect(page.get_by_role("button", name=re.compile("离我最近|Nearest to me"))).to_be_visible()
    first_place = page.locator(".spot").first
    expect(first_place.locator(".tag.ok")).to_be_visible()
    box, high = first_place.bounding_box(), SIZES["phone"]["height"]
    assert box["y"] + box["height"] <= high
    assert large or box["y"] < high * 0.55


def test_the_way_to_a_place_is_one_tap_below_its_address(look):
    page = look.open(PLACE, "phone", "en")
    page.locator(".place-facts").get_by_role("link", name="Take me there").click()
    expect(page.get_by_role("link", name="by bicycle Amap")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_one_tap_is_taken_and_shown(own, script):
    matter = "脏乱" if script else "药品或器材过期"
    page = own.open(PLACE, "phone", script=script)
    page.get_by_role("button", name=matter).click()
    expect(page.get_by_role("status").first).to_contain_text("谢谢")
    expect(page.locator(".wrongs")).to_contain_text(matter)
    assert page.context.cookies() == []
    assert own.errors == []
    if script:
        assert unusable(page) == []


def test_taps_without_a_network_wait_on_the_phone_and_are_sent_once(own):
    page = own.open(PLACE, "phone", "en")
    for _try in range(100):
        if page.evaluate("caches.match(location.href, { ignoreVary: true }).then(Boolean)"):
            break
        page.wait_for_timeout(100)
    page.context.set_offline(True)
    for matter in ("something else is broken", "drinking water out of order", "something else is broken"):
        page.get_by_role("button", name=matter).click()
        expect(page.locator("#reports")).to_contain_text(f"{matter} Kept on this phone; it is sent")
    expect(page.locator("#reports li")).to_have_count(2)
    assert unusable(page) == []
    page.reload()
    expect(page.locator("#reports li[data-state=waits]")).to_have_count(2)
    page.context.set_offline(False)
    expect(page.locator("#reports li[data-state=sent]")).to_have_count(2)
    expect(page.locator("#reports")).to_contain_text("something else is broken Sent.")
    said = shown(page, re.compile("else is broken|drinking water"))
    expect(page.locator("#reports")).to_be_hidden()
    expect(said).to_have_count(2)
    expect(said.filter(has_text="2 people")).to_have_count(0)


def test_what_becomes_of_a_tap_is_seen_where_the_thumb_is(own):
    """The last of many buttons, in large type: what waits stands above them all, and is brought into view."""
    page = own.open("/near/stations/LH-005/", "phone", "en")
    page.get_by_role("button", name="Large type").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.context.set_offline(True)
    page.evaluate("scrollTo(0, document.querySelector('[value=out_of_order]').offsetTop - 60)")
    page.get_by_role("button", name="something else is broken").click()
    expect(page.locator("#reports li[data-state=waits]")).to_be_in_viewport(ratio=0.9)


def test_a_report_the_house_could_not_take_holds_up_no_other(own, browser):
    context = browser.new_context(locale="en", service_workers="block")
    page = context.new_page()
    page.route("**/report/", lambda way: way.fulfill(status=500) if first(way) else way.continue_())
    page.goto(own.site + "/near/stations/LH-004/")
    page.get_by_role("button", name="something else is broken").click()
    expect(page.locator("#reports li[data-state=waits]")).to_have_count(1)
    page.get_by_role("button", name="dirty").click()
    expect(page.get_by_role("status").first).to_contain_text("Thank you")
    context.close()


def first(way):
    """Return whether what is sent is the report that fails."""
    return "matter=out_of_order" in (way.request.post_data or "")


def waker(page: Page, site: str) -> Callable[[], object]:
    """Return what tells the service worker that there is a network, as the browser does."""
    line, workers = page.context.new_cdp_session(page), []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda told: workers.extend(told["registrations"]))
    line.send("ServiceWorker.enable")
    while not workers:
        page.wait_for_timeout(50)

    def wake() -> object:
        told = {"origin": site, "registrationId": workers[0]["registrationId"], "lastChance": False}
        return line.send("ServiceWorker.dispatchSyncEvent", {**told, "tag": "nuanxin-reports"})

    return wake


def shown(page: Page, words: str | re.Pattern[str]) -> Locator:
    """Return what a place's page shows of some words, once the copy strangers are handed is a fresh one."""
    found = page.locator(".wrongs li").filter(has_text=words)
    for _try in range(20):
        page.reload()
        if found.count():
            break
        page.wait_for_timeout(500)
    return found


def test_one_tap_sent_by_the_page_and_by_the_worker_at_one_time_counts_once(own):
    """The worker sends while the page does, and other copies of the tap with them: one is written down."""
    page = own.open("/near/stations/LH-003/", "phone", "en")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    wake = waker(page, own.site)
    page.context.set_offline(True)
    page.get_by_role("button", name="dirty").click()
    expect(page.locator("#reports li[data-state=waits]")).to_have_count(1)
    taps = page.evaluate("self.nuanxinReports().all()")
    page.context.set_offline(False)
    wake()
    answers = page.evaluate(
        """tap => Promise.all(Array.from({ length: 8 }, () => fetch(tap.address, {
            method: "POST", body: new URLSearchParams({ matter: tap.matter, token: tap.token }),
            headers: { Accept: "application/json" } }).then((answer) => answer.status)))""",
        taps[0],
    )
    assert answers == [200] * 8
    expect(page.locator("#reports li[data-state=sent]")).to_have_count(1)
    expect(shown(page, "dirty")).to_contain_text("1 person said so")


def test_the_worker_sends_what_waits_with_the_page_closed(own):
    page = own.open("/near/stations/LH-004/", "phone", "en")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.context.set_offline(True)
    page.get_by_role("button", name="dirty").click()
    expect(page.locator("#reports li[data-state=waits]")).to_have_count(1)
    other = page.context.new_page()
    page.close()
    other.context.set_offline(False)
    other.goto(f"{own.site}/robots.txt")
    waker(other, own.site)()
    stranger = own.open("/near/stations/LH-004/", "phone", "en")
    expect(shown(stranger, "dirty")).to_contain_text("1 person said so")
    other.goto(f"{own.site}/near/stations/LH-004/")
    expect(other.locator("#reports li[data-state=sent]")).to_contain_text("dirty Sent.")


SOME_SHOWN = """most => {
  const shown = [...document.querySelectorAll(".spot")].filter((each) => each.offsetParent !== null).length;
  return 0 < shown && shown < most;
}"""


def test_the_last_list_is_there_without_a_network(own):
    page = own.open(LIST, "phone")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.reload()
    page.goto(own.site + PLACE)
    page.context.set_offline(True)
    page.goto(own.site + LIST)
    expect(page.locator(".spot")).to_have_count(185)
    page.goto(own.site + PLACE)
    expect(page.locator("h1")).to_contain_text("驿站")


def test_without_a_network_the_list_says_its_age_and_works_by_the_phones_clock(own):
    page = own.open(LIST, "phone")
    for _try in range(100):
        if page.evaluate("caches.match(location.href, { ignoreVary: true }).then(Boolean)"):
            break
        page.wait_for_timeout(100)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    night = datetime.combine(date.today() + timedelta(days=2), time(3), timezone(timedelta(hours=8)))
    page.clock.install(time=night)
    page.goto(own.site + LIST)
    expect(page.locator("#near-age")).to_contain_text("没有网络")
    page.get_by_label("只看正在开放").check()
    expect(page.locator(".spot:visible .tag.shut")).to_have_count(0)
    page.wait_for_function(SOME_SHOWN, arg=60)
    expect(page.locator("#count")).to_have_text(f"{page.locator('.spot:visible').count()} 处")
    assert unusable(page) == []
    page.goto(f"{own.site}{LIST}?q=LH-00")
    page.wait_for_function(SOME_SHOWN, arg=12)
    page.goto(f"{own.site}/near/stations/LH-007/")
    expect(page.locator(".spot:visible")).to_have_count(1)
    expect(page.locator(".spot .hours")).to_be_visible()
    expect(page.locator("#near-said")).to_contain_text("没有存在本机")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html[data-size=large]")).to_have_count(1)


def test_a_page_left_open_says_midnight_and_tomorrow_as_the_house_does(look):
    page = look.open(PLACE, "phone")
    night = datetime.combine(date.today() + timedelta(days=2), time(23, 30), timezone(timedelta(hours=8)))
    page.clock.set_fixed_time(night)
    for first, last, said in ((480, 1440, "正在开放 至 24:00"), (1080, 1560, "正在开放 至 明天 02:00")):
        week = " ".join(f"{day * 1440 + first}-{day * 1440 + last}" for day in range(7))
        page.evaluate(
            "week => { document.querySelector('.door').dataset.week = week;"
            " document.dispatchEvent(new Event('visibilitychange')); }",
            week,
        )
        expect(page.locator(".door")).to_have_text(said)


def test_the_nearest_stand_first_with_minutes_on_foot_and_by_bicycle(own, browser):
    context = browser.new_context(
        viewport=SIZES["phone"], locale="zh-CN", geolocation=LINHE, permissions=["geolocation"]
    )
    page, asked = context.new_page(), []
    page.goto(own.site + LIST, wait_until="networkidle")
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="离我最近").click()
    expect(page.locator(".spot .walk").first).to_contain_text("步行约")
    assert asked == []
    page.get_by_label("24 小时").check()
    shown = page.locator(".spot:visible")
    always = page.locator(".spot[data-always]").count()
    expect(shown).to_have_count(always)
    assert 0 < always < 185
    page.get_by_label("要有").select_option("charging")
    expect(page.locator(".spot:visible:not([data-has~=charging])")).to_have_count(0)
    context.close()


def test_the_work_asked_for_is_given_and_mended_by_keyboard(own):
    own.open(PLACE, "phone").get_by_role("button", name="脏乱").click()
    page = own.open("/work/", person="clerk")
    assert unusable(page) == []
    page.locator("tbody th a").first.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    assert unusable(page) == []
    page.get_by_role("button", name="报修好").press("Enter")
    expect(page.locator(".facts")).to_contain_text("待查看")
    expect(page.locator("main")).to_contain_text("要由别人查看")


LONG = "临河区快递外卖网约车货车司机新就业群体暖心驿站" * 3
MONGOLIAN = "ᠳᠤᠯᠠᠭᠠᠨ ᠥᠷᠲᠡᠭᠡ"
TIMES = "Mo-Fr 08:30-12:00,14:00-18:00; Sa 10:00-16:00; Su 10:00-12:00; PH off"
TEXTS = {
    "LH-001": (LONG[:80], (f"{MONGOLIAN} " * 8)[:119], TIMES),
    "LH-002": (
        "Warm station of the Linhe district federation of trade unions, Jiefang road",
        MONGOLIAN,
        TIMES,
    ),
    "LH-003": ("W" * 80, "ᠮ" * 120, "24/7"),
    "LH-004": (
        LONG[:80],
        "",
        "; ".join(f"{day} 06:00-07:00,08:00-09:00,10:00-11:00" for day in ("Mo", "We", "Fr")),
    ),
    "LH-005": ("暖", (f"{MONGOLIAN} " * 4).strip(), "Mo-Su 08:00-20:00"),
}
"""Names, Mongolian names and hours as long as the register takes them."""
NAMED = """
import django
django.setup()
from nuanxin.kernel.programme import all_finders
stations = next(finder for _owner, finder in all_finders() if finder.slug == "stations").record.objects
for key, (name, mongolian, hours) in {texts}.items():
    stations.filter(key=key).update(name=name, mongolian_name=mongolian, opening_hours=hours)
"""
CUT = """[...document.querySelectorAll(".plate, .plate .names, .plate .code")]
  .filter((each) => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.closest(".plate").textContent.slice(0, 200))"""


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
@pytest.mark.parametrize("large", [False, True])
def test_plates_are_printed_four_to_a_sheet(own, own_site, language, large):
    """However long the names and hours are, in ordinary and large type, and nothing is cut off."""
    python(own_site[1], "-c", NAMED.format(texts=TEXTS))
    page = own.open("/near/stations/plates/?q=LH-00", language=language, person="clerk")
    if large:
        page.get_by_role("button", name=re.compile("大字|Large type")).click()
    assert unusable(page) == []
    expect(page.locator(".plate h2").first).to_have_text(LONG[:80])
    plates = page.locator(".plate").count()
    printed = page.pdf(prefer_css_page_size=True)
    sheets = printed.count(b"/Type /Page\n") or printed.count(b"/Type /Page ")
    assert plates > 4 and sheets == -(-plates // 4)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 695, "height": 1000})  # the width of A4 within its margins
    assert page.evaluate(CUT) == []
    page.emulate_media(media="screen")
    page.set_viewport_size(SIZES["phone"])
    assert unusable(page) == []


@pytest.mark.parametrize("joins", [True, False])
def test_the_sheet_of_plates_says_where_no_typeface_joins_mongolian_letters(own, own_site, browser, joins):
    python(own_site[1], "-c", NAMED.format(texts=TEXTS))
    context = browser.new_context(locale="zh-CN")
    context.add_cookies([{"name": "nuanxin_session", "value": own.keys("clerk"), "url": own.site}])
    page = context.new_page()
    wide = "40 + 60 * text.length" if joins else "100 * text.length"
    page.add_init_script(f"CanvasRenderingContext2D.prototype.measureText = (text) => ({{ width: {wide} }});")
    page.goto(f"{own.site}/near/stations/plates/?q=LH-00")
    note = page.get_by_text("这台电脑没有蒙古文字体")
    expect(note).to_be_hidden() if joins else expect(note).to_be_visible()
    page.emulate_media(media="print")
    expect(note).to_be_hidden()
    context.close()


def test_mongolian_letters_join_on_a_machine_that_has_no_typeface_for_them(own, own_site):
    """On plates and on a station's own page; a page without such a name loads no typeface."""
    python(
        own_site[1],
        "-c",
        NAMED.format(texts={"LH-001": ("暖", MONGOLIAN, TIMES), "LH-002": ("暖二", "", TIMES)}),
    )
    loaded = "[...document.fonts].some((each) => each.status === 'loaded')"
    page = own.open("/near/stations/plates/?q=LH-001", person="clerk")
    page.wait_for_function(loaded)
    expect(page.get_by_text("这台电脑没有蒙古文字体")).to_be_hidden()
    own.open("/near/stations/LH-001/", "phone").wait_for_function(loaded)
    other = own.open("/near/stations/LH-002/", "phone")
    assert other.evaluate(f"document.fonts.ready.then(() => {loaded})") is False
