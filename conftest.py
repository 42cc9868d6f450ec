"""What every test shares: data of its own, and a plain word when the browser tests could not be run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Return the path of a Chromium on this machine, or nothing."""
    return os.environ.get("NUANXIN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")


@pytest.fixture(scope="session", autouse=True)
def _own_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep files, segments and keys of the tests away from the installation's own."""
    before = settings.NUANXIN["data"]
    settings.NUANXIN["data"] = tmp_path_factory.mktemp("data")
    yield
    settings.NUANXIN["data"] = before


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Return the Chromium to drive; tests that ask for it carry the mark ``browser``."""
    return Path(chromium())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pass over browser tests where there is no browser, unless this is CI: there they must run."""
    if chromium() or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it plainly when pages were not opened in a browser."""
    if not chromium():
        terminalreporter.section("browser tests NOT RUN")
        terminalreporter.line("No Chromium was found, so no page was opened in a browser.")
        terminalreporter.line("Install chromium and fonts-noto-cjk, or name one in NUANXIN_CHROMIUM.")
