"""Windows that tests use one after another: a new one costs most of a second."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.browser.faults import AXE

SIZES = {"office": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
FEATURES = ("media", "color_scheme", "contrast", "forced_colors", "reduced_motion")


@dataclass(frozen=True)
class Kind:
    """What a window is for life: of a size, in a language, with scripts or without, with axe or without.

    Where axe comes with every page it is kept compiled: half of what it costs to bring it each time.
    """

    size: str
    language: str
    script: bool = True
    axe: bool = False


class Windows:
    """The windows of a browser; whoever gives one back leaves it as empty as a new one."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.free: dict[Kind, list[Page]] = {}

    def new(self, kind: Kind) -> Page:
        """Return a window nobody has used."""
        page = self.browser.new_context(
            viewport=SIZES[kind.size], locale=kind.language, java_script_enabled=kind.script
        ).new_page()
        if kind.axe:
            page.add_init_script(AXE)
        return page

    def lent(self, kind: Kind) -> Page:
        """Return an empty window, a used one where one is free."""
        free = self.free.get(kind)
        return free.pop() if free else self.new(kind)

    def given_back(self, kind: Kind, page: Page, site: str) -> None:
        """Empty a window of what a site left in it; one whose page was closed ends."""
        if page.is_closed():
            page.context.close()
            return
        for other in page.context.pages:
            if other is not page:
                other.close()
        _emptied(page, site)
        page.set_viewport_size(SIZES[kind.size])
        self.free.setdefault(kind, []).append(page)


def _emptied(page: Page, site: str) -> None:
    page.context.set_offline(False)
    page.unroute_all()
    page.goto("about:blank")
    page.context.clear_cookies()
    line = page.context.new_cdp_session(page)  # no longer than needed: beside it, a page forgets its medium
    line.send("Storage.clearDataForOrigin", {"origin": site, "storageTypes": "all"})
    line.send("Network.clearBrowserCache")
    line.detach()
    page.emulate_media(**dict.fromkeys(FEATURES, "null"))
