"""A served copy of the demonstration, and a Chromium to look at it with."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from conftest import python
from tests import installations

ROOT = Path(__file__).parents[2]
SIZES = {"office": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


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
    command = [sys.executable, "-m", "nuanxin.site.cli", "serve", "--port", str(port)]
    given = {**os.environ, "NUANXIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "nuanxin.site.settings"}
    given["NUANXIN_DATABASE"] = installations.named(data)
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
        server.terminate()
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


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """One Chromium a file: while Playwright runs, its event loop would keep Django from the database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def look(browser: Browser, site: str, keys: Callable[[str], str]) -> Iterator["Looker"]:
    """Open pages in a size and a language, as a stranger or as a person; everything is closed afterwards."""
    looker = Looker(browser, site, keys)
    yield looker
    looker.close()


@pytest.fixture(scope="module")
def standing(browser: Browser, site: str, keys: Callable[[str], str]) -> Iterator["Looker"]:
    """Open pages one after another in windows that a file of tests keeps open: a new one costs a second."""
    looker = Looker(browser, site, keys)
    yield looker
    looker.close()


class Looker:
    """Opens pages and remembers what went wrong in them."""

    def __init__(self, browser: Browser, site: str, keys: Callable[[str], str]) -> None:
        self.browser, self.site, self.keys = browser, site, keys
        self.contexts: list[BrowserContext] = []
        self.windows: dict[tuple[str, str, str], Page] = {}
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
    ) -> Page:
        """Open a page, signed in where a person is named, and return it."""
        page = self._window(size, language, person, script=script)
        page.goto(self.site + path)
        return page

    def _window(self, size: str, language: str, person: str, *, script: bool = True) -> Page:
        """Return a window of its own with nothing in it yet."""
        context = self.browser.new_context(viewport=SIZES[size], locale=language, java_script_enabled=script)
        self.contexts.append(context)
        if person:
            context.add_cookies([{"name": "nuanxin_session", "value": self.keys(person), "url": self.site}])
        page = context.new_page()
        page.on("request", lambda request: self._asked(request.url))
        page.on(
            "console", lambda message: self.errors.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def turn_to(self, path: str, size: str, language: str, person: str) -> Page:
        """Open a page in the window that shows this size, language and person; only its own faults count."""
        window = self.windows.get((size, language, person))
        if window is None:
            window = self.windows[size, language, person] = self._window(size, language, person)
        self.foreign.clear()
        self.errors.clear()
        window.goto(self.site + path)
        return window

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site, "data:")):
            self.foreign.append(url)

    def close(self) -> None:
        """Close every page."""
        for context in self.contexts:
            context.close()
