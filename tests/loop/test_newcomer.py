"""What a newcomer does first: one command loads the demonstration and serves it in the same breath."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import URLError

import pytest


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Run ``nuanxin demo`` on an empty data folder and return where it serves."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {**os.environ, "NUANXIN_DATA": str(tmp_path / "data"), "NUANXIN_LANGUAGE": "en"}
    given.pop("NUANXIN_DATABASE", None)
    command = [sys.executable, "-m", "nuanxin.site.cli", "demo", "--port", str(port)]
    with subprocess.Popen(command, env=given, stdout=subprocess.DEVNULL) as server:
        yield f"http://127.0.0.1:{port}"
        server.send_signal(signal.SIGINT)


def _fetched(url: str, patience: float) -> bytes:
    """Fetch a page, waiting for the server to listen."""
    deadline = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                page: bytes = answer.read()
                return page
        except (URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_the_demo_serves_what_it_has_just_published(address: str) -> None:
    """The process that published has used every engine; the pages must still answer."""
    assert "公共服务简报" in _fetched(f"{address}/bulletins/2024-05/", patience=300).decode()
