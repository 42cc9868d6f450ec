"""A workbook nobody has seen, as people live it: shown once, settled, posted, mended, published."""

import re
from calendar import month_name
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.utils.translation import gettext, override
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Locator, Page, expect

from conftest import python
from tests.browser.faults import grave
from tests.browser.windows import SIZES

SLOW = 45_000
TARGET_PX = 44
SMALL = """least => [...document.querySelectorAll("main :is(button, .button, select, input[type=text])")]
    .filter(each => each.offsetParent && each.getBoundingClientRect().height < least)
    .map(each => each.outerHTML.slice(0, 90))"""
# Not May: of that May the demonstration's clerk has handed in 310 daily stays already. A sheet with three of
# them, from the same office, is a shorter edition of those, and is rightly asked about the 307 that are gone.
WAYS = {"office, Chinese": ("office", "zh-CN", "clerk", 8), "phone, English": ("phone", "en", "bayannur", 9)}
UNKNOWN_ROW, MENDED, SUM = 8, "LH-003", 70


def written(path: Path, month: int) -> Path:
    """Write the sheet as its office keeps it: title, unit line, a month as a number, a sum that is wrong."""
    book = Workbook()
    sheet = book.active
    for row in (
        [f"临河区2024年{month}月暖心驿站到站情况统计"],
        ["填报单位：临河区", "", "", "", "单位：人次"],
        ["序\n号", "站点\n编号", "统计\n日期", "到站人数\n（人次）", "怎么统计的"],
        [1, "LH-001", f"2024.{month}.1", 12, "人工登记"],
        [2, "LH-001", f"2024.{month}.2", "约30", "人工登记"],
        [3, "LH-002", f"2024年{month}月3日", "１５", "客流计数"],
        [4, "LH-002", f"2024.{month}", 9, "人工登记"],
        [5, "LH-999", f"2024.{month}.7", 4, "人工登记"],
        ["合  计", "", "", 500, ""],
        ["填表人：（示例）", "", "审核人：", "", ""],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:E1")
    sheet.row_dimensions[6].hidden = True
    book.create_sheet("说明").append(["请按月报送"])
    book.save(path)
    return path


@dataclass
class Clerk:
    """Somebody with a workbook before a screen; what is wrong with the pages is noted."""

    page: Page
    site: str
    language: str
    wrong: list[tuple[str, object]] = field(default_factory=list)

    def said(self, text: str) -> str:
        """Return a text of the house in the clerk's language."""
        with override("zh-hans" if self.language.startswith("zh") else "en"):
            return gettext(text)

    def drop(self, path: Path) -> None:
        """Hand a workbook in and wait until it was looked at."""
        self.page.goto(f"{self.site}/imports/")
        self.look()
        self.page.locator("#files").set_input_files(path)
        self.go_on()

    def go_on(self) -> None:
        """Press the page's one primary button, and wait for what comes of it."""
        expect(main := self.page.locator("main .primary:visible")).to_have_count(1)
        with self.page.expect_navigation():
            main.click()
        expect(self.page.locator("#progress")).to_have_count(0, timeout=SLOW)
        self.page.wait_for_load_state()
        self.look()

    def look(self) -> None:
        """Note what a page has that keeps anybody from using it."""
        where = self.page.url.removeprefix(self.site)
        self.wrong += [(where, fault) for fault in grave(self.page)]
        if wider := self.page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)"):
            self.wrong.append((where, f"{wider} px wider than the screen"))
        narrow = self.page.evaluate("innerWidth < 800")
        if narrow and (small := self.page.evaluate(SMALL, TARGET_PX)):
            self.wrong.append((where, small))

    def column(self, heading: str) -> str:
        """Return what the page reads a heading as."""
        chosen = self.page.locator(f'.known select[aria-label*="{heading}"] option:checked')
        return chosen.inner_text().strip()

    def fetch(self, folder: Path) -> Path:
        """Fetch one's own file back."""
        with self.page.expect_download(timeout=SLOW) as fetched:
            self.page.locator("a[download]").click()
        fetched.value.save_as(kept := folder / f"back-{fetched.value.suggested_filename}")
        return kept


@dataclass(frozen=True)
class Office:
    """Who sits there on which screen, in which language; and the month of the sheet."""

    clerk: Clerk
    reviewer: Clerk
    publisher: Clerk
    month: int


@pytest.fixture(params=WAYS)
def office(request, browser: Browser, own_site: tuple[str, Path]) -> Iterator[Office]:
    """An office of its own: a clerk, and those who confirm and publish, each before a screen alike."""
    (size, language, person, month), (site, data) = WAYS[request.param], own_site
    with ExitStack() as closed:

        def seated(who: str) -> Clerk:
            key = python(data, "-m", "tests.browser.session", who).stdout.strip()
            seat = browser.new_context(viewport=SIZES[size], locale=language, has_touch=size == "phone")
            closed.enter_context(closing(seat))
            seat.add_cookies([{"name": "nuanxin_session", "value": key, "url": site}])
            return Clerk(seat.new_page(), site, language)

        yield Office(seated(person), seated("reviewer"), seated("publisher"), month)


def show(clerk: Clerk, month: int) -> None:
    """Show what the columns are: one corrected, the whole confirmed; the notes are not asked about."""
    page = clerk.page
    clerk.go_on()
    expect(page.locator("h1")).to_contain_text(clerk.said("What is which column?"))
    assert all(clerk.column(heading).endswith("*") for heading in ("站点编号", "统计日期", "到站人数"))
    counted = page.locator('.known select[aria-label*="怎么统计的"]')
    read_as = counted.input_value()
    understood, chinese = page.locator("table").last, clerk.language == "zh-CN"
    for said in ("约30", f"2024年{month}月") if chinese else ("about 30", f"{month_name[month]} 2024"):
        expect(understood).to_contain_text(said)
    counted.select_option("")
    expect(page.locator("table").last.locator("thead th")).to_have_count(4)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    pick_two_at_once(page, counted, read_as)
    expect(page.locator("table").last.locator("thead th")).to_have_count(5)
    clerk.look()
    clerk.go_on()
    expect(page.locator("form.confirm")).to_be_visible()


def pick_two_at_once(page: Page, counted: Locator, read_as: str) -> None:
    """Pick a second column before the page has answered to the first: neither pick is lost."""
    day = page.locator('.known select[aria-label*="统计日期"]')
    day_before = day.input_value()
    for one, other in (("", ""), (day_before, read_as)):
        day.select_option(one)
        counted.select_option(other)
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
        expect(day).to_have_value(one)
        expect(counted).to_have_value(other)


def settle(clerk: Clerk) -> None:
    """Answer every question with the first thing offered, and post."""
    page = clerk.page
    clerk.go_on()
    questions = page.locator("fieldset.ask:not(.alike)")
    expect(questions.first).to_be_visible()  # a hidden row, at least
    for question in questions.all():
        question.get_by_role("radio").first.check()
    page.locator("select[name=reason]").select_option(index=1)
    clerk.go_on()
    expect(page.locator("main")).to_contain_text(clerk.said("No row of your sheets waits any more."))


def mended(path: Path) -> Path:
    """Mend what the returned workbook says: the unknown station, in the office's own columns."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert any("LH-999" in str(cell.value) for cell in sheet[UNKNOWN_ROW][5:]), "the row says what is wrong"
    sheet.cell(UNKNOWN_ROW, 2).value = MENDED
    book.save(path)
    return path


def published(office: Office, sheet: Path) -> None:
    """Write a bulletin about what the sheet posted; two others confirm and publish it; open its figure."""
    clerk, number = office.clerk, f"2024-{office.month:02}-sheet"
    page, cited = clerk.page, f"{{stations.visits 150802 2024-{office.month:02}}}"
    page.goto(f"{clerk.site}/drafts/")
    page.get_by_role("radio", name=clerk.said("a blank text")).check()
    press(clerk, "Begin")
    for name, text in {
        "title_zh": "到站情况专报",
        "title_en": "Stays",
        "issue_zh": f"第{office.month}号",
        "issue_en": f"Issue {office.month}",
        "number": number,
        "story-0-headline_zh": "临河区到站情况",
        "story-0-headline_en": "Stays in Linhe",
        "story-0-body_zh": f"当月到站{cited}。",
        "story-0-body_en": f"They stayed {cited}.",
    }.items():
        page.locator(f"[name={name}]").fill(text)
    press(clerk, "Save and preview")
    page.wait_for_url("**/preview/")
    preview = page.url
    press(clerk, "Send for confirmation")
    for who, does in ((office.reviewer, "Confirm exactly this text"), (office.publisher, "Publish")):
        who.page.goto(preview)
        press(who, does)
        who.page.wait_for_load_state()
    office.publisher.page.wait_for_url("**/bulletins/**", timeout=SLOW)
    page.goto(f"{clerk.site}/bulletins/{number}/")
    clerk.look()
    cited = page.locator("article a[href*='stations.visits']").first
    expect(cited).to_contain_text(str(SUM))
    cited.click()
    opens_to_its_row(clerk, sheet)


def opens_to_its_row(clerk: Clerk, sheet: Path) -> None:
    """Follow an opened figure to the sheet's own row: the one that was mended, and posted last."""
    page = clerk.page
    source = page.locator(f".c-from a[href$='row={UNKNOWN_ROW}']")
    row = page.locator("tbody tr", has=source)
    expect(row).to_have_count(1, timeout=SLOW)
    expect(row.locator(".c-qty")).to_have_text(re.compile(r"^\s*4\b"))
    expect(source).to_contain_text(sheet.name)
    clerk.look()
    source.click()
    expect(page.locator("main")).to_contain_text(MENDED, timeout=SLOW)
    expect(page.locator("main")).to_contain_text(sheet.name)
    clerk.look()


def press(clerk: Clerk, text: str) -> None:
    """Press a button by its words."""
    clerk.page.get_by_role("button", name=clerk.said(text), exact=True).first.click()


def test_a_workbook_nobody_has_seen(office: Office, tmp_path: Path) -> None:
    """From the drop to the second time, when nothing is posted twice, and on to what is published of it."""
    clerk, month = office.clerk, office.month
    page = clerk.page
    clerk.drop(written(tmp_path / f"{month}月到站.xlsx", month))
    show(clerk, month)
    clerk.go_on()
    taken = page.url
    settle(clerk)
    page.goto(taken)
    again = mended(clerk.fetch(tmp_path))

    clerk.drop(again)
    sums = page.locator("dl.sums dd")
    expect(sums.first).to_have_text("5" + ("1 笔分录" if clerk.language == "zh-CN" else "1 entry"))
    sheet_page = page.locator("main").inner_text()
    assert "500" in sheet_page and str(SUM) in sheet_page  # the wrong sum, with both numbers
    assert "颜色" not in sheet_page and "coloured" not in sheet_page  # our own column's paint is no find
    clerk.go_on()
    clerk.drop(again)
    expect(page.locator("main [role=status]").first).to_contain_text(clerk.said("nothing new"))
    for address in ("imports/answers/", "imports/layouts/"):
        page.goto(f"{clerk.site}/{address}")
        clerk.look()
    page.locator("main table a").first.click()
    clerk.look()
    published(office, again)
    assert clerk.wrong == []
