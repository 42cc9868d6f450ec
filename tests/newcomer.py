"""What a newcomer does first: one command loads the demonstration and serves it in the same breath."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.error import URLError

PATIENCE_S = 300
PAGE = "/bulletins/2024-05/"


def begin(data: Path, environment: Mapping[str, str]) -> None:
    """Run ``nuanxin demo`` on an empty data folder until it serves its bulletin; keep the page beside it."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "nuanxin.site.cli", "demo", "--port", str(port)]
    with subprocess.Popen(command, env=dict(environment), stdout=subprocess.DEVNULL) as server:
        try:
            _kept(data).write_bytes(_fetched(f"http://127.0.0.1:{port}{PAGE}", server))
        finally:
            server.send_signal(signal.SIGINT)


def first_page(data: Path) -> str:
    """Return the first page of a demonstration begun so, as its own process answered it."""
    return _kept(data).read_text(encoding="utf-8")


def _kept(data: Path) -> Path:
    return data.with_name(f"{data.name}.html")


def _fetched(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """Fetch a page, waiting for the server to listen."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                page: bytes = answer.read()
                return page
        except (URLError, ConnectionError):
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)
