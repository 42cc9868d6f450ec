"""What tests stand on: a data folder of one's own for each test, and a loaded demonstration to copy."""

import fcntl
import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from nuanxin.kernel.figures.engine import forget_engine, lacking
from nuanxin.kernel.privacy import ring
from nuanxin.plain import moments
from nuanxin.site.connecting import connected_to
from nuanxin.web import kept_pages
from tests import installations, newcomer
from tests.order import QUICK_JAVA, FilesTogether, longest_first
from tests.ready import ready
from tests.room import write_in_memory

ROOT = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """Return the path of a Chromium on this machine, or nothing."""
    return os.environ.get("NUANXIN_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")


def without_spark() -> str:
    """Return what running on Spark lacks on this machine, or nothing."""
    with pytest.MonkeyPatch.context() as chosen:
        chosen.setitem(settings.NUANXIN, "engine", "spark")
        return lacking()


def without_office() -> str:
    """Return what printing a workbook lacks on this machine, or nothing."""
    absent = [each for each in ("soffice", "pdftoppm") if not shutil.which(each)]
    return f"no {' and no '.join(absent)} on this machine" if absent else ""


def pytest_configure(config: pytest.Config) -> None:
    """Write in memory, have Java compile quickly, hand files out in the order they are in, not by size."""
    write_in_memory()
    os.environ.setdefault("JDK_JAVA_OPTIONS", QUICK_JAVA)
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesTogether | None:
    """Hand out files, those that ask Spark as one."""
    return FilesTogether(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; pass over tests whose browser, office or Spark is not here, but in CI."""
    longest_first(items, ROOT)
    if os.environ.get("CI"):
        return
    absent = {"browser": "" if chromium() else "no Chromium on this machine", "spark": without_spark()}
    absent["office"] = without_office()
    for item in items:
        for mark, reason in absent.items():
            if reason and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Look for garbage seldom, least among what is old: a million objects that were imported, and stay."""
    gc.set_threshold(20_000, 10, 1000)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it plainly when no page was opened in a browser, or no figure worked out by Spark."""
    if not chromium():
        terminalreporter.section("browser tests NOT RUN")
        terminalreporter.line("No Chromium was found, so no page was opened in a browser.")
        terminalreporter.line("Install chromium and fonts-noto-cjk, or name one in NUANXIN_CHROMIUM.")
    if without_office():
        terminalreporter.section("LibreOffice tests NOT RUN")
        terminalreporter.line("No workbook was opened in LibreOffice and looked at.")
        terminalreporter.line("Install libreoffice-calc and poppler-utils.")
    if without_spark():
        terminalreporter.section("Spark tests NOT RUN")
        terminalreporter.line("PySpark or Java is not here, so no figure was worked out by Spark.")
        terminalreporter.line("`make spark` installs the extra and runs them; Java 17 comes from the system.")


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """Return the Chromium to drive; tests that ask for it carry the mark ``browser``."""
    return Path(chromium())


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give every test its own folder for segments, keys and files, a fresh engine, the default language.

    What is held stays fresh while a test runs: what it asks of the database hangs on no clock.
    """
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setitem(settings.NUANXIN, "data", folder)
    now = moments.clock()
    monkeypatch.setattr(moments, "clock", lambda: now)
    forget()
    yield folder
    forget()


def forget() -> None:
    """Leave nothing in the process of what a test opened, kept or said."""
    forget_engine()
    ring.forget_ring()
    kept_pages.forget_pages()
    translation.deactivate()  # a request leaves its reader's language on


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def each_engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test once on every engine."""
    monkeypatch.setitem(settings.NUANXIN, "engine", request.param)
    return str(request.param)


@pytest.fixture(scope="session")
def loaded_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demonstration once for the whole run, as a newcomer would, and return its data folder."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    data = shared / "demo"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (data / "demo.loaded").exists():
            shutil.rmtree(data, ignore_errors=True)
            installations.prepare(data)
            newcomer.begin(data, environment(data))
    return data


def nuanxin(
    data: Path, *words: str, check: bool = True, database: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command-line door on an installation of its own, in English."""
    return python(data, "-m", "nuanxin.site.cli", *words, check=check, database=database)


def python(
    data: Path, *words: str, check: bool = True, database: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``-m`` a module, or ``-c`` a text, on an installation; ``database`` names another than its own."""
    done = ready().run(words[1:] if words[0] == "-m" else words, environment(data, database))
    if check:
        done.check_returncode()
    return done


def environment(data: Path, database: str | None = None) -> dict[str, str]:
    """Return the environment of a command on an installation, in English."""
    return {
        **os.environ,
        "NUANXIN_DATA": str(data),
        "NUANXIN_DATABASE": installations.named(data) if database is None else database,
        "NUANXIN_LANGUAGE": "en",
        "NUANXIN_CITY": os.environ.get("NUANXIN_CITY", str(ROOT / "cities/demo")),
        "DJANGO_SETTINGS_MODULE": "nuanxin.site.settings",
    }


@pytest.fixture
def demo(loaded_demo: Path, own_data: Path, django_db_blocker: pytest.FixtureDef[object]) -> Iterator[Path]:
    """Give a test its own copy of the loaded demonstration, with Django connected to it."""
    installations.copy(loaded_demo, own_data)
    with connected(own_data, django_db_blocker):
        yield own_data
    installations.remove(own_data)


class connected:  # noqa: N801 (reads as a sentence: with connected(folder, ...))
    """Connect Django to the database of an installation, and back again afterwards."""

    def __init__(self, folder: Path, blocker: object) -> None:
        self.folder, self.unblocked = folder, blocker.unblock()  # type: ignore[attr-defined]

    def __enter__(self) -> Path:
        """Switch to the installation."""
        self.unblocked.__enter__()
        self.connection = connected_to(installations.database_of(self.folder))
        self.connection.__enter__()
        return self.folder

    def __exit__(self, *what: object) -> None:
        """Switch back."""
        self.connection.__exit__(None, None, None)
        self.unblocked.__exit__(None, None, None)
