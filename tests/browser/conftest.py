"""A served copy of the demonstration, and a Chromium to look at it with."""

import os
import socket
import time
from asyncio import AbstractEventLoop, events
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Playwright, Request, sync_playwright

from conftest import python
from tests import installations
from tests.browser.windows import Kind, Windows
from tests.ready import ready

ROOT = Path(__file__).parents[2]
SHELL = "chromium-headless-shell"
"""Debian's Chromium without a window around its pages, which costs less; it stands in where it is.

It sends nothing once a page is closed: files that need that are marked ``whole``, for the whole Chromium.
"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    # The other core is busy with tests; what a page runs, axe above all, ends before compiling it pays.
    "--js-flags=--single-threaded --no-maglev --no-turbofan",
    "--enable-features=RenderDocument:level/crashed-frame",  # a frame stays: a fifth less for a page opened
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark these tests; where there is no Chromium they are passed over, and the summary says so."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def served(loaded: Path, data: Path) -> Iterator[str]:
    """Serve a copy of an installation as an office would, and give its address; dropped afterwards."""
    installations.copy(loaded, data)
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {**os.environ, "NUANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "nuanxin.site.settings"}
    given["NUANXIN_DATABASE"] = installations.named(data)
    waiting = ready()
    server = waiting.begin(["tests.browser.serving", str(port)], given)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        waiting.stop(server)
    installations.remove(data)


@pytest.fixture(scope="session")
def site(loaded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a copy of the demonstration that the files of this folder share, and return its address."""
    with served(loaded_demo, tmp_path_factory.getbasetemp() / "served") as address:
        yield address


@pytest.fixture(scope="module")
def own_site(loaded_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the demonstration to one file alone; return its address and its data folder."""
    with served(loaded_demo, data := tmp_path_factory.mktemp("own") / "data") as address:
        yield address, data


@pytest.fixture(scope="session")
def keys(site: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return the session key of a person of the demonstration who has just signed in at the site."""
    data = tmp_path_factory.getbasetemp() / "served"

    @cache
    def key(person: str) -> str:
        return python(data, "-m", "tests.browser.session", person).stdout.strip()

    return key


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")


@dataclass(frozen=True)
class Chromium:
    """What drives Chromium in a run of tests: those started, their windows, and Playwright's event loop."""

    playwright: Playwright
    loop: AbstractEventLoop
    started: dict[Path, Windows] = field(default_factory=dict)

    def windows(self, path: Path) -> Windows:
        """Return the windows of a Chromium, which starts when it is first asked for."""
        if path not in self.started:
            self.started[path] = Windows(self.playwright.chromium.launch(executable_path=path, args=FLAGS))
        return self.started[path]

    @contextmanager
    def driven(self) -> Iterator[None]:
        """Let tests drive it: while its event loop counts as running, Django keeps off the database."""
        events._set_running_loop(self.loop)
        yield
        events._set_running_loop(None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """Chromium for all files; between files it rests, and other tests may use the database."""
    with sync_playwright() as playwright:
        made = Chromium(playwright, events.get_running_loop())
        events._set_running_loop(None)
        yield made
        events._set_running_loop(made.loop)
        for windows in made.started.values():
            windows.browser.close()


@pytest.fixture(scope="module")
def windows(chromium: Chromium, chromium_path: Path, request: pytest.FixtureRequest) -> Iterator[Windows]:
    """The windows of the browser, used by tests one after another, while a file of tests drives it."""
    shell = chromium_path.with_name(SHELL)
    another = chromium_path.name != "chromium"  # whoever named another browser gets it
    whole = request.node.get_closest_marker("whole") or another or not shell.exists()
    with chromium.driven():
        yield chromium.windows(chromium_path if whole else shell)


@pytest.fixture(scope="module")
def browser(windows: Windows) -> Browser:
    """The browser, while a file of tests drives it."""
    return windows.browser


@pytest.fixture
def look(windows: Windows, site: str, keys: Callable[[str], str]) -> Iterator["Looker"]:
    """Open pages in a size and a language, as a stranger or as a person, each in an empty window."""
    looker = Looker(windows, site, keys)
    yield looker
    looker.close()


@pytest.fixture(scope="module")
def standing(windows: Windows, site: str, keys: Callable[[str], str]) -> Iterator["Looker"]:
    """Open pages one after another in windows that a file of tests keeps open."""
    looker = Looker(windows, site, keys)
    yield looker
    looker.close()


class Looker:
    """Opens pages and remembers what went wrong in them."""

    def __init__(self, windows: Windows, site: str, keys: Callable[[str], str]) -> None:
        self.windows, self.site, self.keys = windows, site, keys
        self.used: list[tuple[Kind, Page]] = []
        self.kept: dict[Kind, tuple[Page, str]] = {}
        self.foreign: list[str] = []
        self.errors: list[str] = []

    def open(
        self,
        path: str,
        size: str = "office",
        language: str = "zh-CN",
        *,
        script: bool = True,
        person: str = "",
        new: bool = False,
    ) -> Page:
        """Open a page, signed in where a person is named, in an empty window or a new one; return it."""
        kind = Kind(size, language, script)
        page = self._watched(kind, self.windows.new(kind) if new else self.windows.lent(kind))
        self._sign_in(page, person)
        page.goto(self.site + path)
        return page

    def turn_to(self, path: str, size: str, language: str, person: str) -> Page:
        """Open a page in the window kept for this size and language; only its own faults count."""
        page = self.window(size, language, person)
        self.foreign.clear()
        self.errors.clear()
        page.goto(self.site + path)
        return page

    def window(self, size: str, language: str, person: str) -> Page:
        """Return the window kept for this size and language, with this person before it; axe is in it."""
        kind = Kind(size, language, axe=True)
        page, before = self.kept.get(kind) or (self._watched(kind, self.windows.lent(kind)), "")
        if person != before:
            page.context.clear_cookies()
            self._sign_in(page, person)
        self.kept[kind] = page, person
        return page

    def _watched(self, kind: Kind, page: Page) -> Page:
        self.used.append((kind, page))
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        return page

    def _sign_in(self, page: Page, person: str) -> None:
        if person:
            key = {"name": "nuanxin_session", "value": self.keys(person), "url": self.site}
            page.context.add_cookies([key])

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _failed(self, error: Error) -> None:
        self.errors.append(str(error))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:")):
            self.foreign.append(request.url)

    def close(self) -> None:
        """Give every window back."""
        for kind, page in self.used:
            page.remove_listener("request", self._asked)
            page.remove_listener("console", self._said)
            page.remove_listener("pageerror", self._failed)
            self.windows.given_back(kind, page, self.site)
