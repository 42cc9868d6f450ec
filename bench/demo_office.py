"""The demonstration as an installation to measure on, and a server that serves one."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import child
from bench.child import ROOT
from bench.scratch import laid
from bench.sizes import sizes
from bench.workbook import workbook

START_S = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: the port it listens on, and its process."""

    port: int
    pid: int


def demonstration() -> Path:
    """Return the data folder of a loaded demonstration; the newest commit's, as far as it is told."""
    return laid("demonstration", _sources(), load)


def _sources() -> str:
    command = ["git", "rev-parse", "HEAD:src", "HEAD:cities"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout or "unknown"


def big_city() -> Path:
    """Return the demonstration upon a book of millions of entries, with a register of many records."""
    entries, records = sizes().book, sizes().records

    def lay(folder: Path) -> None:
        child.call("bench.laying:lay_book", folder, entries=entries)
        load(folder)
        child.call("bench.workbook:bring", folder, path=str(workbook(records)))
        child.call("bench.demo_office:seal_it", folder)

    return laid(f"city-{entries}", _sources(), lay)


def seal_it() -> None:
    """Seal what stands in this process's ledger."""
    from nuanxin.kernel.ledger.seals import seal

    seal()


def load(folder: Path) -> None:
    """Load the demonstration into a data folder, on the database that the environment names."""
    command = [sys.executable, "-m", "nuanxin.site.cli", "demo", "--no-serve"]
    subprocess.run(command, env=_environment(folder), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def _environment(folder: Path, settings: str = "nuanxin.site.settings") -> dict[str, str]:
    return {**os.environ, "NUANXIN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": settings}


@contextmanager
def served(folder: Path, workers: int, settings: str = "nuanxin.site.settings") -> Iterator[Served]:
    """Serve an installation as `nuanxin serve` does, with some settings, until the block is left."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words = ["serve", "--port", str(port), "--workers", str(workers)]
    command = [sys.executable, "-m", "nuanxin.site.cli", *words]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env=_environment(folder, settings), cwd=ROOT, stdout=quiet, stderr=quiet
    ) as process:
        try:
            _wait(port)
            yield Served(port, process.pid)
        finally:
            process.terminate()


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")
