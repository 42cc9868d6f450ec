"""Logs say when, where, how and how long, and never what somebody typed or sent."""

import io
import json
import logging
import logging.config
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.test import Client

from conftest import ROOT
from nuanxin.site.logs import logging_settings
from tests import installations

CANARY = "13804710001"
"""A telephone number nobody has; wherever it turns up, something was written down that must not be."""


@contextmanager
def written(style: str) -> Iterator[io.StringIO]:
    """Log as an installation does, into memory, and as before afterwards."""
    stream, before = io.StringIO(), logging.root.handlers[:]
    chosen = logging_settings(style, debug=False)
    chosen["handlers"]["console"]["stream"] = stream
    logging.config.dictConfig(chosen)
    try:
        yield stream
    finally:
        logging.config.dictConfig(logging_settings("", debug=False))
        logging.root.handlers[:] = before


def lines(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_request_is_one_line_of_json(demo):
    with written("json") as stream:
        answer = Client().get("/bulletins/?before=4000&q=x")
    (line,) = lines(stream)
    assert {name: line[name] for name in ("level", "logger", "message", "method", "path", "status")} == {
        "level": "info",
        "logger": "nuanxin.site.logs",
        "message": "request",
        "method": "GET",
        "path": "/bulletins/",
        "status": 200,
    }
    assert line["request"] == answer["X-Request-ID"]
    assert 0 < line["ms"] < 60_000
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])


@pytest.mark.parametrize(
    ("given", "kept"), [("0123456789abcdef" * 2, True), (CANARY, False), ("x" * 32, False), ("", False)]
)
def test_a_proxys_id_is_taken_over_where_nothing_else_fits_in(demo, given, kept):
    answer = Client(headers={"x-request-id": given}).get("/health/live")
    assert (answer["X-Request-ID"] == given) is kept
    assert re.fullmatch("[0-9a-f]{32}", answer["X-Request-ID"])


def send_canaries(client: Client) -> list[int]:
    """Put the canary wherever a client can put anything; return what was answered."""
    everywhere = {
        "user-agent": CANARY,
        "referer": f"https://{CANARY}.example/",
        "x-forwarded-for": CANARY,
        "x-request-id": CANARY,
        "accept-language": CANARY,
        "authorization": CANARY,
    }
    client.cookies["nuanxin_language"] = CANARY
    answers = [
        client.get(f"/bulletins/?q={CANARY}", headers=everywhere),
        client.get(f"/{CANARY}/", headers=everywhere),
        client.get(f"/figures/{CANARY}/", headers=everywhere),
        client.get(f"/figures/{CANARY}", headers=everywhere),
        client.post("/language/", {"language": CANARY, "next": f"/{CANARY}"}, headers=everywhere),
        client.post("/type/", {"next": CANARY}, headers={**everywhere, "origin": f"https://{CANARY}"}),
        client.get("/", headers={**everywhere, "host": f"{CANARY}.example"}),
        client.generic(CANARY, "/"),
        client.get("/programmes/", headers=everywhere),
    ]
    return [answer.status_code for answer in answers]


@pytest.mark.parametrize("style", ["json", "text"])
def test_nothing_that_was_sent_is_written(demo, style, monkeypatch):
    def faulty(*_):
        logging.getLogger("another.library").error(f"cannot read {CANARY}")  # noqa: G004
        logging.getLogger("another.library").error("cannot read %s", CANARY)
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(f"row of {CANARY}") from error

    monkeypatch.setattr("nuanxin.web.views.programmes.contents", faulty)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with written(style) as stream:
        statuses = send_canaries(client)
    said = stream.getvalue()
    assert {400, 403, 404, 500} <= set(statuses), statuses
    assert CANARY not in said
    assert "ValueError" in said and "cannot read %s" in said, "what went wrong, and where, is there"
    assert "test_logs.py" in said


def test_what_was_not_found_is_logged_as_its_route(demo):
    with written("json") as stream:
        Client().get(f"/figures/{CANARY}/")
        Client().get(f"/{CANARY}/")
    found = [line["path"] for line in lines(stream) if line["message"] == "request"]
    assert found == ["/figures/<str:identity>/", "unknown"]


def test_healthy_probes_are_not_logged(demo):
    with written("json") as stream:
        Client().get("/health/live")
        Client().get("/health/ready")
    assert not stream.getvalue()


def test_unset_it_keeps_quiet_about_what_went_well(demo):
    with written("") as stream:
        Client().get("/")
    assert not stream.getvalue()


def test_where_nobody_can_read_the_log_any_more_pages_are_answered(demo, monkeypatch):
    """Whoever started the server closed its log, and its errors stream with it."""
    shut = io.StringIO()
    shut.close()
    with written("json"):
        logging.root.handlers[0].setStream(shut)
        monkeypatch.setattr(sys, "stderr", shut)
        assert Client().get("/").status_code == 200
        assert Client().get("/no-such-page/").status_code == 404


def test_a_style_that_is_none_is_refused():
    with pytest.raises(ValueError, match="NUANXIN_LOG"):
        logging_settings("xml", debug=False)


def test_a_served_house_answers_probes_and_logs_lines(installation):
    """The same through granian, in a process of its own."""
    with served(installation) as (address, log):
        assert asked(f"{address}/health/ready")[0] == 200
        status, identity = asked(f"{address}/bulletins/?q={CANARY}")
        assert status == 200
        assert asked(f"{address}/{CANARY}")[0] == 404
    said = log.read_text(encoding="utf-8")
    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert [(line["path"], line["status"]) for line in found] == [("/bulletins/", 200), ("unknown", 404)]
    assert found[0]["request"] == identity
    assert CANARY not in said


@contextmanager
def served(data: Path) -> Iterator[tuple[str, Path]]:
    """Serve an installation with logs as JSON; give its address and where the log is written."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = data.parent / "served.log"
    given = {
        "NUANXIN_CITY": str(ROOT / "cities/demo"),
        **os.environ,
        "NUANXIN_DATA": str(data),
        "NUANXIN_DATABASE": installations.named(data),
        "NUANXIN_LOG": "json",
        "DJANGO_SETTINGS_MODULE": "nuanxin.site.settings",
    }
    command = [sys.executable, "-m", "nuanxin.site.cli", "serve", "--port", str(port)]
    with (
        log.open("w") as file,
        subprocess.Popen(command, env=given, cwd=ROOT, stdout=file, stderr=file) as server,
    ):
        wait(f"http://127.0.0.1:{port}/health/live")
        yield f"http://127.0.0.1:{port}", log
        server.terminate()


def wait(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            asked(address)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def asked(address: str) -> tuple[int, str]:
    """Ask for a page; return its status and the request's id."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.headers["X-Request-ID"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["X-Request-ID"]
