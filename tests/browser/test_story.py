"""A working day from an invitation to an export, as people live it: keyboard alone; phone and large type."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.hands import Finger, Keyboard
from tests.browser.windows import SIZES

HEADINGS = ["驿站编号", "驿站名称", "依托场所", "所在街道（乡镇）", "地址", "启用日期", "撤销日期"]
CITED = "{stations.open 1508 ..2024-05-31}"
WORD = "Warm-enough-4-winter"
SLOW = 45_000
OVERTAKEN = ("htmx:sendAbort", "htmx:afterRequest")
"""What htmx writes when a newer question takes the place of one that still runs: no fault."""


@dataclass
class Day:
    """A way to live the day: on which screen, in which language, by which hand; who came new."""

    browser: Browser
    site: str
    words: dict[str, str]
    size: str
    language: str
    large: bool
    newcomer: str
    folder: Path
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def said(self, text: str) -> str:
        """Return a text of the screen in the language of the day."""
        with override("zh-hans" if self.language.startswith("zh") else "en"):
            return gettext(text)

    def seat(self, who: str) -> "Seat":
        """Return the seat of somebody: a browser of their own, signed in through the form the first time."""
        if who in self.contexts:
            return Seat(self, self.contexts[who].pages[0])
        context = self.browser.new_context(
            viewport=SIZES[self.size], locale=self.language, has_touch=self.size == "phone"
        )
        self.contexts[who] = context
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda line: self._told(line.type, line.text))
        page.on(
            "request", lambda asked: None if asked.url.startswith(self.site) else self._foreign(asked.url)
        )
        return Seat(self, page)

    def _told(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(OVERTAKEN):
            self.wrong.append(text)

    def _foreign(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")):
            self.wrong.append(url)


class Seat:
    """Where somebody sits: a page, and a hand to use it with."""

    def __init__(self, day: Day, page: Page) -> None:
        self.day, self.page = day, page
        self.hand = Finger(page) if day.size == "phone" else Keyboard(page)

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(path if path.startswith("http") else self.day.site + path)

    def link(self, text: str, exact: bool = True) -> Locator:
        """Return a link by its words."""
        return self.page.get_by_role("link", name=self.day.said(text), exact=exact).first

    def labelled(self, text: str) -> Locator:
        """Return a field by its label."""
        return self.page.get_by_label(self.day.said(text), exact=True).first

    def press(self, text: str) -> None:
        """Press a button by its words."""
        self.hand.press(self.page.get_by_role("button", name=self.day.said(text), exact=True).first)

    def follow(self, text: str) -> None:
        """Follow a link by its words."""
        self.hand.press(self.link(text))

    def expects(self, text: str) -> None:
        """Wait until a text of the house is seen."""
        expect(self.page.locator("main")).to_contain_text(self.day.said(text), timeout=SLOW)

    def downloads(self, place: Locator) -> Path:
        """Press what brings a file, and return where it lies."""
        with self.page.expect_download(timeout=SLOW) as fetched:
            self.hand.press(place)
        fetched.value.save_as(kept := self.day.folder / fetched.value.suggested_filename)
        return kept

    def sign_in(self, who: str, word: str) -> None:
        """Sign in through the form; in large type from here on, where the day asks for it."""
        self.go("/account/login/")
        self.hand.write(self.page.locator("#id_login"), who)
        self.hand.write(self.page.locator("#id_password"), word)
        self.press("Sign in")
        self.page.wait_for_url(lambda url: "login" not in url)
        if self.day.large:
            self.press("Large type")
            expect(self.page.locator("html")).to_have_attribute("data-size", "large")


@pytest.fixture(params=["office, Chinese, keyboard alone", "phone, English, large type"])
def day(
    request: pytest.FixtureRequest, browser: Browser, own_site: tuple[str, Path], tmp_path: Path
) -> Iterator[Day]:
    """A day of each kind; afterwards nothing may have gone wrong in any page."""
    site, data = own_site
    words = dict(line.split() for line in (data / "demo-accounts.txt").read_text().splitlines())
    phone = request.param.startswith("phone")
    day = Day(
        browser,
        site,
        words,
        "phone" if phone else "office",
        "en" if phone else "zh-CN",
        large=phone,
        newcomer="wren" if phone else "swallow",
        folder=tmp_path,
    )
    yield day
    for context in day.contexts.values():
        context.close()


def seated(day: Day, who: str) -> Seat:
    """Return somebody's seat, signed in."""
    new = who not in day.contexts
    seat = day.seat(who)
    if new:
        seat.sign_in(who, day.words[who])
    return seat


def test_a_day_from_an_invitation_to_an_export(day: Day) -> None:
    invited(day)
    imported(day)
    explored(day)
    number = published(day)
    corrected(day, number)
    looked_up(day)
    exported(day)
    assert day.wrong == []


def invited(day: Day) -> None:
    """The security administrator invites a clerk of Bayannur, who chooses a password and signs in."""
    chief = seated(day, "security")
    chief.go("/accounts/")
    chief.follow("Invite somebody")
    chief.hand.write(chief.labelled("Name"), f"{day.newcomer}（示例）")
    chief.hand.write(chief.labelled("Sign-in name"), day.newcomer)
    chief.hand.choose(chief.labelled("Role"), "clerk")
    chief.hand.write(chief.labelled("Area code"), "1508")
    chief.press("Make the link")
    link = chief.labelled("Link").input_value()
    new = day.seat(day.newcomer)
    new.go(link)
    new.hand.write(new.labelled("Password"), WORD)
    new.hand.write(new.labelled("New password once more"), WORD)
    new.press("Keep this password")
    new.expects("Your password is kept")
    day.words[day.newcomer] = WORD
    new.sign_in(day.newcomer, WORD)
    new.go("/me/")
    expect(new.page.locator("h1")).to_have_text(f"{day.newcomer}（示例）")
    new.go(link)
    expect(new.page.locator("#password"), "the link opens once").to_have_count(0)
    assert "410" in day.wrong.pop(), "and the browser is told that it is gone"


def imported(day: Day) -> None:
    """A workbook of one new station is handed in, looked at and posted."""
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(
        [f"B-{day.newcomer}", f"{day.newcomer}驿站", "沿街商户", "临河区解放街道", "一层", "2024-05-01", None]
    )
    book.save(day.folder / "stations.xlsx")
    clerk = seated(day, day.newcomer)
    clerk.go("/imports/")
    clerk.hand.hand_in(clerk.page.locator("#files"), day.folder / "stations.xlsx")
    clerk.press("Look at them")
    clerk.page.get_by_role("button", name=day.said("Post the good rows")).wait_for(timeout=SLOW)
    clerk.press("Post the good rows")
    clerk.page.get_by_role("button", name=day.said("Undo this import")).wait_for(timeout=SLOW)


def explored(day: Day) -> None:
    """The figure now counts the station; its rows open beside the table; a workbook of it is taken along."""
    clerk = seated(day, day.newcomer)
    clerk.go("/explore/?figure=stations.open&area=150802&period=..2024-05-31&by=town")
    town = (
        clerk.page.get_by_role("row").filter(has_text=re.compile("解放街道|Jiefang")).get_by_role("link").last
    )
    count = int(town.inner_text())
    clerk.hand.press(town)
    sheet = clerk.page.locator("#sheet")
    expect(sheet).to_contain_text(f"{day.newcomer}驿站", timeout=SLOW)
    clerk.page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    taken = load_workbook(clerk.downloads(clerk.link("Excel")))
    cells = [cell for tab in taken.worksheets for row in tab.iter_rows(values_only=True) for cell in row]
    assert count in [int(cell) for cell in cells if isinstance(cell, int | float)]


def published(day: Day) -> str:
    """A text that cites the figure is written, sent, confirmed by somebody else, published by a third."""
    clerk, number = seated(day, day.newcomer), f"2024-06-{day.newcomer}"
    clerk.go("/drafts/")
    clerk.hand.tick(clerk.page.get_by_role("radio", name=day.said("a blank text")))
    clerk.press("Begin")
    for name, text in {
        "title_zh": "暖心驿站专报",
        "title_en": "Warm stations",
        "issue_zh": f"{day.newcomer}号",
        "issue_en": f"Issue {day.newcomer}",
        "number": number,
        "story-0-headline_zh": "驿站又多一家",
        "story-0-headline_en": "One more station",
        "story-0-body_zh": f"全市已有驿站{CITED}。",
        "story-0-body_en": f"The city has {CITED}.",
    }.items():
        clerk.hand.write(clerk.page.locator(f"[name={name}]"), text)
    handed_on(day, clerk)
    clerk.go(f"/bulletins/{number}/")
    expect(clerk.page.locator("article")).to_contain_text(
        "驿站又多一家" if day.size == "office" else "One more"
    )
    return number


def handed_on(day: Day, clerk: Seat) -> None:
    """Send what is being written, have it confirmed by a second person, and published by a third."""
    clerk.press("Save and preview")
    clerk.page.wait_for_url(re.compile("/preview/$"))
    preview = clerk.page.url
    clerk.press("Send for confirmation")
    expect(clerk.page.locator(".passages li")).to_have_count(1)
    reviewer = seated(day, "reviewer")
    reviewer.go(preview)
    reviewer.press("Confirm exactly this text")
    expect(reviewer.page.locator(".passages li")).to_have_count(2)
    publisher = seated(day, "publisher")
    publisher.go(preview)
    publisher.press("Publish")
    publisher.page.wait_for_url(re.compile("/bulletins/"), timeout=SLOW)


def corrected(day: Day, number: str) -> None:
    """The bulletin is corrected the same way; the old one stays and points to the new one."""
    clerk = seated(day, day.newcomer)
    clerk.go(f"/bulletins/{number}/")
    clerk.press("Write a correction")
    clerk.hand.press(clerk.page.locator("summary", has_text=day.said("Title, number, imprint")))
    clerk.hand.write(clerk.page.locator("[name=reason_zh]"), "标题有误。")
    clerk.hand.write(clerk.page.locator("[name=reason_en]"), "The headline was wrong.")
    clerk.hand.write(clerk.page.locator("[name=story-0-headline_zh]"), "驿站新增一家")
    clerk.hand.write(clerk.page.locator("[name=story-0-headline_en]"), "A station was added")
    handed_on(day, clerk)
    clerk.go(f"/bulletins/{number}/")
    clerk.hand.press(clerk.page.locator(f"main a[href*='{number}-r1']").first)
    headline = "驿站新增一家" if day.size == "office" else "A station was added"
    expect(clerk.page.locator("article")).to_contain_text(headline)


def looked_up(day: Day) -> None:
    """A person is entered, found by phone, masked; the phone opens with a reason; the look is told."""
    clerk, phone = seated(day, day.newcomer), "13900001508" if day.size == "phone" else "13800001508"
    clerk.go("/people/")
    clerk.hand.press(clerk.page.locator("summary", has_text=day.said("Enter a person or household")))
    clerk.hand.write(clerk.labelled("Full name"), f"{day.newcomer}客")
    clerk.press("Enter")
    clerk.hand.choose(clerk.page.locator("form[action$='/record/'] [name=kind]"), "phone")
    clerk.hand.write(clerk.labelled("It is"), phone)
    clerk.press("Keep")
    clerk.follow("Find a person")
    clerk.hand.choose(clerk.page.locator("select[name=field]").first, "phone")
    clerk.hand.write(clerk.labelled("The whole of it"), phone)
    clerk.press("Find")
    card = clerk.page.locator(".person")
    expect(card).to_have_count(1)
    expect(card).not_to_contain_text(phone)
    form = card.locator("form:has([value=phone])")
    clerk.hand.write(form.locator("[name=reason]"), "回访驿站意见")
    clerk.hand.press(form.get_by_role("button"))
    expect(clerk.page.locator("main")).to_contain_text(phone)
    clerk.follow("Who looked")
    expect(clerk.page.locator("tbody")).to_contain_text("回访驿站意见")
    expect(clerk.page.locator("tbody")).to_contain_text(f"{day.newcomer}（示例）")


def exported(day: Day) -> None:
    """The list of stations, narrowed to the new one, is taken along as .csv."""
    clerk = seated(day, day.newcomer)
    clerk.go("/records/")
    clerk.hand.press(clerk.page.locator("main a[href='/records/stations/stations/']"))
    clerk.hand.write(clerk.labelled("Text"), f"{day.newcomer}驿站")
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("tbody tr")).to_have_count(1)
    fetched = clerk.downloads(clerk.page.locator(".exports").get_by_role("link", name="csv"))
    heads, *rows = csv.reader(fetched.read_text(encoding="utf-8-sig").splitlines())
    assert len(rows) == 1 and f"{day.newcomer}驿站" in rows[0] and len(heads) == len(rows[0])
