"""A station announced closed for a time, as a phone tells it without a network."""

import re
from datetime import date, datetime, time, timedelta, timezone

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Looker
from tests.browser.faults import grave

pytestmark = pytest.mark.whole
LIST = "/near/stations/"


@pytest.fixture
def own(windows, own_site):
    """Open pages of a site of this file's own."""
    looker = Looker(windows, own_site[0], lambda _person: "")
    yield looker
    looker.close()


@pytest.mark.parametrize(
    ("language", "said", "notice"),
    [
        ("zh-CN", "暂停开放 供暖维修，{}月{}日 07:00 恢复开放", "暂停开放 供暖维修，恢复时间另行通知"),
        (
            "en-GB",
            "closed for a time the heating is being mended; opens again {}/{} 07:00",
            "closed for a time the heating is being mended; until further notice",
        ),
    ],
)
def test_without_a_network_the_kept_list_obeys_what_was_announced(own, language, said, notice):
    """LH-019 is closed for a week from the day the demonstration was loaded; kept, it says so till then."""
    page = own.open(LIST, "phone", language)
    for _try in range(100):
        if page.evaluate("caches.match(location.href, { ignoreVary: true }).then(Boolean)"):
            break
        page.wait_for_timeout(100)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    first, last = page.locator("[data-key=LH-019]").get_attribute("data-breaks").split("/")[:2]
    again = date.fromisoformat(last) + timedelta(1)
    page.context.set_offline(True)
    zone = timezone(timedelta(hours=8))
    page.clock.install(time=datetime.combine(date.fromisoformat(first) + timedelta(2), time(12), zone))
    page.goto(own.site + LIST)
    door = page.locator("[data-key=LH-019] .door")
    expect(door).to_have_text(said.format(again.month, again.day))
    page.locator("#open-only").check()
    expect(page.locator("[data-key=LH-019]")).to_be_hidden()
    page.evaluate(
        "() => { const at = document.querySelector('[data-key=LH-019]');"
        " at.dataset.breaks = at.dataset.breaks.replace(/[/][^/]*[/]/, '//');"
        " document.dispatchEvent(new Event('visibilitychange')); }"
    )
    expect(door).to_have_text(notice)
    assert grave(page) == []
    page.clock.set_fixed_time(datetime.combine(again, time(12), zone))
    page.goto(own.site + LIST)
    expect(door).to_have_text(re.compile("正在开放|open until"))


@pytest.mark.parametrize("size", ["office", "phone"])
@pytest.mark.parametrize("large", [False, True])
def test_its_page_is_fit_for_everybody_and_the_phone_tells_one_of_unknown_hours(own, size, large):
    page = own.open("/near/stations/LH-019/", size, new=True)
    if large:
        page.get_by_role("button", name="大字").click()
    expect(page.locator(".door")).to_contain_text("暂停开放")
    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    last = date.fromisoformat(page.locator(".door").get_attribute("data-breaks").split("/")[1])
    for days, said in ((0, f"暂停开放 供暖维修，{again(last)} 恢复开放"), (1, "开放时间未登记")):
        at = datetime.combine(last + timedelta(days), time(12), timezone(timedelta(hours=8)))
        page.clock.set_fixed_time(at)
        page.evaluate(
            "() => { delete document.querySelector('.door').dataset.week;"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )
        expect(page.locator(".door")).to_have_text(said)


def again(last):
    """Return the day after the last one, as the house says it."""
    day = last + timedelta(1)
    return f"{day.month}月{day.day}日"
