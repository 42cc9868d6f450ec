"""Every page of the site map, opened as one it opens to: usable by everybody, quiet, in one's language."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Response

from tests.access.test_routes import PEOPLE, routes
from tests.browser.conftest import Looker
from tests.browser.faults import grave

WAYS = {"office": "zh-CN", "phone": "en"}
LOOKED_AT = """() => {
  const wide = (size) => {
    document.documentElement.dataset.size = size;
    return Math.max(0, document.documentElement.scrollWidth - innerWidth);
  };
  return {
    wider: [["", wide("")], ["large", wide("large")]], title: document.title,
    language: document.documentElement.lang, heads: document.querySelectorAll("h1").length,
  };
}"""
FIGURE = "/bulletins/2024-05/figures/stations.open/1508/..2024-05-31/"
SHOWN = {
    "/sources/1/": "/sources/1/?row=5",
    "/records/1/1/": "/records/stations/stations/",
    "/records/1/1/1/": "/records/grid/hazards/5/",
    "/search/": "/search/?q=WT",
    f"{FIGURE}entries/1/": FIGURE,
    "/near/1/": "/near/stations/",
    "/near/1/1/": "/near/stations/LH-001/",
    "/rounds/1/": "/rounds/stations/",
    "/rounds/1/1/": "/rounds/stations/LH-001/",
    "/appraisals/1/": "/appraisals/stations/",
    "/appraisals/1/1/": "/appraisals/stations/LH-001/",
    "/forms/stations/": "/forms/warm-service/",
    "/forms/stations/about/": "/forms/warm-service/about/",
    "/forms/stations/cells/": "/forms/warm-service/cells/?sheet=2&cell=D12",
}
"""Where a route filled in blindly shows nothing: an address that does."""
REGISTERS = ("visits", "events", "equipment", "inspections", "checklist", "grades", "offers")
PLANNING = "/plans/new/stations.siting/150802000000/"
OF_A_PLAN = ("", "report/", "take/")
OF_A_DRAFT = ("", "insert/", "checks/", "preview/", "preview.pdf", "revisions/", "revisions/1/")
LEFT_TO_THE_MAP = [
    *((path, "") for path in ("/", "/bulletins/", "/suggestions/", "/bulletins/2024-05/", FIGURE)),
    *((path, "") for path in ("/figures/", "/ledger/heads/", "/programmes/", "/programmes/sand_control/")),
    *((path, "leader") for path in ("/me/", "/ledger/", "/sources/1/?row=5")),
    *((path, "clerk") for path in ("/drafts/", "/suggestions/desk/")),
]
"""What is opened here for sure, in each size in its language; ``test_pages`` opens it the other way only."""
PAGES: set[str] = set()
OTHERS: set[str] = set()
"""Addresses known from the walk before as pages, or as files and fragments: nobody need ask again."""

MATTER = {"office": "dirty", "phone": "expired"}
"""What each walk finds to mend: what is asked for again is the order there is, and not new."""


class Visit:
    """A window that passes from person to person, and what was wrong on the pages they opened."""

    def __init__(self, look: Looker, size: str) -> None:
        self.look, self.size, self.language = look, size, WAYS[size]
        self.wrong: list[tuple[str, object]] = []
        self.seen: list[tuple[str, str]] = []
        self.answered: set[tuple[str, str]] = set()

    def page_of(self, person: str) -> Page:
        """Return the window with a person before it, signed in."""
        return self.look.window(self.size, self.language, person)

    def open(self, address: str, person: str) -> None:
        """Open an address; where it is a page, look for everything that may be wrong with it."""
        page = self.page_of(person)
        if address in OTHERS or (address not in PAGES and not self._is_page(page, address)):
            return
        self.look.errors.clear()
        answer = page.goto(self.look.site + address)
        if answer and answer.ok:
            PAGES.add(address)
            self.answered.add((address, person))
        self.wrong += [
            (address, fault) for fault in [*self._faults(page, answer, address), *self._said(answer)]
        ]
        self.seen.append((address, person))

    def _is_page(self, page: Page, address: str) -> bool:
        """Return whether a whole page stands at an address, not a file, a fragment or a mere deed."""
        answer = page.request.get(self.look.site + address, max_redirects=0)
        html = answer.headers.get("content-type", "").startswith("text/html")
        whole = html and "<!doctype html>" in answer.text()[:100]
        if answer.ok and not whole:
            OTHERS.add(address)
        return whole

    def _said(self, answer: Response | None) -> Iterator[str]:
        refused = answer is not None and answer.status >= 400
        for error in self.look.errors:
            if not (refused and "Failed to load resource" in error):
                yield error

    def _faults(self, page: Page, answer: Response | None, address: str) -> Iterator[object]:
        if answer is None or answer.status >= 500:
            yield "no page"
        yield from grave(page)
        found = page.evaluate(LOOKED_AT)
        for type_size, wider in found["wider"]:
            if wider:
                yield f"{wider} px wider than the screen{type_size and ' in large type'}"
        if not found["language"].startswith(self.language[:2]):
            yield "in another language"
        if address != "/" and not re.match(r"\S.* · \S", found["title"]):
            yield f"a title that says nothing: {found['title']!r}"
        if found["heads"] != 1:
            yield f"{found['heads']} first headings"


def opened_by(access: str) -> str:
    """Return the first person whose role opens a page; nobody for a public one."""
    return next((key for key, role in PEOPLE.items() if role in access.split()), "")


@pytest.mark.parametrize("size", WAYS)
def test_every_page_is_usable_by_everybody(look: Looker, size: str) -> None:
    """Axe, the console, the width, the language, the title and the headings of every page there is."""
    visit = Visit(look, size)
    for address in re.findall(r"<loc>[^/]+//[^/]+([^<]+)</loc>", mapped(visit)):
        visit.open(address, "")
    for address, access in routes():
        once = SHOWN.get(address, address), opened_by(access)
        if once not in visit.seen:
            visit.open(*once)
    draft = begun(visit)
    for part in OF_A_DRAFT:
        visit.open(draft + part, "clerk")
    plan = planned(visit)
    for part in OF_A_PLAN:
        visit.open(plan + part, "reviewer")
    visit.open(PLANNING, "clerk")
    for person, order in repaired(visit):
        visit.open(order, person)
    visit.open("/work/?view=open", "clerk")
    for part in ("", "notice/"):
        visit.open(left(visit) + part, "reviewer")
    visit.open("/appraisals/stations/?view=all", "clerk")
    for register in REGISTERS:
        visit.open(f"/records/stations/{register}/", "clerk")
    assert visit.wrong == []
    assert look.foreign == []
    assert len(visit.seen) > 60
    assert set(LEFT_TO_THE_MAP) <= visit.answered


def mapped(visit: Visit) -> str:
    """Return the site map."""
    return visit.page_of("").request.get(f"{visit.look.site}/sitemap.xml").text()


def begun(visit: Visit) -> str:
    """Begin a working copy as a clerk, and return its address."""
    page = visit.page_of("clerk")
    page.goto(f"{visit.look.site}/drafts/")
    page.get_by_role("radio").nth(2).check()
    page.locator("[name=programme]").first.check()
    page.locator("form.begin button.primary").click()
    page.wait_for_url(re.compile(r"/drafts/\d+/$"))
    return page.url.removeprefix(visit.look.site)


def planned(visit: Visit) -> str:
    """Make a plan as a clerk, and return its address."""
    page = visit.page_of("clerk")
    page.goto(visit.look.site + PLANNING)
    page.locator("[name=count]").fill("2")
    page.locator("form.planner button.primary").click()
    page.wait_for_url(re.compile(r"/plans/P-\d+/$"), timeout=120_000)
    return page.url.removeprefix(visit.look.site)


def repaired(visit: Visit) -> Iterator[tuple[str, str]]:
    """Ask for a repair and say that it is done with a photo; yield its address before and after, for whom."""
    page = visit.page_of("clerk")
    page.goto(visit.look.site + "/work/ask/station_repair/201/1/")
    page.locator(f"button[value={MATTER[visit.size]}]").click()
    page.wait_for_url(re.compile(r"/work/\d+/$"))
    order = page.url.removeprefix(visit.look.site)
    yield "clerk", order
    page.goto(visit.look.site + order)
    move = page.locator("form:has(button[value=mend])")
    move.locator("[name=proof]").set_input_files(
        {"name": "photo.png", "mimeType": "image/png", "buffer": page.screenshot()}
    )
    move.locator("button").click()
    page.wait_for_url(f"**{order}")
    yield "clerk", order
    yield "reviewer", order


def left(visit: Visit) -> str:
    """Propose as a clerk that a station leaves, unless that waits already; return its address."""
    address, page = "/appraisals/stations/LH-002/", visit.page_of("clerk")
    page.goto(visit.look.site + address)
    if page.locator("[name=mark]").count():
        page.locator("[name=mark]").select_option("0")
        page.locator("[name=reason]").fill("Three times shut at hours it had promised")
        page.locator("button[value=give]").click()
    return address
